"""Defaults, examples and members of an enum are held against the schemas that they stand in."""

import pytest

from tests.contract.linting import MEDIA, A, linted, media, problems, schema, schemas, told


def mismatch(pointer, problem, rule="default"):
    return (f"{rule}-mismatch", pointer, problem)


REFERRING = "$ref: '#/components/schemas/A1', default: 1}, A1: {type: string"
DRAFT_4 = "jsonSchemaDialect: http://json-schema.org/draft-04/schema#\n"
BESIDE = "properties: {b: {$ref: '#/components/schemas/A1'}}}, A1: {type: string"


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        (
            "3.0 3.1 3.2",
            schema("type: integer, default: '1'"),
            [mismatch(f"{A}/default", "`1` where a whole number belongs")],
        ),
        (
            "3.0 3.1",
            schema("enum: [a, b], default: c"),
            [mismatch(f"{A}/default", "`c` where one of `a`, `b` belongs")],
        ),
        (
            "3.0 3.1",
            schema("type: string, maxLength: 2, default: abc"),
            [mismatch(f"{A}/default", "`abc` is too long, 2 at most")],
        ),
        (
            "3.0 3.1",
            schema("format: date, type: string, default: soon"),
            [mismatch(f"{A}/default", "`soon` is no date")],
        ),
        (
            "3.0 3.1",
            schema(
                "properties: {p: {items: {$ref: '#/components/schemas/B'}, type: array,"
                " default: [{n: 1}, {n: x}]}}}, B: {properties: {n: {type: integer}}"
            ),
            [mismatch(f"{A}/properties/p/default/1/n", "`x` where a whole number belongs")],
        ),
        (
            "3.1",
            schema("oneOf: [{type: integer}, {type: string, maxLength: 1}], default: ab"),
            [mismatch(f"{A}/default", "`ab` is too long, 1 at most")],
        ),
        ("3.0", schema("type: string, nullable: true, default: null"), []),
        ("3.0", schemas("A: {nullable: true, allOf: [{type: string}], default: null}"), []),
        (
            "3.0",
            schema("type: string, default: null"),
            [mismatch(f"{A}/default", "null where a text belongs")],
        ),
        ("3.1", schema("type: [string, 'null'], default: null"), []),
        ("3.0", schema(REFERRING), []),
        ("3.1", schema(REFERRING), [mismatch(f"{A}/default", "`1` where a text belongs")]),
        (
            "3.1",
            schema("$id: 'https://x.example/a', default: {b: 1}, " + BESIDE),
            [mismatch(f"{A}/default/b", "`1` where a text belongs")],
        ),
        (
            "3.0 3.1",
            schema("pattern: '^\\p{L}+$', type: string, default: '1'"),
            [mismatch(f"{A}/default", "`1` is not of the form `^\\p{L}+$`")],
        ),
        # No engine holds the pattern: nothing can be said.
        ("3.0 3.1", schema("pattern: '(', type: string, default: '1'"), []),
        # The example of a default is data, and so is a property of that name.
        ("3.1", schema("properties: {default: {type: string}}, example: {default: a}"), []),
        # In draft 4 the switch belongs to the bound: 1 is not more than 1.
        (
            "3.1",
            DRAFT_4 + schema("exclusiveMinimum: true, minimum: 1, default: 1"),
            [mismatch(f"{A}/default", "`1` is not more than 1")],
        ),
        ("3.1", DRAFT_4 + schema("exclusiveMinimum: true, minimum: 1, default: 2"), []),
        ("3.1", schema("$schema: 'http://json-schema.org/draft-07/schema#', items: [{}]"), []),
        ("3.1", schema("allOf: [{$ref: '#/components/schemas/A'}], default: 1"), []),
    ],
)
def test_a_default_is_held_against_its_schema(versions, body, expected):
    for version in versions.split():
        assert problems(linted(version, body)) == expected, version


