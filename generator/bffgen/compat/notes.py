"""What no value is refused by and somebody goes by all the same, at each position.

In:  Positions of the two contracts.
Out: Occurrences: what their schemas note differently (noted.py), where it is of any consequence;
     a list in smaller pages.
How: whether a note matters hangs on who sends, and on whether the answer is a refusal; its page
     alone says what it does.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from bffgen.compat.change import NOTHING_TO_SHOW, Change, Occurrence
from bffgen.compat.deprecation import HURTS, LIFECYCLE
from bffgen.compat.noted import ENCODED, NULLABLE, Note, Noted, members
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position, coordinate
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.comparison import NoWitness
from bffgen.model.place import join
from bffgen.model.rule import Direction
from bffgen.model.schema import resolve

_ABSENT: Final = "none"
_HARMLESS: Final = LIFECYCLE - HURTS
_BY_THE_LETTER: Final = NoWitness(why="by the letter of OpenAPI 3.0 null is still refused")


class Notes:
    """Tells what is noted of positions."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._was, self._now = pair.baseline.meaning, pair.revision.meaning
        self._noted = Noted(self._was, self._now)

    def compare(self, positions: Iterable[Position]) -> Iterator[Occurrence]:
        """Give what is to be told of positions, in their order."""
        for position in positions:
            for component, note in self._noted.below(position.baseline, position.revision):
                yield from self._told(position, note, component)
            yield from self._page(position)

    def _told(self, position: Position, note: Note, component: str) -> Iterator[Occurrence]:
        """Tell a note at a position, where it is of any consequence there."""
        kind, direction = note.kind, position.direction
        is_request = direction == "request"
        if note.is_read_only if is_request else note.is_write_only:
            return
        # What a reader may be sent is nothing that a sender has to know.
        if kind in ("variant-order-changed", NULLABLE) and is_request:
            return
        if kind == ENCODED and not position.is_xml:
            return
        if kind in LIFECYCLE:
            direction = "none"
        if kind.startswith("open-enum-value"):
            if note.subject == ("code",) and position.is_refusal:
                kind, direction = kind.replace("open-enum-value", "error-code"), "none"
            elif not is_request or kind == "open-enum-value-added":
                return
        yield self._occurrence(position, kind, direction, note, component)

    def _occurrence(
        self, position: Position, kind: str, direction: Direction, note: Note, component: str
    ) -> Occurrence:
        names = [position.name, *note.subject] if not component else [component, *note.subject]
        name = ".".join(each for each in names if each) or f"the {position.where}"
        told = {
            "name": name,
            "where": position.where,
            "value": note.value,
            "was": note.words[0] if note.words else _short(note.before),
            "now": note.words[1] if note.words else _short(note.after),
        }
        return Occurrence(
            change=Change(
                kind=kind,
                direction=direction,
                where=position.where,
                coordinate=coordinate(position, note.was),
                before=note.before,
                after=note.after,
                revision=self._pair.in_revision(note.now),
                baseline=self._pair.in_baseline(note.was),
                facts=tuple(sorted(told.items())),
            ),
            operation=position.operation,
            answer="yes" if kind == NULLABLE or kind in _HARMLESS else "no",
            witness=_BY_THE_LETTER if kind == NULLABLE else NOTHING_TO_SHOW,
            rests_on=("nullable without type",) if kind == NULLABLE else (),
        )

    def _page(self, position: Position) -> Iterator[Occurrence]:
        """Tell a list of an operation that reads, where it may hold less than before."""
        if position.direction != "response" or not position.only_reads:
            return
        was, now = resolve(self._was, position.baseline), resolve(self._now, position.revision)
        lists: list[tuple[tuple[str, ...], str, str]] = [((), was, now)]
        was_members = members(self._was, join(was, "properties"))
        now_members = members(self._now, join(now, "properties"))
        for name in sorted(was_members.keys() & now_members.keys()):
            there = join("", "properties", name)
            lists.append(
                ((name,), resolve(self._was, was + there), resolve(self._now, now + there))
            )
        for subject, earlier, later in lists:
            before = members(self._was, earlier).get("maxItems")
            after = members(self._now, later).get("maxItems")
            if isinstance(before, int) and isinstance(after, int) and after < before:
                note = Note(
                    kind="page-size-lowered",
                    subject=subject,
                    was=join(earlier, "maxItems"),
                    now=join(later, "maxItems"),
                    before={"maxItems": before},
                    after={"maxItems": after},
                )
                yield self._occurrence(position, note.kind, "response", note, "")


def _short(fact: Json) -> str:
    """Write a fact in short words: `maxItems 20`."""
    if not isinstance(fact, dict):
        return _ABSENT
    return ", ".join(f"{key} {canonical_bytes(each).decode()}" for key, each in fact.items())
