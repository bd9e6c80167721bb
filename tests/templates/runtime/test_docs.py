"""The contract's page: served under a policy that lets in its own style alone, or not at all."""

import asyncio
import hashlib
from base64 import b64encode

import pytest

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import little_bff

PAGE = b"<!doctype html><style>p { color: red }</style><p>little</p>\n"


@pytest.fixture
def asked(tmp_path, monkeypatch):
    (tmp_path / "docs.html").write_bytes(PAGE)

    def ask_for(target, *headers, serves_docs=True):
        app = little_bff(tmp_path, monkeypatch, serves_docs=serves_docs)
        return asyncio.run(ask(app, "GET", target, *headers))

    return ask_for


def test_the_page_is_the_builds_byte_for_byte_under_a_strict_policy(asked):
    answered = asked("/docs")
    assert (answered.status, answered.body) == (200, PAGE)
    digest = b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert answered.headers["content-type"] == "text/html; charset=utf-8"
    assert answered.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    assert answered.headers["link"] == '<openapi.json>; rel="service-desc"'
    again = asked("/docs", ("If-None-Match", answered.headers["etag"]))
    assert (again.status, again.body) == (304, b"")


def test_the_contract_links_to_its_page_where_there_is_one(asked):
    assert asked("/openapi.json").headers["link"] == '<docs>; rel="service-doc"'
    assert "link" not in asked("/openapi.json", serves_docs=False).headers


def test_a_page_that_is_switched_off_is_not_there(asked):
    assert asked("/docs", serves_docs=False).status == 404
