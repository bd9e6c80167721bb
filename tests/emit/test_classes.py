"""Classes of bodies: what they say of themselves, their order, the type of a place."""

import re

import pytest

from bffgen.emit.bff import _Files
from bffgen.emit.classes import AnswerClasses
from bffgen.emit.view import RequestsView
from bffgen.emit.words import docstring
from tests.workspaces import built, contract, files, operation

TEXT = {"type": "string"}
BRAND = {"type": "object", "required": ["n"], "properties": {"n": TEXT}}
THING = {
    "type": "object",
    "properties": {
        "brand": {"anyOf": [BRAND, {"type": "null"}]},
        "parts": {"type": "array", "items": BRAND, "maxItems": 3},
        "byName": {"type": "object", "additionalProperties": TEXT},
    },
}
AT = "/components/schemas/Thing"


def workspace():
    found = {**THING, "properties": {**THING["properties"], "w": TEXT}, "required": ["parts"]}
    return built(
        files(
            contract({"/thing": operation({"$ref": f"#{AT}"}, parameters=())}, {"Thing": THING}),
            {"one": contract({"/it": operation(found, "getIt", parameters=())})},
            {"getThing": {"sources": {"whole": {"call": "one.getIt"}}}},
        )
    )


def documented(path):
    _, made = workspace()
    text = dict(made.files)[f"web_bff/{path}"].decode()
    return re.findall(r'^class (\w+)\((?:Camel)?Body\):\n    """(.*)"""', text, re.MULTILINE)


def test_classes_of_a_source_stand_before_those_that_have_them_and_say_where_they_are_read():
    assert documented("sources/get_thing.py") == [
        ("WholeBrand", "`brand` of `Whole`."),
        ("WholePart", "An element of `parts` of `Whole`."),
        ("Whole", "What is read of the source `whole`."),
    ]


def test_classes_of_an_answer_say_where_the_contract_has_them():
    assert dict(documented("answers.py")) == {
        "ThingBrand": "`brand` of `Thing`.",
        "ThingPart": "An element of `parts` of `Thing`.",
        "Thing": "`Thing` of the contract.",
    }


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("", "answers.Thing"),
        ("/properties/brand", "answers.ThingBrand | None"),
        ("/properties/parts", "list[answers.ThingPart]"),
        ("/properties/parts/items", "answers.ThingPart"),
        ("/properties/byName", "dict[str, str]"),
    ],
)
def test_the_type_of_a_place_is_a_question_that_changes_nothing(below, expected):
    outcome, _ = workspace()
    classes = AnswerClasses(outcome.workspace.clients[0].api)
    classes.add(AT, "GetThingBody", "getThing")
    before = dict(classes.schemas), classes.faults

    assert classes.type_of(AT + below) == expected
    assert (dict(classes.schemas), classes.faults) == before
    with pytest.raises(KeyError):
        classes.type_of("/components/schemas/Other")


def test_a_template_that_makes_no_python_stops_the_build_as_a_bug():
    outcome, _ = workspace()
    written = _Files(outcome.workspace.clients[0])
    view = RequestsView(imports="from import", bodies=(), requests=())

    with pytest.raises(RuntimeError, match=r"models\.py\.jinja made web_bff/models\.py"):
        written.render("models.py.jinja", "models.py", view)
    assert not written.files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One. Two."),
        ("One. Two.\n\nMore.", "One. Two.\n\n    More.\n    "),
        (f"One. {'x' * 88}.", f"One.\n\n    {'x' * 88}.\n    "),
        # The formatter takes closing quotes back to a text of one line, so it must have two.
        (f"One. {'x' * 85}.", f"One.\n    {'x' * 85}.\n    "),
        (f"One. {'x' * 84}.", f"One. {'x' * 84}."),
        ("", ""),
    ],
)
def test_a_first_line_that_fits_is_not_split(text, expected):
    assert docstring(text, indent=4) == expected


def answered_by(schema):
    """Give the contract of a service that answers with this, and where that stands."""
    outcome, _ = built(
        files(
            contract({"/thing": operation({"$ref": f"#{AT}"}, parameters=())}, {"Thing": THING}),
            {"one": contract({"/it": operation(schema, "getIt", parameters=())})},
            {"getThing": {"sources": {"whole": {"call": "one.getIt"}}}},
        )
    )
    api = outcome.workspace.upstreams[0].api
    return api, api.operations[0].responses[0].content[0].schema_pointer


def test_a_property_that_branches_declare_apart_is_what_any_of_them_admits():
    def branch(kind, **more):
        return {"type": "object", "required": ["kind"], "properties": {"kind": kind, **more}}

    branches = [branch({"const": "a"}), branch({"enum": ["b", "c"]}, size=TEXT)]
    union = {"type": "object", "required": ["kind"], "oneOf": branches}
    api, pointer = answered_by(union)
    classes = AnswerClasses(api)
    classes.add(pointer, "It", "it")
    (schema,) = classes.schemas.values()
    assert schema["properties"]["kind"] == {"enum": ["a", "b", "c"]}
    assert schema["required"] == ["kind"]


def test_a_union_that_says_no_more_is_its_branches_chosen_by_what_each_lists():
    def branch(kind):
        return {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": kind}}}

    union = {"oneOf": [branch(["a"]), branch(["b", "c"]), {"type": "null"}]}
    api, pointer = answered_by(union)
    classes = AnswerClasses(api)
    made = classes.add(pointer, "It", "it")

    assert made["anyOf"] == [{"$ref": "#/ItA"}, {"$ref": "#/ItB"}, {"type": "null"}]
    assert made["discriminator"] == {"propertyName": "kind"}
    assert classes.faults == ()
