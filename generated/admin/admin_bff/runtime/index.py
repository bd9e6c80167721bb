"""What a source of several calls has found: elements by key, some of which may not be there.

In:  elements by their keys; a key that a value of another source holds, or does not.
Out: the element, or MISSING; lists without what is MISSING.
How: values alone, so that shape functions stay pure and tests make an Index by hand.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Generic, TypeVar

from .body import MISSING
from .fetch import Reason

K = TypeVar("K")
V = TypeVar("V")


class Index(Generic[K, V]):
    """Elements by key, in the order of the keys.

    Args:
        by_key: what was found.
        reason: why some of it was not, where a part failed and the source went on without it.
    """

    __slots__ = ("_by_key", "reason")

    def __init__(self, by_key: Mapping[K, V] | None = None, reason: Reason | None = None) -> None:
        self._by_key: Mapping[K, V] = {} if by_key is None else by_key
        self.reason: Reason | None = reason

    def by(self, key: K | MISSING | None) -> V | MISSING:
        """Give the element of a key; MISSING for one that is not there, or has none."""
        if key is MISSING or key is None:
            return MISSING
        return self._by_key.get(key, MISSING)

    @property
    def elements(self) -> list[V]:
        """Give all elements."""
        return list(self._by_key.values())


def kept(elements: Iterable[V | MISSING], limit: int | None = None) -> list[V]:
    """Give the elements that are there, at most `limit` of them."""
    return list(islice((each for each in elements if each is not MISSING), limit))