NODE = (
    "{Node: {type: object, required: [id, word], properties: {id: {type: integer, readOnly: true},"
    " word: {type: string, writeOnly: true}, next: {$ref: '#/components/schemas/Node'}}}}"
)


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        ("3.0 3.1 3.2", media("{type: integer}", "example: 1"), []),
        (
            "3.0 3.1 3.2",
            media("{type: integer}", "example: one"),
            [mismatch(f"{MEDIA}/example", "`one` where a whole number belongs", "example")],
        ),
        (
            "3.0 3.1",
            media("{type: integer}", "examples: {good: {value: 1}, bad: {value: one}}"),
            [
                mismatch(
                    f"{MEDIA}/examples/bad/value", "`one` where a whole number belongs", "example"
                )
            ],
        ),
        (
            "3.2",
            media("{type: integer}", "examples: {bad: {dataValue: one}}"),
            [
                mismatch(
                    f"{MEDIA}/examples/bad/dataValue",
                    "`one` where a whole number belongs",
                    "example",
                )
            ],
        ),
        # What a shared example lacks is the fault of who refers to it for this schema.
        (
            "3.0 3.1",
            media(
                "{type: integer}",
                "examples: {bad: {$ref: '#/components/examples/E'}}",
                examples="{E: {value: one}}",
            ),
            [
                mismatch(
                    f"{MEDIA}/examples/bad/$ref", "`one` where a whole number belongs", "example"
                )
            ],
        ),
        # An example of another representation is a text in it.
        ("3.1", media("{type: object}", "example: <a/>", "application/xml"), []),
        # 3.0 lets JSON be written as a text; it is judged by what it says.
        ("3.0", media("{type: object}", "example: '{\"a\": 1}'"), []),
        (
            "3.0",
            media("{type: object, required: [b]}", "example: '{\"a\": 1}'"),
            [mismatch(f"{MEDIA}/example", '`{"a": 1}` where a mapping belongs', "example")],
        ),
        # A message has not what travels the other way.
        (
            "3.0 3.1",
            media("{$ref: '#/components/schemas/Node'}", "example: {next: {id: 1}}", schemas=NODE),
            [],
        ),
        (
            "3.0 3.1",
            media(
                "{$ref: '#/components/schemas/Node'}", "example: {next: {id: one}}", schemas=NODE
            ),
            [mismatch(f"{MEDIA}/example/next/id", "`one` where a whole number belongs", "example")],
        ),
        ("3.1", schema("type: integer, examples: [1, 2]"), []),
        (
            "3.1",
            schema("type: integer, examples: [1, two]"),
            [mismatch(f"{A}/examples/1", "`two` where a whole number belongs", "example")],
        ),
        (
            "3.0 3.1",
            schema("type: integer, example: two"),
            [mismatch(f"{A}/example", "`two` where a whole number belongs", "example")],
        ),
        ("3.0 3.1", schema("properties: {example: {type: integer}}"), []),
    ],
)
def test_an_example_is_held_against_the_schema_beside_it(versions, body, expected):
    for version in versions.split():
        assert problems(linted(version, body)) == expected, version


@pytest.mark.parametrize("location", ["query", "header", "cookie"])
def test_an_example_of_a_parameter_or_a_header_is_held_against_its_schema(location):
    parameter = f"{{name: p, in: {location}, schema: {{type: integer}}, example: one}}"
    header = "{H: {schema: {type: integer}, example: one}}"
    body = (
        f"paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{'200':"
        f" {{description: d, headers: {header}}}}}}}}}}}\n"
    )
    assert [pointer for _, pointer, _ in told(linted("3.1", body))] == [
        "/paths/~1a/get/parameters/0/example",
        "/paths/~1a/get/responses/200/headers/H/example",
    ]


