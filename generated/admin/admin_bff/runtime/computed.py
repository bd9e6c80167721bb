"""A source that a function of the team computes: how long it may take, what it may give.

In:  the function, what it is given by name, the type that its value is held to.
Out: a Fetch; begun, it gives the value, or raises HookFailed, of one that is late UpstreamFailed.
How: the function is called when the join begins it, and held to its time where it awaits. One that
     blocks holds the whole process up, and nothing here can end it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, ParamSpec, TypeVar

from pydantic import TypeAdapter, ValidationError

from .exchange import EXCHANGE
from .fetch import Fetch, HookFailed, UpstreamFailed
from .noting import Noting

P = ParamSpec("P")
T = TypeVar("T")

_SERVICE: Final = "hooks"


def computed(
    source: str,
    function: Callable[P, Awaitable[T]],
    kind: TypeAdapter[T],
    /,
    *_: P.args,
    **given: P.kwargs,
) -> Fetch[T]:
    """Say what to compute; nothing is called yet.

    Args:
        source: what the composition calls it, for the log.
        kind: what its value is held to.
        given: what the function is given.
    """
    return Fetch(partial(_compute, source, partial(function, **given), kind))


async def _compute(
    source: str, function: Callable[[], Awaitable[T]], kind: TypeAdapter[T], until: float
) -> T:
    with Noting(source, _SERVICE):
        _tell_freshness()
        limit = asyncio.timeout_at(until)
        try:
            async with limit:
                value = await function()
        except TimeoutError as fault:
            if limit.expired():
                raise UpstreamFailed("timeout") from None
            raise HookFailed(f"the function of `{source}` raised") from fault
        except UpstreamFailed:
            raise
        # Whatever was raised, it is the one source that has failed.
        except Exception as fault:
            raise HookFailed(f"the function of `{source}` raised") from fault
        try:
            return kind.validate_python(value, strict=True)
        except ValidationError as fault:
            raise HookFailed(f"the function of `{source}` gave what it may not") from fault


def _tell_freshness() -> None:
    """Tell caches that nobody knows how long this is fresh."""
    freshness = EXCHANGE.get().freshness
    if freshness is not None:
        freshness.note({})
