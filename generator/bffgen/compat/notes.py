"""What no value is refused by and somebody goes by all the same, at each position.

In:  Positions of the two contracts.
Out: Occurrences: a listed value of an open enum or a code of a problem that came or went, variants
     in another order, a list in smaller pages.
How: the pool takes schemas for equal that differ in this alone, so it is read as written. What
     components say is compared once for those whose text differs, and told of the positions that
     reach them; an unchanged contract costs one comparison of its components.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from bffgen.compat.change import NOTHING_TO_SHOW, Change, Occurrence
from bffgen.compat.deprecation import HURTS, LIFECYCLE, end_of, kind_of, told
from bffgen.compat.pair import Pair
from bffgen.compat.position import Position, coordinate
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.comparison import NoWitness
from bffgen.model.hints import may_mean_null, open_enum
from bffgen.model.place import join, tokens
from bffgen.model.rule import Direction
from bffgen.model.schema import resolve, types
from bffgen.model.tree import at, has, local_pointer

_SCHEMAS: Final = "/components/schemas"
_OPEN: Final = "x-extensible-enum"
# Keywords that hold schemas by name, in a list, or one.
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = ("items", "additionalProperties", "contains", "not", "if", "then", "else")
_ABSENT: Final = "none"
# PITFALLS 10.
_NULLABLE: Final = "value-became-nullable"
# How a member of an object is an element, or an attribute, of XML.
_ENCODED: Final = "content-encoding-changed"
_XML: Final = "xml"
_HARMLESS: Final = LIFECYCLE - HURTS
_BY_THE_LETTER: Final = NoWitness(why="by the letter of OpenAPI 3.0 null is still refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """One difference.

    Attributes:
        subject: names of members that lead there from the schema that was compared.
        was: pointer in the baseline of what says it, else of its schema; now: of the revision.
        value: JSON texts of the values concerned.
        words: both facts for people, where their JSON text is not how one would say them.
        is_read_only: it is in no request; is_write_only: it is in no response.
    """

    kind: str
    subject: tuple[str, ...]
    was: str
    now: str
    before: Json = field(hash=False)
    after: Json = field(hash=False)
    value: str = ""
    words: tuple[str, str] | None = None
    is_read_only: bool = False
    is_write_only: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """A pair of schemas that are compared, and how they were reached."""

    was: str
    now: str
    subject: tuple[str, ...] = ()
    is_read_only: bool = False
    is_write_only: bool = False


class Notes:
    """Compares what is noted; what a component says is read once."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._was, self._now = pair.baseline.meaning, pair.revision.meaning
        self._reached: dict[str, frozenset[str]] = {}

    def compare(self, positions: Iterable[Position]) -> Iterator[Occurrence]:
        """Give what is to be told of positions, in their order."""
        for position in positions:
            yield from self._compared(position)

    def _compared(self, position: Position) -> Iterator[Occurrence]:
        start = _Step(position.baseline, position.revision)
        notes, names = self._walk(start, gathers=bool(self._noted))
        for note in notes:
            yield from self._told(position, note, "")
        for name in sorted(self._noted.keys() & self._closure(names)):
            for note in self._noted[name]:
                yield from self._told(position, note, name)
        yield from self._page(position)

    # -- reading --------------------------------------------------------------------------------

    @cached_property
    def _noted(self) -> dict[str, tuple[_Note, ...]]:
        """Give the notes of the components of one name whose text differs."""
        before, after = _members(self._was, _SCHEMAS), _members(self._now, _SCHEMAS)
        found: dict[str, tuple[_Note, ...]] = {}
        for name in before.keys() & after.keys():
            if before[name] != after[name]:
                here = join(_SCHEMAS, name)
                notes, _ = self._walk(_Step(here, here), gathers=False, is_root=True)
                if notes:
                    found[name] = tuple(notes)
        return found

    def _closure(self, names: frozenset[str]) -> frozenset[str]:
        """Give the components that some of them reach."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._references(name)
        return frozenset(found)

    def _references(self, name: str) -> frozenset[str]:
        """Give the components that a component of the revision refers to."""
        known = self._reached.get(name)
        if known is None:
            here = join(_SCHEMAS, name)
            known = _named_in(at(self._now, here)) if has(self._now, here) else frozenset()
            self._reached[name] = known
        return known

    def _walk(
        self, start: _Step, *, gathers: bool, is_root: bool = False
    ) -> tuple[list[_Note], frozenset[str]]:
        """Compare two schemas down to the components that both refer to by one name.

        Args:
            gathers: the components that equal parts refer to are wanted as well.
            is_root: the schemas are such a component themselves.
        """
        notes: list[_Note] = []
        names: set[str] = set()
        waiting, seen = [start], set[tuple[str, str]]()
        while waiting:
            step = waiting.pop()
            was, now = resolve(self._was, step.was), resolve(self._now, step.now)
            component = _component(now)
            notes += self._ends(step, step.was, step.now)
            if component is not None and was == now and not (is_root and step is start):
                names.add(component)
                continue
            if (was, now) != (step.was, step.now):
                notes += self._ends(step, was, now)
            earlier, later = at(self._was, was), at(self._now, now)
            if (was, now) in seen or not isinstance(earlier, dict) or not isinstance(later, dict):
                continue
            seen.add((was, now))
            if earlier == later:
                names |= _named_in(later) if gathers else frozenset()
                continue
            names |= _named_in(later.get("$ref"), "$ref")
            here = replace(
                step,
                was=was,
                now=now,
                is_read_only=step.is_read_only or later.get("readOnly") is True,
                is_write_only=step.is_write_only or later.get("writeOnly") is True,
            )
            notes += _own(here, earlier, later)
            if may_mean_null(later) and not may_mean_null(earlier):
                notes += self._nullable(here)
            waiting += _below(here, earlier, later)
        return notes, frozenset(names)

    def _nullable(self, step: _Step) -> Iterator[_Note]:
        """Tell `nullable` that says nothing by the letter, where null was not admitted before."""
        if "null" not in types(self._was, step.was):
            yield _Note(
                kind=_NULLABLE,
                subject=step.subject,
                was=step.was,
                now=join(step.now, "nullable"),
                before=None,
                after={"nullable": True},
                is_read_only=step.is_read_only,
                is_write_only=step.is_write_only,
            )

    def _ends(self, step: _Step, was: str, now: str) -> Iterator[_Note]:
        """Tell what is said of the end of what a schema stands for."""
        earlier, later = at(self._was, was), at(self._now, now)
        if not isinstance(earlier, dict) or not isinstance(later, dict):
            return
        ends = end_of(earlier), end_of(later)
        kind = kind_of(*ends)
        if kind is not None:
            yield _Note(
                kind=kind,
                subject=step.subject,
                was=join(was, ends[0].key) if ends[0].key else was,
                now=join(now, ends[1].key) if ends[1].key else now,
                before=ends[0].fact,
                after=ends[1].fact,
                words=told(*ends),
                is_read_only=step.is_read_only,
                is_write_only=step.is_write_only,
            )

    # -- telling --------------------------------------------------------------------------------

    def _told(self, position: Position, note: _Note, component: str) -> Iterator[Occurrence]:
        """Tell a note at a position, where it is of any consequence there."""
        kind, direction = note.kind, position.direction
        is_request = direction == "request"
        if note.is_read_only if is_request else note.is_write_only:
            return
        # What a reader may be sent is nothing that a sender has to know.
        if kind in ("variant-order-changed", _NULLABLE) and is_request:
            return
        if kind == _ENCODED and not position.is_xml:
            return
        if kind in LIFECYCLE:
            direction = "none"
        if kind.startswith("open-enum-value"):
            if note.subject == ("code",) and _is_refusal(position):
                kind, direction = kind.replace("open-enum-value", "error-code"), "none"
            elif not is_request or kind == "open-enum-value-added":
                return
        yield self._occurrence(position, kind, direction, note, component)

    def _occurrence(
        self, position: Position, kind: str, direction: Direction, note: _Note, component: str
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
            answer="yes" if kind == _NULLABLE or kind in _HARMLESS else "no",
            witness=_BY_THE_LETTER if kind == _NULLABLE else NOTHING_TO_SHOW,
            rests_on=("nullable without type",) if kind == _NULLABLE else (),
        )

    def _page(self, position: Position) -> Iterator[Occurrence]:
        """Tell a list of an operation that reads, where it may hold less than before."""
        if position.direction != "response" or not position.operation.startswith("GET "):
            return
        was, now = resolve(self._was, position.baseline), resolve(self._now, position.revision)
        lists: list[tuple[tuple[str, ...], str, str]] = [((), was, now)]
        was_members = _members(self._was, join(was, "properties"))
        now_members = _members(self._now, join(now, "properties"))
        for name in sorted(was_members.keys() & now_members.keys()):
            there = join("", "properties", name)
            lists.append(
                ((name,), resolve(self._was, was + there), resolve(self._now, now + there))
            )
        for subject, earlier, later in lists:
            before = _members(self._was, earlier).get("maxItems")
            after = _members(self._now, later).get("maxItems")
            if isinstance(before, int) and isinstance(after, int) and after < before:
                note = _Note(
                    kind="page-size-lowered",
                    subject=subject,
                    was=join(earlier, "maxItems"),
                    now=join(later, "maxItems"),
                    before={"maxItems": before},
                    after={"maxItems": after},
                )
                yield self._occurrence(position, note.kind, "response", note, "")


def _own(step: _Step, earlier: dict[str, Json], later: dict[str, Json]) -> Iterator[_Note]:
    """Compare what two schemas say themselves."""
    enums = open_enum(earlier), open_enum(later)
    if enums[0] is not None and enums[1] is not None:
        listed = [*map(_text, enums[0].values)], [*map(_text, enums[1].values)]
        lost = ", ".join(each for each in listed[0] if each not in listed[1])
        come = ", ".join(each for each in listed[1] if each not in listed[0])
        for kind, told in (("removed", lost), ("added", come)):
            if told:
                yield _Note(
                    kind=f"open-enum-value-{kind}",
                    subject=step.subject,
                    was=join(step.was, *enums[0].path),
                    now=join(step.now, *enums[1].path),
                    before={_OPEN: [*enums[0].values]},
                    after={_OPEN: [*enums[1].values]},
                    value=told,
                    is_read_only=step.is_read_only,
                    is_write_only=step.is_write_only,
                )
    ways = _as_xml(earlier), _as_xml(later)
    if ways[0] != ways[1]:
        yield _note(_ENCODED, _XML, step, earlier, later, (ways[0] or None, ways[1] or None))
    for keyword in ("oneOf", "anyOf"):
        orders = _texts(earlier.get(keyword)), _texts(later.get(keyword))
        if orders[0] is None or orders[1] is None or orders[0] == orders[1]:
            continue
        if sorted(orders[0]) == sorted(orders[1]):
            facts = _said(earlier, keyword), _said(later, keyword)
            yield _note("variant-order-changed", keyword, step, earlier, later, facts)


def _as_xml(schema: dict[str, Json]) -> dict[str, Json]:
    """Give what a schema says of its XML, without what is so anyway."""
    said = schema.get(_XML)
    return {key: each for key, each in said.items() if each} if isinstance(said, dict) else {}


def _note(
    kind: str,
    keyword: str,
    step: _Step,
    earlier: dict[str, Json],
    later: dict[str, Json],
    facts: tuple[Json, Json],
    value: str = "",
) -> _Note:
    return _Note(
        kind=kind,
        subject=step.subject,
        was=join(step.was, keyword) if keyword in earlier else step.was,
        now=join(step.now, keyword) if keyword in later else step.now,
        before=facts[0],
        after=facts[1],
        value=value,
        is_read_only=step.is_read_only,
        is_write_only=step.is_write_only,
    )


def _below(step: _Step, earlier: dict[str, Json], later: dict[str, Json]) -> Iterator[_Step]:
    """Pair the schemas that two schemas hold."""
    for keyword in _NAMED:
        before, after = earlier.get(keyword), later.get(keyword)
        if isinstance(before, dict) and isinstance(after, dict):
            for name in sorted(before.keys() & after.keys()):
                is_member = keyword == "properties"
                yield replace(
                    step,
                    was=join(step.was, keyword, name),
                    now=join(step.now, keyword, name),
                    subject=(*step.subject, name) if is_member else step.subject,
                )
    for keyword in _LISTED:
        before, after = earlier.get(keyword), later.get(keyword)
        if isinstance(before, list) and isinstance(after, list):
            for number in range(min(len(before), len(after))):
                was, now = join(step.was, keyword, number), join(step.now, keyword, number)
                yield replace(step, was=was, now=now)
    for keyword in _SINGLE:
        if isinstance(earlier.get(keyword), dict) and isinstance(later.get(keyword), dict):
            was, now = join(step.was, keyword), join(step.now, keyword)
            yield replace(step, was=was, now=now)


def _members(document: Json, pointer: str) -> dict[str, Json]:
    """Give the object at a pointer; an empty one where there is none."""
    if not has(document, pointer):
        return {}
    found = at(document, pointer)
    return found if isinstance(found, dict) else {}


def _component(pointer: str) -> str | None:
    path = tokens(pointer)
    is_schema = len(path) == 3 and tuple(path[:2]) == ("components", "schemas")
    return path[2] if is_schema else None


def _named_in(value: Json, keyword: str = "") -> frozenset[str]:
    """Give the components that a value refers to anywhere in it."""
    found: set[str] = set()
    waiting: list[tuple[str, Json]] = [(keyword, value)]
    while waiting:
        key, each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.items()
        elif isinstance(each, list):
            waiting += [("", one) for one in each]
        elif key == "$ref":
            target = local_pointer(each)
            name = None if target is None else _component("/".join(target.split("/")[:4]))
            if name is not None:
                found.add(name)
    return frozenset(found)


def _said(schema: dict[str, Json], keyword: str) -> Json:
    """Give a fact in normal form; None where the keyword is not there."""
    return {keyword: schema[keyword]} if keyword in schema else None


def _texts(value: Json) -> list[str] | None:
    if not isinstance(value, list):
        return None
    return [canonical_bytes(each).decode() for each in value]


def _text(value: Json) -> str:
    return canonical_bytes(value).decode()


def _short(fact: Json) -> str:
    """Write a fact in short words: `maxItems 20`."""
    if not isinstance(fact, dict):
        return _ABSENT
    return ", ".join(f"{key} {canonical_bytes(each).decode()}" for key, each in fact.items())


def _is_refusal(position: Position) -> bool:
    """Say whether a position is of an answer that is no success."""
    words = position.where.removeprefix("response ")
    return position.direction == "response" and words.startswith(("4", "5", "default"))
