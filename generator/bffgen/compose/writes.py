"""Hold the writes of an operation: one at most, and none that a failing read leaves half done.

In:  the sources of an operation, what each calls and what each waits for.
Out: findings.
How: a write that was begun is never undone by the plan. Which half-done state of two is right, a
     person decides under `implement`; one that begins beside a required read is told. An optional
     source may write: its team says that the answer does not hang on it, and a deadline that cuts
     it from the answer lets it run to its end.
"""

from collections.abc import Iterable, Mapping

from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.scope import Feed
from bffgen.model.composition import Answered
from bffgen.model.finding import Effect, Finding, Mark, finding


def writes(
    answered: Answered, feeds: Mapping[str, Feed | HookFeed], waits: Mapping[str, frozenset[str]]
) -> Iterable[Finding]:
    """Judge the writes among the sources of an operation.

    Args:
        waits: source -> the sources whose values it reads; no circle among them.
    """
    written = [feed for feed in feeds.values() if feed.is_write]
    if len(written) > 1 or any(feed.source.fan_out for feed in written):
        marks = [Mark(place=feed.source.place, on="key") for feed in written]
        names = ", ".join(f"`{feed.source.name}`" for feed in written)
        yield finding("compose-two-writes", *marks, operation=answered.operation, sources=names)
        return
    for write in written:
        name = write.source.name
        before = _all_before(name, waits)
        for read in feeds.values():
            other = read.source.name
            is_ordered = other in before or name in _all_before(other, waits)
            if read is not write and read.source.required and not is_ordered:
                yield finding(
                    "compose-write-beside-read",
                    Mark(place=write.source.place, on="key"),
                    Mark(place=read.source.place, on="key"),
                    effect=Effect.RISKY,
                    write=name,
                    read=other,
                )


def _all_before(name: str, waits: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give what a source waits for, directly or through others."""
    found: set[str] = set()
    work = [name]
    while work:
        fresh = waits[work.pop()] - found
        found |= fresh
        work += sorted(fresh)
    return frozenset(found)
