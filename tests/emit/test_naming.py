"""Names in Python: one name one name, keywords and neighbours apart, stable, clashes found."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bffgen.emit import naming
from bffgen.model.api import Operation
from bffgen.model.names import operation_type
from bffgen.model.place import Place
from bffgen.model.spelling import parts
from tests.workspaces import built, contract, facts, files, one, operation, parameter

NAMES = st.text(st.characters(codec="utf-8"), max_size=10)
WORDY = st.text(alphabet="abAB19_-. é", max_size=10)
CASES = {
    "snake": naming.snake,
    "local": naming.local,
    "member": naming.member,
    "tag": naming.tag_module,
    "upstream": naming.upstream_module,
    "request": naming.request_member,
    "class": lambda name: naming.answer_class(naming.pascal(name), ()),
}


@pytest.mark.parametrize("kind", CASES)
@given(name=NAMES)
def test_every_name_becomes_one_that_python_takes(kind, name):
    made = CASES[kind](name)

    assert made.isidentifier()
    assert not keyword.iskeyword(made)
    # a name of two underscores in front would be mangled inside a class
    assert not made.startswith("_")


@given(WORDY, WORDY)
def test_two_names_become_one_only_where_their_words_are_the_same(one, other):
    def words(name):
        return [part.lower() for part in parts(name)]

    if words(one) != words(other):
        made = {naming.snake(one), naming.snake(other)}
        # a digit in front gets a letter, nothing at all a word: names of their own
        if all(each[:1].isalpha() for each in ("".join(words(one)), "".join(words(other)))):
            assert len(made) == 2


@pytest.mark.parametrize(
    ("name", "snake", "pascal"),
    [
        ("productId", "product_id", "ProductId"),
        ("product_id", "product_id", "ProductId"),
        ("product-id", "product_id", "ProductId"),
        ("ProductID", "product_id", "ProductID"),
        ("HTTPServer", "http_server", "HTTPServer"),
        ("s3Url", "s3_url", "S3Url"),
        ("class", "class_", "Class"),
        ("match", "match_", "Match"),
        ("None", "none", "None_"),
        ("1st", "n_1st", "N1st"),
        ("größe", "größe", "Größe"),
        ("", "value", "Value"),
        ("---", "value", "Value"),
    ],
)
def test_a_name_by_its_words(name, snake, pascal):
    assert naming.snake(name) == snake
    made = naming.pascal(name)
    assert (naming.answer_class(made, ()) if keyword.iskeyword(made) else made) == pascal


@pytest.mark.parametrize(
    ("key", "function", "type_name"),
    [
        ("GET /orders/{id}", "get_orders_by_id", "GetOrdersById"),
        ("GET /", "get", "Get"),
        ("POST /a/{b}/{c}.json", "post_a_by_b_by_c_json", "PostAByBByCJson"),
    ],
)
def test_an_operation_without_an_id_is_named_by_method_and_path(key, function, type_name):
    method, path = key.split(" ")
    found = Operation(
        key=key,
        operation_id=None,
        method=method,
        path=path,
        summary="",
        description="",
        tags=(),
        deprecated=False,
        parameters=(),
        body=None,
        responses=(),
        security=(),
        pointer="",
    )

    assert naming.operation_name(found) == function
    assert operation_type(found) == type_name


def test_no_field_covers_what_pydantic_has():
    for name in dir(BaseModel):
        if not name.startswith("_"):
            assert naming.member(name) == f"{name}_", name


@given(st.lists(NAMES, max_size=6), NAMES)
def test_names_do_not_move_when_others_come(names, added):
    assert [naming.member(each) for each in [*names, added]][:-1] == [
        naming.member(each) for each in names
    ]


def test_a_clash_is_one_finding_a_pair_with_both_places():
    places = [Place(document="a.yaml", pointer=f"/{number}") for number in range(4)]
    named = [("fooBar", "foo_bar"), ("a", "a"), ("foo_bar", "foo_bar"), ("fooBar", "foo_bar")]

    found = naming.clashes(
        (written, made, place) for (written, made), place in zip(named, places, strict=True)
    )

    assert [(facts(each), [mark.place for mark in each.marks]) for each in found] == [
        ({"name": "foo_bar", "first": "fooBar", "second": "foo_bar"}, [places[2], places[0]])
    ]


THING = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}


def twice(**change):
    """Give the rules of a workspace where two names of the contract are one in Python."""
    tree = files(**{"client": one(THING), "upstreams": {"first": one(THING)},
                    "operations": {"getThing": "first.getThing"}, **change})  # fmt: skip
    outcome, made = built(tree)
    return made, [(each.rule, facts(each).get("name")) for each in outcome.findings]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (
            {
                "client": contract(
                    {"/a": operation(THING, "getA", parameters=()),
                     "/b": operation(THING, "get_a", parameters=())}
                ),
                "upstreams": {"first": contract({"/a": operation(THING, parameters=())})},
                "operations": {"getA": "first.getThing", "get_a": "first.getThing"},
            },
            "get_a",
        ),
        (
            {
                "client": one(
                    {**THING, "properties": {
                        "a": {"$ref": "#/components/schemas/Part-a"},
                        "b": {"$ref": "#/components/schemas/PartA"},
                    }, "required": []},
                    {"Part-a": THING, "PartA": THING},
                ),
                "operations": {
                    "getThing": {
                        "call": "first.getThing",
                        "body": {"a": {"a": "first.a"}, "b": {"a": "first.a"}},
                    }
                },
            },
            "PartA",
        ),
        (
            {
                "client": one(
                    THING,
                    parameters=[
                        parameter("id", location="path"),
                        parameter("fooBar"),
                        parameter("foo_bar"),
                    ],
                )
            },
            "query_foo_bar",
        ),
    ],
)  # fmt: skip
def test_names_that_become_one_in_python_stop_the_build(change, name):
    made, found = twice(**change)

    assert made is None
    assert ("naming-clash", name) in found
