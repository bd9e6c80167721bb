"""The differences of two schemas in the members of objects and the elements of arrays.

In:  two nodes and who reads.
Out: Locals, and the pairs of schemas below them.
How: a name is declared where `properties` or `required` says it; names of one side alone came or
     went. What is said of undeclared names is a part of its own, as it speaks of all but these.
"""

from collections.abc import Iterator

from bffgen.compat.local import Below, Local, Nodes, below, short
from bffgen.compat.node import Node
from bffgen.compat.path import Element, Matching, Property, Rest
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at

_PATTERNS = "patternProperties"
_ELEMENTS = ("items", "prefixItems")
_UNEVALUATED = "unevaluatedItems"
_REST = ("additionalProperties", "unevaluatedProperties")


def compare_members(nodes: Nodes) -> Iterator[Local | Below]:
    """Give the differences of two nodes in members and elements, and the pairs below."""
    compared = _Members(nodes)
    yield from compared.properties()
    yield from compared.rest()
    yield from compared.patterns()
    yield from compared.elements()
    yield from compared.unevaluated()


class _Members:
    def __init__(self, nodes: Nodes) -> None:
        self._nodes, self._polarity, self._at = nodes, nodes.polarity, nodes.at
        self._was, self._now, self._reader = nodes.was, nodes.now, nodes.reader
        self._required = self._was.required(), self._now.required()
        # Asked once: each of many names that came or went would ask it again.
        self._read = self._reader.named("properties")

    def properties(self) -> Iterator[Local | Below]:
        before, after = _declared(self._was), _declared(self._now)
        must_before, must_after = self._required
        still = _anywhere(self._now) if before.keys() - after.keys() else frozenset()
        already = _anywhere(self._was) if after.keys() - before.keys() else frozenset()
        for name, earlier in before.items():
            later = after.get(name)
            if later is None and name in still:
                yield from self._presence(name, earlier, self._now.pointer)
                continue
            if later is None:
                yield self._removed(name, earlier, name in must_before)
                if name in must_after and name not in must_before:
                    yield from self._presence(name, earlier, self._now.pointer)
                continue
            yield below(self._at, Property(name), earlier, later)
            yield from self._presence(name, earlier, later)
        for name, later in after.items():
            if name in before:
                continue
            if name in already:
                yield from self._presence(name, self._was.pointer, later)
                continue
            yield self._added(name, later, name in must_after)
            if name in must_before and name not in must_after:
                yield from self._presence(name, self._was.pointer, later)
        for name in sorted(must_before.keys() ^ must_after.keys()):
            if name not in before and name not in after:
                yield from self._presence(name, self._was.pointer, self._now.pointer)

    def _presence(self, name: str, earlier: str, later: str) -> Iterator[Local]:
        before, after = self._required
        if (name in before) == (name in after):
            return
        came = name in after
        reads = after if self._polarity.direction == "request" else before
        kind = "property-became-required" if came else "property-became-optional"
        yield self._named(
            kind,
            name,
            (before.get(name, earlier), after.get(name, later)),
            ({"required": not came}, {"required": came}),
            ("optional", "required") if came else ("required", "optional"),
            {"required": [name]} if name in reads else None,
        )

    def _removed(self, name: str, earlier: str, was_required: bool) -> Local:
        part = self._closing(name)
        if not self._polarity.is_request:
            # What is undeclared may be sent still, by an open object, and as anything.
            read: dict[str, Json] = {"properties": {name: at(self._was.meaning, earlier)}}
            part = {**read, "required": [name]} if was_required else read
        return self._named(
            "property-removed",
            name,
            (earlier, self._now.pointer),
            (_fact(self._was, earlier, was_required), None),
            ("required" if was_required else "optional", "absent"),
            part,
        )

    def _added(self, name: str, later: str, is_required: bool) -> Local:
        kind = "required-property-added" if is_required else "optional-property-added"
        part = self._closing(name)
        if self._polarity.is_request:
            # An open object may have sent it, as anything.
            read: dict[str, Json] = {"properties": {name: at(self._now.meaning, later)}}
            part = {**read, "required": [name]} if is_required else read
        return self._named(
            kind,
            name,
            (self._was.pointer, later),
            (None, _fact(self._now, later, is_required)),
            ("absent", "required" if is_required else "optional"),
            part,
        )

    def _closing(self, name: str) -> Json:
        """Give what the reader says of a member that it does not declare, for this name alone."""
        if name in self._read or self._polarity.is_strict:
            return {"properties": {name: False}}
        said = [self._reader.value(each) for each in _REST]
        values = [each[0] for each in said if each is not None and each[0] is not True]
        if not values:
            return None
        return {"properties": {name: values[0]}}

    def rest(self) -> Iterator[Local | Below]:
        """Compare what is said of undeclared members."""
        earlier, later = _rest(self._was), _rest(self._now)
        if earlier is None and later is None:
            return
        before, after = (True if each is None else each[0] for each in (earlier, later))
        declared = self._read
        patterns = self._reader.named(_PATTERNS)
        step = Rest(tuple(sorted(declared)), tuple(sorted(patterns)))
        if isinstance(before, dict) and isinstance(after, dict) and earlier and later:
            yield below(self._at, step, earlier[1], later[1])
            return
        if before == after:
            return
        reads = after if self._polarity.direction == "request" else before
        kind = f"object-{self._polarity.worse}"
        if after is False and not isinstance(before, dict):
            kind = "object-closed"
        elif before is False and not isinstance(after, dict):
            kind = "object-opened"
        part: Json = {
            "properties": dict.fromkeys(declared, True),
            _PATTERNS: dict.fromkeys(patterns, True),
            "additionalProperties": reads,
        }
        yield self._nodes.local(
            kind,
            (_openness(before), _openness(after)),
            (_said(before), _said(after)),
            on=_REST,
            part=part if reads is not True else None,
            is_fact=kind in ("object-closed", "object-opened"),
        )

    def patterns(self) -> Iterator[Local | Below]:
        """Compare what is said of members whose names match a pattern."""
        before = self._was.named(_PATTERNS)
        after = self._now.named(_PATTERNS)
        for pattern in sorted(before.keys() & after.keys()):
            yield below(self._at, Matching(pattern), before[pattern], after[pattern])
        reads = self._reader.said((_PATTERNS,))
        if before.keys() != after.keys() and reads:
            names = sorted(before), sorted(after)
            facts: list[Json] = [{_PATTERNS: [*each]} if each else None for each in names]
            yield self._nodes.local(
                f"object-{self._polarity.worse}",
                (facts[0], facts[1]),
                (", ".join(names[0]) or "none", ", ".join(names[1]) or "none"),
                on=(_PATTERNS,),
                part=reads,
            )

    def elements(self) -> Iterator[Local | Below]:
        """Compare what is said of the elements of arrays."""
        before, after = _tuple(self._was), _tuple(self._now)
        for number in range(min(len(before), len(after))):
            yield below(self._at, Element(number), before[number], after[number])
        earlier, later = self._was.value("items"), self._now.value("items")
        if earlier is not None and later is not None and len(before) == len(after):
            yield below(self._at, Element(), earlier[1], later[1])
            return
        reads = self._reader.said(_ELEMENTS)
        was, now = self._was.said(_ELEMENTS), self._now.said(_ELEMENTS)
        if (reads and was.keys() != now.keys()) or len(before) != len(after):
            yield self._nodes.local(
                f"array-{self._polarity.worse}",
                ({"elements": [*sorted(was)]}, {"elements": [*sorted(now)]}),
                (
                    ", ".join(sorted(was)) or "any elements",
                    ", ".join(sorted(now)) or "any elements",
                ),
                on=_ELEMENTS,
                part=reads or None,
            )

    def unevaluated(self) -> Iterator[Local]:
        """Compare what is said of elements that nothing else speaks of."""
        was, now = (each.said((_UNEVALUATED,)) for each in (self._was, self._now))
        if was == now or _UNEVALUATED not in self._reader.said((_UNEVALUATED,)):
            return
        yield self._nodes.local(
            f"array-{self._polarity.worse}",
            (was or None, now or None),
            (short(was), short(now)),
            on=(_UNEVALUATED,),
            part=self._reader.said((*_ELEMENTS, "contains", _UNEVALUATED)),
        )

    def _named(
        self,
        kind: str,
        name: str,
        places: tuple[str, str],
        facts: tuple[Json, Json],
        told: tuple[str, str],
        part: Json,
    ) -> Local:
        anchor = join(self._was.pointer, "properties", name)
        return self._nodes.local(
            kind, facts, told, places=places, part=part, is_fact=True, anchor=anchor, name=name
        )


