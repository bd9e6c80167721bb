"""What a document says that cannot be meant is told at the author's own characters.

Each row is a document or a part of one with the findings that it gives; the neighbours of a fault,
which give none, stand beside it. Values are held against their schemas in `test_lint_values.py`.
"""

import pytest

from tests.contract.linting import BREAKS, MEDIA, OK, RISKY, A, linted, media, schema, schemas, told

SCHEMES = (
    "components:\n  securitySchemes:\n    key: {type: apiKey, in: header, name: K}\n"
    "    login: {type: oauth2, flows: {password: {tokenUrl: 'https://a', scopes: {read: r}},"
    " clientCredentials: {tokenUrl: 'https://a', scopes: {write: w}}}}\n"
    "    oidc: {type: openIdConnect, openIdConnectUrl: 'https://a'}\n"
    "    other: {$ref: '#/components/securitySchemes/login'}\n"
)


def secured(text, at="operation"):
    operation = f"security: {text}, " if at == "operation" else ""
    root = f"security: {text}\n" if at == "document" else ""
    return (
        f"{root}paths: {{/a: {{get: {{{operation}responses: {{'200': {{description: d}}}}}}}}}}\n"
        + SCHEMES
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", []),
        ("[{}]", []),
        ("[{key: []}, {login: [read, write]}]", []),
        ("[{oidc: [anything]}]", []),
        ("[{key: [a-role]}]", []),
        ("[{other: [read]}]", []),
        ("[{kei: []}]", [("security-scheme", "/0/kei", "key")]),
        ("[{key: [], kex: []}]", [("security-scheme", "/0/kex", "key")]),
        ("[{login: [reed]}]", [("security-scope", "/0/login/0", "read")]),
        ("[{other: [rite]}]", [("security-scope", "/0/other/0", "write")]),
    ],
)
@pytest.mark.parametrize(("at", "where"), [("operation", "/paths/~1a/get"), ("document", "")])
def test_security_names_what_the_components_declare(text, expected, at, where):
    found = told(linted("3.1", secured(text, at)))
    assert [(rule, pointer, facts["nearest"]) for rule, pointer, facts in found] == [
        (rule, f"{where}/security{below}", close) for rule, below, close in expected
    ]


def paths(*names):
    operation = "get: {responses: {'200': {description: d}}}"
    return "paths:\n" + "".join(f"  {each}: {{{operation}}}\n" for each in names)


@pytest.mark.parametrize(
    ("names", "twice"),
    [
        (("/a/{x}", "/a/{y}"), [("/a/{y}", "/a/{x}")]),
        (("/a/{x}/b/{y}", "/a/{y}/b/{x}"), [("/a/{y}/b/{x}", "/a/{x}/b/{y}")]),
        (("/a/{x}.json", "/a/{y}.json"), [("/a/{y}.json", "/a/{x}.json")]),
        (("/a/{x}", "/a/{y}", "/a/{z}"), [("/a/{y}", "/a/{x}"), ("/a/{z}", "/a/{x}")]),
        (("/a/{x}", "/a/mine"), []),
        (("/a/{x}", "/a/{y}/b"), []),
        (("/a/{x}", "/a/{x}/"), []),
        (("/a/{x}", "/A/{x}"), []),
    ],
)
def test_paths_that_differ_in_names_alone_are_one(names, twice):
    found = told(linted("3.1", paths(*names)))
    assert [(facts["path"], facts["first"]) for _, _, facts in found] == twice


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        ("3.0 3.1", schema("readOnly: true, writeOnly: true"), ["read-and-write-only"]),
        ("3.0 3.1", schema("readOnly: true, writeOnly: false"), []),
        ("3.0 3.1", schema("type: number, format: decimal"), ["inexact-number"]),
        ("3.0 3.1", schema("type: integer, format: Decimal128"), ["inexact-number"]),
        ("3.1", schema("type: [number, 'null'], format: decimal"), ["inexact-number"]),
        ("3.0 3.1", schema("type: string, format: decimal"), []),
        ("3.0 3.1", schema("type: number, format: double"), []),
        ("3.0 3.1", schema("type: object, properties: {format: {const: decimal}}"), []),
    ],
)
def test_a_schema_that_says_two_things(versions, body, expected):
    for version in versions.split():
        if version == "3.0" and "const" in body:
            continue
        assert [rule for rule, _, _ in told(linted(version, body))] == expected, version


KIND = "type: object, required: [kind], properties: {kind: {type: string}}"
LOOSE = "type: object, properties: {kind: {type: string}}"
BARE = "type: object"


def choice(first, second, *, beside="", mapping="", by="oneOf"):
    return schemas(
        f"A: {{{by}: [{{$ref: '#/components/schemas/B'}}, {{$ref: '#/components/schemas/C'}}],"
        f" discriminator: {{propertyName: kind{mapping}}}{beside}}},"
        f" B: {{{first}}}, C: {{{second}}}, D: {{{KIND}}}"
    )


