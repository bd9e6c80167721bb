"""A source as an inert value, and the ways in which it fails.

In:  a function that makes the call, given the moment by which it must have ended.
Out: Fetch, which only a join begins (or `await` in a hook); SourceFailed with a closed reason.
How: nothing happens until `begin` is called, so a Fetch that is made and dropped costs nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Generator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from pydantic import ValidationError

from .exchange import EXCHANGE, Exchange

_log = logging.getLogger(__name__)

T_co = TypeVar("T_co", covariant=True)

_NO_HEADERS: Final[Mapping[str, str]] = {}

Reason: TypeAlias = Literal[
    "timeout",  # its own cap ran out
    "budget",  # the operation's time ran out, or less than the smallest useful time was left
    "connect",  # no connection, or a broken one: refused, reset, cut short, not HTTP, no host
    "status",  # a status that the call does not accept, a redirect included
    "bad-body",  # not JSON, or not what its contract says; of a function: it raised
    "too-large",  # headers or decoded body above their limit
    "refused-value",  # a value that cannot stand in a path or header: empty, dots, line ends
]


class SourceFailed(Exception):
    """A source that gave no value.

    Attributes:
        reason: why, in the words that `BFF-Incomplete` may use.
    """

    reason: Reason


class HookFailed(SourceFailed):
    """A function of hooks raised, or gave what it may not; no value of it is named."""

    reason: Reason = "bad-body"


class UpstreamFailed(SourceFailed):
    """A call that gave no value.

    Args:
        reason: why, in the words that `BFF-Incomplete` may use.
        status: what the upstream answered, where it did.
        client_status: what the plan's `on_status` makes of that status.
        service: which upstream it was; for the log alone, no client is told.
        headers: of what the upstream answered, where it did.
    """

    def __init__(
        self,
        reason: Reason,
        status: int | None = None,
        *,
        client_status: int | None = None,
        service: str = "",
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> None:
        super().__init__(reason, status)
        self.headers = headers
        self.service = service
        self.reason: Reason = reason
        self.status = status
        self.client_status = client_status

    def copy(self) -> "UpstreamFailed":
        """Make one of its own for each who waited for the same call."""
        return UpstreamFailed(self.reason, self.status, headers=self.headers)


def unsent(source: str, fault: BaseException) -> BaseException:
    """Take a body that breaks its contract before it is sent for a failure of its source."""
    if not isinstance(fault, ValidationError):
        return fault
    _log.error("%s: what it is sent is outside its contract: %s", source, fault)
    failed = UpstreamFailed("bad-body")
    failed.__cause__ = fault
    return failed


@dataclass(frozen=True, slots=True)
class Fetch(Generic[T_co]):
    """One call of an upstream or of a function, not begun.

    Attributes:
        begin: makes the call; takes the loop time by which it ends, raises UpstreamFailed.
        is_write: a call that changes something: once begun it is never cancelled.
        narrow: makes the same call for one status alone, of a call that a hook is handed.
    """

    begin: Callable[[float], Coroutine[object, None, T_co]]
    is_write: bool = False
    narrow: "Callable[..., Fetch[object]] | None" = None

    def __await__(self) -> Generator[object, None, T_co]:
        """Begin the call in a hook and wait for it, at most until the operation's plan ends."""
        exchange = EXCHANGE.get()
        within = _written if self.is_write else _within
        return within(self, exchange).__await__()


async def _within(fetch: Fetch[T_co], exchange: Exchange) -> T_co:
    try:
        async with asyncio.timeout_at(exchange.ends_at):
            return await fetch.begin(exchange.ends_at)
    except TimeoutError:
        raise UpstreamFailed("budget") from None


async def _written(fetch: Fetch[T_co], exchange: Exchange) -> T_co:
    """Begin a write, which runs to its own limit whatever becomes of who waits for it."""
    if asyncio.get_running_loop().time() >= exchange.ends_at:
        raise UpstreamFailed("budget")
    task = asyncio.ensure_future(fetch.begin(exchange.ends_at))
    try:
        async with asyncio.timeout_at(exchange.ends_at):
            return await asyncio.shield(task)
    except TimeoutError:
        raise UpstreamFailed("budget") from None
    finally:
        if exchange.hold is not None and not task.done():
            exchange.hold(task)
