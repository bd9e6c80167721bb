"""Headers with the types of a contract, read and written in the style `simple`.

In:  a value and what its contract says of it; or the headers that an upstream answered with.
Out: a header as the wire has it; or the typed value. What is outside its contract never passes.
How: the text of a plain value is the value itself (OpenAPI 3.1.1 4.8.12.2), so one set of checks
     (scalar.py) holds for what comes in and for what goes out.
"""

from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from .body import MISSING
from .fetch import UpstreamFailed
from .scalar import TextRefused

P = ParamSpec("P")
T = TypeVar("T")

RawHeader: TypeAlias = tuple[bytes, bytes]
RawHeaders: TypeAlias = tuple[RawHeader, ...]


class Answered(Protocol):
    """What an upstream answered with."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Give its headers, looked up without regard to case."""
        ...


class Unwritable(Exception):
    """A value that the contract does not have for a header."""


def header(
    name: str,
    value: str | int | float | MISSING,
    read: Callable[Concatenate[str, P], object],
    *bounds: P.args,
    **more: P.kwargs,
) -> RawHeaders:
    """Write a header; one that is MISSING is none.

    Args:
        read: the reader of scalar.py for its type, whose bounds are held.

    Raises:
        Unwritable: outside the bounds, or beyond printable ASCII (RFC 9110 5.5).
    """
    if value is MISSING:
        return ()
    if isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = value if isinstance(value, str) else repr(value)
    if not (text.isascii() and text.isprintable()):
        raise Unwritable(f"{name}: characters beyond printable ASCII")
    try:
        read(text, *bounds, **more)
    except TextRefused as refused:
        raise Unwritable(f"{name}: outside the contract") from refused
    return ((name.lower().encode("ascii"), text.encode("ascii")),)


def required_header(
    answer: Answered,
    name: str,
    read: Callable[Concatenate[str, P], T],
    *bounds: P.args,
    **more: P.kwargs,
) -> T:
    """Read a header that the upstream's contract promises.

    Raises:
        UpstreamFailed: `bad-body` where it is absent or outside the contract.
    """
    found = optional_header(answer, name, read, *bounds, **more)
    if found is MISSING:
        raise UpstreamFailed("bad-body")
    return found


def optional_header(
    answer: Answered,
    name: str,
    read: Callable[Concatenate[str, P], T],
    *bounds: P.args,
    **more: P.kwargs,
) -> T | MISSING:
    """Read a header that the upstream may leave out; outside its contract it is `bad-body`."""
    text = answer.headers.get(name)
    if text is None:
        return MISSING
    try:
        return read(text.strip(" \t"), *bounds, **more)
    except TextRefused:
        raise UpstreamFailed("bad-body") from None