PROPERTY, MAPPING = "discriminator-property", "discriminator-mapping"


@pytest.mark.parametrize(
    ("version", "body", "expected"),
    [
        ("3.1", choice(KIND, KIND), []),
        ("3.0", choice(KIND, KIND, by="anyOf"), []),
        ("3.1", choice(KIND, BARE), [(PROPERTY, BREAKS, f"{A}/oneOf/1")]),
        ("3.0", choice(KIND, BARE, by="anyOf"), [(PROPERTY, BREAKS, f"{A}/anyOf/1")]),
        ("3.1", choice(LOOSE, KIND), [(PROPERTY, RISKY, f"{A}/oneOf/0")]),
        ("3.1", choice(KIND, f"allOf: [{{$ref: '#/components/schemas/B'}}, {{{BARE}}}]"), []),
        ("3.1", choice(BARE, BARE, beside=f", {KIND}"), []),
        ("3.1", choice(KIND, "type: 'null'"), []),
        ("3.2", choice(KIND, LOOSE, mapping=", defaultMapping: C"), []),
        ("3.1", choice(KIND, KIND, mapping=", mapping: {b: B}"), []),
        ("3.1", choice(KIND, KIND, mapping=", mapping: {b: '#/components/schemas/C'}"), []),
        (
            "3.1",
            choice(KIND, KIND, mapping=", mapping: {b: B, d: D}"),
            [(MAPPING, RISKY, f"{A}/discriminator/mapping/d")],
        ),
        # A parent of allOf chooses among those that inherit from it.
        ("3.0", schemas(f"A: {{{KIND}, discriminator: {{propertyName: kind}}}}"), []),
        (
            "3.0",
            schemas(f"A: {{{LOOSE}, discriminator: {{propertyName: kind}}}}"),
            [(PROPERTY, RISKY, f"{A}/discriminator/propertyName")],
        ),
        (
            "3.0",
            schemas(f"A: {{{BARE}, discriminator: {{propertyName: kind}}}}"),
            [(PROPERTY, BREAKS, f"{A}/discriminator/propertyName")],
        ),
    ],
)
def test_a_discriminator_chooses_by_what_is_there(version, body, expected):
    found = linted(version, body)
    assert [
        (each.rule.removeprefix("input-"), each.effect, each.marks[0].place.pointer)
        for each in found
    ] == expected


def test_in_another_teams_contract_nothing_stops_and_a_flood_is_counted():
    body = paths(*(f"/a/{{x{number}}}" for number in range(14)))
    mine, theirs = linted("3.1", body), linted("3.1", body, is_own=False)
    assert (len(mine), len(theirs)) == (13, 10)
    assert {each.effect for each in mine} == {BREAKS}
    assert {each.effect for each in theirs} == {RISKY}
    assert [each.notes for each in theirs[8:]] == [
        (),
        (("further", "3 more findings of this rule in this contract"),),
    ]


def test_every_fault_of_a_document_is_told_in_one_run():
    body = (
        "security: [{nobody: []}]\n"
        + paths("/a/{x}", "/a/{y}")
        + "components: {schemas: {A: {type: integer, default: x, enum: [1, '2'], readOnly: true,"
        " writeOnly: true, format: decimal}}}\n"
    )
    assert {rule for rule, _, _ in told(linted("3.1", body))} == {
        *("security-scheme", "path-twice", "default-mismatch", "enum-mismatch"),
        *("read-and-write-only", "inexact-number"),
    }


OF_QUERY = "in: querystring, content: {application/json: {schema: {type: object}}}"


def parameter_of(text):
    parameters = f"parameters: [{{name: p, {text}}}]"
    return f"paths: {{/a: {{get: {{{parameters}, responses: {{'200': {{description: d}}}}}}}}}}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (parameter_of(OF_QUERY), ["/paths/~1a/get/parameters/0/in"]),
        (
            parameter_of("in: cookie, style: cookie, schema: {type: string}"),
            ["/paths/~1a/get/parameters/0/style"],
        ),
        (parameter_of("in: cookie, style: form, schema: {type: string}"), []),
        (media("{type: object}", "itemSchema: {type: object}"), [f"{MEDIA}/itemSchema"]),
        (media("{type: object}", "example: {itemSchema: 1}"), []),
        ("$self: https://a.example/b.yaml\n" + OK, []),
        (
            "$self: https://a.example/b.yaml\n" + schema("$ref: 'f.yaml#/x'"),
            ["/$self"],
        ),
    ],
)
def test_words_of_openapi_32_that_no_bff_can_keep_are_refused_by_name(body, expected):
    files = {"f_yaml": "x: {type: string}\n"} if "f.yaml" in body else {}
    found = [each for each in linted("3.2", body, **files) if each.rule == "input-unsupported"]
    assert [each.marks[0].place.pointer for each in found] == expected
