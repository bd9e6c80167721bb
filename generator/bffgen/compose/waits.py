"""What a source waits for: the sources whose values it reads.

In:  the values that a source sends or is given.
Out: its reads of other sources, and findings where a sure source rests on one that may be missing.
How: the join begins a source when all that it waits for is there, so `else` behind an optional
     source does not help: what waits for it would still never begin.
"""

from collections.abc import Iterable
from dataclasses import replace

from bffgen.compose.scope import Scope
from bffgen.model.composition import Source
from bffgen.model.expression import Collected, Expression, Lookup, Read, parts
from bffgen.model.finding import Finding, Mark, finding

# `after` of runtime/join.py is typed for so many sources.
MOST_WAITS = 4


def reads_of(values: Iterable[Expression]) -> tuple[Read, ...]:
    """Give what some values read of sources, options of `else` included."""
    return tuple(
        each for value in values for each in parts(value) if isinstance(each, Read) and each.source
    )


def looked_into(lookups: Iterable[Lookup]) -> tuple[Read, ...]:
    """Give what look-ups read of sources: those that are looked into, and what gives the keys."""
    listed = tuple(lookups)
    into = (
        replace(each.key, root="elements", name=each.source, hops=(), root_may_miss=False)
        for each in listed
    )
    return (*into, *reads_of(each.key for each in listed))


def lookups_in(values: Iterable[Expression]) -> tuple[Lookup, ...]:
    """Give what is looked up for the elements of lists that are built."""
    lists = (each for value in values for each in parts(value) if isinstance(each, Collected))
    return tuple(lookup for each in lists for lookup in each.lookups)


def unsure(source: Source, reads: Iterable[Read], scope: Scope) -> Iterable[Finding]:
    """Hold the sources that one waits for: how many, and that a sure one rests on sure ones.

    Args:
        reads: of other sources, what the source is asked with.
    """
    key = Mark(place=source.place, on="key")
    listed = list(reads)
    if len({each.name for each in listed}) > MOST_WAITS:
        what = f"a source that waits for more than {MOST_WAITS} others"
        yield finding("compose-unsupported", key, what=what)
    for read in listed if source.required else ():
        other = scope.feeds[read.name].source
        if not (other.required or other.fallback or other.fan_out):
            yield finding(
                "compose-presence",
                read.mark,
                replace(key, label="required"),
                property=source.name,
                source=source.name,
                why=f"`{read.name}` is not required",
            )
