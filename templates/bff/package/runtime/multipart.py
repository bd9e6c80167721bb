"""A body of several parts (`multipart/form-data`), taken apart while it comes.

In:  the Content-Type that tells the boundary; bytes as they come.
Out: of each part its head, its content piece by piece, its end; Malformed for what has no parts.
How: python-multipart finds the boundaries. A head is what RFC 7578 4.2 makes of it: names are
     UTF-8, `filename*` means nothing, a quote and a line end come escaped as browsers do it.
"""

import logging
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

MULTIPART: Final = "multipart/form-data"

_MOST_HEADERS: Final = 8
_HEADER_BYTES: Final = 4 * 1024
_BOUNDARY: Final = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_ESCAPED: Final = ((b"%22", b'"'), (b"%0D", b"\r"), (b"%0A", b"\n"))

# What it finds wrong is told to the client; its own warnings would repeat a stranger's bytes.
_SILENT: Final = logging.getLogger(f"{__name__}.parser")
_SILENT.setLevel(logging.CRITICAL)


class Malformed(Exception):
    """A body that is none of parts; the text says why, in no word of the client's."""


@dataclass(frozen=True, slots=True)
class PartHead:
    """The head of a part.

    Attributes:
        filename: as it was sent; None where none was.
        media_type: as it was sent; empty where none was.
    """

    name: str
    filename: str | None
    media_type: str


class Part(Enum):
    """The end of a part."""

    END = "end"


Event: TypeAlias = PartHead | bytes | Part


class Parts:
    """The parts of one body.

    Attributes:
        is_whole: the last boundary has come.
    """

    __slots__ = ("_events", "_field", "_headers", "_parser", "_value", "is_whole")

    def __init__(self, content_type: str) -> None:
        """Begin with none.

        Raises:
            Malformed: where no boundary is told.
        """
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
        if _BOUNDARY.fullmatch(boundary) is None:
            raise Malformed("has no boundary in its Content-Type")
        self.is_whole = False
        self._events: list[Event] = []
        self._headers: dict[bytes, bytes] = {}
        self._field = bytearray()
        self._value = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._name_header,
                "on_header_value": self._fill_header,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_head,
                "on_part_data": self._fill,
                "on_part_end": lambda: self._events.append(Part.END),
                "on_end": self._end,
            },
            max_header_count=_MOST_HEADERS,
            max_header_size=_HEADER_BYTES,
        )
        self._parser.logger = _SILENT

    def feed(self, piece: bytes) -> list[Event]:
        """Give what a piece of the body brings.

        Raises:
            Malformed: what cannot be a body of parts.
        """
        try:
            self._parser.write(piece)
        except FormParserError:
            raise Malformed("is no body of parts with the boundary that is told") from None
        events, self._events = self._events, []
        return events

    def _begin(self) -> None:
        self._headers = {}

    def _name_header(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _fill_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        name = bytes(self._field).strip().lower()
        if name in self._headers:
            raise Malformed("has a part with one header twice")
        self._headers[name] = bytes(self._value).strip()
        self._field.clear()
        self._value.clear()

    def _end_head(self) -> None:
        kind, given = parse_options_header(
            self._headers.get(b"content-disposition", b"").decode("latin-1")
        )
        name = given.get(b"name")
        if kind != b"form-data" or name is None:
            raise Malformed("has a part without a name")
        filename = given.get(b"filename")
        self._events.append(
            PartHead(
                name=_text(name),
                filename=None if filename is None else _text(filename),
                media_type=self._headers.get(b"content-type", b"").decode("latin-1"),
            )
        )

    def _fill(self, data: bytes, start: int, end: int) -> None:
        self._events.append(data[start:end])

    def _end(self) -> None:
        self.is_whole = True


def _text(raw: bytes) -> str:
    """Read a name of a head."""
    for escape, meant in _ESCAPED:
        raw = raw.replace(escape, meant)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Malformed("has a name that is not UTF-8") from None
