"""What two contracts say of their schemas that no value is refused by.

In:  the meanings of both contracts.
Out: Notes: a listed value of an open enum that came or went, variants in another order, another way
     into XML, null that is meant and not said, an end that was announced or moved.
How: the pool takes schemas for equal that differ in this alone, so they are read as written. What
     components say is compared once for those whose text differs, and is given with each place
     that reaches them; an unchanged contract costs one comparison of its components.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from bffgen.compat.deprecation import kind_of, told
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.end import end_of
from bffgen.model.hints import may_mean_null, open_enum
from bffgen.model.place import join, tokens
from bffgen.model.schema import resolve, types
from bffgen.model.tree import at, has, local_pointer

_SCHEMAS: Final = "/components/schemas"
_OPEN: Final = "x-extensible-enum"
# Keywords that hold schemas by name, in a list, or one.
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = ("items", "additionalProperties", "contains", "not", "if", "then", "else")
# PITFALLS 10.
NULLABLE: Final = "value-became-nullable"
# How a member of an object is an element, or an attribute, of XML.
ENCODED: Final = "content-encoding-changed"
_XML: Final = "xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
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


class Noted:
    """What the schemas of two contracts note differently; what a component says is read once."""

    def __init__(self, was: Json, now: Json) -> None:
        self._was, self._now = was, now
        self._referred: dict[str, frozenset[str]] = {}

    def below(self, was: str, now: str) -> Iterator[tuple[str, Note]]:
        """Give the notes of two schemas and of all below, each with the name of its component.

        The name is the empty text where the note stands in none.
        """
        notes, names = self._walk(_Step(was, now), gathers=bool(self._of_components))
        for note in notes:
            yield "", note
        if not self._of_components:
            return
        for name in sorted(self._of_components.keys() & self._reached(names)):
            for note in self._of_components[name]:
                yield name, note

    @cached_property
    def _of_components(self) -> dict[str, tuple[Note, ...]]:
        """Give the notes of the components of one name whose text differs."""
        before, after = members(self._was, _SCHEMAS), members(self._now, _SCHEMAS)
        found: dict[str, tuple[Note, ...]] = {}
        for name in sorted(before.keys() & after.keys()):
            if before[name] != after[name]:
                here = join(_SCHEMAS, name)
                notes, _ = self._walk(_Step(here, here), gathers=False, is_root=True)
                if notes:
                    found[name] = tuple(notes)
        return found

    @cached_property
    def _leading(self) -> frozenset[str]:
        """Give the components of the revision that have notes, or lead to one that has."""
        holders: dict[str, list[str]] = defaultdict(list)
        for name in members(self._now, _SCHEMAS):
            for each in self._references(name):
                holders[each].append(name)
        found = set(self._of_components)
        waiting = list(found)
        while waiting:
            for holder in holders[waiting.pop()]:
                if holder not in found:
                    found.add(holder)
                    waiting.append(holder)
        return frozenset(found)

    def _reached(self, names: frozenset[str]) -> frozenset[str]:
        """Give the components that some reach, of those that lead to a note."""
        found: set[str] = set()
        waiting = [*names & self._leading]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._references(name) & self._leading
        return frozenset(found)

    def _references(self, name: str) -> frozenset[str]:
        """Give the components that a component of the revision refers to."""
        known = self._referred.get(name)
        if known is None:
            here = join(_SCHEMAS, name)
            known = _named_in(at(self._now, here)) if has(self._now, here) else frozenset()
            self._referred[name] = known
        return known

    def _walk(
        self, start: _Step, *, gathers: bool, is_root: bool = False
    ) -> tuple[list[Note], frozenset[str]]:
        """Compare two schemas down to the components that both refer to by one name.

        Args:
            gathers: the components that equal parts refer to are wanted as well.
            is_root: the schemas are such a component themselves.
        """
        notes: list[Note] = []
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

    def _nullable(self, step: _Step) -> Iterator[Note]:
        """Tell `nullable` that says nothing by the letter, where null was not admitted before."""
        if "null" not in types(self._was, step.was):
            yield Note(
                kind=NULLABLE,
                subject=step.subject,
                was=step.was,
                now=join(step.now, "nullable"),
                before=None,
                after={"nullable": True},
                is_read_only=step.is_read_only,
                is_write_only=step.is_write_only,
            )

    def _ends(self, step: _Step, was: str, now: str) -> Iterator[Note]:
        """Tell what is said of the end of what a schema stands for."""
        earlier, later = at(self._was, was), at(self._now, now)
        if not isinstance(earlier, dict) or not isinstance(later, dict):
            return
        ends = end_of(earlier), end_of(later)
        kind = kind_of(*ends)
        if kind is not None:
            yield Note(
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


def _own(step: _Step, earlier: dict[str, Json], later: dict[str, Json]) -> Iterator[Note]:
    """Compare what two schemas say themselves."""
    enums = open_enum(earlier), open_enum(later)
    if enums[0] is not None and enums[1] is not None:
        listed = [*map(_text, enums[0].values)], [*map(_text, enums[1].values)]
        lost = ", ".join(each for each in listed[0] if each not in listed[1])
        come = ", ".join(each for each in listed[1] if each not in listed[0])
        for kind, told in (("removed", lost), ("added", come)):
            if told:
                yield Note(
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
        yield _note(ENCODED, _XML, step, earlier, later, (ways[0] or None, ways[1] or None))
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
) -> Note:
    return Note(
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


def members(document: Json, pointer: str) -> dict[str, Json]:
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
