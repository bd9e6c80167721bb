"""Content codings of HTTP undone piece by piece, never beyond a limit.

In:  pieces of an encoded body, the name of its coding, a limit of decoded bytes.
Out: decoded bytes; UpstreamFailed with `too-large` or `bad-body`.
How: zlib is told how much it may give, so a bomb is noticed before it unfolds.
"""

import zlib
from typing import Final

from .fetch import UpstreamFailed

_GZIP: Final = zlib.MAX_WBITS | 16
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS


class Inflater:
    """One body being decoded.

    Args:
        coding: `gzip`, `x-gzip` or `deflate`; any other is refused.
        limit: decoded bytes that are given at most.
    """

    __slots__ = ("_decoder", "_is_deflate", "_is_fresh", "_left")

    def __init__(self, coding: str, limit: int) -> None:
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise UpstreamFailed("bad-body")
        self._is_deflate = coding == "deflate"
        self._left = limit
        self._decoder = zlib.decompressobj(_GZIP)
        self._is_fresh = True

    def feed(self, piece: bytes) -> bytes:
        """Decode one piece of the body."""
        decoded = b""
        while piece:
            if self._is_fresh and self._is_deflate:
                self._decoder = zlib.decompressobj(_deflate_window(piece[0]))
            self._is_fresh = False
            decoded += self._some(piece)
            piece = self._decoder.unused_data
            if piece and self._is_deflate:
                raise UpstreamFailed("bad-body")
            if piece:  # RFC 1952 2.2: a gzip body may have several members, one after the other
                self._decoder = zlib.decompressobj(_GZIP)
        return decoded

    def end(self) -> None:
        """Refuse a body that broke off."""
        if not self._decoder.eof:
            raise UpstreamFailed("bad-body")

    def _some(self, piece: bytes) -> bytes:
        try:
            # One byte more than is left: what fills it is too large. 0 would mean no limit.
            decoded = self._decoder.decompress(piece, self._left + 1)
        except zlib.error:
            raise UpstreamFailed("bad-body") from None
        self._left -= len(decoded)
        if self._left < 0:
            raise UpstreamFailed("too-large")
        return decoded


def _deflate_window(first_byte: int) -> int:
    # RFC 9110 8.4.1.2 means the zlib format; some servers send the bare stream.
    return _ZLIB if first_byte & 0x0F == zlib.DEFLATED else _RAW
