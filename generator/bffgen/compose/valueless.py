"""Tell what of an upstream's contract no value fits: whatever is asked of it is proved by nothing.

In:  a source with the schema of what it answers, or one value that is copied of it.
Out: the warning `compose-schema-unsatisfiable`, once a place; None where there are values.
How: the engine looks for a value of the schema alone (PITFALLS.md 4). An allOf of two closed
     objects is the common slip; real services send what its author meant.
"""

from typing import Final

from bffgen.compose.bound import Bound
from bffgen.compose.proved import Proofs
from bffgen.compose.scope import Feed
from bffgen.compose.spelled import shown
from bffgen.model.api import Api
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.proof.side import Side

_SECOND: Final = "no value fits this"


def valueless_answer(proofs: Proofs, feed: Feed) -> Finding | None:
    """Look for an answer of a source."""
    if feed.pointer is None:
        return None
    mark = Mark(place=feed.source.place, on="key")
    return _told(proofs, feed.api, feed.pointer, feed.source.name, mark)


def valueless_copy(proofs: Proofs, found: Bound, mark: Mark) -> Finding | None:
    """Look for a value of what is copied."""
    if not found.source:
        return None  # a client's own contract, which its checks are about
    return _told(proofs, found.api, found.read.pointer, shown(found.read), mark)


def _told(proofs: Proofs, api: Api, pointer: str, source: str, mark: Mark) -> Finding | None:
    place = api.place(pointer)
    if place in proofs.valueless or proofs.has_values(Side(api.meaning, pointer)):
        return None
    proofs.valueless.add(place)
    return finding(
        "compose-schema-unsatisfiable",
        mark,
        Mark(place=place, on="key", label=_SECOND),
        effect=Effect.RISKY,
        source=source,
    )
