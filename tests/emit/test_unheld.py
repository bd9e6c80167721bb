"""What is promised is held by a class or a parser, or its contract is refused."""

import pytest

from bffgen.emit.plain import annotation
from bffgen.model.plain import dropped, narrowed, plain_schema
from tests.workspaces import built, contract, facts, files, operation, parameter

TEXT = {"type": "string"}
ONE = {"type": "object", "required": ["n"], "properties": {"n": TEXT}}
TWO_PATTERNS = {**TEXT, "allOf": [{"pattern": "a"}, {"pattern": "b"}]}
AT = "/schema"


def document(schema):
    return {"schema": schema}


def lost(schema):
    return [keyword for _, keyword in dropped(document(schema), AT)]


@pytest.mark.parametrize(
    ("schema", "keywords"),
    [
        ({"type": "string", "minLength": 1, "pattern": "a"}, []),
        ({"type": "string", "pattern": "a", "allOf": [{"pattern": "b"}]}, ["pattern"]),
        ({"type": "string", "pattern": "a", "allOf": [{"pattern": "a"}]}, []),
        ({"format": "uuid", "allOf": [{"type": "string", "format": "email"}]}, ["format"]),
        ({"type": "integer", "multipleOf": 2, "allOf": [{"multipleOf": 3}]}, ["multipleOf"]),
        ({"type": "integer", "minimum": 1, "allOf": [{"minimum": 3}]}, []),
        ({"type": "string", "enum": ["a", "bb"]}, []),
        ({"type": "string", "enum": ["a", "bb"], "maxLength": 2}, []),
        ({"type": "string", "enum": ["a", "bb"], "maxLength": 1}, ["maxLength"]),
        ({"type": "string", "enum": ["a"], "pattern": "^a"}, ["pattern"]),
        ({"type": "string", "enum": ["a", 1]}, ["type"]),
        ({"type": "integer", "enum": [1, 5], "minimum": 1, "exclusiveMaximum": 6}, []),
        ({"type": "integer", "enum": [1, 5], "exclusiveMinimum": 1}, ["exclusiveMinimum"]),
        ({"type": "integer", "enum": [2, 5], "multipleOf": 2}, ["multipleOf"]),
        ({"enum": [1, True], "maximum": 1}, []),
        ({"anyOf": [TEXT, {"type": "integer"}]}, []),
        ({"anyOf": [TEXT, {"type": "null"}]}, []),
        ({"anyOf": [{**TEXT, "maxLength": 3}, {"type": "integer"}]}, ["anyOf"]),
        ({"anyOf": [TEXT, {"const": None}]}, []),
        ({"maxLength": 3, "anyOf": [TEXT, {"type": "integer"}]}, ["maxLength"]),
        ({"oneOf": [TEXT, {"type": "integer"}]}, []),
        ({"oneOf": [{"type": "number"}, {"type": "integer"}]}, ["oneOf"]),
        ({"oneOf": [{"const": "a"}, {"const": "b"}]}, ["oneOf"]),
    ],
)
def test_what_a_flat_schema_drops_is_known(schema, keywords):
    assert lost(schema) == keywords


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ({"minimum": 0}, {"exclusiveMinimum": 0}, {"exclusiveMinimum": 0}),
        ({"minimum": 1}, {"exclusiveMinimum": 0}, {"minimum": 1}),
        ({"maximum": 9}, {"exclusiveMaximum": 9}, {"exclusiveMaximum": 9}),
        ({"maximum": 8}, {"exclusiveMaximum": 9}, {"maximum": 8}),
        ({"exclusiveMinimum": 0.5}, {"minimum": 0}, {"exclusiveMinimum": 0.5}),
        ({"minimum": 0}, {"exclusiveMaximum": 9}, {"minimum": 0, "exclusiveMaximum": 9}),
    ],
)
def test_of_a_bound_and_its_exclusive_twin_the_stricter_stands(own, other, expected):
    assert narrowed(own, other) == expected
    assert narrowed(other, own) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1], "Annotated[Literal[0, 1], Exact]"),
        ([1, 0], "Annotated[Literal[1, 0], Exact]"),
        ([True, False], "bool"),
        ([False, True], "bool"),
        ([True], "Annotated[Literal[True], Exact]"),
        ([True, 1], "Annotated[Literal[True, 1], Exact]"),
        ([0, False], "Annotated[Literal[0, False], Exact]"),
        ([0.5, 1.5], "float"),
        (["a", 1.5], 'Literal["a"] | float'),
        ([1, 1.5, True], "Literal[True] | float"),
        ([2.0, 3], "Literal[2, 3]"),
        ([None], "Never"),
    ],
)
def test_listed_values_keep_their_types(values, expected):
    assert annotation(plain_schema(document({"enum": values}), AT)) == expected


def refused(member=TEXT, asked=TEXT):
    """The keywords that are refused of a member of the answer, and of a parameter."""
    answer = {"type": "object", "required": ["a"], "properties": {"a": member}}
    outcome, made = built(
        files(
            contract({"/thing": operation(answer, parameters=[parameter("p", asked)])}),
            {
                "one": contract(
                    {"/it": operation(answer, "getIt", parameters=[parameter("q", asked)])}
                )
            },
            {
                "getThing": {
                    "sources": {"a": {"call": "one.getIt", "with": {"q": "request.query.p"}}}
                }
            },
        )
    )
    found = [each for each in outcome.findings if each.rule == "compose-bound-unenforceable"]
    assert bool(found) == (made is None), outcome.findings
    return [(facts(each)["keyword"], each.marks[0].place.pointer) for each in found]


ANSWER = "/paths/~1thing/get/responses/200/content/application~1json/schema/properties/a"
ASKED = "/paths/~1thing/get/parameters/0/schema"


@pytest.mark.parametrize(
    ("member", "places"),
    [
        ({"type": "number", "enum": [0.5, 1.5]}, [("enum", "/enum")]),
        ({"type": "number", "const": 0.5}, [("const", "/const")]),
        ({"type": "integer", "enum": [0, 1]}, []),
        (TWO_PATTERNS, [("pattern", "/allOf/1/pattern")]),
        ({**TEXT, "format": "x", "allOf": [{"format": "y"}]}, []),
        ({"anyOf": [TEXT, {"type": "null"}], "maxLength": 3}, [("maxLength", "/maxLength")]),
        ({"anyOf": [{**TEXT, "maxLength": 3}, {"type": "null"}]}, []),
        ({"type": "array", "items": TEXT, "const": ["a"]}, [("const", "/const")]),
        ({"type": "array", "items": {**TEXT, "not": {"const": ""}}}, [("not", "/items/not")]),
        ({"type": "array", "items": TEXT, "maxItems": 3}, []),
    ],
)  # fmt: skip
def test_a_promise_of_an_answer_that_no_class_holds_is_refused(member, places):
    assert refused(member) == [(keyword, ANSWER + below) for keyword, below in places]


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        (TWO_PATTERNS, [("pattern", "/allOf/1/pattern")]),
        ({"type": "boolean", "enum": [True]}, [("enum", "/enum")]),
        ({"type": "boolean", "enum": [True, False]}, []),
        ({**TEXT, "enum": ["a", "b"]}, []),
    ],
)  # fmt: skip
def test_a_promise_of_a_parameter_that_no_parser_holds_is_refused(asked, places):
    assert refused(asked=asked) == [(keyword, ASKED + below) for keyword, below in places]
