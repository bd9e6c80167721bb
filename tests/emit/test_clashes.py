"""Two names that would become one in Python are a finding with both places; none is numbered."""

import pytest

from tests.workspaces import built, contract, facts, files, operation, parameter

TEXT = {"type": "string"}


def an_object(**properties):
    return {"type": "object", "required": list(properties), "properties": properties}


ONE = an_object(n=TEXT)


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def api(schema, schemas=None, name="getThing", **more):
    return contract({"/thing": operation(schema, name, parameters=(), **more)}, schemas)


def calls(**sources):
    return {name: {"call": call} for name, call in sources.items()}


def found(tree):
    """The findings that stop the build: the name, both owners, both places."""
    outcome, made = built(tree)
    breaking = [each for each in outcome.findings if each.effect == "breaks"]
    assert bool(breaking) == (made is None)
    assert {each.rule for each in breaking} <= {"naming-clash"}, breaking
    return [
        (*(facts(each)[fact] for fact in ("name", "first", "second")),
         *(mark.place.pointer for mark in each.marks))
        for each in breaking
    ]  # fmt: skip


def text_of(tree, path):
    _, made = built(tree)
    return dict(made.files)[f"web_bff/{path}"].decode()


# --- classes and members


def test_a_component_and_a_member_that_want_one_class():
    schemas = {
        "Thing": an_object(part=ONE, other=reference("ThingPart")),
        "ThingPart": ONE,
    }
    tree = files(
        api(reference("Thing"), schemas),
        {"one": api(an_object(part=ONE, other=ONE), name="getIt")},
        {"getThing": {"sources": calls(one="one.getIt")}},
    )

    assert found(tree) == [
        (
            *("ThingPart", "Thing.part", "ThingPart"),
            *("/components/schemas/ThingPart", "/components/schemas/Thing/properties/part"),
        )
    ]


@pytest.mark.parametrize(("first", "second"), [("fooBar", "foo_bar"), ("FooBar", "foo-bar")])
def test_two_members_that_want_one_attribute(first, second):
    tree = files(
        api(reference("Thing"), {"Thing": an_object(**{first: TEXT, second: TEXT})}),
        {"one": api(ONE, name="getIt")},
        {
            "getThing": {
                "sources": calls(one="one.getIt"),
                "body": {first: "one.n", second: "one.n"},
            }
        },
    )

    assert found(tree) == [
        (
            *("foo_bar", first, second),
            f"/components/schemas/Thing/properties/{second}",
            f"/components/schemas/Thing/properties/{first}",
        )
    ]


def test_an_array_beside_its_own_singular_has_elements_of_another_class():
    schema = an_object(image=ONE, images={"type": "array", "items": ONE})
    tree = files(
        api(schema),
        {"one": api(schema, name="getIt")},
        {"getThing": {"sources": calls(one="one.getIt")}},
    )

    classes = text_of(tree, "sources/get_thing.py")
    assert "image: OneImage\n" in classes
    assert "images: list[OneImagesItem]\n" in classes


def test_a_class_of_sources_that_two_of_them_want():
    tree = files(
        api(an_object(a=ONE, b=TEXT)),
        {"one": api(an_object(brand=ONE, n=TEXT), name="getIt")},
        {
            "getThing": {
                "sources": calls(prod="one.getIt", prodBrand="one.getIt"),
                "body": {"a": {"from": "prod.brand"}, "b": "prodBrand.n"},
            }
        },
    )

    at = "/operations/getThing/sources"
    assert found(tree) == [
        ("ProdBrand", "prod.brand", "prodBrand", f"{at}/prodBrand", f"{at}/prod")
    ]


@pytest.mark.parametrize("name", ["Email", "Field", "Any", "Literal", "Answer", "MISSING", "Call"])
def test_a_component_may_be_called_as_what_its_module_imports(name):
    schemas = {name: ONE, "Thing": an_object(a=reference(name), b={**TEXT, "format": "email"})}
    tree = files(
        api(reference("Thing"), schemas),
        {"one": api(an_object(a=ONE, b={**TEXT, "format": "email"}), name="getIt")},
        {"getThing": {"sources": calls(one="one.getIt")}},
    )

    assert f"class {name}_(Body):" in text_of(tree, "answers.py")
    assert f"a: {name}_\n" in text_of(tree, "answers.py")
    assert f"a={name}_(n=one.a.n)" in text_of(tree, "plans/get_thing.py")


def test_a_component_may_be_called_as_the_answer_of_an_operation():
    tree = files(
        api(reference("GetThingResponse"), {"GetThingResponse": ONE}),
        {"one": api(ONE, name="getIt")},
        {"getThing": {"sources": calls(one="one.getIt")}},
    )

    assert "class GetThingResponse_(Body):" in text_of(tree, "answers.py")
    assert "class GetThing200(Answer[GetThingResponse_]):" in text_of(tree, "answers.py")


# --- operations, sources, parameters, upstreams


