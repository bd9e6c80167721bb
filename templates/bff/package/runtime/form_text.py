"""Bodies that upstreams are sent as forms (`application/x-www-form-urlencoded`).

In:  a body as a shape function has built it.
Out: its bytes; None where it is MISSING.
How: a member is a text, the elements of a list are sent one by one, an object is JSON (OpenAPI
     3.1.1 4.8.15.1), where `encoding` says nothing else; null has no text and is left out.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote_plus

from pydantic_core import to_json, to_jsonable_python

from .body import MISSING, Json, Sendable


def form_bytes(
    body: Sendable | MISSING, *, joined: Sequence[str] = (), deep: Sequence[str] = ()
) -> bytes | None:
    """Write a body, its members in their order.

    Args:
        joined: members whose elements are sent in one text, with commas between.
        deep: members that are objects and are sent member by member, as `address[city]`.
    """
    if body is MISSING:
        return None
    members: dict[str, Json] = to_jsonable_python(body, by_alias=True)
    pairs = (pair for name, value in members.items() for pair in _pairs(name, value, joined, deep))
    return "&".join(f"{quote_plus(name)}={text}" for name, text in pairs).encode()


def _pairs(
    name: str, value: Json, joined: Sequence[str], deep: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """Give the names and encoded texts of one member."""
    if isinstance(value, list):
        texts = [_text(each) for each in value if each is not None]
        if name not in joined:
            yield from ((name, each) for each in texts)
        elif texts:
            yield name, ",".join(texts)
    elif isinstance(value, dict) and name in deep:
        yield from ((f"{name}[{k}]", _text(v)) for k, v in value.items() if v is not None)
    elif value is not None:
        yield name, _text(value)


def _text(value: Json) -> str:
    return quote_plus(value if isinstance(value, str) else to_json(value).decode())
