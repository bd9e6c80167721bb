"""What is said of the end of an element: that it is deprecated, and the day on which it goes.

In:  what two contracts say of one operation, parameter, header or property.
Out: the kind of change, with both states as facts and in words; no value shows it, a day is no
     message.
How: `deprecated` says that an end comes, `x-sunset` when: the first day without the promise.
     Whether that leaves the time that was agreed is asked of the ledger, never of two documents.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.compat.change import Occurrence, change
from bffgen.compat.pair import Pair
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.comparison import NoWitness
from bffgen.model.end import End, end_of
from bffgen.model.place import join
from bffgen.model.tree import at, has

# The kinds of change that this is.
LIFECYCLE: Final = frozenset(
    (
        "element-deprecated",
        "deprecation-withdrawn",
        "deprecated-without-sunset",
        "sunset-moved-earlier",
        "sunset-moved-later",
    )
)
HURTS: Final = frozenset(("deprecated-without-sunset", "sunset-moved-earlier"))
_NO_MESSAGE: Final = NoWitness(why="a day is no message")


def notice(api: Api, pointer: str) -> tuple[tuple[str, str], ...]:
    """Give the note on what went: whether its end was announced, and for which day."""
    end = _read(api.meaning, pointer)
    if not end.is_deprecated:
        return ()
    until = f", with the sunset {end.day.isoformat()}" if end.day is not None else ""
    return (("announced", f"the baseline has it deprecated{until}"),)


def kind_of(was: End, now: End) -> str | None:
    """Say what changed; None where that is nothing that a client would plan by."""
    if not now.is_deprecated:
        return "deprecation-withdrawn" if was.is_deprecated else None
    if now.day is None:
        return None if was.is_deprecated and was.day is None else "deprecated-without-sunset"
    if was.day is None:
        return "element-deprecated"
    if now.day == was.day:
        return None
    return "sunset-moved-earlier" if now.day < was.day else "sunset-moved-later"


def told(was: End, now: End) -> tuple[str, str]:
    """Say both states in the words of a kind; where a day moved, the days are enough."""
    if was.day is not None and now.day is not None:
        return was.day.isoformat(), now.day.isoformat()
    return was.words, now.words


def compare_ends(
    pair: Pair,
    was: str,
    now: str,
    *,
    where: str,
    name: str,
    coordinate: str,
    operation: str,
) -> Iterator[Occurrence]:
    """Compare what two contracts say of the end of one element.

    Args:
        was, now: pointers of the element.
        name: of the element, for people.
    """
    ends = _read(pair.baseline.meaning, was), _read(pair.revision.meaning, now)
    kind = kind_of(*ends)
    if kind is None:
        return
    words = told(*ends)
    yield Occurrence(
        change=change(
            kind,
            where=where,
            coordinate=coordinate,
            before=ends[0].fact,
            after=ends[1].fact,
            was=pair.in_baseline(join(was, ends[0].key) if ends[0].key else was),
            now=pair.in_revision(join(now, ends[1].key) if ends[1].key else now),
            name=name,
            was_=words[0],
            now_=words[1],
        ),
        operation=operation,
        answer="no" if kind in HURTS else "yes",
        witness=_NO_MESSAGE,
    )


def _read(meaning: Json, pointer: str) -> End:
    written = at(meaning, pointer) if has(meaning, pointer) else None
    return end_of(written if isinstance(written, dict) else {})
