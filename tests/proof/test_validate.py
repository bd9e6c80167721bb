"""The judge sees what a schema reaches, asserts the known formats, and says where a value fails."""

import copy

import pytest

from bffgen.proof.validate import (
    Unbuildable,
    first_fault,
    is_valid,
    standalone,
    validator,
)

TEXT = {"type": "string"}
NODE = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": TEXT, "next": {"$ref": "#/components/schemas/Node"}},
}
DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {"/a/{id}": {"get": {"schema": {"$ref": "#/components/schemas/a~1%20b"}}}},
    "components": {
        "schemas": {
            "Node": NODE,
            "a/ b": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
            "Unused": {"pattern": "("},
            "Lost": {"$ref": "#/components/schemas/Nobody"},
        }
    },
}
AT = "/paths/~1a~1{id}/get/schema"


def test_references_are_followed_wherever_they_lead():
    assert is_valid(DOCUMENT, AT, [{"id": "a", "next": {"id": "b"}}])
    assert not is_valid(DOCUMENT, AT, [{"id": "a", "next": {}}])
    assert validator(DOCUMENT, "/components/schemas/Node")({"id": "a"})


def test_only_what_is_reached_is_judged_by():
    found = standalone(DOCUMENT, AT)
    assert set(found["$defs"]) == {AT, "/components/schemas/a~1 b", "/components/schemas/Node"}
    assert standalone(DOCUMENT, "/components/schemas/Node/properties/id") == TEXT


def test_the_document_stays_as_it_was():
    pristine = copy.deepcopy(DOCUMENT)
    assert first_fault(DOCUMENT, AT, 5) is not None
    assert pristine == DOCUMENT


@pytest.mark.parametrize(
    ("value", "where", "said"),
    [
        ([{"id": "a"}, {"id": 5}], "/1/id", '5 is not of type "string"'),
        ([{"id": "a", "next": {"next": {}}}], "/0/next", '"id" is a required property'),
        ({}, "", '{} is not of type "array"'),
    ],
)
def test_the_first_fault_has_its_place_in_the_value(value, where, said):
    assert first_fault(DOCUMENT, AT, value) == (where, said)


def test_a_value_without_fault_has_none():
    assert first_fault(DOCUMENT, AT, []) is None
    assert first_fault(TEXT, "", "a") is None
    assert first_fault({"properties": {"a/b": TEXT}}, "", {"a/b": 1}) == (
        "/a~1b",
        '1 is not of type "string"',
    )


@pytest.mark.parametrize(
    ("written", "member", "stranger"),
    [
        ({"format": "date"}, "2024-02-29", "2023-02-29"),
        ({"format": "date-time"}, "2024-02-29T10:00:00Z", "2024-02-29 10:00"),
        ({"format": "uuid"}, "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
        ({"format": "email"}, "a@b.example", "a"),
        ({"format": "ipv4"}, "127.0.0.1", "127.0.0.256"),
        ({"format": "uri"}, "https://a.example", "a b"),
        # on numbers they are bounds, on texts they say nothing (PITFALLS 30)
        ({"format": "int32"}, 2**31 - 1, 2**31),
        ({"format": "int32", "maximum": 9}, 9, 10),
        ({"format": "int64", "allOf": [{"minimum": 0}]}, 2**63 - 1, 2**63),
        ({"format": "int64", "allOf": [{"minimum": 0}]}, 0, -1),
        ({"properties": {"a": {"format": "date"}}}, {"a": "2024-01-01"}, {"a": "x"}),
        # numbers are exact, and one without a fraction is an integer
        ({"type": "integer"}, 1.0, 1.5),
        ({"multipleOf": 0.01}, 19.99, 19.995),
        ({"const": 1}, 1.0, True),
        ({"maximum": 10**30}, 10**30, 10**30 + 1),
    ],
)
def test_known_formats_and_exact_numbers_are_asserted(written, member, stranger):
    assert is_valid({"it": written}, "/it", member)
    assert not is_valid({"it": written}, "/it", stranger)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ({"format": "int32"}, "not a number"),
        ({"format": "duration"}, "no duration"),
        ({"format": "double"}, "a"),
        ({"format": "our-own"}, "a"),
        ({"properties": {"format": TEXT, "$schema": TEXT}}, {"format": "date", "$schema": "a"}),
        # words of older drafts say nothing in 2020-12
        ({"dependencies": {"a": ["b"]}}, {"a": 1}),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "const": 1}, 1),
        ({"$id": "https://a.example/s", "$ref": "#/text"}, "a"),
        ({"$ref": "#/it/properties/a", "properties": {"a": {"type": ["string", "object"]}}}, "a"),
    ],
)
def test_what_is_an_annotation_refuses_nothing(written, value):
    assert is_valid({"it": written, "text": TEXT}, "/it", value)


def test_property_names_that_look_like_keywords_stay():
    written = {"properties": {"$defs": TEXT, "$id": TEXT, "dependencies": TEXT}}
    for name in written["properties"]:
        assert first_fault({"it": written}, "/it", {name: 1}) is not None


@pytest.mark.parametrize(
    ("pointer", "reason"),
    [
        ("/components/schemas/Unused", "regex"),
        ("/components/schemas/Lost", "does not exist"),
        ("/openapi", "an object or a boolean"),
    ],
)
def test_a_schema_that_cannot_judge_says_why(pointer, reason):
    with pytest.raises(Unbuildable, match=reason):
        validator(DOCUMENT, pointer)


def test_nesting_beyond_the_validator_is_no_crash():
    schema = TEXT
    for _ in range(5_000):
        schema = {"items": schema}
    with pytest.raises(Unbuildable, match="Recursion"):
        is_valid(schema, "", [])


def test_a_missing_pointer_is_an_error():
    with pytest.raises(KeyError):
        is_valid(DOCUMENT, "/components/schemas/Nobody", 1)


def test_equal_pointers_of_two_documents_are_two_validators():
    first, second = {"it": TEXT}, {"it": {"type": "integer"}}
    assert [is_valid(each, "/it", "a") for each in (first, second, first)] == [True, False, True]
