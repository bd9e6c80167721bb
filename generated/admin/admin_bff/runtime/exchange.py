"""One request while it is answered, as whoever serves a part of it finds it.

In:  the moment by which its plan ends, what its operation says of caching.
Out: the same for calls of upstreams, wherever a plan or a hook begins them.
How: a context variable; a task takes the context of the one that made it along.
"""

from contextvars import ContextVar

from .caching import Freshness


class Exchange:
    """A request being answered.

    Attributes:
        ends_at: loop time at which its plan ends; a Fetch that a hook awaits ends by it as well.
        freshness: notes the upstream answers that are used; None where nobody asks.
    """

    __slots__ = ("ends_at", "freshness")

    def __init__(self, *, ends_at: float, freshness: Freshness | None = None) -> None:
        self.ends_at = ends_at
        self.freshness = freshness


EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")
"""The request that the running code is for; set once per request."""
