"""Values of upstreams' parameters in the styles of OpenAPI, written as the contract has them.

In:  values of plans: plain ones, lists and objects of such; what is MISSING or null is left out.
Out: texts for paths, queries, headers and cookies, with every value encoded (RFC 6570 3.2).
How: a list or object without anything in it is left out, as RFC 6570 has it. What a style has no
     way to tell apart, such as a comma inside an element of a header, is refused when the call
     begins, and nothing is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

from pydantic_core import to_json

from .body import MISSING, Sendable
from .upstream import REFUSED, QueryValue, encoded, written

Members: TypeAlias = Mapping[str, QueryValue | MISSING | None]
Styled: TypeAlias = QueryValue | Sequence[QueryValue] | Members

# RFC 3986 2.2, without what would end a value of a query or be read as another character there.
_RESERVED: Final = ":/?@!$'()*,;"


# --- paths


def simple_style(value: Styled, *, explode: bool = False) -> str:
    """Write a value of a path: `a,b`; an object is `name,value`, or `name=value`."""
    return _segment("", _parts(value, "=" if explode else ","), ",")


def label_style(value: Styled, *, explode: bool = False) -> str:
    """Write a value of a path behind a full stop: `.a,b`, exploded `.a.b`."""
    parts = _parts(value, "=" if explode else ",")
    if explode and not isinstance(value, str | int | float) and any("." in each for each in parts):
        return REFUSED  # a full stop has no escape (RFC 6570 3.2.5)
    return _segment(".", parts, "." if explode else ",")


def matrix_style(name: str, value: Styled, *, explode: bool = False) -> str:
    """Write a value of a path behind its name: `;ids=a,b`, exploded `;ids=a;ids=b`."""
    if isinstance(value, Mapping) and explode:
        return _segment(";", _parts(value, "="), ";")
    begin = f"{encoded(name)}="
    parts = _parts(value, ",")
    if explode:
        return _segment(";", [begin + each for each in parts], ";")
    return _segment(f";{begin}", parts, ",")


# --- queries


def query_of(*parts: str) -> str:
    """Put the parts of a query together, in their order; empty ones are left out."""
    return "&".join(each for each in parts if each)


def form_style(
    name: str,
    value: Styled | MISSING,
    *,
    explode: bool = True,
    allow_reserved: bool = False,
) -> str:
    """Write a parameter: `ids=a&ids=b`, or `ids=a,b`; members of an object by their own names.

    Args:
        allow_reserved: characters such as `/` and `:` of a value stay as they are.
    """
    if value is MISSING:
        return ""
    safe = _RESERVED if allow_reserved else ""
    if not explode:
        parts = _parts(value, ",", safe.replace(",", ""))
        return f"{encoded(name)}={','.join(parts)}" if parts else ""
    if isinstance(value, Mapping):
        return "&".join(_parts(value, "=", safe))
    return "&".join(f"{encoded(name)}={each}" for each in _parts(value, "=", safe))


def delimited_style(name: str, value: Styled | MISSING, delimiter: str) -> str:
    """Write a list with blanks or bars between its elements, and an object likewise.

    An element that holds the delimiter cannot be told from two of them: it is refused.
    """
    if value is MISSING:
        return ""
    mark = quote(delimiter)
    parts = [each for pair in _parts(value, "\n") for each in pair.split("\n")]
    if any(mark in each for each in parts):
        return REFUSED
    return f"{encoded(name)}={mark.join(parts)}" if parts else ""


def deep_style(name: str, value: Members | MISSING) -> str:
    """Write an object member by member: `filter[status]=open`, its brackets escaped."""
    if value is MISSING:
        return ""
    return "&".join(
        f"{quote(f'{name}[{member}]', safe='')}={quote(written(each), safe='')}"
        for member, each in _told(value)
    )


# --- headers and cookies


def header_style(value: Styled | MISSING, *, explode: bool = False) -> str | MISSING:
    """Write a value of a header: `a,b`; an object is `name,value`, or `name=value`."""
    if value is MISSING:
        return MISSING
    if isinstance(value, str | int | float):
        return written(value)
    texts = [written(each) for each in _flat(value)]
    # A header has no escapes (OpenAPI 3.1.1 4.8.12.2.2): what delimits can be part of no value.
    refused = {",", "="} if explode else {","}
    if any(refused & {*each} or each != each.strip(" \t") for each in texts):
        return REFUSED
    if isinstance(value, Mapping) and explode:
        texts = [f"{key}={each}" for key, each in zip(texts[::2], texts[1::2], strict=True)]
    return ",".join(texts) if texts else MISSING


def cookie_header(*pairs: tuple[str, Styled | MISSING]) -> tuple[tuple[str, str], ...]:
    """Write the header `Cookie`; nothing where all is MISSING. Lists have commas between."""
    told = [
        f"{name}={','.join(parts)}"
        for name, value in pairs
        if value is not MISSING
        for parts in (_parts(value, ","),)
        if parts
    ]
    return (("Cookie", "; ".join(told)),) if told else ()


def json_text(value: "Sendable | Members | MISSING") -> str | MISSING:
    """Write a value as JSON (`content: application/json`)."""
    if value is MISSING:
        return MISSING
    if isinstance(value, Mapping):
        value = {name: each for name, each in value.items() if each is not MISSING}
    return to_json(value, by_alias=True).decode()


# --- parts of values


def _parts(value: Styled, between: str, safe: str = "") -> list[str]:
    """Encode the elements of a value.

    Args:
        between: what stands between the name and the value of a member.
        safe: what stays as it is.
    """
    if isinstance(value, Mapping):
        return [
            f"{_escaped(name, '')}{between}{_escaped(written(each), safe)}"
            for name, each in _told(value)
        ]
    return [_escaped(written(each), safe) for each in _elements(value)]


def _escaped(text: str, safe: str) -> str:
    return quote(text, safe=safe) if safe else encoded(text)


def _elements(value: QueryValue | Sequence[QueryValue]) -> Iterable[QueryValue]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def _flat(value: Sequence[QueryValue] | Members) -> Iterable[QueryValue]:
    """Give names and values by turns, or the elements."""
    if not isinstance(value, Mapping):
        return _elements(value)
    return [part for pair in _told(value) for part in pair]


def _told(value: Members) -> Iterable[tuple[str, QueryValue]]:
    """Give the members that have a text."""
    return ((k, each) for k, each in value.items() if each is not MISSING and each is not None)


def _segment(before: str, parts: Sequence[str], between: str) -> str:
    """Put a value of a path together; one that would name another path is refused."""
    text = before + between.join(parts)
    return REFUSED if not parts or text in ("", ".", "..") else text
