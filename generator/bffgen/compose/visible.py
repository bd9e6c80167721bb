"""Which sources are only for some callers: what nobody may see starts no call of its own.

In:  the expressions of an answer, what each source waits for.
Out: source -> who it is called for; a source that is not in it is called for everybody.
How: a source that is read under `visible_to` alone, or that only such sources wait for, is for
     whoever may see one of those values; a single read elsewhere makes it everybody's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bffgen.model.expression import Collected, Expression, Lookup, Read, Shown, parts
from bffgen.model.security import Grants


def only_for(
    answer: Sequence[Expression],
    lookups: Iterable[Lookup],
    waits: Mapping[str, Iterable[str]],
    order: Sequence[str],
) -> dict[str, Grants]:
    """Give the sources that are only called for some callers.

    Args:
        answer: the body and the headers.
        lookups: those outside of every list.
        waits: source -> the sources whose values it is asked with.
        order: sources, what waits behind what it waits for.
    """
    known = {each.name: each.source for each in lookups}
    for expression in answer:
        for part in parts(expression):
            if isinstance(part, Collected):
                known |= {each.name: each.source for each in part.lookups}
    keys = (each.key for each in lookups)
    reads = sum((_reads(each, known) for each in (*answer, *keys)), Counter[str]())
    shown = [part for each in answer for part in parts(each) if isinstance(part, Shown)]
    found: dict[str, Grants] = {}
    for each in shown:
        inside = _reads(each.value, known)
        reads -= inside
        for source in inside:
            found[source] = found.get(source, Grants()) | each.to
    # A source that nothing reads is called as ever; that is told elsewhere.
    waited = {given for each in waits.values() for given in each}
    everybodys = {name for name in order if reads[name] or name not in found.keys() | waited}
    for name in reversed(order):
        for given in waits[name]:
            if name in everybodys:
                everybodys.add(given)
            else:
                found[given] = found.get(given, Grants()) | found[name]
    return {name: to for name, to in found.items() if name not in everybodys}


def _reads(expression: Expression, known: Mapping[str, str]) -> Counter[str]:
    """Count what is read of each source; a value that is looked up is its source's."""
    names = (
        each.source or known.get(each.name, "")
        for each in parts(expression)
        if isinstance(each, Read)
    )
    return Counter(name for name in names if name)
