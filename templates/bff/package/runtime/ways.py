"""How an answer of an upstream is come by where that is more than one call.

In:  what makes one call, and the moment by which its source has ended.
Out: Protocols: `Again` makes a call again that failed, `Keeping` takes an answer that is kept.
How: a source that asks for neither is one call, and its BFF has the module of neither.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeAlias, TypeVar

from .transport import UpstreamRequest, UpstreamResponse

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Send: TypeAlias = Callable[[float], Awaitable[UpstreamResponse]]
"""Makes a call, given the loop time by which it has ended; raises UpstreamFailed."""


class Budget(Protocol):
    """What bounds the calls of one service that are made again."""

    def count(self, now: float) -> None:
        """Count a call that is made for the first time, at a loop time."""
        ...

    def spend(self, now: float) -> bool:
        """Take the right to make one call again; False where there is none left."""
        ...


class Again(Protocol):
    """Makes a call again that failed; `retry.py` has it."""

    @property
    def is_once(self) -> bool:
        """Say whether it makes up for a dropped connection, so that the transport must not."""
        ...

    def budget(self) -> Budget:
        """Make the budget of a service, which all of its sources share."""
        ...

    async def send(self, send: Send, budget: Budget, until: float) -> UpstreamResponse:
        """Make a call, and make it again as it may be.

        Raises:
            UpstreamFailed: as the last of the calls did.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Generic[T_co]):
    """One call that may not have to be made.

    Attributes:
        service: who is asked.
        credentials: what it is shown.
        send: makes the call.
        read: makes the value of an answer, or raises UpstreamFailed.
    """

    service: str
    request: UpstreamRequest
    credentials: tuple[tuple[str, str], ...]
    send: Send
    read: Callable[[UpstreamResponse], T_co]


class Kept(Protocol):
    """What one BFF keeps of its upstreams' answers; `cache.py` has it."""

    async def close(self) -> None:
        """End what is asked for in the background."""
        ...


class Keeping(Protocol):
    """How long the answers of one source are kept, and for whom; `cache.py` has it."""

    async def value(self, kept: Kept | None, asking: Asking[T], until: float) -> T:
        """Give the value of an answer that is kept, or of one that is asked for now.

        Args:
            kept: what the BFF keeps; None asks each time.

        Raises:
            UpstreamFailed: as the call did, where nothing that is kept stands in.
        """
        ...
