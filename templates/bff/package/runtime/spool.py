"""Bytes that are kept while a request is answered: a few in memory, more in a file.

In:  bytes, piece by piece.
Out: the same, from the start, to as many readers as there are, piece by piece.
How: the file has no name, so nothing is left of it once its last reader has gone. It is read and
     written beside the event loop; a reader remembers its own place.
"""

import asyncio
import hashlib
import tempfile
import threading
from collections.abc import AsyncIterator
from typing import IO, Final

PIECE_BYTES: Final = 64 * 1024
"""What is read at a time."""


class Spool:
    """Bytes on their way.

    Attributes:
        size: how many there are.
    """

    __slots__ = ("_digest", "_file", "_lock", "_memory", "size")

    def __init__(self, content: bytes = b"") -> None:
        self._file: IO[bytes] | None = None
        self._memory = bytearray(content)
        self._lock = threading.Lock()
        self._digest = hashlib.sha256(content)
        self.size = len(content)

    def __del__(self) -> None:
        """Let go of the file; whoever reads it has the spool as well."""
        if self._file is not None:
            self._file.close()

    @property
    def in_memory(self) -> int:
        """Give how many bytes of memory it holds."""
        return len(self._memory)

    @property
    def digest(self) -> str:
        """Give the SHA-256 of all that is there, in hexadecimal."""
        return self._digest.hexdigest()

    async def write(self, piece: bytes, *, to_file: bool) -> None:
        """Keep a piece.

        Args:
            to_file: whether it goes to a file, with all before it; one that is there stays.
        """
        self.size += len(piece)
        self._digest.update(piece)
        if not to_file and self._file is None:
            self._memory += piece
            return
        content = bytes(self._memory) + piece
        self._memory.clear()
        await asyncio.to_thread(self._append, content)

    async def read(self) -> bytes:
        """Give all of it."""
        return b"".join([piece async for piece in self.pieces()])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece."""
        at = 0
        while at < self.size:
            if self._file is None:
                piece = bytes(self._memory[at : at + PIECE_BYTES])
            else:
                piece = await asyncio.to_thread(self._read, self._file, at)
            at += len(piece)
            yield piece

    def _append(self, content: bytes) -> None:
        with self._lock:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed with the spool
            self._file.write(content)

    def _read(self, file: IO[bytes], at: int) -> bytes:
        with self._lock:
            file.seek(at)
            return file.read(PIECE_BYTES)
