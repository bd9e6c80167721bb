"""Rank the values of upstreams that a property of a client may be made of, where names do not say.

In:  a property's schema with its name, schemas with theirs.
Out: a number for each pair: the higher the likelier; None where no value fits.
How: what two teams say alike of one thing counts, however they call it: a format, a list of values,
     a pattern, a bound, an example. Words count beside it. It is never told as a fact.
"""

from collections.abc import Sequence
from typing import Final

from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.spelling import words
from bffgen.model.tree import at

# What both schemas say alike, and what that is worth beside one whole name.
_ALIKE: Final = (
    ("enum", 3.0),
    ("examples", 2.0),
    ("pattern", 2.0),
    ("format", 1.5),
    ("maxLength", 1.5),
    ("maximum", 0.75),
    ("minimum", 0.25),
    ("minLength", 0.25),
)
_WORDS: Final = 2.0
# A format that one of the two has and the other has not is another kind of text.
_OTHER_FORMAT: Final = 1.0
_DEEPER: Final = 0.1
# Below this two values have nothing in common but their type.
LIKELY: Final = 1.5


def likeness(
    name: str, wanted: tuple[Api, str], way: Sequence[str], found: tuple[Api, str]
) -> float | None:
    """Say how much speaks for a value.

    Args:
        wanted, found: a contract and the pointer of a schema there.
        way: names from the answer to what was found.
    """
    if not _fits(*wanted, *found):
        return None
    mine, theirs = _written(*wanted), _written(*found)
    score = sum(
        worth
        for key, worth in _ALIKE
        if key in mine and key in theirs and _is_alike(key, mine[key], theirs[key])
    )
    if mine.get("format") != theirs.get("format"):
        score -= _OTHER_FORMAT
    ours, there = {*words(name)}, {word for step in way[-2:] for word in words(step)}
    return score + _WORDS * len(ours & there) / len(ours | there) - _DEEPER * len(way)


def _fits(api: Api, pointer: str, other: Api, there: str) -> bool:
    mine = schema.types(api.meaning, pointer) - {"null"}
    theirs = schema.types(other.meaning, there) - {"null"}
    if not theirs or theirs & {"object", "array"} or mine & {"object", "array"}:
        return False
    return bool(mine & theirs) or ("number" in mine and "integer" in theirs)


def _written(api: Api, pointer: str) -> dict[str, Json]:
    """Give what an author wrote of a value."""
    written = at(api.document, schema.resolve(api.document, pointer))
    return written if isinstance(written, dict) else {}


def _is_alike(key: str, mine: Json, theirs: Json) -> bool:
    if key in ("enum", "examples") and isinstance(mine, list) and isinstance(theirs, list):
        one, other = ({canonical_bytes(each) for each in values} for values in (mine, theirs))
        return not one.isdisjoint(other) if key == "examples" else one == other
    return mine == theirs
