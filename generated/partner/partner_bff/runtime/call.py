"""One request on its way: until when its plan may run, who calls, where its sources are joined.

In:  the loop time at which the request came, the operation's budget, the caller, the settings.
Out: `call.sources()`, the join that a plan opens; `call.caller(Identity)`, who calls;
     `call.config(Config)`, what is set; `call.resources(Kind)`, what hooks hold open.
How: one absolute moment of the event loop's clock, so no wall clock can move a deadline. The time
     that a client takes to send a body is its own: the moment moves by it.
"""

from collections.abc import Callable
from typing import TypeVar

from .body import MISSING, Body
from .cursor import Seal, is_cursor
from .exchange import EXCHANGE
from .join import Join
from .writes import Holding

B = TypeVar("B", bound=Body)
C = TypeVar("C", bound=str | MISSING | None)
T = TypeVar("T")


class Call:
    """A request being answered.

    Attributes:
        ends_at: loop time at which the plan ends: arrival + budget - reserve.
        writes: keeps the writes that the plan begins and does not wait for.
        identity: of the caller; None of one who is not known.
        join: makes the join of its sources.
    """

    __slots__ = ("_config", "_resources", "_seal", "ends_at", "identity", "join", "writes")

    def __init__(
        self,
        *,
        ends_at: float,
        writes: Holding,
        identity: Body | None = None,
        config: Body | None = None,
        seal: Seal | None = None,
        resources: object = None,
    ) -> None:
        """Begin to answer.

        Args:
            config: what is set for the composition, where it declares settings.
            seal: of the list that is asked for, where its cursors are sealed.
            resources: what `lifespan` of hooks holds open, where there is one.
        """
        self.ends_at = ends_at
        self.writes = writes
        self.identity = identity
        self.join: Callable[..., Join] = Join
        self._config = config
        self._seal = seal
        self._resources = resources

    def extend(self, seconds: float) -> None:
        """Move the end by the time that the client took to send its request."""
        self.ends_at += seconds
        exchange = EXCHANGE.get(None)
        if exchange is not None:
            exchange.ends_at = self.ends_at

    def sources(self) -> Join:
        """Open the join of this call's sources: `async with call.sources() as source:`."""
        return self.join(ends_at=self.ends_at, writes=self.writes)

    def caller(self, identity: type[B]) -> B:
        """Give who calls an operation that lets only known callers in."""
        if not isinstance(self.identity, identity):
            raise TypeError(f"the caller is no {identity.__name__}")
        return self.identity

    def known_caller(self, identity: type[B]) -> B | MISSING:
        """Give who calls; MISSING of a caller who is let in unknown."""
        return MISSING if self.identity is None else self.caller(identity)

    def config(self, config: type[B]) -> B:
        """Give what is set for the composition."""
        if not isinstance(self._config, config):
            raise TypeError(f"the settings are no {config.__name__}")
        return self._config

    def resources(self, kind: type[T]) -> T:
        """Give what `lifespan` of hooks holds open.

        Args:
            kind: the class of its value.
        """
        if not isinstance(self._resources, kind):
            raise TypeError(f"`lifespan` of hooks holds no {kind.__name__} open")
        return self._resources

    def opened(self, cursor: str | MISSING) -> str | MISSING:
        """Give the upstream's cursor of the one that the client sent.

        Raises:
            CursorInvalid: it is of another list, or was changed.
        """
        return cursor if cursor is MISSING else self._sealing().opened(cursor)

    def sealed(self, cursor: C) -> C | str:
        """Give the client's cursor of an upstream's; no cursor stays none."""
        return self._sealing().sealed(cursor) if is_cursor(cursor) else cursor

    def _sealing(self) -> Seal:
        if self._seal is None:
            raise RuntimeError("an operation whose facts do not say that its cursors are sealed")
        return self._seal
