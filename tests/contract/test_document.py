"""A document that is not built as OpenAPI says is told so, at the member that is to be mended."""

import json
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV30SpecValidator
from openapi_spec_validator.exceptions import OpenAPISpecValidatorError

from bffgen.contract.document import check_document
from bffgen.contract.refs import bundle
from bffgen.model.bundle import Bundle
from bffgen.model.finding import Effect

HEAD = "openapi: {version}\ninfo: {{title: t, version: '1'}}\n"
OK = "paths: {{/a: {{get: {{responses: {{'200': {{description: d}}}}}}}}}}\n"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the check of a document opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def checked(*files):
    names = {"api.yaml": files[0], **{f"f{n}.yaml": text for n, text in enumerate(files[1:], 1)}}
    made = bundle("api.yaml", lambda path: names[path].encode())
    assert isinstance(made, Bundle), made
    return check_document(made)


def told(findings):
    return [
        (
            f.rule.removeprefix("input-"),
            f.effect,
            m.place.pointer,
            m.on,
            dict(f.facts).get("problem"),
        )
        for f in findings
        for m in f.marks[:1]
    ]


def structure(pointer, on, problem):
    return ("openapi-structure", Effect.BREAKS, pointer, on, problem)


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.0", "3.1.1", "3.2.0"])
def test_a_sound_document_has_no_findings(version):
    assert checked((HEAD + OK).format(version=version)) == ()


@pytest.mark.parametrize(
    ("head", "pointer", "version"),
    [
        ("info: {}", "", ""),
        ("openapi: 4.0.0", "/openapi", "4.0.0"),
        ("swagger: '2.0'", "/swagger", "2.0"),
        ("openapi: 3", "/openapi", "3"),
    ],
)
def test_a_version_that_is_not_read_is_told_alone(head, pointer, version):
    (fault,) = checked(head + "\n")
    assert (fault.rule, fault.marks[0].place.pointer) == ("input-openapi-version", pointer)
    assert dict(fault.facts) == {"version": version}


@pytest.mark.parametrize(
    ("head", "pointer", "problem"),
    [
        ("openapi: [3]", "/openapi", "a list where the version, a text, belongs"),
        ("openapi: true", "/openapi", "a boolean where the version, a text, belongs"),
    ],
)
def test_a_version_that_is_no_text_is_told_alone(head, pointer, problem):
    (fault,) = checked(head + "\n")
    assert (fault.rule, fault.marks[0].place.pointer) == ("input-openapi-structure", pointer)
    assert dict(fault.facts) == {"problem": problem}


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ("3.1", "the version is a number; write it as a text, such as `3.1.0` in quotes"),
        ("'3.0'", "the version `3.0` has two numbers, and three belong: `3.0.0`"),
    ],
)
def test_a_version_written_too_short_says_how_to_write_it(version, problem):
    assert told(checked((HEAD + OK).format(version=version))) == [
        structure("/openapi", "value", problem)
    ]


P = "{name: p, in: query, schema: {}}"
RESPONSES = "responses: {'200': {description: d}}"


def operation(text):
    return f"paths: {{/a: {{get: {{{text}}}}}}}\n"


def schema(text):
    return f"paths: {{}}\ncomponents: {{schemas: {{A: {{{text}}}}}}}\n"


