"""A file of a body of parts: what a client sent, or a function of the team made.

In:  bytes with their media type, and the name that the file has.
Out: the same, whole or piece by piece; a member of a model like any other.
How: a name is the last step of a path at most, without control characters, so that it does no harm
     wherever it is written.
"""

import re
from collections.abc import AsyncIterator
from typing import Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .body import MISSING
from .media_range import fits_a_header
from .spool import Spool

OCTETS: Final = "application/octet-stream"
"""The media type of bytes of which nothing else is known."""

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class FilePart:
    """A file.

    It is a body that can be sent by itself, too.

    Attributes:
        media_type: as it was sent.
        fault: None; all of it has come.
        filename: without folders and control characters; MISSING where it has no name.
    """

    __slots__ = ("_content", "fault", "filename", "media_type")

    def __init__(
        self,
        content: bytes | Spool,
        *,
        media_type: str = OCTETS,
        filename: str | MISSING = MISSING,
    ) -> None:
        """Take what it holds.

        Raises:
            ValueError: a media type that no header can have.
        """
        if not fits_a_header(media_type):
            raise ValueError("a media type of a file is printable ASCII")
        self._content = content if isinstance(content, Spool) else Spool(content)
        self.media_type = media_type
        self.fault: Exception | None = None
        self.filename = MISSING if filename is MISSING else _last_step(filename)

    @property
    def size(self) -> int:
        """Give how many bytes it has."""
        return self._content.size

    @property
    def length(self) -> int | None:
        """Give how many bytes it has."""
        return self._content.size

    async def read(self) -> bytes:
        """Give it whole: all of it is in memory then."""
        return await self._content.read()

    def _told(self) -> list[str]:
        filename = self.filename if isinstance(self.filename, str) else ""
        return [self.media_type, filename, self._content.digest]

    def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece, from its start."""
        return self._content.pieces()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Be a member of a model as it is; as JSON it is what tells it from every other."""
        told = core_schema.plain_serializer_function_ser_schema(cls._told, when_used="json")
        return core_schema.is_instance_schema(cls, serialization=told)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say what a contract calls it."""
        return {"type": "string", "format": "binary"}


def _last_step(filename: str) -> str:
    name = _CONTROLS.sub("", filename.replace("\\", "/").rpartition("/")[2])
    return name if name not in (".", "..") else ""