def test_two_sources_that_want_one_value_are_told_once():
    tree = files(
        api(an_object(a=TEXT, b=TEXT)),
        {"one": api(ONE, name="getIt")},
        {
            "getThing": {
                "sources": calls(prodA="one.getIt", prod_a="one.getIt"),
                "body": {"a": "prodA.n", "b": "prod_a.n"},
            }
        },
    )

    at = "/operations/getThing/sources"
    assert found(tree) == [("prod_a", "prodA", "prod_a", f"{at}/prod_a", f"{at}/prodA")]


def test_two_methods_that_come_to_one_name():
    upstreams = {
        "a": api(ONE, name="get"),
        "b": contract(
            {
                "/x": operation(ONE, "get", parameters=()),
                "/y": operation(ONE, "a_get", parameters=()),
            }
        ),
    }
    tree = files(
        api(an_object(a=TEXT, b=TEXT, c=TEXT)),
        upstreams,
        {
            "getThing": {
                "sources": calls(x="a.get", y="b.get", z="b.a_get"),
                "body": {"a": "x.n", "b": "y.n", "c": "z.n"},
            }
        },
    )

    assert [each[:3] for each in found(tree)] == [("a_get", "x", "z")]


def test_two_operations_of_an_upstream_that_want_one_function():
    upstream = contract(
        {
            "/x": operation(ONE, "getIt", parameters=()),
            "/y": operation(ONE, "get_it", parameters=()),
        }
    )
    tree = files(
        contract(
            {
                "/x": operation(ONE, "x", parameters=()),
                "/y": operation(ONE, "y", parameters=()),
            }
        ),
        {"one": upstream},
        {"x": {"sources": calls(a="one.getIt")}, "y": {"sources": calls(a="one.get_it")}},
    )

    assert found(tree) == [("get_it", "getIt", "get_it", "/paths/~1y/get", "/paths/~1x/get")]


def test_two_operations_whose_classes_alone_are_one():
    paths = {
        f"/{name}": operation(reference("Line"), name, parameters=())
        for name in ("line1", "line_1")
    }
    tree = files(
        contract(paths, {"Line": ONE}),
        {"one": api(ONE, name="getIt")},
        {name[1:]: {"sources": calls(a="one.getIt")} for name in paths},
    )

    assert [each[:3] for each in found(tree)] == [("Line1", "line1", "line_1")]


def test_two_parameters_of_one_place_that_want_one_name():
    pair = [parameter(name, required=True) for name in ("fooBar", "foo_bar")]
    tree = files(
        contract({"/thing": operation(ONE, parameters=pair)}),
        {"one": contract({"/it": operation(ONE, "getIt", parameters=pair)})},
        {
            "getThing": {
                "sources": {
                    "a": {
                        "call": "one.getIt",
                        "with": {n: f"request.query.{n}" for n in ("fooBar", "foo_bar")},
                    }
                }
            }
        },
    )

    assert [each[:3] for each in found(tree)] == 2 * [
        ("query_foo_bar", "query fooBar", "query foo_bar")
    ]


def test_parameters_of_one_name_in_two_places_get_their_place_in_front():
    pair = [parameter("id", location="path"), parameter("id")]
    tree = files(
        contract({"/thing/{id}": operation(ONE, parameters=pair)}),
        {"one": contract({"/it": operation(ONE, "getIt", parameters=[parameter("q")])})},
        {"getThing": {"sources": {"a": {"call": "one.getIt", "with": {"q": "request.query.id"}}}}},
    )

    assert "query_id: str | MISSING" in text_of(tree, "models.py")
    assert "q=request.query_id" in text_of(tree, "plans/get_thing.py")


def test_two_upstreams_that_want_one_setting_are_told_once():
    tree = files(
        api(an_object(a=TEXT, b=TEXT)),
        {"orderLine": api(ONE, name="getIt"), "order_line": api(ONE, name="getIt")},
        {
            "getThing": {
                "sources": calls(x="orderLine.getIt", y="order_line.getIt"),
                "body": {"a": "x.n", "b": "y.n"},
            }
        },
    )

    assert found(tree) == [
        ("order_line", "orderLine", "order_line", "/upstreams/order_line", "/upstreams/orderLine")
    ]


@pytest.mark.parametrize(
    ("upstream", "setting"),
    [("s3", "upstream_s3_url"), ("orderHistory", "upstream_order_history_url")],
)
def test_the_address_of_an_upstream_is_one_setting_in_code_and_docs(upstream, setting):
    tree = files(
        api(ONE),
        {upstream: api(ONE, name="getIt")},
        {"getThing": {"sources": calls(a=f"{upstream}.getIt")}},
    )

    settings = text_of(tree, "settings.py")
    assert f"    {setting}: UpstreamUrl\n" in settings
    assert f"`BFF_{setting.upper()}`" in settings
    assert f'services={{"{upstream}": given.{setting}}}' in text_of(tree, "app.py")