TYPES_30 = "one of `array`, `boolean`, `integer`, `number`, `object`, `string`"
TYPES_31 = "one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`"
STYLES = "one of `form`, `spaceDelimited`, `pipeDelimited`, `deepObject`"
GET, A = "/paths/~1a/get", "/components/schemas/A"


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        (
            "3.0",
            "x: 1\n",
            [
                structure("", "key", "`paths` is missing"),
                structure("/x", "key", "`x` is not known here"),
            ],
        ),
        ("3.1", "x-ok: 1\n", [structure("", "key", "`paths` is missing")]),
        (
            "3.0 3.1 3.2",
            "paths: {a: {}}\n",
            [structure("/paths/a", "key", "`a` is no path, which begins with `/`")],
        ),
        (
            "3.0 3.1",
            "paths: []\n",
            [structure("/paths", "value", "a list where a mapping belongs")],
        ),
        ("3.0", operation("summary: s"), [structure(GET, "key", "`responses` is missing")]),
        (
            "3.0 3.1",
            operation("responses: {'200': {}}"),
            [structure(f"{GET}/responses/200", "key", "`description` is missing")],
        ),
        (
            "3.0 3.1 3.2",
            operation(f"sumary: s, {RESPONSES}"),
            [structure(f"{GET}/sumary", "key", "`sumary` is not known here, `summary` is")],
        ),
        (
            "3.0 3.1",
            operation(f"deprecated: 'yes', {RESPONSES}"),
            [structure(f"{GET}/deprecated", "value", "`yes` where `true` or `false` belongs")],
        ),
        (
            "3.0 3.1",
            operation(f"tags: [1], {RESPONSES}"),
            [structure(f"{GET}/tags/0", "value", "`1` where a text belongs")],
        ),
        (
            "3.0 3.1",
            operation(f"parameters: [{{name: p, in: body, schema: {{}}}}], {RESPONSES}"),
            [structure(f"{GET}/parameters/0/in", "value", None)],
        ),
        (
            "3.0",
            operation(f"parameters: [{{name: p, in: path, schema: {{}}}}], {RESPONSES}"),
            [structure(f"{GET}/parameters/0", "key", "`required` is missing")],
        ),
        (
            "3.0 3.1",
            operation(
                f"parameters: [{{name: p, in: query, style: odd, schema: {{}}}}], {RESPONSES}"
            ),
            [structure(f"{GET}/parameters/0/style", "value", f"`odd` where {STYLES} belongs")],
        ),
        (
            "3.0",
            operation(f"requestBody: {{}}, {RESPONSES}"),
            [structure(f"{GET}/requestBody", "key", "`content` is missing")],
        ),
        (
            "3.0",
            operation("responses: {}"),
            [structure(f"{GET}/responses", "value", "a mapping is empty")],
        ),
        (
            "3.0",
            schema("type: strng"),
            [structure(f"{A}/type", "value", f"`strng` where {TYPES_30} belongs")],
        ),
        (
            "3.1 3.2",
            schema("type: strng"),
            [structure(f"{A}/type", "value", f"`strng` where {TYPES_31} belongs")],
        ),
        (
            "3.0",
            schema("type: [string, 'null']"),
            [structure(f"{A}/type", "value", "a list where a text belongs")],
        ),
        (
            "3.1",
            schema("type: [string, null]"),
            [structure(f"{A}/type/1", "value", f"null where {TYPES_31} belongs")],
        ),
        ("3.0", schema("const: 1"), [structure(f"{A}/const", "key", "`const` is not known here")]),
        (
            "3.0 3.1 3.2",
            schema("properties: {b: {items: {allOf: [{minLength: -1}]}}}"),
            [
                structure(
                    f"{A}/properties/b/items/allOf/0/minLength", "value", "`-1` is less than 0"
                )
            ],
        ),
        (
            "3.0",
            schema("properties: {b: {additionalProperties: {propertys: {}}}}"),
            [
                structure(
                    f"{A}/properties/b/additionalProperties/propertys",
                    "key",
                    "`propertys` is not known here, `properties` is",
                )
            ],
        ),
        (
            "3.1 3.2",
            schema("required: [a, a]"),
            [structure(f"{A}/required", "value", "a list has the same entry twice")],
        ),
        (
            "3.1",
            schema("exclusiveMinimum: true"),
            [structure(f"{A}/exclusiveMinimum", "value", "`true` where a number belongs")],
        ),
        (
            "3.1",
            schema("items: [{}]"),
            [
                structure(
                    f"{A}/items", "value", "a list where a mapping or `true` or `false` belongs"
                )
            ],
        ),
        (
            "3.1",
            schema("discriminator: {mapping: {a: b}}"),
            [structure(f"{A}/discriminator", "key", "`propertyName` is missing")],
        ),
        (
            "3.1",
            "paths: {}\ncomponents: {schemas: {'a b': {}}}\n",
            [structure("/components/schemas/a b", "key", None)],
        ),
        (
            "3.0 3.1",
            "paths: {}\ncomponents: {securitySchemes: {k: {type: http}}}\n",
            [structure("/components/securitySchemes/k", "key", "`scheme` is missing")],
        ),
        (
            "3.0",
            "paths: {}\ncomponents: {securitySchemes: {k: {type: basic}}}\n",
            [structure("/components/securitySchemes/k/type", "value", None)],
        ),
        (
            "3.0",
            operation(f"{RESPONSES}, parameters: [{P[:-1]}, example: 1, examples: {{}}}}]"),
            [
                structure(
                    f"{GET}/parameters/0", "value", "`example` and `examples` exclude each other"
                )
            ],
        ),
        (
            "3.0 3.1",
            operation(f"{RESPONSES}, parameters: [{P}, {{$ref: '#/components/parameters/P'}}]")
            + "components: {parameters: {P: {name: p, in: query, schema: {}}}}\n",
            [structure(f"{GET}/parameters/1", "value", "two parameters are called `p` in query")],
        ),
        (
            "3.0 3.1",
            "paths: {}\ntags: [{name: a}, {name: b}, {name: a, description: d}]\n",
            [
                (
                    "openapi-structure",
                    Effect.RISKY,
                    "/tags/2/name",
                    "value",
                    "two tags are called `a`",
                )
            ],
        ),
    ],
)
def test_a_fault_is_told_at_the_member_that_is_to_be_mended(versions, body, expected):
    for version in versions.split():
        found = told(checked(HEAD.format(version=f"{version}.0") + body))
        assert [each[:4] for each in found] == [each[:4] for each in expected], version
        for each, (*_, problem) in zip(found, expected, strict=True):
            assert problem in (None, each[4]), version


