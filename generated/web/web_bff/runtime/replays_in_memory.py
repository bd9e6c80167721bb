"""The kept answers of one process.

In:  claims of keys, answers to keep.
Out: the same as of any store (replays.py); another process knows nothing of it, and a stop empties
     it.
How: a table by key, and a heap of what ends when. Answers live as long as their operation says;
     over its bytes the store drops what would end soonest.
"""

import asyncio
import heapq
import logging
from dataclasses import dataclass
from itertools import count
from typing import Final

from .replays import Claimed, KeptAnswer, Standing

_log = logging.getLogger(__name__)

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of all kept answers of a process: some 100,000 of those that writes have."""

_BESIDE: Final = 600
"""Bytes that an answer takes beside its body: its key, digest, headers and places in tables."""

_BETWEEN_WARNINGS_S: Final = 60


@dataclass(slots=True)
class _Entry:
    digest: str
    token: int
    ends_at: float
    answer: KeptAnswer | None = None

    @property
    def size(self) -> int:
        return _BESIDE + (len(self.answer.body) if self.answer is not None else 0)


class ReplaysInMemory:
    """The store of one process."""

    __slots__ = ("_by_end", "_bytes", "_entries", "_most_bytes", "_tokens", "_warns_from")

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._entries: dict[str, _Entry] = {}
        self._by_end: list[tuple[float, int, str]] = []  # kept answers; of an older claim: void
        self._tokens = count()
        self._bytes = 0
        self._most_bytes = most_bytes
        self._warns_from = 0.0

    async def claim(self, key: str, digest: str, *, lease_s: float) -> Claimed | Standing:
        """Take a key, or say what stands under it."""
        now = asyncio.get_running_loop().time()
        self._drop_ended(now)
        found = self._entries.get(key)
        if found is not None and found.ends_at > now:
            return Standing(found.digest, found.answer)
        self._drop(key)
        token = next(self._tokens)
        self._put(key, _Entry(digest, token, now + lease_s))
        return Claimed(token)

    async def keep(self, key: str, token: int, answer: KeptAnswer, *, keep_s: float) -> None:
        """Keep the answer of a claim, and drop others where there is no room."""
        found = self._entries.get(key)
        if found is None or found.token != token:
            return
        now = asyncio.get_running_loop().time()
        self._drop(key)
        self._make_room(_BESIDE + len(answer.body), now)
        kept = _Entry(found.digest, token, now + keep_s, answer)
        self._put(key, kept)
        heapq.heappush(self._by_end, (kept.ends_at, token, key))

    async def release(self, key: str, token: int) -> None:
        """Give a key free."""
        found = self._entries.get(key)
        if found is not None and found.token == token:
            self._drop(key)

    def _put(self, key: str, entry: _Entry) -> None:
        self._entries[key] = entry
        self._bytes += entry.size

    def _drop(self, key: str) -> None:
        dropped = self._entries.pop(key, None)
        if dropped is not None:
            self._bytes -= dropped.size

    def _drop_ended(self, now: float) -> None:
        while self._by_end and self._by_end[0][0] <= now:
            self._drop_soonest()

    def _make_room(self, size: int, now: float) -> None:
        """Drop answers before their end: a client that asks again for one is answered anew."""
        is_full = False
        while self._by_end and self._bytes + size > self._most_bytes:
            is_full = self._drop_soonest() or is_full
        if is_full and now >= self._warns_from:
            self._warns_from = now + _BETWEEN_WARNINGS_S
            _log.warning("kept answers fill their %d bytes: some end early", self._most_bytes)

    def _drop_soonest(self) -> bool:
        """Drop the answer that ends soonest; say whether it was there still."""
        _, token, key = heapq.heappop(self._by_end)
        found = self._entries.get(key)
        is_there = found is not None and found.token == token
        if is_there:
            self._drop(key)
        return is_there
