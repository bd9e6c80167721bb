"""The names of components, which a client that is generated has types by.

In:  two Apis of one pool.
Out: Occurrences, none of which changes a message on the wire.
How: a component that went and one that came are one that was renamed where they mean the same and
     no other does; where its name is a key of a discriminator, the proof of the position breaks.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.pair import Pair
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at, has

_SCHEMAS: Final = "/components/schemas"


def compare_components(pair: Pair) -> Iterator[Occurrence]:
    """Tell components that were renamed."""
    before, after = _names(pair.baseline), _names(pair.revision)
    went = _by_meaning(pair.baseline, before - after)
    came = _by_meaning(pair.revision, after - before)
    for meaning in sorted(went.keys() & came.keys()):
        if len(went[meaning]) == len(came[meaning]) == 1:
            yield _named(pair, went[meaning][0], came[meaning][0])


def _named(pair: Pair, was: str, now: str) -> Occurrence:
    before: Json = was
    after: Json = now
    return Occurrence(
        change=change(
            "schema-name-changed",
            where="component",
            coordinate=f"#{join(_SCHEMAS, was)}",
            before=before,
            after=after,
            was=pair.in_baseline(join(_SCHEMAS, was)),
            now=pair.in_revision(join(_SCHEMAS, now)),
            name=was,
            was_=was,
            now_=now,
        ),
        operation="",
        answer="no",
    )


def _names(api: Api) -> set[str]:
    held = at(api.document, _SCHEMAS) if has(api.document, _SCHEMAS) else None
    return set(held) if isinstance(held, dict) else set()


def _by_meaning(api: Api, names: set[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for name in sorted(names):
        pointer = join(_SCHEMAS, name)
        # Of what no message that differs reaches there may be no meaning (contract/differing.py).
        if has(api.meaning, pointer):
            found[api.pool.intern(api.meaning, pointer)].append(name)
    return found
