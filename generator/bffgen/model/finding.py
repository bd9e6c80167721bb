"""Findings: facts that were judged, with the places they are about.

In:  facts found by a room: a rule id, names and values, the places in people's files.
Out: Finding, which `report/` turns into words; no room writes a sentence.
How: the fingerprint is made of rule, coordinate and facts, never of words or lines (STYLE.md 5.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.effect import Effect
from bffgen.model.place import On, Place
from bffgen.model.spelling import likely, nearest

__all__ = ["WAY", "Effect", "Finding", "Mark", "finding", "stops", "unknown"]


# What a note is called that says what would help, with the whole command.
WAY: Final = "way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place that a finding shows, with the characters to underline.

    Attributes:
        place: the node.
        on: whether the member's key or its value is underlined.
        offset: characters from the start of a scalar's content to the first one underlined.
        width: how many characters; None underlines the node to the end of its first line.
        label: at most six words, printed beside the carets.
    """

    place: Place
    on: On = "value"
    offset: int = 0
    width: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A judged fact.

    Attributes:
        rule: kebab-case id, never reused.
        effect: breaks stops a build, risky is a warning.
        marks: the primary place first; may be empty where a finding is about no file.
        facts: what the wording of the rule is filled with, sorted by name; texts and numbers.
        notes: lines of `= name: text` that carry data (a witness, a baseline), in print order.
    """

    rule: str
    effect: Effect
    marks: tuple[Mark, ...] = ()
    facts: tuple[tuple[str, str | int], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        """Identify the finding by its facts: 12 hex digits, the same after any rewording."""
        where: list[Json] = [[m.place.document, m.place.pointer] for m in self.marks[:1]]
        facts: list[Json] = [[name, value] for name, value in self.facts]
        return sha256(canonical_bytes([self.rule, where, facts])).hexdigest()[:12]


def finding(
    rule: str,
    *marks: Mark | Place,
    effect: Effect = Effect.BREAKS,
    notes: Iterable[tuple[str, str]] = (),
    **facts: str | int,
) -> Finding:
    """Make a finding: places become marks on their values, facts are sorted by name."""
    return Finding(
        rule=rule,
        effect=effect,
        marks=tuple(m if isinstance(m, Mark) else Mark(place=m) for m in marks),
        facts=tuple(sorted(facts.items())),
        notes=tuple(notes),
    )


def unknown(
    mark: Mark, kind: str, name: str, known: Iterable[str], within: str, *, constant: str = ""
) -> Finding:
    """Say that a name is declared nowhere, with the nearest that is.

    Args:
        constant: how the text itself is written, where that may be what is meant.
    """
    listed = likely(name, known)
    return finding(
        "compose-unknown-name",
        mark,
        kind=kind,
        name=name,
        nearest=nearest(name, listed),
        known=", ".join(f"`{each}`" for each in listed),
        within=within,
        constant=constant,
    )


def stops(findings: Iterable[Finding]) -> bool:
    """Say whether any finding stops the work."""
    return any(each.effect is Effect.BREAKS for each in findings)
