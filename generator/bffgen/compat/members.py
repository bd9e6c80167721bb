"""The differences of two schemas in the members of objects and the elements of arrays.

In:  two nodes and who reads.
Out: Locals, and the pairs of schemas below them.
How: a name is declared where `properties` or `required` says it; names of one side alone came or
     went. What is said of undeclared names is a part of its own, as it speaks of all but these.
"""

from collections.abc import Iterator

from bffgen.compat.local import Below, Local, Polarity, below, short
from bffgen.compat.node import Node
from bffgen.compat.path import Element, Matching, Property, Rest
from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at

_UNEVALUATED = "unevaluatedItems"
_REST = ("additionalProperties", "unevaluatedProperties")


def compare_members(polarity: Polarity, was: Node, now: Node, at: Below) -> Iterator[Local | Below]:
    """Give the differences of two nodes in members and elements, and the pairs below."""
    compared = _Members(polarity, was, now, at)
    yield from compared.properties()
    yield from compared.rest()
    yield from compared.patterns()
    yield from compared.elements()
    yield from compared.unevaluated()


class _Members:
    def __init__(self, polarity: Polarity, was: Node, now: Node, at: Below) -> None:
        self._polarity, self._was, self._now, self._at = polarity, was, now, at
        self._reader = polarity.reader(was, now)
        self._required = was.required(), now.required()
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
        yield self._local(
            kind,
            name,
            was=before.get(name, earlier),
            now=after.get(name, later),
            facts=({"required": not came}, {"required": came}),
            part={"required": [name]} if name in reads else None,
            told=("optional", "required") if came else ("required", "optional"),
        )

    def _removed(self, name: str, earlier: str, was_required: bool) -> Local:
        part = self._closing(name)
        if not self._polarity.is_request:
            # What is undeclared may be sent still, by an open object, and as anything.
            read: dict[str, Json] = {"properties": {name: at(self._was.meaning, earlier)}}
            part = {**read, "required": [name]} if was_required else read
        return self._local(
            "property-removed",
            name,
            was=earlier,
            now=self._now.pointer,
            facts=(_fact(self._was, earlier, was_required), None),
            part=part,
            told=("required" if was_required else "optional", "absent"),
        )

    def _added(self, name: str, later: str, is_required: bool) -> Local:
        kind = "required-property-added" if is_required else "optional-property-added"
        part = self._closing(name)
        if self._polarity.is_request:
            # An open object may have sent it, as anything.
            read: dict[str, Json] = {"properties": {name: at(self._now.meaning, later)}}
            part = {**read, "required": [name]} if is_required else read
        return self._local(
            kind,
            name,
            was=self._was.pointer,
            now=later,
            facts=(None, _fact(self._now, later, is_required)),
            part=part,
            told=("absent", "required" if is_required else "optional"),
        )

    def _closing(self, name: str) -> Json:
        """Give what the reader says of a member that it does not declare, for this name alone."""
        if name in self._read:
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
        patterns = self._reader.named("patternProperties")
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
            "patternProperties": dict.fromkeys(patterns, True),
            "additionalProperties": reads,
        }
        yield Local(
            kind=kind,
            way=self._at.way,
            before=_openness(before),
            after=_openness(after),
            was=self._was.at_keyword(*_REST),
            now=self._now.at_keyword(*_REST),
            part=part if reads is not True else None,
            owner=self._polarity.owner,
            is_fact=kind in ("object-closed", "object-opened"),
            anchor=self._was.pointer,
            told_was=_said(before),
            told_now=_said(after),
        )

    def patterns(self) -> Iterator[Local | Below]:
        """Compare what is said of members whose names match a pattern."""
        before = self._was.named("patternProperties")
        after = self._now.named("patternProperties")
        for pattern in sorted(before.keys() & after.keys()):
            yield below(self._at, Matching(pattern), before[pattern], after[pattern])
        reads = self._reader.said(("patternProperties",))
        if before.keys() != after.keys() and reads:
            yield Local(
                kind=f"object-{self._polarity.worse}",
                way=self._at.way,
                before={"patternProperties": [*sorted(before)]} if before else None,
                after={"patternProperties": [*sorted(after)]} if after else None,
                was=self._was.at_keyword("patternProperties"),
                now=self._now.at_keyword("patternProperties"),
                part=reads,
                owner=self._polarity.owner,
                anchor=self._was.pointer,
                told_was=", ".join(sorted(before)) or "none",
                told_now=", ".join(sorted(after)) or "none",
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
        reads = self._reader.said(("items", "prefixItems"))
        was, now = (
            self._was.said(("items", "prefixItems")),
            self._now.said(("items", "prefixItems")),
        )
        if (reads and was.keys() != now.keys()) or len(before) != len(after):
            yield Local(
                kind=f"array-{self._polarity.worse}",
                way=self._at.way,
                before={"elements": [*sorted(was)]},
                after={"elements": [*sorted(now)]},
                was=self._was.at_keyword("items", "prefixItems"),
                now=self._now.at_keyword("items", "prefixItems"),
                part=reads or None,
                owner=self._polarity.owner,
                anchor=self._was.pointer,
                told_was=", ".join(sorted(was)) or "any elements",
                told_now=", ".join(sorted(now)) or "any elements",
            )

    def unevaluated(self) -> Iterator[Local]:
        """Compare what is said of elements that nothing else speaks of."""
        was, now = (each.said((_UNEVALUATED,)) for each in (self._was, self._now))
        if was == now or _UNEVALUATED not in self._reader.said((_UNEVALUATED,)):
            return
        yield Local(
            kind=f"array-{self._polarity.worse}",
            way=self._at.way,
            before=was or None,
            after=now or None,
            was=self._was.at_keyword(_UNEVALUATED),
            now=self._now.at_keyword(_UNEVALUATED),
            part=self._reader.said(("items", "prefixItems", "contains", _UNEVALUATED)),
            owner=self._polarity.owner,
            anchor=self._was.pointer,
            told_was=short(was),
            told_now=short(now),
        )

    def _local(
        self,
        kind: str,
        name: str,
        *,
        was: str,
        now: str,
        facts: tuple[Json, Json],
        part: Json,
        told: tuple[str, str],
    ) -> Local:
        return Local(
            kind=kind,
            way=self._at.way,
            before=facts[0],
            after=facts[1],
            was=was,
            now=now,
            part=part,
            owner=self._polarity.owner,
            is_fact=True,
            anchor=join(self._was.pointer, "properties", name),
            name=name,
            told_was=told[0],
            told_now=told[1],
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
