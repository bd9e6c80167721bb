"""Parameters of a request, from the bytes that came to typed values.

In:  the request, a parameter's name, and what the contract says of it.
Out: the value within its bounds; the default or MISSING where it is absent; or Invalid.
How: percent-encoding is decoded once and exactly, a value at a time, so a parameter that the
     contract does not know can do no harm; a scalar that comes twice is refused, never guessed.
     Within `Parsing` a fault is kept, and what is given back for it is never used.
"""

import re
from collections.abc import Callable
from typing import Final, Literal, TypeVar, Unpack, cast, overload
from urllib.parse import unquote, unquote_to_bytes

from starlette.requests import Request
from starlette.types import Scope

from .body import MISSING
from .faults import keep
from .problem import Fault, Invalid, token
from .scalar import (
    Choice,
    NumberBounds,
    TextBounds,
    TextRefused,
    boolean_of,
    choice_of,
    integer_of,
    number_of,
    text_of,
)

T = TypeVar("T")

_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_UNDECODED: Final = re.compile(r"%(?!25|2F|2C|3B|3D)")
_QUERY: Final = "bff.query"

# --- path


def path_text(http: Request, name: str, **bounds: Unpack[TextBounds]) -> str:
    """Read a text of the path; it may hold a slash, which came as `%2F`."""
    return _path(http, name, lambda text: text_of(text, bounds))


