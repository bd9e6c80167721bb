"""The contract that the BFF serves, byte for byte as the build wrote it, and its page for people.

In:  the bytes of openapi.json and docs.html.
Out: `/openapi.json` and `/docs`, each with a strong ETag; 304 where the client has it already.
How: read once at start; documents that a framework derives lose headers and media types. The page
     asks for nothing else: no script, no font, no picture, and its policy forbids what it does not
     need (https://www.w3.org/TR/CSP3/).
"""

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from .answer import RawHeaders, RawResponse
from .etag import etag_of, names
from .route import ExactRoute

CONTRACT: Final = "openapi.json"
PAGE: Final = "docs.html"

_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def document_of(folder: Path, name: str) -> bytes:
    """Read a document inside a package's folder, or beside it as the build lays it."""
    inside = folder / name
    return (inside if inside.exists() else folder.parent / name).read_bytes()


def contract_route(document: bytes, *, has_page: bool) -> ExactRoute:
    """Serve the contract at `/openapi.json`."""
    link = [(b"link", b'<docs>; rel="service-doc"')] if has_page else []
    return _route("/openapi.json", document, b"application/json", link)


def page_route(page: bytes) -> ExactRoute:
    """Serve the page at `/docs`, under a policy that lets its own style in and nothing else."""
    hashes = (b64encode(hashlib.sha256(each).digest()) for each in _STYLE.findall(page))
    styles = b" ".join(b"'sha256-%s'" % each for each in hashes)
    policy = b"default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'" % styles
    return _route(
        "/docs",
        page,
        b"text/html; charset=utf-8",
        [
            (b"content-security-policy", policy + b"; frame-ancestors 'none'"),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"link", b'<openapi.json>; rel="service-desc"'),
        ],
    )


def _route(path: str, document: bytes, media_type: bytes, headers: RawHeaders) -> ExactRoute:
    etag = etag_of(document)
    always = [(b"etag", etag.encode()), (b"cache-control", b"no-cache"), *headers]
    whole = RawResponse(200, document, [(b"content-type", media_type), *always])
    unchanged = RawResponse(304, b"", always)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        known = Request(scope).headers.getlist("if-none-match")
        response = unchanged if names(etag, known) else whole
        await response(scope, receive, send)

    return ExactRoute(path, "GET", answer, name=path[1:])