def test_the_first_fault_of_a_value_is_told_and_the_others_are_counted():
    body = schema("properties: {a: {type: integer}, b: {type: integer}}, example: {b: x, a: y}")
    (found,) = linted("3.1", body)
    assert found.marks[0].place.pointer == f"{A}/example/a"
    assert found.notes == (("further", "1 more fault of this value"),)


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        ("3.0 3.1", schema("type: string, enum: [a, b]"), []),
        (
            "3.0 3.1",
            schema("type: integer, enum: [1, two]"),
            [mismatch(f"{A}/enum/1", "`two` where a whole number belongs", "enum")],
        ),
        (
            "3.0 3.1",
            schema("type: array, enum: [a, b]"),
            [
                mismatch(f"{A}/enum/0", "`a` where a list belongs", "enum"),
                mismatch(f"{A}/enum/1", "`b` where a list belongs", "enum"),
            ],
        ),
        ("3.0", schema("type: string, nullable: true, enum: [a, null]"), []),
        (
            "3.0",
            schema("type: string, enum: [a, null]"),
            [mismatch(f"{A}/enum/1", "null where a text belongs", "enum")],
        ),
        (
            "3.1",
            schema("type: string, const: 'long', maxLength: 2"),
            [mismatch(f"{A}/const", "`long` is too long, 2 at most", "enum")],
        ),
        # A schema of which others are made is judged by itself, not by its own members.
        (
            "3.1",
            schema(
                "type: object, properties: {a: {$ref: '#/components/schemas/A'}}, enum: [{a: 1}]"
            ),
            [mismatch(f"{A}/enum/0/a", "`1` where a mapping belongs", "enum")],
        ),
    ],
)
def test_a_member_of_an_enum_is_a_value_of_the_rest_of_its_schema(versions, body, expected):
    for version in versions.split():
        assert problems(linted(version, body)) == expected, version


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("[SE, NO]", [("NO", "false", "1.1")]),
        ("[on, off]", [("on", "true", "1.1"), ("off", "false", "1.1")]),
        ("[12:30, 'noon']", [("12:30", "a number", "1.1")]),
        ("[2026-01-01, never]", [("2026-01-01", "a date", "1.1")]),
        ("[1_000, many]", [("1_000", "a number", "1.1")]),
        ("['1.9', 1.10]", [("1.10", "the number 1.1", "1.2")]),
        ("['07', 010]", [("010", "the number 10", "1.2")]),
        ("[maybe, true]", [("true", "true", "1.2")]),
        ("['NO', \"12:30\", '1.10']", []),
        ("[NOR, 1.9.0, 12-30, y, n]", []),
    ],
)
def test_a_member_without_quotes_that_some_reader_takes_for_something_else(members, expected):
    found = told(linted("3.1", schema(f"type: string, enum: {members}")))
    assert [(facts["text"], facts["value"], facts["version"]) for _, _, facts in found] == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("[SE, DK, NO]", ["NO"]),
        ("[low, high, true]", ["true"]),
        # As many texts as others: nobody knows what is meant.
        ("[auto, 10]", []),
        ("[1, 2, 010]", []),
    ],
)
def test_where_no_type_says_it_most_members_say_what_is_meant(members, expected):
    found = told(linted("3.1", schema(f"enum: {members}")))
    assert [facts["text"] for _, _, facts in found] == expected


def test_members_of_block_style_and_of_a_file_that_is_referred_to_are_looked_at():
    found = linted(
        "3.1",
        schema("$ref: 'codes.yaml#/Code'"),
        codes_yaml="Code:\n  type: string\n  enum:\n    - NO # Norway\n    - 'ON'\n",
    )
    (one,) = found
    assert (one.marks[0].place.document, one.marks[0].place.pointer) == (
        "codes.yaml",
        "/Code/enum/0",
    )


def test_json_has_quotes():
    found = linted(
        "3.1",
        schema("$ref: 'codes.json'"),
        codes_json='{"type": "string", "enum": ["NO", "12:30"]}',
    )
    assert found == ()
