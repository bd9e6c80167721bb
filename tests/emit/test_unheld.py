"""What is promised is held by a class or a parser, or checked by its schema."""

import ast

import pytest

from bffgen.emit.plain import annotation
from bffgen.model.plain import dropped, narrowed, plain_schema
from tests.workspaces import built, contract, files, operation, parameter

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
        ([None], "NoValue"),
    ],
)
def test_listed_values_keep_their_types(values, expected):
    assert annotation(plain_schema(document({"enum": values}), AT)) == expected


def checked(member=TEXT, asked=TEXT):
    """What is checked of a member of the answer, and of a parameter, beside its type."""
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
    assert made is not None, outcome.findings
    written = dict(made.files)
    depends = b'"jsonschema-rs' in written["pyproject.toml"]
    answers, routes = (written[f"web_bff/{each}.py"] for each in ("answers", "routes/operations"))
    found = [*checks(answers), *checks(routes)]
    assert depends == bool(found) == ("web_bff/runtime/check.py" in written)
    return found


def checks(module):
    """The schemas of a module that its values are held to."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Check":
            yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ({"type": "number", "enum": [0.5, 1.5]}, {"enum": [0.5, 1.5]}),
        ({"type": "number", "const": 0.5}, {"const": 0.5}),
        ({"type": "integer", "enum": [0, 1]}, None),
        (TWO_PATTERNS, {"pattern": "b"}),
        ({**TEXT, "format": "x", "allOf": [{"format": "y"}]}, None),
        ({"anyOf": [TEXT, {"type": "null"}], "maxLength": 3}, {"maxLength": 3}),
        ({"anyOf": [{**TEXT, "maxLength": 3}, {"type": "null"}]}, None),
        ({"type": "array", "items": TEXT, "const": ["a"]}, {"const": ["a"]}),
        ({"type": "array", "items": {**TEXT, "not": {"const": ""}}},
         {"items": {"not": {"const": ""}}}),
        ({"type": "array", "items": TEXT, "maxItems": 3}, None),
        ({**TEXT, "enum": ["a", "b"], "pattern": "^[ab]$"}, None),
        ({**TEXT, "enum": ["a", "c"], "pattern": "^[ab]$"}, {"pattern": "^[ab]$"}),
        ({**TEXT, "uniqueItems": True}, None),
        ({"type": ["string", "null"], "not": {"const": "a"}},
         {"anyOf": [{"type": "null"}, {"not": {"const": "a"}}]}),
    ],
)  # fmt: skip
def test_of_an_answer_no_more_is_checked_than_its_class_does_not_say(member, expected):
    assert checked(member) == ([] if expected is None else [{"properties": {"a": expected}}])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (TWO_PATTERNS, [TWO_PATTERNS]),
        ({"type": "boolean", "enum": [True]}, []),
        ({"type": "boolean", "enum": [True, False]}, []),
        ({**TEXT, "enum": ["a", "b"]}, []),
        ({**TEXT, "pattern": "^(?!a)"}, [{**TEXT, "pattern": "^(?!a)"}]),
        ({"type": "array", "items": TEXT, "uniqueItems": True},
         [{"type": "array", "items": TEXT, "uniqueItems": True}]),
    ],
)  # fmt: skip
def test_a_parameter_that_no_parser_takes_whole_is_checked(asked, expected):
    assert checked(asked=asked) == expected
