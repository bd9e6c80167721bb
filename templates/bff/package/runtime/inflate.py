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
    """One body being decoded."""

    __slots__ = ("_coding", "_decoder", "_left")

    def __init__(self, coding: str, limit: int) -> None:
        """Begin with the first piece; `coding` is `gzip`, `x-gzip` or `deflate`."""
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise UpstreamFailed("bad-body")
        self._coding = coding
        self._left = limit
        self._decoder: zlib._Decompress | None = None

    def feed(self, piece: bytes) -> bytes:
        """Decode one piece."""
        decoded = b""
        while piece:
            if self._decoder is None:
                self._decoder = zlib.decompressobj(self._window(piece[0]))
            decoded += self._some(self._decoder, piece)
            if not self._decoder.eof:
                break
            piece = self._decoder.unused_data
            if piece and self._coding == "deflate":
                raise UpstreamFailed("bad-body")
            if piece:
                self._decoder = None  # RFC 1952 2.2: members follow each other
        return decoded

    def end(self) -> None:
        """Refuse a body that broke off."""
        if self._decoder is None or not self._decoder.eof:
            raise UpstreamFailed("bad-body")

    def _some(self, decoder: "zlib._Decompress", piece: bytes) -> bytes:
        try:
            # One byte more than is left: what fills it is too large. 0 would mean no limit.
            decoded = decoder.decompress(piece, self._left + 1)
        except zlib.error:
            raise UpstreamFailed("bad-body") from None
        self._left -= len(decoded)
        if self._left < 0:
            raise UpstreamFailed("too-large")
        return decoded

    def _window(self, first_byte: int) -> int:
        if self._coding != "deflate":
            return _GZIP
        # RFC 9110 8.4.1.2 means the zlib format; some servers send the bare stream.
        return _ZLIB if first_byte & 0x0F == zlib.DEFLATED else _RAW
