"""Answers that are kept under a key, so that what changes something is not done twice.

In:  keys, digests of requests, the answers that were given.
Out: Replays, what any store of them does; replays_in_memory.py is that of one process.
How: a key is claimed before anything is done and either gets its answer or is given free.
"""

from dataclasses import dataclass
from typing import Protocol

from .answer import RawHeaders


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was sent."""

    status: int
    headers: RawHeaders
    body: bytes


@dataclass(frozen=True, slots=True)
class Claimed:
    """A key is its caller's to answer.

    Attributes:
        token: names this claim, as another may follow one whose lease has ended.
    """

    token: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Another request came first under a key.

    Attributes:
        digest: of that request; answer: what it was told, None while it is being answered.
    """

    digest: str
    answer: KeptAnswer | None


class Replays(Protocol):
    """A store of answers; one that several clients share puts the client's name before keys."""

    async def claim(self, key: str, digest: str, *, lease_s: float) -> Claimed | Standing:
        """Take a key, or say what stands under it.

        Args:
            lease_s: a claim that is neither kept nor released ends by itself, as its process may.
        """
        ...

    async def keep(self, key: str, token: int, answer: KeptAnswer, *, keep_s: float) -> None:
        """Keep the answer of a claim; of one that another has followed nothing is kept."""
        ...

    async def release(self, key: str, token: int) -> None:
        """Give a key free: the next request under it is answered anew."""
        ...
