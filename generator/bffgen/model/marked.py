"""Which components and operations of a document the marks of one way may reach: few of most.

In:  a document in 2020-12 spelling.
Out: whether a view of it (`peer_view.py`) may change a value.
How: a piece may change where its text has a mark, or refers to a component at whose own place
     something leaves. A reference into the middle of anything counts as one that does, so that
     there may be a piece too many, and never one too few.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from bffgen.model.canonical import Json, sorted_bytes
from bffgen.model.grammar import Kind
from bffgen.model.place import tokens
from bffgen.model.tree import local_pointer, references_in

_PARTS: Final = "/components/"
# What leaves an heir leaves the schema with the discriminator too.
_WORDS: Final = (b'"readOnly":', b'"writeOnly":', b'"discriminator":')
# What applies at the place of a schema, itself or by what it holds.
_APPLIED: Final = ("$ref", "allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas")
# Where a reference leads that leads to no component as a whole.
_ELSEWHERE: Final = None


class Marked:
    """The pieces of one document, which must not change; asked by all of its views."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._leaving: frozenset[str | None] | None = None
        # By the pointer of the piece.
        self._known: dict[str, bool] = {}

    def may_change(self, value: Json, kind: Kind, where: str) -> bool:
        """Say whether a value may change in a view; what is no piece may.

        Args:
            where: its pointer.
        """
        is_piece = kind is Kind.OPERATION or (where.startswith(_PARTS) and where.count("/") == 3)
        if not is_piece:
            return True
        known = self._known.get(where)
        if known is None:
            known = self._known[where] = self._is_touched(value)
        return known

    def _is_touched(self, value: Json) -> bool:
        if self._leaving is None:
            self._leaving = self._found()
        text = sorted_bytes(value)
        return _is_marked(text) or not self._leaving.isdisjoint(_leads_to(text))

    def _found(self) -> frozenset[str | None]:
        """Find the components at whose own place something leaves."""
        found: set[str | None] = {_ELSEWHERE}
        # The components that a component acts in.
        heirs: dict[str | None, list[str]] = defaultdict(list)
        components = _mapping_at(self._document, "components")
        for name, written in _mapping_at(components, "schemas").items():
            if _is_marked(sorted_bytes(written)):
                found.add(name)
            elif isinstance(written, dict):
                applied: Json = {key: written[key] for key in _APPLIED if key in written}
                for target in _leads_to(sorted_bytes(applied)):
                    heirs[target].append(name)
        work = [*found]
        while work:
            more = [each for each in heirs[work.pop()] if each not in found]
            found.update(more)
            work += more
        return frozenset(found)


def _is_marked(text: bytes) -> bool:
    """Say whether a text has a mark of either way: both have had their say in a view."""
    return any(each in text for each in _WORDS)


def _leads_to(text: bytes) -> Iterator[str | None]:
    """Give the names of the schemas that a text refers to."""
    for reference in references_in(text):
        pointer = local_pointer(reference)
        if pointer is None:
            continue
        path = tokens(pointer)
        is_whole = len(path) == 3 and path[0] == "components"
        if not is_whole:
            yield _ELSEWHERE
        elif path[1] == "schemas":
            yield path[2]


def _mapping_at(value: Json, key: str) -> dict[str, Json]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
