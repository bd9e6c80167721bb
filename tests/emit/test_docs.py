"""The page of a contract: whole, escaped, and asking for nothing from anywhere."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.emit.docs import view_docs
from bffgen.emit.render import render

NASTY = '</p><script>alert(1)</script><img src=x onerror="a"> & \'`<b>`'


class Read(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.anchors, self.texts, self.open = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append((tag, named))
        self.links += [value for key, value in attrs if key in ("href", "src")]
        self.anchors += [named["id"]] if "id" in named else []
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def page(document):
    text = render("bff/docs/page.html.jinja", "x", view_docs(json.dumps(document).encode()))
    read = Read()
    read.feed(text)
    assert read.open == []
    return text, read


def asks_for_nothing(text, read):
    outside = [link for link in read.links if link != "openapi.json" and not link.startswith("#")]
    assert outside == []
    assert {link[1:] for link in read.links if link.startswith("#")} <= set(read.anchors)
    assert len(read.anchors) == len(set(read.anchors))
    names = {tag for tag, _ in read.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "base", "font"}
    assert not [key for _, named in read.tags for key in named if key.startswith("on")]
    assert not re.search(r"url\(|@import", text)


@pytest.mark.parametrize("client", ["web", "mobile", "partner", "admin"])
def test_a_page_names_every_operation_and_schema_and_asks_for_nothing(root, client):
    document = json.loads((root / "generated" / client / "openapi.json").read_bytes())
    text, read = page(document)
    asks_for_nothing(text, read)
    said = " ".join(read.texts)
    for path, item in document["paths"].items():
        assert path in said
        for operation in (each for each in item.values() if isinstance(each, dict)):
            assert operation["operationId"] in said
            assert all(status in said for status in operation["responses"])
    assert all(name in said for name in document["components"]["schemas"])


def test_texts_of_a_contract_are_texts_of_the_page():
    schema = {
        "type": "object",
        "description": NASTY,
        "required": [NASTY],
        "properties": {NASTY: {"type": "string", "pattern": NASTY, "default": NASTY}},
    }
    document = {
        "info": {"title": NASTY, "version": NASTY, "description": NASTY},
        "servers": [{"url": NASTY}],
        "tags": [{"name": NASTY, "description": NASTY}],
        "paths": {
            f"/{NASTY}": {
                "get": {
                    "operationId": NASTY,
                    "summary": NASTY,
                    "tags": [NASTY],
                    "security": [{NASTY: [NASTY]}],
                    "parameters": [{"name": NASTY, "in": NASTY, "schema": schema}],
                    "requestBody": {"content": {NASTY: {"schema": schema, "example": NASTY}}},
                    "responses": {NASTY: {"description": NASTY, "headers": {NASTY: {}}}},
                }
            }
        },
        "components": {
            "schemas": {NASTY: schema},
            "securitySchemes": {NASTY: {"type": NASTY, "description": NASTY}},
        },
    }
    text, read = page(document)
    asks_for_nothing(text, read)
    assert "<b>" not in text


def test_a_schema_that_contains_itself_ends_as_a_link():
    part = {
        "type": "object",
        "properties": {"parts": {"items": {"$ref": "#/components/schemas/P"}}},
    }
    text, _ = page({"info": {}, "components": {"schemas": {"P": part}}})
    assert 'list of <a href="#schema-P">P</a>' in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "items", "properties", "allOf", "enum", "$ref", "required", "minLength"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_a_schema_is_there_is_a_page(schema):
    page({"info": {"title": "x"}, "components": {"schemas": {"A": schema}}})
