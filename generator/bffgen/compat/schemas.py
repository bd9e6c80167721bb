"""The differences of two schemas, and the pairs of components below them.

In:  a pair of pointers into two meanings, and who reads what stands there.
Out: Found: Locals and Belows; no opinion.
How: both sides are nodes with their inline parts (node.py); a component is told of where it
     stands, and of a pair of one meaning only the notes are looked at. Nothing is missed by what is
     left out here: a break that no difference explains is told of the whole position.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, Protocol

from bffgen.compat.keywords import compare_keywords, compare_null
from bffgen.compat.local import EMPTIED, NOTES, Below, Local, Nodes, Polarity, below
from bffgen.compat.members import compare_members
from bffgen.compat.node import Node, aligned, node
from bffgen.compat.path import Property
from bffgen.compat.variants import compare_variants, compare_wrapped
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import tokens
from bffgen.model.tree import at, has, local_pointer
from bffgen.model.typed_view import KEYS

# What makes one schema of others at its place.
_COMBINES: Final = frozenset(("$ref", "allOf", "anyOf", "oneOf", "if"))


class Alike(Protocol):
    """Who knows what need not be compared, of the schemas at two pointers."""

    def are_same(self, was: str, now: str) -> bool:
        """Say whether they mean the same."""
        ...

    def say_the_same(self, was: str, now: str) -> bool:
        """Say whether neither they nor what they refer to differ, not even in a note."""
        ...


@dataclass(slots=True)
class Found:
    """What two schemas differ by.

    Attributes:
        locals: what values may be refused by.
        notes: what no value is refused by (`NOTES`).
        components: pairs that are compared by themselves, within what may refuse a value.
        noted: the same within what means the same on both sides.
    """

    locals: list[Local] = field(default_factory=list)
    notes: list[Local] = field(default_factory=list)
    components: list[Below] = field(default_factory=list)
    noted: list[Below] = field(default_factory=list)


def compare_schemas(
    baseline: Json, was: str, revision: Json, now: str, polarity: Polarity, alike: Alike
) -> Found:
    """Compare the schemas at two pointers, down to the components that they refer to."""
    found = Found()
    # What means the same comes last: a pair that is met in both ways is compared as a whole.
    waiting, noted = deque([Below(way=(), was=was, now=now)]), deque[Below]()
    met: set[tuple[str, str]] = set()
    while waiting or noted:
        is_noted = not waiting
        each = (waiting or noted).popleft()
        if (each.was, each.now) in met or alike.say_the_same(each.was, each.now):
            continue
        if not is_noted and alike.are_same(each.was, each.now):
            noted.append(each)
            continue
        is_first = not met
        named = None if is_first else _named(baseline, revision, each)
        if named is not None:
            (found.noted if is_noted else found.components).append(named)
            continue
        met.add((each.was, each.now))
        told, below_it, component = _compared(
            baseline, revision, polarity, each, alike, is_first=is_first
        )
        found.notes += (one for one in told if one.kind in NOTES)
        if not is_noted:
            found.locals += (one for one in told if one.kind not in NOTES)
        (noted if is_noted else waiting).extend(below_it)
        if component is not None:
            (found.noted if is_noted else found.components).append(component)
    return found


def _compared(
    baseline: Json,
    revision: Json,
    polarity: Polarity,
    each: Below,
    alike: Alike,
    *,
    is_first: bool,
) -> tuple[list[Local], list[Below], Below | None]:
    """Compare one pair: what differs, the pairs below it, the components that it is if it is such.

    Args:
        is_first: it is what was asked for, whether it is a component or not.
    """
    told: list[Local] = []
    if each.way and isinstance(each.way[-1], Property):
        told.append(_member(each))
    earlier, later = aligned(node(baseline, each.was), node(revision, each.now))
    nodes = Nodes(polarity, earlier, later, each)
    if _are_alike(earlier, later):
        # Only what it refers to may differ.
        members = compare_members(nodes)
        return told, [one for one in members if not isinstance(one, Local)], None
    is_pair = _is_component(earlier.pointer) and _is_component(later.pointer)
    if is_first or not is_pair or not _null_is_theirs(earlier, later):
        told += compare_null(nodes)
    if not is_first and is_pair:
        return told, [], Below(way=each.way, was=earlier.pointer, now=later.pointer)
    found = compare_wrapped(nodes, alike.are_same)
    if not found:
        told += compare_keywords(nodes)
        found += compare_members(nodes)
        found += compare_variants(nodes)
    below_it: list[Below] = []
    for one in found:
        if isinstance(one, Below):
            below_it.append(one)
            continue
        told.append(one)
        if one.kind.endswith("-property-added") and not polarity.is_request:
            told.append(_member(below(each, Property(one.name), one.was, one.now)))
    return told, below_it, None


def _named(baseline: Json, revision: Json, each: Below) -> Below | None:
    """Give the components that two schemas are, where they are nothing but references to them."""
    was, now = _lone(baseline, each.was), _lone(revision, each.now)
    return None if was is None or now is None else Below(way=each.way, was=was, now=now)


def _lone(document: Json, pointer: str) -> str | None:
    """Give the component that a schema is, if that one is made of no others."""
    here = at(document, pointer)
    target = local_pointer(here.get("$ref")) if isinstance(here, dict) and len(here) == 1 else None
    if target is None or not _is_component(target) or not has(document, target):
        return None
    said = at(document, target)
    return target if isinstance(said, dict) and _COMBINES.isdisjoint(said) else None


def _are_alike(was: Node, now: Node) -> bool:
    """Say whether two schemas are written alike, and are made of no others at their place."""
    if was.place != was.pointer or now.place != now.pointer:
        return False
    (_, earlier), (_, later) = was.parts[0], now.parts[0]
    return earlier == later and _COMBINES.isdisjoint(earlier) and KEYS not in earlier


def _null_is_theirs(was: Node, now: Node) -> bool:
    """Say whether two components differ by null as their places do, and so tell it themselves."""
    sides = (was, now)
    places = ["null" in each.types for each in sides]
    return places == ["null" in schema.types(each.meaning, each.pointer) for each in sides]


def _member(at: Below) -> Local:
    """Give a property that differs, which may have lost its values (PITFALLS.md 4)."""
    return Local(
        kind=EMPTIED,
        way=at.way,
        before=None,
        after=None,
        was=at.was,
        now=at.now,
        anchor=at.was,
    )


def _is_component(pointer: str) -> bool:
    """Say whether a schema has a name of its own, which all who refer to it share."""
    return len(tokens(pointer)) == 3 and pointer.startswith("/components/")
