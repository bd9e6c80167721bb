"""The differences of two schemas in what they say of a value itself: types, values, bounds, notes.

In:  two nodes and who reads.
Out: Locals.
How: kinds whose direction says what may go wrong (a narrower range of what a client sends, a wider
     one of what it gets) are told where the reader has the keyword; facts (a value gone from an
     enum) are told either way.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from bffgen.compat.local import Local, Nodes, short, text
from bffgen.compat.node import Node
from bffgen.model import schema
from bffgen.model.canonical import Json

# What is narrowed or widened -> the keywords that say it.
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "range": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "length": ("minLength", "maxLength"),
    "pattern": ("pattern",),
    "format": ("format",),
    "array": ("minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"),
    "object": ("minProperties", "maxProperties", "dependentRequired", "propertyNames"),
    "condition": ("not", "if", "then", "else", "dependentSchemas"),
}
_FORMATS: Final = frozenset(
    (
        "int32",
        "int64",
        "date",
        "date-time",
        "time",
        "uuid",
        "email",
        "ipv4",
        "ipv6",
        "uri",
        "hostname",
    )
)
_ENCODING: Final = ("contentEncoding", "contentMediaType", "contentSchema")


def compare_keywords(nodes: Nodes) -> Iterator[Local]:
    """Give the differences in what two nodes say of values themselves."""
    compared = _Keywords(nodes)
    yield from compared.types()
    yield from compared.values()
    for group, keywords in _GROUPS.items():
        yield from compared.group(group, keywords)
    yield from compared.notes()


def compare_null(nodes: Nodes) -> Iterator[Local]:
    """Give the difference in whether null is taken, also of a choice between null and a schema."""
    yield from _Keywords(nodes).null()


class _Keywords:
    def __init__(self, nodes: Nodes) -> None:
        self._nodes, self._polarity = nodes, nodes.polarity
        self._was, self._now, self._reader = nodes.was, nodes.now, nodes.reader

    def null(self) -> Iterator[Local]:
        before, after = self._was.types, self._now.types
        # What is of any type takes null among the rest: that is no change of its own.
        has_types = schema.TYPES not in (before, after)
        if ("null" in before) != ("null" in after) and has_types:
            kind = "value-became-nullable" if "null" in after else "value-became-not-nullable"
            places = _at_type(self._was), _at_type(self._now)
            yield self._typed(kind, before, after, places, is_fact=True, anchor=self._was.place)

    def types(self) -> Iterator[Local]:
        before, after = self._was.types, self._now.types
        lost, come = before - after - {"null"}, after - before - {"null"}
        if lost if self._polarity.worse == "narrowed" else come:
            yield self._typed(f"type-{self._polarity.worse}", before, after)
        elif lost or come:
            yield self._typed(f"schema-{self._polarity.better}", before, after)

    def _typed(
        self,
        kind: str,
        before: frozenset[str],
        after: frozenset[str],
        places: tuple[str, str] | None = None,
        *,
        is_fact: bool = False,
        anchor: str = "",
    ) -> Local:
        return self._nodes.local(
            kind,
            ({"type": [*_named(before)]}, {"type": [*_named(after)]}),
            (_spoken(before), _spoken(after)),
            on=("type",),
            places=places,
            part={"type": [*_named(self._reader.types)]},
            is_fact=is_fact,
            anchor=anchor,
        )

    def values(self) -> Iterator[Local]:
        before, after = _listed(self._was), _listed(self._now)
        facts = (_enum(before), _enum(after))
        on = ("enum", "const")
        reads = _listed(self._reader)
        part: Json = None if reads is None else {"enum": [*reads.values()]}
        told = (_values(before), _values(after))
        if before is None and after is not None:
            yield self._nodes.local("enum-closed", facts, told, on=on, part=part, is_fact=True)
        elif after is None and before is not None:
            yield self._nodes.local("enum-opened", facts, told, on=on, part=part, is_fact=True)
        elif before is not None and after is not None:
            for kind, differs in (
                ("enum-value-removed", [each for each in before if each not in after]),
                ("enum-value-added", [each for each in after if each not in before]),
            ):
                if differs:
                    # Fewer values of who sends, more of who reads: nothing is refused by that.
                    is_harmless = (kind == "enum-value-added") == self._polarity.is_request
                    yield self._nodes.local(
                        kind,
                        facts,
                        told,
                        on=on,
                        part=None if is_harmless else part,
                        is_fact=True,
                        value=", ".join(differs),
                    )

    def group(self, group: str, keywords: tuple[str, ...]) -> Iterator[Local]:
        before, after = self._was.said(keywords), self._now.said(keywords)
        reads = self._reader.said(keywords)
        if before == after:
            return
        # What stays is not told, and the place is that of what does not.
        differs = tuple(each for each in keywords if before.get(each) != after.get(each))
        told = (_bounds(differs, before), _bounds(differs, after))
        on = (*differs, *keywords)
        if group == "condition":
            told = (", ".join(before) or "none", ", ".join(after) or "none")
        facts = (before or None, after or None)
        is_read = group != "format" or any(
            isinstance(each, str) and each in _FORMATS for each in reads.values()
        )
        if reads and is_read:
            kind = f"{group}-{self._polarity.worse}"
            yield self._nodes.local(kind, facts, told, on=on, part=reads)
        elif group != "format" or all(
            str(each) in _FORMATS for each in (*before.values(), *after.values())
        ):
            # Who reads asks for nothing here: told where nothing else is.
            yield self._nodes.local(f"schema-{self._polarity.better}", facts, told, on=on)

    def notes(self) -> Iterator[Local]:
        """Tell what no value is refused by, and somebody goes by all the same."""
        for kind, keywords in (
            ("format-annotation-changed", ("format",)),
            ("content-encoding-changed", _ENCODING),
            ("default-changed", ("default",)),
        ):
            before, after = self._was.said(keywords), self._now.said(keywords)
            if before == after:
                continue
            written = [*before.values(), *after.values()]
            if keywords == ("format",) and all(
                isinstance(each, str) and each in _FORMATS for each in written
            ):
                continue
            added = keywords == ("default",) and not before
            yield self._nodes.local(
                "default-added" if added else kind,
                (before or None, after or None),
                (_note(before), _note(after)),
                on=keywords,
                is_fact=True,
            )


def _bounds(differs: tuple[str, ...], said: Mapping[str, Json]) -> str:
    """Write what is said by the keywords that differ; which is missing where others are there."""
    found = {key: value for key, value in said.items() if key in differs}
    if said and not found:
        return f"no {' or '.join(differs)}"
    return short(found)


def _named(found: frozenset[str]) -> list[str]:
    """Name types as a schema would: a number may be an integer."""
    return sorted(found - {"integer"} if "number" in found else found)


def _at_type(each: Node) -> str:
    """Give where a schema says its types: a choice between null and another is such a word."""
    is_choice = schema.resolve(each.meaning, each.place) != each.pointer
    return each.place if is_choice else each.at_keyword("type")


def _spoken(found: frozenset[str]) -> str:
    return "any value" if found == schema.TYPES else " or ".join(_named(found))


def _listed(each: Node) -> dict[str, Json] | None:
    """Give the values that are allowed, by their JSON text; None where they are not listed."""
    found = each.value("enum")
    if found is not None and isinstance(found[0], list):
        return {text(value): value for value in found[0]}
    found = each.value("const")
    return None if found is None else {text(found[0]): found[0]}


def _enum(values: dict[str, Json] | None) -> Json:
    return None if values is None else {"enum": [values[key] for key in sorted(values)]}


def _values(values: dict[str, Json] | None) -> str:
    return "any value" if values is None else ", ".join(values)


def _note(said: Mapping[str, Json]) -> str:
    """Write a note in short words; of one keyword the value is enough."""
    return text(*said.values()) if len(said) == 1 else short({**said})
