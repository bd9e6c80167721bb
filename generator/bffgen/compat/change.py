"""A change: what differs between two contracts and where, without an opinion; and where it is met.

In:  nothing; the modules that compare make these values.
Out: Change, a fact; Occurrence, the fact at one operation with the answer of its proof.
How: what makes two changes one cause is kind, direction, coordinate, before and after; everything
     else is for people.
"""

from dataclasses import dataclass
from typing import Final

from bffgen.model.canonical import Json
from bffgen.model.comparison import Answer, Class, NoWitness, Witness
from bffgen.model.finding import Mark
from bffgen.model.rule import Direction

NOTHING_TO_SHOW: Final = NoWitness(why="")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """One difference; those that are told alike are put together by who judges them.

    Attributes:
        kind: what a rule page names as its `change`.
        direction: who sends what the change is about.
        where: the place in words: `request body`, `response 200 body`, `query parameter`.
        coordinate: the pointer in the bundled document of what a component holds; else
            `METHOD path pointer`.
        before: the fact in the baseline in normal form; None where there was none.
        after: the same of the revision.
        revision: what to show of the revision; a removal shows the nearest parent left.
        baseline: what to show of the baseline.
        facts: texts for the sentences of a page: name, value, was, now.
        notes: lines that carry more than the sentences, by name.
    """

    kind: str
    direction: Direction
    where: str
    coordinate: str
    before: Json
    after: Json
    revision: Mark
    baseline: Mark
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A change where one operation meets it.

    Attributes:
        operation: `METHOD path`, `webhook NAME` or the callback's way; empty for the document.
        others: more operations that meet it in the same way.
        answer: `no` where it breaks there, `yes` where it is proved harmless.
        reason: why a position was left open, as `Unknown.reason`.
        class_: `B` where only a peer is hurt that sends what nobody declared.
        rests_on: assumptions of the answer.
    """

    change: Change
    operation: str
    others: tuple[str, ...] = ()
    answer: Answer
    witness: Witness = NOTHING_TO_SHOW
    reason: str = ""
    class_: Class = "A"
    rests_on: tuple[str, ...] = ()


def change(
    kind: str,
    *,
    where: str,
    coordinate: str,
    now: Mark,
    was: Mark,
    direction: Direction = "none",
    before: Json = None,
    after: Json = None,
    notes: tuple[tuple[str, str], ...] = (),
    **facts: str,
) -> Change:
    """Make a change; `where` is a fact of each; `was_` and `now_` lose their underline."""
    return Change(
        kind=kind,
        direction=direction,
        where=where,
        coordinate=coordinate,
        before=before,
        after=after,
        revision=now,
        baseline=was,
        notes=notes,
        facts=tuple(
            sorted(
                {"where": where, **{key.rstrip("_"): text for key, text in facts.items()}}.items()
            )
        ),
    )
