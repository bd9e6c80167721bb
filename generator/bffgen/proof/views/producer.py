"""A sender that sends no undeclared members: the closed producer.

In:  a sender's Side, and a test whether a Side has no value.
Out: the Side on which every object is closed to the names that its schemas declare.
How: at each in-place root, the outermost schema of an instance location at a positive place, the
     names are held to what all schemas of that location speak of. What closing alone would make
     empty stays open (PITFALLS 1 to 3). oneOf is not monotone: its branches stay exclusive as they
     are written. Nothing of the receiver is known here.
"""

from collections.abc import Callable

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at
from bffgen.proof.side import Side
from bffgen.proof.views.drawing import Drawing, Keywords, is_alias
from bffgen.proof.views.location import Location
from bffgen.proof.views.modes import PLAIN, Mode
from bffgen.proof.views.placed import Placed

_IsEmpty = Callable[[Side], bool]


class ClosedProducer(Placed):
    """The closed views of one document's schemas."""

    def __init__(self, document: Json, is_empty: _IsEmpty) -> None:
        super().__init__(document)
        self._is_empty = is_empty
        self._stays_open: dict[tuple[str, ...], bool] = {}

    def _altered(self, keywords: Keywords, pointer: str, mode: Mode) -> Keywords:
        if mode.kind != "plain" and "oneOf" in keywords:
            keywords = exclusive(keywords, pointer, self._drawing, self._types)
        if mode.kind != "root" or is_alias(keywords) or is_plain(keywords):
            return keywords
        if "object" not in self._types(pointer):
            return keywords
        location = self._modes.location(mode.roots)
        if location.is_open or not (location.names or location.patterns):
            return keywords
        closing = names_of(location)
        if self._is_closed(pointer) or self._empties(mode.roots, location, closing):
            return keywords
        return conjoined(keywords, closing)

    def _is_closed(self, pointer: str) -> bool:
        """Say whether the schema refuses undeclared names by itself."""
        conjuncts = (at(self._document, each) for each in schema.conjuncts(self._document, pointer))
        return any(
            isinstance(each, dict)
            and each.get("additionalProperties") is False
            and not each.get("patternProperties")
            for each in conjuncts
        )

    def _empties(self, roots: tuple[str, ...], location: Location, closing: Keywords) -> bool:
        """Say whether closing leaves no value; asked only where it may."""
        if not location.may_need_more:
            return False
        known = self._stays_open.get(roots)
        if known is None:
            # The members' own views do not matter: what they lose is asked at their places.
            held = [self._drawing.reference(root, PLAIN) for root in roots]
            objects: Keywords = {"type": "object", "allOf": [*held, closing]}
            known = self._stays_open[roots] = self._is_empty(self._drawing.added(objects, PLAIN))
        return known


def is_plain(keywords: Keywords) -> bool:
    """Say whether a schema is one of plain values by its own word; most are."""
    return keywords.get("type") in ("string", "integer", "number", "boolean")


def exclusive(
    keywords: Keywords, pointer: str, drawing: Drawing, types: Callable[[str], frozenset[str]]
) -> Keywords:
    """Keep a value from fitting one branch of oneOf because others have become narrower.

    The branches as they are written stay exclusive, and one as it is seen must hold.
    """
    branches = keywords["oneOf"]
    places = [join(pointer, "oneOf", n) for n in range(_length(branches))]
    if all(types(each).isdisjoint(("object", "array")) for each in places):
        return keywords
    plain: list[Json] = [drawing.reference(each, PLAIN) for each in places]
    return conjoined({**keywords, "oneOf": plain}, {"anyOf": branches})


def _length(value: Json) -> int:
    return len(value) if isinstance(value, list) else 0


def names_of(location: Location) -> Keywords:
    """Write what holds names to those that are declared."""
    ways: list[Json] = [{"pattern": pattern} for pattern in location.patterns]
    if location.names:
        ways.insert(0, {"enum": list(location.names)})
    return {"propertyNames": {"anyOf": ways}}


def conjoined(keywords: Keywords, other: Keywords) -> Keywords:
    """Let a schema hold together with another one."""
    held = keywords.get("allOf")
    return {**keywords, "allOf": [*(held if isinstance(held, list) else ()), other]}
