"""One side of a comparison: what is odd is a doubt, what cannot be read is told."""

from random import Random

import pytest

from bffgen.contract import pointer, yaml
from bffgen.contract.side import read_side
from bffgen.contract.source import Sources
from bffgen.model.canonical import canonical_bytes, read_json
from bffgen.model.finding import Effect
from bffgen.model.place import Place
from bffgen.model.pool import Pool
from bffgen.report.wording import words

CONTRACT = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "a"}}}],
    "security": [{"key": []}],
    "paths": {
        "/a/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "post": {
                "operationId": "a",
                "tags": ["x"],
                "parameters": [
                    {"name": "q", "in": "query", "schema": {"$ref": "#/components/schemas/T"}}
                ],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {
                    "200": {
                        "description": "d",
                        "headers": {"X": {"schema": {"type": "string"}}},
                        "content": {"*/*": {"schema": {"$ref": "#/components/schemas/T"}}},
                        "links": {"self": {"operationId": "a"}},
                    }
                },
                "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {}}}}},
            },
        }
    },
    "webhooks": {"w": {"post": {"responses": {"200": {"description": "d"}}}}},
    "components": {
        "schemas": {
            "T": {
                "oneOf": [{"$ref": "#/components/schemas/U"}, {"type": "null"}],
                "discriminator": {"propertyName": "k", "mapping": {"u": "#/components/schemas/U"}},
            },
            "U": {"type": "object", "properties": {"k": {"enum": ["u"]}, "n": {"minimum": 1}}},
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X"}},
    },
}


def side(tmp_path, content, name="a.json"):
    (tmp_path / name).write_bytes(content)
    with Sources(str(tmp_path), lambda: b"") as sources:
        return read_side(sources.open(name), Pool())


def test_a_contract_is_read_without_a_doubt(tmp_path):
    api, found = side(tmp_path, canonical_bytes(CONTRACT))
    assert found == ()
    assert [each.key for each in api.operations] == ["POST /a/{id}"]


@pytest.mark.parametrize(
    ("version", "is_read"),
    [("3.0", True), ("3.1", True), (3.1, True), ("2.0", False), (None, False)],
)
def test_a_version_that_is_meant_is_a_doubt(tmp_path, version, is_read):
    api, found = side(tmp_path, canonical_bytes({**CONTRACT, "openapi": version}))
    assert (api is not None) is is_read
    assert [each.effect for each in found] == [Effect.RISKY if is_read else Effect.BREAKS]


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(yaml, "MAX_BYTES", 100)
    for name in ("a.json", "a.yaml"):
        api, (found,) = side(tmp_path, canonical_bytes(CONTRACT), name)
        assert (api, found.rule) == (None, "input-too-large")
        assert "at most 100 bytes" in words(found).head


def test_a_file_that_is_too_large_is_shown_by_its_first_line_alone(monkeypatch):
    monkeypatch.setattr(pointer, "MAX_BYTES", 10)
    for name in ("a.json", "a.yaml"):
        span = pointer.locator(lambda _: b'{"a": 1,\n "b": [}')(Place(document=name), "value")
        assert (span.line, span.column, span.text) == (1, 1, '{"a": 1,')


def spots(value, path=()):
    """Give the path of every node."""
    yield path
    if isinstance(value, dict | list):
        for key, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from spots(member, (*path, key))


STRANGE = (None, True, -1, 1.5, "", "x", "#/components/schemas/none", [], [None], {}, {"$ref": 3})


def test_whatever_stands_anywhere_it_is_read_or_told(tmp_path):
    """Each node of a contract in turn is something else; no exception leaves the reader."""
    rng = Random(20261126)
    read = told = 0
    for path in [each for each in spots(CONTRACT) if each]:
        for strange in rng.sample(STRANGE, 4):
            changed = read_json(canonical_bytes(CONTRACT))
            holder = changed
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = strange
            api, found = side(tmp_path, canonical_bytes(changed))
            assert api is not None or found, (path, strange)
            for each in found:
                assert words(each).head
            read += api is not None
            told += bool(found)
    assert min(read, told) > 50
