"""Take out of a contract what its readers never see: every part with `x-internal: true`.

In:  a Bundle.
Out: the Bundle as third parties have it; the very same where nothing in it is internal.
How: by grammar position, so that a property called `x-internal` is a property. Whatever refers to
     an internal part is internal too, and a name that is gone is no longer required. Places follow
     the elements of lists that move up.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, member, objects_with
from bffgen.model.place import Place, join, parent
from bffgen.model.tree import at, has, local_pointer

_MARK: Final = "x-internal"


def published(bundle: Bundle) -> Bundle:
    """Give a contract without its internal parts; linear in the size of the document."""
    found = objects_with(bundle.document, Kind.DOCUMENT, frozenset((_MARK,)))
    if not any(_says(each) for each, _ in found):
        return bundle
    reading = _Published(bundle.document)
    document = reading.object(bundle.document, Kind.DOCUMENT, "", "")
    assert isinstance(document, dict)
    return replace(bundle, document=document, places=tuple(sorted(_places(bundle, reading))))


def _says(value: Json) -> bool:
    return isinstance(value, dict) and value.get(_MARK) is True


class _Published:
    """Copies a document without what is internal.

    Attributes:
        gone: pointers of what is left out.
        moved: former pointer of an element of a list -> where it stands now.
    """

    def __init__(self, document: Json) -> None:
        self._document = document
        self.gone: set[str] = set()
        self.moved: dict[str, str] = {}

    def object(self, value: Json, kind: Kind, was: str, now: str) -> Json:
        """Copy an object of a known kind that stood at one pointer and stands at another."""
        if not isinstance(value, dict):
            return value
        made: dict[str, Json] = {}
        for key, below in value.items():
            form, inner = member(kind, key)
            if inner is None:
                made[key] = below
            elif isinstance(below, list):
                made[key] = self._list(below, inner, join(was, key), join(now, key))
            elif form == "map" and isinstance(below, dict):
                made[key] = self._map(below, inner, join(was, key), join(now, key))
            elif not self._is_gone(below, join(was, key)):
                made[key] = self.object(below, inner, join(was, key), join(now, key))
        if kind is Kind.SCHEMA:
            _forget(made, value)
        return made

    def _list(self, values: list[Json], kind: Kind, was: str, now: str) -> list[Json]:
        made: list[Json] = []
        for number, value in enumerate(values):
            before = join(was, number)
            if self._is_gone(value, before):
                continue
            after = join(now, len(made))
            if before != after:
                self.moved[before] = after
            made.append(self.object(value, kind, before, after))
        return made

    def _map(self, values: dict[str, Json], kind: Kind, was: str, now: str) -> dict[str, Json]:
        return {
            name: self.object(value, kind, join(was, name), join(now, name))
            for name, value in values.items()
            if not self._is_gone(value, join(was, name))
        }

    def _is_gone(self, value: Json, pointer: str) -> bool:
        """Say whether a value is internal, or refers to what is."""
        seen: set[str] = set()
        here = value
        while isinstance(here, dict):
            if _says(here):
                self.gone.add(pointer)
                return True
            target = local_pointer(here.get("$ref"))
            if target is None or target in seen or not has(self._document, target):
                return False
            seen.add(target)
            here = at(self._document, target)
        return False


def _forget(made: dict[str, Json], value: dict[str, Json]) -> None:
    """Require no property that is left out."""
    before, after = value.get("properties"), made.get("properties")
    required = made.get("required")
    if isinstance(before, dict) and isinstance(after, dict) and isinstance(required, list):
        made["required"] = [name for name in required if name not in before or name in after]


def _places(bundle: Bundle, reading: _Published) -> Iterator[tuple[str, Place]]:
    """Give the place of every node that is not where its parent's place says, as it stands now."""
    for pointer, place in bundle.places:
        above = pointer
        while above and above not in reading.gone and above not in reading.moved:
            above = parent(above)
        if above in reading.gone:
            continue
        kept = reading.moved.get(above, above)
        # A moved element has its own place below.
        if pointer not in reading.moved:
            yield kept + pointer.removeprefix(above), place
    for before, after in reading.moved.items():
        yield after, bundle.place(before)
