"""An operation that a function of the team answers: how long it may take, what it may give.

In:  what the function makes, the answers of its contract, the call.
Out: the answer; or HookFailed for one that no contract has, UpstreamFailed for one that is late.
How: the function is held to the plan's end where it awaits. One that blocks holds the whole
     process up, and nothing here can end it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from types import TracebackType, UnionType
from typing import Final, TypeVar, cast

from .answer import Answer, AnswerBody
from .body import Body, RootBody, broken_members
from .call import Call
from .fetch import HookFailed, UpstreamFailed
from .join import Join
from .media_range import fits_a_header, is_within
from .reply import body_type
from .told import Problem
from .writes import Writes

A = TypeVar("A", bound=Answer[AnswerBody])
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Awaitable[object]])

_log = logging.getLogger(__name__)

_BUILT: Final = (Body, RootBody)

NO_UPSTREAMS: Final = object()
"""What a function is handed whose composition names no `uses`."""


class HeldJoin(Join):
    """A join that a function of the team opens: it ends by itself, what is late cut as in a plan.

    The function's own limit would end it as well, at the same moment, and with it the whole answer.
    """

    __slots__ = ("_limit",)

    def __init__(self, limit: asyncio.Timeout, *, ends_at: float, writes: Writes) -> None:
        super().__init__(ends_at=ends_at, writes=writes)
        self._limit = limit

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End as every join does, and hand what is left of the time back to the function."""
        self._hold_to(None)
        try:
            await super().__aexit__(kind, fault, trace)
        finally:
            self._hold_to(self._ends_at)

    def _hold_to(self, end: float | None) -> None:
        if not self._limit.expired():
            self._limit.reschedule(end)


async def answered(given: Awaitable[A], kinds: type[A] | UnionType, call: Call) -> A:
    """Wait for what a function answers, and hold it to the statuses of its operation.

    Args:
        given: what the function was called for; not awaited yet.
        kinds: the class of each status, or their union.

    Raises:
        UpstreamFailed: `budget`, where the plan has ended before.
        HookFailed: no answer of the contract.
    """
    name = name_of(given)
    answer = await waited(given, call)
    if not isinstance(answer, kinds):
        raise HookFailed(f"`{name}` gave {type(answer).__name__}, no answer of the operation")
    if not isinstance(answer.body, body_type(type(answer))):
        given_type, kind = type(answer.body).__name__, type(answer).__name__
        raise HookFailed(f"`{name}` gave {given_type} as the body of {kind}")
    types = answer.types
    if types and not isinstance(answer.body, _BUILT):
        media_type = answer.body.media_type
        if not (fits_a_header(media_type) and is_within(media_type, types)):
            raise HookFailed(f"`{name}` gave a media type that is none of {', '.join(types)}")
    if isinstance(answer.body, Problem) and answer.body.status != answer.status:
        told, kind = answer.body.status, type(answer).__name__
        raise HookFailed(f"`{name}` told a problem of {told} as {kind}")
    return answer


async def waited(given: Awaitable[T], call: Call) -> T:
    """Wait for what a function answers, until the plan has ended.

    Raises:
        UpstreamFailed: `budget`, where the plan has ended before.
        HookFailed: it answers at once.
    """
    if not isinstance(given, Awaitable):
        raise HookFailed(f"gave {type(given).__name__} at once, where an answer is waited for")
    limit = asyncio.timeout_at(call.ends_at)
    call.join = partial(HeldJoin, limit)
    try:
        async with limit:
            return await given
    except TimeoutError:
        if limit.expired():
            raise UpstreamFailed("budget") from None
        raise


def name_of(given: object) -> str:
    """Name the function that was called for what is waited for."""
    return getattr(given, "__name__", "a function of hooks")


def of_upstreams(*fed: str) -> Callable[[F], F]:
    """Say that a function builds its answer of what upstreams give, as a plan does.

    A value that the contract of the answer, or of an upstream, does not have is then the fault of
    an upstream (502), and not of the function (500).

    Args:
        fed: `Class.member`, as JSON names it, of each member whose value the team computes.
    """

    def told(function: F) -> F:
        @wraps(function)
        async def answer(*args: object) -> object:
            try:
                return await function(*args)
            # Whatever else is raised is the function's own.
            except Exception as fault:
                members = broken_members(fault)
                if members is None or not members.isdisjoint(fed):
                    raise
                name = getattr(function, "__name__", "a function of hooks")
                _log.warning("%s: what it builds is outside its contract: %s", name, fault)
                raise UpstreamFailed("bad-body") from fault

        return cast("F", answer)

    return told
