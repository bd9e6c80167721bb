"""An operation that a function of the team answers: how long it may take, what it may give.

In:  what the function makes, the answers of its contract, the call.
Out: the answer; or HookFailed for one that no contract has, UpstreamFailed for one that is late.
How: the function is held to the plan's end where it awaits. One that blocks holds the whole
     process up, and nothing here can end it.
"""

import asyncio
from collections.abc import Awaitable
from types import UnionType
from typing import Final, TypeVar

from .answer import Answer, AnswerBody
from .call import Call
from .fetch import HookFailed, UpstreamFailed
from .reply import body_type
from .told import Problem

A = TypeVar("A", bound=Answer[AnswerBody])

NO_UPSTREAMS: Final = object()
"""What a function is handed whose composition names no `uses`."""


async def answered(given: Awaitable[A], kinds: type[A] | UnionType, call: Call) -> A:
    """Wait for what a function answers, and hold it to the statuses of its operation.

    Args:
        given: what the function was called for; not awaited yet.
        kinds: the class of each status, or their union.

    Raises:
        UpstreamFailed: `budget`, where the plan has ended before.
        HookFailed: no answer of the contract.
    """
    if not isinstance(given, Awaitable):
        raise HookFailed(f"gave {type(given).__name__} at once, where an answer is waited for")
    name = getattr(given, "__name__", "a function of hooks")
    limit = asyncio.timeout_at(call.ends_at)
    try:
        async with limit:
            answer = await given
    except TimeoutError:
        if limit.expired():
            raise UpstreamFailed("budget") from None
        raise
    if not isinstance(answer, kinds):
        raise HookFailed(f"`{name}` gave {type(answer).__name__}, no answer of the operation")
    if not isinstance(answer.body, body_type(type(answer))):
        given_type, kind = type(answer.body).__name__, type(answer).__name__
        raise HookFailed(f"`{name}` gave {given_type} as the body of {kind}")
    if isinstance(answer.body, Problem) and answer.body.status != answer.status:
        told, kind = answer.body.status, type(answer).__name__
        raise HookFailed(f"`{name}` told a problem of {told} as {kind}")
    return answer
