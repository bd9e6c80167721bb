"""One contract in the words of OpenAPI 3.0, 3.1 and 3.2 lowers to one Api.

A contract is drawn as what it means, and spelt three times: nulls, exclusive bounds and examples
have other words in 3.0; 3.2 has shared media types and a description of its own.
"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.dialect import modern
from bffgen.contract.document import check_document
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.api import Api
from bffgen.model.canonical import canonical_bytes
from bffgen.model.pool import Pool

VERSIONS = ("3.0.4", "3.1.1", "3.2.0")
NAMES = ("a", "b", "nullable", "example", "type")

# A meaning: (type, whether null is one, bounds, what is below).
LEAVES = st.tuples(
    st.sampled_from(("string", "integer", "number", "boolean")),
    st.booleans(),
    st.sampled_from((None, "exclusiveMinimum", "exclusiveMaximum")),
    st.just(None),
)
MEANINGS = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.tuples(st.just("array"), st.booleans(), st.none(), below),
        st.tuples(
            st.just("object"),
            st.booleans(),
            st.none(),
            st.dictionaries(st.sampled_from(NAMES), below, max_size=3),
        ),
        st.tuples(st.just("$ref"), st.just(False), st.none(), st.just("Shared")),
    ),
    max_leaves=8,
)


def spelt(meaning, version):
    """Write the schema of a meaning in the words of a version."""
    kind, has_null, bound, below = meaning
    is_30 = version.startswith("3.0")
    if kind == "$ref":
        return {"$ref": f"#/components/schemas/{below}"}
    schema = {"type": kind} if is_30 or not has_null else {"type": [kind, "null"]}
    if is_30 and has_null:
        schema["nullable"] = True
    if bound and kind in ("integer", "number"):
        plain = "minimum" if bound == "exclusiveMinimum" else "maximum"
        schema |= {plain: 3, bound: True} if is_30 else {bound: 3}
    if kind == "array":
        schema["items"] = spelt(below, version)
    if kind == "object":
        schema["properties"] = {name: spelt(each, version) for name, each in below.items()}
        schema["required"] = sorted(below)[:1] or ["a"]
    return schema


@st.composite
def contracts(draw):
    """Draw operations by what they take and answer."""
    return draw(
        st.dictionaries(
            st.sampled_from(("get", "post", "put", "delete")),
            st.tuples(
                st.sampled_from(("query", "header", "cookie")),
                LEAVES,
                st.none() | MEANINGS,
                MEANINGS,
                st.sampled_from(("200", "2XX", "default")),
            ),
            min_size=1,
            max_size=3,
        )
    ), draw(MEANINGS.filter(lambda each: each[0] != "$ref"))


def written(contract, version):
    operations, shared = contract
    item = {}
    for method, (location, parameter, body, answer, status) in operations.items():
        made = {
            "operationId": f"{method}It",
            "security": [],
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                {"name": "p", "in": location, "schema": spelt(parameter, version)},
            ],
            "responses": {
                status: {
                    "description": "Done.",
                    "content": {"application/json": {"schema": spelt(answer, version)}},
                }
            },
        }
        if body is not None:
            content = {"application/json": {"schema": spelt(body, version)}}
            made["requestBody"] = {"required": True, "content": content}
        item[method] = made
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {"/a/{id}": item},
        "components": {"schemas": {"Shared": spelt(shared, version)}},
    }


def lowered(document, pool):
    raw = canonical_bytes(document)
    bundled = bundle("api.json", lambda _: raw)
    assert check_document(bundled) == ()
    meaning = modern(bundled.document)
    assert lint(Contract.of(bundled, meaning, lambda _: raw, is_own=True)) == ()
    api = lower(bundled, pool, meaning)
    assert isinstance(api, Api), api
    return replace(api, document=None, meaning=None, files=(), values={}, place=str)


@given(contracts())
def test_twins_of_all_versions_are_one_api(contract):
    pool = Pool()
    first, second, third = (lowered(written(contract, each), pool) for each in VERSIONS)

    assert first == second == third


@given(contracts())
def test_shared_media_types_of_32_are_what_they_refer_to(contract):
    document = written(contract, "3.2.0")
    moved = written(contract, "3.2.0")
    shared = moved["components"]["mediaTypes"] = {}
    for name, operation in moved["paths"]["/a/{id}"].items():
        (response,) = operation["responses"].values()
        shared[name] = response["content"]["application/json"]
        response["content"] = {"application/json": {"$ref": f"#/components/mediaTypes/{name}"}}
    pool = Pool()
    own, through = lowered(document, pool), lowered(moved, pool)

    def meanings(api):
        return [
            (each.key, response.status, media.media_type, media.schema)
            for each in api.operations
            for response in each.responses
            for media in response.content
        ]

    assert meanings(own) == meanings(through)
