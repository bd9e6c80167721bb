"""Fakes that are sent bodies: each side is held to what it may send."""

import json

from bffgen.contract.workspace import read_workspace
from bffgen.verify.fake import Fake
from bffgen.verify.wire import FakeAnswer
from tests.workspaces import PROBLEM, contract, files, one, operation, reader


def test_a_body_is_held_to_what_clients_send_and_an_answer_to_what_they_get():
    thing = {
        "type": "object",
        "required": ["id", "name", "key"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "name": {"type": "string"},
            "key": {"type": "string", "writeOnly": True},
        },
    }
    post = operation(
        thing,
        parameters=(),
        requestBody={"required": True, "content": {"application/json": {"schema": thing}}},
        responses={
            "201": {"description": "Made.", "content": {"application/json": {"schema": thing}}},
            "422": PROBLEM,
        },
    )
    gone = operation(thing, "remove", parameters=(), responses={"204": {"description": "Gone."}})
    shop = contract({"/things": {"post": post, "delete": gone}})
    tree = files(one(thing), {"shop": shop}, {"getThing": "shop.getThing"})
    (upstream,) = read_workspace(reader(tree))[0].upstreams
    fake = Fake(upstream.api, 1, upstream.requests)

    def sent(value):
        headers = {"content-type": "application/json"}
        return fake.answer("POST", "/things", headers=headers, body=json.dumps(value).encode())

    made = sent({"name": "a", "key": "b"})
    assert made.status == 201
    assert set(json.loads(made.body)) == {"id", "name"}
    assert sent({"name": "a"}).status == 422
    assert sent({"name": "a", "key": 1}).status == 422
    assert fake.answer("DELETE", "/things") == FakeAnswer(status=204, headers=(), body=b"")


def test_a_form_is_held_to_its_schema_member_by_member():
    asked = {
        "type": "object",
        "required": ["title"],
        "additionalProperties": False,
        "properties": {
            "title": {"type": "string"},
            "count": {"type": "integer", "minimum": 0},
            "tags": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
            "codes": {"type": "array", "items": {"type": "integer"}},
            "size": {"type": "object", "properties": {"width": {"type": "integer"}}},
            "brand": {"type": "object", "properties": {"since": {"type": "integer"}}},
        },
    }
    encoding = {
        "codes": {"style": "form", "explode": False},
        "brand": {"style": "deepObject"},
    }
    media = "application/x-www-form-urlencoded"
    post = operation(
        {},
        parameters=(),
        requestBody={"required": True, "content": {media: {"schema": asked, "encoding": encoding}}},
        responses={"204": {"description": "Made."}, "422": PROBLEM},
    )
    shop = contract({"/things": {"post": post}})
    tree = files(one({"type": "object"}), {"shop": shop}, {"getThing": "shop.getThing"})
    (upstream,) = read_workspace(reader(tree))[0].upstreams
    fake = Fake(upstream.api, 1, upstream.requests)

    def sent(body):
        return fake.answer("POST", "/things", headers={"content-type": media}, body=body).status

    whole = b"title=a&count=1&tags=a&tags=b&codes=1,2&size=%7B%22width%22%3A1%7D&brand[since]=1"
    assert sent(whole) == 204
    assert sent(b"count=1") == 422
    assert sent(b"title=a&count=-1") == 422
    assert sent(b"title=a&tags=a&tags=b&tags=c") == 422
    assert sent(b"title=a&codes=1,x") == 422
    assert sent(b"title=a&size=x") == 422
    assert sent(b"title=a&brand[since]=x") == 422
    assert sent(b"title=a&more=1") == 422


def test_a_body_of_parts_is_held_to_its_schema_part_by_part():
    asked = {
        "type": "object",
        "required": ["title", "photo"],
        "properties": {
            "title": {"type": "string"},
            "count": {"type": "integer", "minimum": 0},
            "photo": {"type": "string", "format": "binary", "maxLength": 4},
            "more": {"type": "array", "maxItems": 1, "items": {"type": "string"}},
        },
    }
    media = {"multipart/form-data": {"schema": asked}}
    post = operation(
        asked,
        parameters=(),
        requestBody={"required": True, "content": media},
        responses={"204": {"description": "Made."}, "422": PROBLEM},
    )
    shop = contract({"/things": {"post": post}})
    tree = files(one(asked), {"shop": shop}, {"getThing": "shop.getThing"})
    (upstream,) = read_workspace(reader(tree))[0].upstreams
    fake = Fake(upstream.api, 1, upstream.requests)

    def sent(*parts, end="--xx--"):
        lines = "".join(
            f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in parts
        )
        headers = {"content-type": "multipart/form-data; boundary=xx"}
        return fake.answer("POST", "/things", headers=headers, body=(lines + end).encode()).status

    photo = 'photo"; filename="a.png'
    assert sent(("title", "a"), (photo, "1234"), ("count", "3"), ("more", "x")) == 204
    assert sent(("title", "a"), (photo, "12345")) == 422
    assert sent(("title", "a"), (photo, "1"), ("count", "-1")) == 422
    assert sent(("title", "a"), (photo, "1"), ("more", "x"), ("more", "y")) == 422
    assert sent(("title", "a")) == 422
    assert sent(end="no parts") == 422