def test_every_fault_is_told_in_one_run():
    body = (
        "paths:\n  /a:\n    get: {responses: {'200': {}}}\n"
        "    put: {sumary: s, responses: {'200': {}}}\n"
        "components:\n  schemas: {A: {type: strng}, B: {minLength: -1, maxItems: x}}\n"
    )
    pointers = [pointer for _, _, pointer, *_ in told(checked(HEAD.format(version="3.0.3") + body))]
    assert sorted(pointers) == [
        "/components/schemas/A/type",
        "/components/schemas/B/maxItems",
        "/components/schemas/B/minLength",
        "/paths/~1a/get/responses/200",
        "/paths/~1a/put/responses/200",
        "/paths/~1a/put/sumary",
    ]


def test_a_fault_in_another_file_is_told_there():
    (fault,) = checked(
        HEAD.format(version="3.1.0") + schema("$ref: 'f1.yaml#/x/Money'"),
        "x: {Money: {type: object, properties: {amount: {minLength: -1}}}}\n",
    )
    assert (fault.marks[0].place.document, fault.marks[0].place.pointer) == (
        "f1.yaml",
        "/x/Money/properties/amount/minLength",
    )


def test_what_lower_tells_with_both_places_is_not_told_twice():
    body = (
        "paths:\n  /a/{id}: {get: {operationId: x, responses: {'200': {description: d}}}}\n"
        "  /b: {get: {operationId: x, responses: {'200': {description: d}}}}\n"
    )
    assert checked(HEAD.format(version="3.1.0") + body) == ()


@pytest.mark.parametrize(
    ("schema_of_a", "error"),
    [
        ({"$ref": "#/components/schemas/A"}, RecursionError),
        ({"allOf": [{"$ref": "#/components/schemas/None"}]}, Exception),
    ],
)
def test_the_validator_still_raises_on_references_that_lead_astray(schema_of_a, error):
    """The oddity for which a bundle is resolved before it is checked: red when it is cured."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema_of_a}},
    }
    validator = OpenAPIV30SpecValidator(document)
    with pytest.raises(error) as caught:
        list(validator.iter_errors())
    assert not isinstance(caught.value, OpenAPISpecValidatorError)


WORDS = st.sampled_from(
    (
        *("paths", "/a", "get", "parameters", "responses", "200", "content", "schema"),
        *("components", "schemas", "A", "$ref", "allOf", "oneOf", "items", "properties"),
        *("discriminator", "mapping", "default", "type", "required", "callbacks", "tags"),
        *("name", "in", "$id", "$anchor", "info"),
    )
)
REFERENCES = st.sampled_from(
    (
        *("#/components/schemas/A", "#/components/schemas/B", "#/paths/~1a", "#", "#A"),
        *("f1.yaml#/A", "f1.yaml#/properties/A", "f1.yaml", "gone.yaml", "https://x.example/a"),
    )
)
LEAVES = st.one_of(
    REFERENCES.map(lambda reference: {"$ref": reference}),
    st.sampled_from((None, True, -1, 3, "string", "object", "path", "query", "", "%")),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(WORDS, below, max_size=4)),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(WORDS, ANYTHING, min_size=1, max_size=4)
COMPONENTS = st.fixed_dictionaries(
    {"schemas": st.fixed_dictionaries({"A": MAPPINGS, "B": MAPPINGS})},
    optional={"parameters": MAPPINGS, "pathItems": MAPPINGS, "callbacks": MAPPINGS},
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["3.0.3", "3.1.0", "3.2.0"]),
    st.dictionaries(st.sampled_from(["/a", "/b"]), ANYTHING, max_size=2),
    st.one_of(COMPONENTS, ANYTHING),
    MAPPINGS,
    st.fixed_dictionaries({"A": MAPPINGS, "properties": MAPPINGS}),
)
def test_no_document_is_beyond_a_bundle_or_a_finding(version, paths, components, rest, other):
    root = {**rest, "openapi": version, "paths": paths, "components": components}
    files = {"api.yaml": json.dumps(root), "f1.yaml": json.dumps(other)}

    def read(path):
        if path not in files:
            raise FileNotFoundError(path)
        return files[path].encode()

    made = bundle("api.yaml", read)
    found = made if isinstance(made, tuple) else check_document(made)
    assert all(fault.rule.startswith(("input-", "naming-")) and fault.marks for fault in found)
