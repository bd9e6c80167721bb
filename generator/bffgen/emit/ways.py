"""How the calls of an operation are made again and their answers kept: constants of sources/.

In:  the calls of one plan.
Out: the statements of the constants, and the arguments that name them at a call.
How: one constant says what all retried sources have in common; a cache is of one source.
"""

from collections.abc import Iterable, Sequence

from bffgen.emit.imports import Imports
from bffgen.emit.layout import Chain, Node, call, display, lay, named
from bffgen.emit.naming import constant
from bffgen.emit.plain import text
from bffgen.model.plan import Call, Plan
from bffgen.model.way import CONNECT, Cache, CacheScope, Retry


def constants(plan: Plan, imports: Imports, own: str = "") -> tuple[str, ...]:
    """Write the constants, each a whole statement.

    Args:
        own: what stands before their names.
    """
    written: dict[str, Node] = {}
    for target in plan.calls:
        if target.retry is not None:
            imports.add("..runtime.retry", "Retry")
            written[own + _retry_name(target, plan.calls)] = _retry(target.retry)
        if target.cache is not None:
            imports.add("..runtime.cache", "Cached")
            written[own + _cache_name(target)] = _cached(plan, target, target.cache)
    return tuple(lay(Chain(parts=(f"{name} = ", made)), indent=0) for name, made in written.items())


def ways(target: Call, calls: Sequence[Call], own: str = "") -> list[Node]:
    """Give the arguments that say how a call is made again and kept.

    Args:
        own: what stands before the names of the constants.
    """
    made: list[Node] = []
    if target.retry is not None:
        made.append(named("retry", own + _retry_name(target, calls)))
    if target.cache is not None:
        made.append(named("cache", own + _cache_name(target)))
    return made


def _retry_name(target: Call, calls: Iterable[Call]) -> str:
    several = {_said(each.retry) for each in calls if each.retry is not None}
    return "RETRY" if len(several) == 1 else f"RETRY_{constant(target.name)}"


def _said(retry: Retry) -> tuple[int, tuple[str, ...], int | None]:
    return retry.attempts, retry.when, retry.within_ms


def _cache_name(target: Call) -> str:
    return f"CACHE_{constant(target.name)}"


def _retry(retry: Retry) -> Node:
    when = tuple(text(each) if each == CONNECT else each for each in retry.when)
    facts: list[Node] = [
        named("attempts", str(retry.attempts)),
        named("when", display("(", when)),
    ]
    if retry.within_ms is not None:
        facts.append(named("within_ms", f"{retry.within_ms:_}"))
    return call("Retry", facts)


def _cached(plan: Plan, target: Call, cache: Cache) -> Node:
    facts: list[Node] = [
        text(f"{plan.operation.name}.{target.name}"),
        named("ttl_ms", f"{cache.ttl_ms:_}"),
    ]
    for name, value in (
        ("revalidate_ms", cache.revalidate_ms),
        ("if_error_ms", cache.if_error_ms),
        ("negative_ms", cache.negative_ms),
    ):
        if value:
            facts.append(named(name, f"{value:_}"))
    if cache.scope is CacheScope.IDENTITY:
        facts.append(named("by_caller", "True"))
    facts.append(named("told_as", text(target.report_as)))
    facts.append(named("cap_ms", str(target.cap_ms)))
    return call("Cached", facts)
