"""The letter of a contract: what it is held against, each fault by a contract that is small."""

import json

import pytest

from tests.e2e.letter import Letter

CONTRACT = {
    "openapi": "3.0.3",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things/{id}": {
            "get": {
                "responses": {
                    "200": {"$ref": "#/components/responses/Found"},
                    "4XX": {"description": "No.", "content": {"application/problem+json": {}}},
                    "204": {"description": "Nothing."},
                    "202": {
                        "description": "Text.",
                        "content": {"text/*": {"schema": {"type": "string", "maxLength": 3}}},
                    },
                }
            }
        }
    },
    "components": {
        "responses": {
            "Found": {
                "description": "Found.",
                "headers": {
                    "X-Count": {"required": True, "schema": {"type": "integer", "minimum": 1}},
                    "X-Tags": {"schema": {"type": "array", "items": {"enum": ["a", "b"]}}},
                },
                "content": {"application/json": {"schema": {"$ref": "thing.json#/Thing"}}},
            }
        }
    },
}
BESIDE = {
    "Thing": {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {
            "id": {"type": "string", "nullable": True},
            "size": {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "format": "int32"},
            "day": {"type": "string", "format": "date"},
            "secret": {"type": "string", "writeOnly": True},
            "nullable": {"$ref": "#/Thing"},
        },
    }
}
JSON = {"content-type": "application/json; charset=utf-8", "x-count": "2"}


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letter")
    # A file of the author's is YAML or JSON, whatever it is called.
    (folder / "thing.json").write_text(json.dumps(BESIDE))
    path = folder / "open api.yaml"
    path.write_text(json.dumps(CONTRACT))
    return Letter(path)


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, JSON, {"id": None}),
        (200, {**JSON, "x-tags": "a,b"}, {"id": "1", "size": 1, "nullable": {"id": "2"}}),
        (200, JSON, {"id": "1", "day": "2026-11-27", "more": [1]}),
        (404, {"content-type": "application/problem+json"}, {"anything": 1}),
        (204, {}, None),
        (202, {"content-type": "text/plain"}, "abc"),
    ],
)
def test_what_keeps_the_contract_has_no_fault(letter, status, headers, body):
    assert letter.faults("GET", "/things/{id}", status, headers, written(body)) == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "fault"),
    [
        (201, JSON, {"id": "1"}, "status 201 is not declared"),
        (200, {**JSON, "content-type": "text/html"}, {"id": "1"}, "media type `text/html`"),
        (200, {"content-type": "application/json"}, {"id": "1"}, "header `X-Count` is missing"),
        (200, {**JSON, "x-count": "0"}, {"id": "1"}, "header `X-Count: 0`"),
        (200, {**JSON, "x-count": "many"}, {"id": "1"}, "header `X-Count: many`"),
        (200, {**JSON, "x-tags": "a,c"}, {"id": "1"}, "header `X-Tags: a,c`"),
        (200, JSON, {}, '"id" is a required property'),
        (200, JSON, {"id": 1}, "id: 1 is not of type"),
        (200, JSON, {"id": "1", "size": 0}, "size: 0 is less than or equal"),
        (200, JSON, {"id": "1", "size": 2**31}, "size: "),
        (200, JSON, {"id": "1", "size": None}, "size: null is not of type"),
        (200, JSON, {"id": "1", "day": "27.11."}, "day: "),
        (200, JSON, {"id": "1", "secret": "s"}, "secret: "),
        (200, JSON, {"id": "1", "nullable": {}}, 'nullable: "id" is a required property'),
        (200, JSON, b'{"id": NaN}', "no JSON: NaN"),
        (200, JSON, b"{", "no JSON: "),
        (404, {"content-type": "application/json"}, {}, "media type `application/json`"),
        (204, {}, {"id": "1"}, "a body where none is declared"),
        (202, {"content-type": "text/plain"}, "abcd", '"abcd" is longer'),
    ],
)
def test_each_fault_is_found_alone(letter, status, headers, body, fault):
    found = letter.faults("GET", "/things/{id}", status, headers, written(body))
    assert len(found) == 1, found
    assert fault in found[0]


def test_a_pattern_that_nothing_is_held_to_is_told(tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text('openapi: 3.1.0\ncomponents: {schemas: {A: {pattern: "(?<n>p)\\\\k<n>"}}}\n')
    assert Letter(path).unjudged == [r"(?<n>p)\k<n>"]


def written(body):
    match body:
        case bytes():
            return body
        case str():
            return body.encode()
        case None:
            return b""
        case _:
            return json.dumps(body).encode()