def path_integer(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> int:
    """Read an integer of the path."""
    return _path(http, name, lambda text: integer_of(text, bounds))


def path_number(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> float:
    """Read a number of the path."""
    return _path(http, name, lambda text: number_of(text, bounds))


def path_boolean(http: Request, name: str) -> bool:
    """Read `true` or `false` of the path."""
    return _path(http, name, boolean_of)


def path_enum(http: Request, name: str, among: tuple[Choice, ...]) -> Choice:
    """Read one of the given values of the path."""
    return _path(http, name, lambda text: choice_of(text, among))


# --- query


@overload
def query_text(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[TextBounds]
) -> str: ...
@overload
def query_text(http: Request, name: str, *, default: str, **bounds: Unpack[TextBounds]) -> str: ...
@overload
def query_text(http: Request, name: str, **bounds: Unpack[TextBounds]) -> str | MISSING: ...
def query_text(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: str | MISSING = MISSING,
    **bounds: Unpack[TextBounds],
) -> str | MISSING:
    """Read a text of the query."""
    return _query(http, name, lambda text: text_of(text, bounds), default, required)


@overload
def query_integer(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[NumberBounds]
) -> int: ...
@overload
def query_integer(
    http: Request, name: str, *, default: int, **bounds: Unpack[NumberBounds]
) -> int: ...
@overload
def query_integer(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> int | MISSING: ...
def query_integer(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: int | MISSING = MISSING,
    **bounds: Unpack[NumberBounds],
) -> int | MISSING:
    """Read an integer of the query."""
    return _query(http, name, lambda text: integer_of(text, bounds), default, required)


@overload
def query_number(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[NumberBounds]
) -> float: ...
@overload
def query_number(
    http: Request, name: str, *, default: float, **bounds: Unpack[NumberBounds]
) -> float: ...
@overload
def query_number(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> float | MISSING: ...
def query_number(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: float | MISSING = MISSING,
    **bounds: Unpack[NumberBounds],
) -> float | MISSING:
    """Read a number of the query."""
    return _query(http, name, lambda text: number_of(text, bounds), default, required)


@overload
def query_boolean(http: Request, name: str, *, required: Literal[True]) -> bool: ...
@overload
def query_boolean(http: Request, name: str, *, default: bool) -> bool: ...
@overload
def query_boolean(http: Request, name: str) -> bool | MISSING: ...
def query_boolean(
    http: Request, name: str, *, required: bool = False, default: bool | MISSING = MISSING
) -> bool | MISSING:
    """Read `true` or `false` of the query."""
    return _query(http, name, boolean_of, default, required)


@overload
def query_enum(
    http: Request, name: str, among: tuple[Choice, ...], *, required: Literal[True]
) -> Choice: ...
@overload
def query_enum(
    http: Request, name: str, among: tuple[Choice, ...], *, default: Choice
) -> Choice: ...
@overload
def query_enum(http: Request, name: str, among: tuple[Choice, ...]) -> Choice | MISSING: ...
def query_enum(
    http: Request,
    name: str,
    among: tuple[Choice, ...],
    *,
    required: bool = False,
    default: Choice | MISSING = MISSING,
) -> Choice | MISSING:
    """Read one of the given values of the query."""
    return _query(http, name, lambda text: choice_of(text, among), default, required)


# --- headers


@overload
def header_text(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[TextBounds]
) -> str: ...
@overload
def header_text(http: Request, name: str, *, default: str, **bounds: Unpack[TextBounds]) -> str: ...
@overload
def header_text(http: Request, name: str, **bounds: Unpack[TextBounds]) -> str | MISSING: ...
def header_text(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: str | MISSING = MISSING,
    **bounds: Unpack[TextBounds],
) -> str | MISSING:
    """Read a text of a header."""
    return _header(http, name, lambda text: text_of(text, bounds), default, required)


@overload
def header_integer(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[NumberBounds]
) -> int: ...
@overload
def header_integer(
    http: Request, name: str, *, default: int, **bounds: Unpack[NumberBounds]
) -> int: ...
@overload
def header_integer(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> int | MISSING: ...
def header_integer(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: int | MISSING = MISSING,
    **bounds: Unpack[NumberBounds],
) -> int | MISSING:
    """Read an integer of a header."""
    return _header(http, name, lambda text: integer_of(text, bounds), default, required)


@overload
def header_number(
    http: Request, name: str, *, required: Literal[True], **bounds: Unpack[NumberBounds]
) -> float: ...
@overload
def header_number(
    http: Request, name: str, *, default: float, **bounds: Unpack[NumberBounds]
) -> float: ...
@overload
def header_number(http: Request, name: str, **bounds: Unpack[NumberBounds]) -> float | MISSING: ...
def header_number(
    http: Request,
    name: str,
    *,
    required: bool = False,
    default: float | MISSING = MISSING,
    **bounds: Unpack[NumberBounds],
) -> float | MISSING:
    """Read a number of a header."""
    return _header(http, name, lambda text: number_of(text, bounds), default, required)


@overload
def header_boolean(http: Request, name: str, *, required: Literal[True]) -> bool: ...
@overload
def header_boolean(http: Request, name: str, *, default: bool) -> bool: ...
@overload
def header_boolean(http: Request, name: str) -> bool | MISSING: ...
def header_boolean(
    http: Request, name: str, *, required: bool = False, default: bool | MISSING = MISSING
) -> bool | MISSING:
    """Read `true` or `false` of a header."""
    return _header(http, name, boolean_of, default, required)


@overload
def header_enum(
    http: Request, name: str, among: tuple[Choice, ...], *, required: Literal[True]
) -> Choice: ...
@overload
def header_enum(
    http: Request, name: str, among: tuple[Choice, ...], *, default: Choice
) -> Choice: ...
@overload
def header_enum(http: Request, name: str, among: tuple[Choice, ...]) -> Choice | MISSING: ...
def header_enum(
    http: Request,
    name: str,
    among: tuple[Choice, ...],
    *,
    required: bool = False,
    default: Choice | MISSING = MISSING,
) -> Choice | MISSING:
    """Read one of the given values of a header."""
    return _header(http, name, lambda text: choice_of(text, among), default, required)


def forwarded_text(http: Request, name: str, *, max_length: int) -> str | MISSING:
    """Read a header that is handed on although the contract does not have it.

    It is no fault of the client's if it cannot be handed on: then it is left out.
    """
    text = ", ".join(http.headers.getlist(name)).strip(" \t")
    fits = 0 < len(text) <= max_length and text.isascii() and text.isprintable()
    return text if fits else MISSING


# --- where the texts are


def _path(http: Request, name: str, read: Callable[[str], T]) -> T:
    try:
        return _of_path(http, name, read)
    except Invalid as fault:
        keep(http, fault)
    return cast("T", MISSING)


def _query(
    http: Request, name: str, read: Callable[[str], T], default: T | MISSING, required: bool
) -> T | MISSING:
    try:
        return _of_query(http, name, read, default, required)
    except Invalid as fault:
        keep(http, fault)
    return MISSING


def _header(
    http: Request, name: str, read: Callable[[str], T], default: T | MISSING, required: bool
) -> T | MISSING:
    try:
        return _of_header(http, name, read, default, required)
    except Invalid as fault:
        keep(http, fault)
    return MISSING


def _of_path(http: Request, name: str, read: Callable[[str], T]) -> T:
    text = path_value(http.path_params[name])
    if text is None:
        raise _invalid("path", name, "is not percent-encoded UTF-8")
    if text in (".", ".."):
        raise _invalid("path", name, f"`{text}` is a step of a path, not a value (RFC 3986 3.3)")
    return _within("path", name, text, read)


def _of_query(
    http: Request, name: str, read: Callable[[str], T], default: T | MISSING, required: bool
) -> T | MISSING:
    found = query_values(http.scope).get(name, [])
    if not found:
        return _absent("query", name, default, required)
    if len(found) > 1:
        raise _invalid("query", name, f"comes {len(found)} times; the contract wants one value")
    text = decoded(found[0])
    if text is None:
        raise _invalid("query", name, "is not percent-encoded UTF-8")
    return _within("query", name, text, read)


def _of_header(
    http: Request, name: str, read: Callable[[str], T], default: T | MISSING, required: bool
) -> T | MISSING:
    found = http.headers.getlist(name)
    if not found:
        return _absent("header", name, default, required)
    if len(found) > 1:
        raise _invalid("header", name, f"comes {len(found)} times; the contract wants one value")
    text = found[0].strip(" \t")
    if not (text.isascii() and text.isprintable()):
        # RFC 9110 5.5: other bytes have no meaning that both sides share.
        raise _invalid("header", name, "holds characters beyond printable ASCII")
    return _within("header", name, text, read)


def _absent(place: str, name: str, default: T | MISSING, required: bool) -> T | MISSING:
    if required:
        raise _invalid(place, name, "is absent; the contract requires it")
    return default


def _within(place: str, name: str, text: str, read: Callable[[str], T]) -> T:
    try:
        return read(text)
    except TextRefused as refused:
        raise _invalid(place, name, str(refused)) from None


def _invalid(place: str, name: str, message: str) -> Invalid:
    return Invalid(Fault(f"#/{place}/{token(name)}", message))


def path_value(text: str) -> str | None:
    """Decode what the shell has left escaped in a value of the path; None where that is no text."""
    if "%" not in text:
        return text
    return None if _UNDECODED.search(text) else unquote(text)


def query_values(scope: Scope) -> dict[str, list[bytes]]:
    """Give the values of a request's query by their names, still escaped, in their order."""
    values: dict[str, list[bytes]] | None = scope.get(_QUERY)
    if values is None:
        values = scope[_QUERY] = _split(scope["query_string"])
    return values


def _split(query_string: bytes) -> dict[str, list[bytes]]:
    values: dict[str, list[bytes]] = {}
    for pair in query_string.split(b"&"):
        name, _, value = pair.partition(b"=")
        known = decoded(name)
        if known:  # a name that cannot be decoded is not one that the contract knows
            values.setdefault(known, []).append(value)
    return values


def decoded(raw: bytes) -> str | None:
    """Decode a name or value of a query: `+` is a blank (WHATWG URL 5.1), escapes are UTF-8."""
    if _BROKEN_ESCAPE.search(raw):
        return None
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return None
