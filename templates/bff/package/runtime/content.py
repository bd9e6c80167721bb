"""Bytes that are no JSON, as functions of the team answer and send them.

In:  bytes, or pieces of them as they come, and their media type.
Out: the body of an answer or of a call; what goes through is seen piece by piece, and none is kept.
How: bytes have a length, and may be sent again; pieces are sent once, and have the length that is
     told of them.
"""

from collections.abc import AsyncIterable, AsyncIterator

from starlette.responses import Response

from .answer import RawHeaders
from .media_range import fits_a_header
from .passing import PassedResponse


class Content:
    """A body of bytes.

    Attributes:
        media_type: of the contract, with what parameters it may have.
        length: in bytes; None where it is not known.
        fault: None; nothing of it comes from a client while it is sent.
    """

    __slots__ = ("_content", "fault", "length", "media_type")

    def __init__(
        self,
        content: bytes | AsyncIterable[bytes],
        media_type: str,
        *,
        length: int | None = None,
    ) -> None:
        """Take what is sent.

        Args:
            length: of pieces, where it is known.

        Raises:
            ValueError: a media type that no header can have.
        """
        if not fits_a_header(media_type):
            raise ValueError("a media type of a body is printable ASCII")
        self._content = content
        self.media_type = media_type
        self.length = len(content) if isinstance(content, bytes) else length
        self.fault: Exception | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece."""
        if isinstance(self._content, bytes):
            yield self._content
            return
        async for piece in self._content:
            yield piece

    def response(self, status: int, headers: RawHeaders) -> Response:
        """Write the answer that has this body."""
        return PassedResponse(status, headers, self)
