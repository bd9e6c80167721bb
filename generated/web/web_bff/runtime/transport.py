"""What goes to an upstream and what comes back, whichever HTTP client carries it.

In:  requests with absolute addresses and encoded targets.
Out: status, headers and bounded bytes, or bytes as they come; or UpstreamFailed.
How: a Protocol, so that another client fits without a change elsewhere.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from pydantic import MISSING

SUCCESSES: Final = range(200, 300)
"""Every status that says that all went well."""


class Sending(Protocol):
    """A body that is sent while it comes (incoming.py)."""

    @property
    def media_type(self) -> str:
        """Give its media type."""
        ...

    @property
    def length(self) -> int | None:
        """Give its length in bytes; None where it is not known."""
        ...

    @property
    def fault(self) -> Exception | None:
        """Give what ended it before its end, where that has happened."""
        ...

    def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamRequest:
    """One call as the upstream's contract has it.

    Attributes:
        method: in capitals.
        path: below the service's address, every value encoded by `segment`.
        query: without the question mark, as `query` makes it; may be empty.
        headers: pairs, as `headers` makes them.
        body: as `json_bytes` makes it; None where nothing is sent.
        media_type: of the body.
        sending: a body that is sent as it comes, in the place of `body`.
        is_safe: a read that travels by another method than GET and HEAD.
        accept: the media types that are asked for; empty asks for `application/json`.
        accepts: the statuses whose body is read; any other is the failure `status`.
    """

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    media_type: str = "application/json"
    sending: Sending | MISSING | None = None
    is_safe: bool = False
    accept: str = ""
    accepts: Collection[int] = (200,)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRequest:
    """The same call with its whole address and every header that is sent.

    Attributes:
        is_once: the client sends it once, also where a kept connection turns out to be closed.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    accepts: Collection[int]
    body: bytes | None = None
    sending: Sending | None = None
    is_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamResponse:
    """An accepted answer, read to its end.

    Attributes:
        headers: looked up without regard to case.
        body: decoded from its transfer and content coding.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class OpenResponse(Protocol):
    """An accepted answer whose body is still to be read; it holds its connection until closed."""

    @property
    def status(self) -> int:
        """Give the status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers, looked up without regard to case."""
        ...

    def pieces(self) -> AsyncIterator[bytes]:
        """Read the body piece by piece, no faster than it is asked for.

        Raises:
            UpstreamFailed: connect, where it breaks off.
        """
        ...

    def close(self) -> None:
        """Let go of the connection, which is cut where the body has not ended."""
        ...


class Transport(Protocol):
    """A client that keeps no cookie, follows no redirect and trusts no environment."""

    async def fetch(self, request: WireRequest, *, until: float, max_body: int) -> UpstreamResponse:
        """Make one call.

        Args:
            until: loop time by which it has ended, connecting and reading included.
            max_body: bytes of the decoded body that are read at most.

        Raises:
            UpstreamFailed: timeout, connect, status, too-large or bad-body (an unknown coding).
        """
        ...

    async def open(self, request: WireRequest, *, until: float) -> OpenResponse:
        """Make one call and read nothing of its body; who asks for it closes what it gets.

        Args:
            until: loop time by which the answer has begun.

        Raises:
            UpstreamFailed: timeout, connect, status or too-large (the headers).
        """
        ...
