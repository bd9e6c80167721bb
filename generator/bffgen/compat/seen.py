"""Both sides of a position, as who sends and who reads its values sees them.

In:  Positions of the two contracts.
Out: Sides: a schema of each contract at its place; what the two say alike.
How: the sender and the reader follow from the direction; both documents are seen without what the
     other side alone sends (`readOnly`, `writeOnly`).
"""

from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from bffgen.compat.local import NOTE_KEYWORDS
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position
from bffgen.model.canonical import Json, canonical_bytes, digest
from bffgen.model.peer_view import Role
from bffgen.model.pool import Pool
from bffgen.model.rule import Direction
from bffgen.model.tree import at, has, slice_of
from bffgen.model.view import Side as Leaving
from bffgen.model.views import Views
from bffgen.proof.side import Side


class Sides(NamedTuple):
    """A schema of each contract."""

    baseline: Side
    revision: Side

    def by_flow(self, direction: Direction) -> tuple[Side, Side]:
        """Give the sender, then the reader."""
        if direction == "request":
            return self.baseline, self.revision
        return self.revision, self.baseline


class Seen:
    """The two contracts of a pair in the eyes of their peers."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._views = Views(pair.baseline), Views(pair.revision)
        self._known: dict[tuple[bool, str, str, Role, Role], Sides] = {}
        self._digests: dict[tuple[Direction, str], str] = {}

    @property
    def pool(self) -> Pool:
        """Give the pool that both contracts are in."""
        return self._pair.baseline.pool

    def typed(self, position: Position) -> Sides:
        """Give both sides of a position as those see it who send or receive its values."""
        if position.direction == "request":
            return self._seen(position, Role.SENDER, Role.RECEIVER)
        return self._seen(position, Role.RECEIVER, Role.SENDER)

    def by_flow(self, position: Position) -> tuple[Side, Side]:
        """Give the sender of a position's values as it sees them, then the reader."""
        return self.typed(position).by_flow(position.direction)

    def alike(self, position: Position, role: Role = Role.SENDER) -> Sides:
        """Give both sides as one role sees them: what travels otherwise is no difference."""
        return self._seen(position, role, role)

    def _seen(self, position: Position, was: Role, now: Role) -> Sides:
        key = (position.direction == "request", position.baseline, position.revision, was, now)
        known = self._known.get(key)
        if known is None:
            leaving = Leaving.ASKED if position.direction == "request" else Leaving.ANSWERED
            known = self._known[key] = Sides(
                self._viewed(0, position.baseline, leaving, was),
                self._viewed(1, position.revision, leaving, now),
            )
        return known

    def _viewed(self, number: int, pointer: str, leaving: Leaving, role: Role) -> Side:
        api = (self._pair.baseline, self._pair.revision)[number]
        schema = self.pool.intern(api.meaning, pointer)
        _, document = self._views[number].schema(schema, pointer, leaving, role)
        return Side(document, pointer)

    def is_same(self, position: Position) -> bool:
        """Say whether nothing changed at a position."""
        pointers = position.baseline, position.revision
        written = Sides(
            Side(self._pair.baseline.meaning, position.baseline),
            Side(self._pair.revision.meaning, position.revision),
        )
        return self.are_same(written, *pointers) or all(
            self.are_same(self.alike(position, role), *pointers) for role in Role
        )

    def are_same(self, sides: Sides, was: str, now: str) -> bool:
        """Say whether the schemas at two pointers of the sides' documents mean the same."""
        return self.pool.intern(sides.baseline.document, was) == self.pool.intern(
            sides.revision.document, now
        )

    def are_written_alike(self, sides: Sides, was: str, now: str) -> bool:
        """Say whether two schemas are one text that refers to no other."""
        written = at(sides.baseline.document, was)
        is_equal = written == at(sides.revision.document, now)
        return is_equal and b'"$ref"' not in canonical_bytes(written)

    @cached_property
    def has_notes(self) -> bool:
        """Say whether the contracts differ anywhere in what no value is refused by."""
        return _note_another(self._pair.baseline.meaning, self._pair.revision.meaning)

    def is_forbidden(self, position: Position, was: str, now: str) -> bool:
        """Say whether the sender's schema of a property is `false`: that is meant so.

        Args:
            was: the property's pointer in the baseline; now: in the revision.
        """
        sender, _ = self.by_flow(position)
        pointer = was if position.direction == "request" else now
        return has(sender.document, pointer) and at(sender.document, pointer) is False

    def digest(self, position: Position) -> str:
        """Identify what the revision says at a position, however it is written."""
        key = position.direction, position.revision
        known = self._digests.get(key)
        if known is None:
            revision = self.typed(position).revision
            content = slice_of(revision.document, [revision.pointer])
            known = self._digests[key] = digest(content)[:16]
        return known


def _note_another(was: Json, now: Json) -> bool:
    """Say whether two documents differ, at any place, in what no value is refused by."""
    work = [(was, now)]
    while work:
        earlier, later = work.pop()
        if earlier == later:
            continue
        if isinstance(earlier, dict) and isinstance(later, dict):
            if _own_notes(earlier) != _own_notes(later):
                return True
            work += ((earlier.get(key), later.get(key)) for key in earlier.keys() | later.keys())
        elif isinstance(earlier, list) and isinstance(later, list):
            work += zip_longest(earlier, later)
        elif _has_note(earlier) or _has_note(later):
            return True
    return False


def _own_notes(schema: dict[str, Json]) -> dict[str, Json]:
    return {key: schema[key] for key in NOTE_KEYWORDS if key in schema}


def _has_note(value: Json) -> bool:
    work = [value]
    for here in work:
        if isinstance(here, dict):
            if not here.keys().isdisjoint(NOTE_KEYWORDS):
                return True
            work += here.values()
        elif isinstance(here, list):
            work += here
    return False
