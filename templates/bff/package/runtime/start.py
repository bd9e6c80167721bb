"""A source that is begun only while enough of the plan's time is left.

In:  the call of an optional source, and how much time it takes to be worth it.
Out: the same call; where less is left, the failure `budget`, and nothing is sent.
How: looked at when the join begins the call, so what it has waited for counts.
"""

import asyncio
from functools import partial
from typing import TypeVar, overload

from .body import MISSING
from .exchange import EXCHANGE
from .fetch import Fetch, UpstreamFailed

T = TypeVar("T")


@overload
def if_budget(fetch: Fetch[T], *, ms: int) -> Fetch[T]: ...
@overload
def if_budget(fetch: Fetch[T] | MISSING, *, ms: int) -> Fetch[T] | MISSING: ...
def if_budget(fetch: Fetch[T] | MISSING, *, ms: int) -> Fetch[T] | MISSING:
    """Begin a call only while so much of the plan's time is left.

    Args:
        fetch: MISSING where there is nothing to ask with.
        ms: until the plan ends: the operation's budget less its reserve.
    """
    if fetch is MISSING:
        return MISSING
    return Fetch(partial(_begin, fetch, ms / 1000), is_write=fetch.is_write)


async def _begin(fetch: Fetch[T], least_s: float, until: float) -> T:
    exchange = EXCHANGE.get(None)
    left_s = (exchange.ends_at if exchange else until) - asyncio.get_running_loop().time()
    if left_s < least_s:
        raise UpstreamFailed("budget")
    return await fetch.begin(until)
