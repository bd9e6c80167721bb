"""One request on its way: until when its plan may run, and where its sources are joined.

In:  the loop time at which the request came, the operation's budget.
Out: `call.sources()`, the join that a plan opens.
How: one absolute moment of the event loop's clock, so no wall clock can move a deadline. The time
     that a client takes to send a body is its own: the moment moves by it.
"""

from .exchange import EXCHANGE
from .join import Join
from .writes import Writes


class Call:
    """A request being answered.

    Attributes:
        ends_at: loop time at which the plan ends: arrival + budget - reserve.
        writes: keeps the writes that the plan begins and does not wait for.
    """

    __slots__ = ("ends_at", "writes")

    def __init__(self, *, ends_at: float, writes: Writes) -> None:
        self.ends_at = ends_at
        self.writes = writes

    def extend(self, seconds: float) -> None:
        """Move the end by the time that the client took to send its request."""
        self.ends_at += seconds
        exchange = EXCHANGE.get(None)
        if exchange is not None:
            exchange.ends_at = self.ends_at

    def sources(self) -> Join:
        """Open the join of this call's sources: `async with call.sources() as source:`."""
        return Join(ends_at=self.ends_at, writes=self.writes)
