"""Bodies of parts that upstreams are sent (`multipart/form-data`).

In:  a body as a shape function has built it, files among its members.
Out: what is sent, with its length, piece by piece, as often as it is asked for; None of a MISSING
     one.
How: a member is a part, the elements of a list are one each, an object is JSON (OpenAPI 3.1.1
     4.8.15.1); null has no text and is left out. Names are escaped as browsers do it (WHATWG HTML
     4.10.21.8). The boundary is 128 random bits, so no content holds it.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from secrets import token_hex
from typing import Final, TypeAlias, cast

from pydantic_core import to_json

from .body import MISSING, Body, Json, Sendable
from .file_part import FilePart

MULTIPART: Final = "multipart/form-data"
_JSON: Final = "application/json"
_ESCAPES: Final = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})

_Value: TypeAlias = "Json | FilePart"
_Part: TypeAlias = tuple[bytes, FilePart | bytes]


class PartsSent:
    """A body of parts.

    Attributes:
        media_type: with the boundary.
        length: in bytes.
        fault: None; nothing of it comes from outside while it is sent.
    """

    __slots__ = ("_end", "_parts", "fault", "length", "media_type")

    def __init__(self, parts: Iterable[_Part], boundary: str) -> None:
        self._parts = tuple(parts)
        self._end = f"--{boundary}--\r\n".encode()
        self.media_type = f"{MULTIPART}; boundary={boundary}"
        self.length = len(self._end) + sum(
            len(head) + (part.size if isinstance(part, FilePart) else len(part)) + 2
            for head, part in self._parts
        )
        self.fault: Exception | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece, from its start."""
        for head, part in self._parts:
            yield head
            if isinstance(part, FilePart):
                async for piece in part.pieces():
                    yield piece
            elif part:
                yield part
            yield b"\r\n"
        yield self._end


def parts_sending(
    body: Sendable | MISSING, *, types: Mapping[str, str] | None = None
) -> PartsSent | None:
    """Say what is sent of a body, its members in their order.

    Args:
        types: media types that fields are sent with, by member; without one a text has none, and
            an object that of JSON.
    """
    if body is MISSING:
        return None
    boundary = token_hex(16)
    said = types or {}
    parts = (
        (_head(boundary, name, said.get(name, ""), one), _content(one))
        for name, value in _members(body)
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    )
    return PartsSent(parts, boundary)


def _members(body: Sendable) -> Iterable[tuple[str, _Value]]:
    if isinstance(body, Body):
        made: object = body.__pydantic_serializer__.to_python(body, by_alias=True)
    else:
        made = body
    return cast("Mapping[str, _Value]", made).items()


def _head(boundary: str, name: str, media_type: str, value: _Value) -> bytes:
    lines = [f"--{boundary}", f'Content-Disposition: form-data; name="{_escaped(name)}"']
    if isinstance(value, FilePart):
        # Without a file name most servers take a part for a field.
        filename = value.filename if isinstance(value.filename, str) else "file"
        lines[1] += f'; filename="{_escaped(filename)}"'
        media_type = value.media_type
    elif isinstance(value, dict | list):
        media_type = media_type or _JSON
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    return "\r\n".join((*lines, "", "")).encode()


def _content(value: _Value) -> FilePart | bytes:
    if isinstance(value, FilePart):
        return value
    return value.encode() if isinstance(value, str) else to_json(value)


def _escaped(name: str) -> str:
    return name.translate(_ESCAPES)
