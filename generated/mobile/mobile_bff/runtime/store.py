"""Where answers are kept: in the memory of one process.

In:  answers of upstreams under keys, each with the times it is good for.
Out: the same, with their age; the least recently used go first when there is no room.
How: a Protocol, so that a store which several processes share fits without a change elsewhere. It
     tells ages and no moments: every store has a clock of its own.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An answer that is kept, in its own bytes.

    Attributes:
        headers: as they came, but for those of one connection or one caller.
        fresh_s: for so long it is as good as a new one.
        revalidate_s: after that it is answered while a new one is asked for.
        if_error_s: after that it stands in where no new one can be had.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fresh_s: float
    revalidate_s: float = 0.0
    if_error_s: float = 0.0

    @property
    def kept_s(self) -> float:
        """Give the age at which it is of no use any more."""
        return self.fresh_s + max(self.revalidate_s, self.if_error_s)


class Store(Protocol):
    """Keeps entries; what it cannot keep or give it goes without, and raises nothing."""

    async def get(self, key: str) -> tuple[Entry, float] | None:
        """Give an entry and its age in seconds, no older than `kept_s`."""
        ...

    async def put(self, key: str, entry: Entry) -> None:
        """Keep an entry in place of the one before."""
        ...

    async def drop(self, key: str) -> None:
        """Forget an entry."""
        ...


_OVERHEAD_BYTES: Final = 600
"""What an entry takes beside its texts, as Python counts it."""


class MemoryStore:
    """Keeps entries up to a number of bytes."""

    __slots__ = ("_clock", "_entries", "_most_bytes", "bytes_used")

    def __init__(self, most_bytes: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin empty.

        Args:
            most_bytes: of all entries together; an entry that is larger is not kept.
            clock: seconds; never set back.
        """
        self._most_bytes = most_bytes
        self._clock = clock
        # The least recently used first: (entry, when it was put, bytes).
        self._entries: OrderedDict[str, tuple[Entry, float, int]] = OrderedDict()
        self.bytes_used = 0

    async def get(self, key: str) -> tuple[Entry, float] | None:
        """Give an entry and its age in seconds, no older than `kept_s`."""
        found = self._entries.get(key)
        if found is None:
            return None
        entry, put_at, _ = found
        age_s = self._clock() - put_at
        if age_s >= entry.kept_s:
            self._remove(key)
            return None
        self._entries.move_to_end(key)
        return entry, age_s

    async def put(self, key: str, entry: Entry) -> None:
        """Keep an entry in place of the one before."""
        self._remove(key)
        taken = _bytes_of(key, entry)
        if taken > self._most_bytes:
            return
        while self.bytes_used + taken > self._most_bytes:
            self._remove(next(iter(self._entries)))
        self._entries[key] = entry, self._clock(), taken
        self.bytes_used += taken

    async def drop(self, key: str) -> None:
        """Forget an entry."""
        self._remove(key)

    def __len__(self) -> int:
        """Give how many entries there are, those that nobody has asked for since they ended too."""
        return len(self._entries)

    def _remove(self, key: str) -> None:
        found = self._entries.pop(key, None)
        if found is not None:
            self.bytes_used -= found[2]


def _bytes_of(key: str, entry: Entry) -> int:
    headers = sum(len(name) + len(text) + 160 for name, text in entry.headers)
    return len(key) + len(entry.body) + headers + _OVERHEAD_BYTES
