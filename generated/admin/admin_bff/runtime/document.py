"""The contract that the BFF serves, byte for byte as the build wrote it.

In:  the bytes of openapi.json.
Out: `/openapi.json` with a strong ETag; 304 where the client has it already.
How: read once at start; documents that a framework derives lose headers and media types.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from .answer import RawResponse
from .etag import etag_of, names
from .route import ExactRoute

_NAME = "openapi.json"


def document_of(folder: Path) -> bytes:
    """Read the document inside a package's folder, or beside it as the build lays it."""
    inside = folder / _NAME
    return (inside if inside.exists() else folder.parent / _NAME).read_bytes()


def document_route(document: bytes) -> ExactRoute:
    """Serve a document at `/openapi.json`."""
    etag = etag_of(document)
    always = [(b"etag", etag.encode()), (b"cache-control", b"no-cache")]
    whole = RawResponse(200, document, [(b"content-type", b"application/json"), *always])
    unchanged = RawResponse(304, b"", always)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        known = Request(scope).headers.getlist("if-none-match")
        response = unchanged if names(etag, known) else whole
        await response(scope, receive, send)

    return ExactRoute(f"/{_NAME}", "GET", answer, name="openapi")
