"""What a plan gives back, and how it becomes bytes.

In:  a body that holds its contract, and what had to be left out.
Out: a response whose headers are encoded already.
How: the body's own serializer writes the bytes; no dictionary stands between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar, Final, Generic, Protocol, TypeAlias, TypeVar

from starlette.responses import Response

from .body import MISSING, Body, RootBody
from .caching import SAYS_NOTHING, Caching, Freshness
from .etag import etag_of, names
from .missing import Missing, incomplete, stale_parts
from .told import NoBody, Problem

RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]


class Passing(Protocol):
    """A body of bytes, sent as it comes (passing.py, content.py)."""

    @property
    def media_type(self) -> str:
        """Give its media type."""
        ...

    def response(self, status: int, headers: RawHeaders) -> Response:
        """Write the answer that has this body."""
        ...


AnswerBody: TypeAlias = Body | RootBody | Passing
B_co = TypeVar("B_co", bound=AnswerBody, covariant=True)
_BUILT: Final = (Body, RootBody)


@dataclass(frozen=True, slots=True)
class Answer(Generic[B_co]):
    """One status of an operation with its body; each status is a subclass.

    Attributes:
        status: of HTTP; types: media types of a body of bytes; set by the subclass.
        body: built, and therefore within its contract.
        missing: what the answer goes without; the client is told by `BFF-Incomplete`.
        next_cursor: of the next page of a list, where an operation links to it.
    """

    status: ClassVar[int]
    types: ClassVar[tuple[str, ...]] = ()
    body: B_co
    missing: tuple[Missing, ...] = ()
    next_cursor: str | MISSING | None = MISSING

    def headers(self) -> RawHeaders:
        """Write the headers that the contract declares for this status."""
        return ()

    def media_type(self, asked: RawHeaders) -> bytes:
        """Give the media type of a body that is built; `asked` are the headers of the request."""
        return b"application/json"


class RawResponse(Response):
    """A response of bytes and encoded headers, sent as they are."""

    def __init__(self, status: int, body: bytes, headers: RawHeaders) -> None:
        self.status_code = status
        self.body = body
        self.raw_headers = list(headers)
        # RFC 9110 8.6: a 304 would tell the length of what it does not send, a 204 may tell none.
        if status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.raw_headers.append((b"content-length", b"%d" % len(body)))
        self.background = None


class Ready(Exception):
    """An answer that stands already, so that nothing is planned for it."""

    def __init__(self, response: RawResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


_PROBLEM = (b"content-type", b"application/problem+json")
NO_STORE = (b"cache-control", b"no-store")
# RFC 9110 15.4.5: what a 304 repeats of the 200, beside ETag and Vary.
_OF_NOT_MODIFIED: Final = frozenset((b"cache-control", b"content-location", b"expires"))
_OF_WHOLE_ANSWERS: Final = frozenset((b"cache-control", b"etag"))


def respond(
    answer: Answer[AnswerBody],
    asked: RawHeaders = (),
    caching: Caching = SAYS_NOTHING,
    freshness: Freshness | None = None,
    *,
    tells_missing: bool = True,
    link: bytes | None = None,
    stale: Mapping[str, int] | None = None,
) -> Response:
    """Write an answer; an incomplete one is never stored, and says what it goes without.

    Args:
        asked: the headers of the request, as ASGI has them.
        caching: what the operation says of caching.
        freshness: of the upstream answers that were used.
        link: to the next page.
        stale: parts of it that were kept and are stale, each since how many seconds.
    """
    body = answer.body
    if isinstance(body, NoBody):
        told = caching.headers(asked, freshness)
        return RawResponse(answer.status, b"", _heads(answer, told, tells_missing=tells_missing))
    if not isinstance(body, _BUILT):
        told = caching.headers(asked, freshness)
        return body.response(answer.status, _heads(answer, told, tells_missing=tells_missing))
    content = body.__pydantic_serializer__.to_json(body, by_alias=True)
    kind = _PROBLEM
    if not isinstance(body, Problem):
        kind = b"content-type", answer.media_type(asked)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return RawResponse(answer.status, content, [kind, *answer.headers(), NO_STORE])
    always: list[tuple[bytes, bytes]] = [kind]
    if link is not None:
        always.append((b"link", link))
    if stale and tells_missing:
        always.append((b"cache-status", stale_parts(stale).encode("ascii")))
    if answer.missing:
        own = [each for each in answer.headers() if each[0] not in _OF_WHOLE_ANSWERS]
        headers = [*always, *own, NO_STORE]
        if tells_missing:
            headers.append((b"bff-incomplete", incomplete(answer.missing).encode("ascii")))
        return RawResponse(answer.status, content, headers)
    told = caching.headers(asked, freshness)
    if caching.has_etag:
        etag = etag_of(content)
        told.append((b"etag", etag.encode("ascii")))
        known = [text.decode("latin-1") for name, text in asked if name == b"if-none-match"]
        if known and names(etag, known):
            kept = [each for each in answer.headers() if each[0] in _OF_NOT_MODIFIED]
            return RawResponse(HTTPStatus.NOT_MODIFIED, b"", [*kept, *told])
    return RawResponse(answer.status, content, [*always, *answer.headers(), *told])


def unchanged(
    told: Mapping[str, str],
    asked: RawHeaders = (),
    caching: Caching = SAYS_NOTHING,
    freshness: Freshness | None = None,
) -> RawResponse:
    """Say that the client has the answer already, as the upstream says (RFC 9110 15.4.5).

    Args:
        told: the headers of its 304; the tag and the date of what it has are handed on.
        asked, caching, freshness: as of `respond`.
    """
    if freshness is not None:
        freshness.note(told)
    texts = ((name, told.get(name, "")) for name in ("etag", "last-modified"))
    kept = [
        (name.encode("ascii"), text.encode("ascii"))
        for name, text in texts
        if text and text.isascii() and text.isprintable()
    ]
    return RawResponse(HTTPStatus.NOT_MODIFIED, b"", [*kept, *caching.headers(asked, freshness)])


def _heads(answer: Answer[AnswerBody], told: RawHeaders, *, tells_missing: bool) -> RawHeaders:
    """Write the headers of an answer that builds no body; an incomplete one is never stored."""
    if not answer.missing:
        return [*answer.headers(), *told]
    headers = [each for each in answer.headers() if each[0] not in _OF_WHOLE_ANSWERS]
    headers.append(NO_STORE)
    if tells_missing:
        headers.append((b"bff-incomplete", incomplete(answer.missing).encode("ascii")))
    return headers