def _rest(each: Node) -> tuple[Json, str] | None:
    return each.value(_REST[0]) or each.value(_REST[1])


def _tuple(each: Node) -> list[str]:
    found = each.value("prefixItems")
    if found is None or not isinstance(found[0], list):
        return []
    return [join(found[1], number) for number in range(len(found[0]))]


def _declared(each: Node) -> dict[str, str]:
    """Give the members that may be there: one that is `false` is refused, or travels not."""
    found = each.named("properties")
    return {name: where for name, where in found.items() if at(each.meaning, where) is not False}


def _anywhere(each: Node) -> frozenset[str]:
    """Give the members that a variant or a condition declares too: these neither came nor went."""
    found = schema.declared(each.meaning, each.pointer)
    return frozenset(
        name
        for name, places in found.items()
        if any(at(each.meaning, where) is not False for where in places)
    )


def _fact(each: Node, pointer: str, is_required: bool) -> dict[str, Json]:
    kinds = sorted(schema.types(each.meaning, pointer))
    return {"required": is_required, "type": [*kinds]}


def _openness(value: Json) -> Json:
    return value if isinstance(value, bool) else {"values": "schema"}


def _said(value: Json) -> str:
    if isinstance(value, bool):
        return "open" if value else "closed"
    return "values of a schema"
