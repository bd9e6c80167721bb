"""A schema of a document, written as one that stands alone.

In:  a document whose schemas have 2020-12 spelling, and a pointer to one of them.
Out: a schema that holds all it refers to; formats that are no predicates are left out.
How: only what is reached is copied, and of that only what the values in question are held to.
"""

from collections.abc import Collection
from urllib.parse import quote

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE, says_nothing
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.formats import INTERVALS, TEXT_FORMATS


def standalone(
    document: Json,
    pointer: str,
    *,
    names: Collection[str] | None = None,
    asserts_formats: bool = True,
) -> Json:
    """Write the schema at a pointer as one that holds all it refers to under `$defs`.

    What is referred to is named by its pointer. O(size of what is reached).

    Args:
        names: every name that a member of the values has, at any depth; what other names are held
            to is left out, as it is never asked. None leaves nothing out.
        asserts_formats: whether TEXT_FORMATS are predicates, else all formats are annotations.
    """
    copying = _Copying(document, names, asserts_formats)
    root = copying.copy(pointer)
    if not copying.wanted:
        return root
    definitions = {pointer: root}
    while copying.wanted:
        here = copying.wanted.pop()
        if here not in definitions:
            definitions[here] = copying.copy(here)
    return {"$ref": _definition(pointer), "$defs": definitions}


class _Copying:
    """Copies schemas of a document.

    Attributes:
        wanted: pointers that the copies so far refer to.
    """

    def __init__(
        self, document: Json, names: Collection[str] | None, asserts_formats: bool
    ) -> None:
        self.document, self.names, self.asserts_formats = document, names, asserts_formats
        self.wanted: list[str] = []
        self._work: list[dict[str, Json]] = []

    def copy(self, pointer: str) -> Json:
        """Copy a schema with the schemas below it."""
        top = self._own(at(self.document, pointer))
        while self._work:
            fresh = self._work.pop()
            for keyword, value in fresh.items():
                if keyword in HOLDS_ONE:
                    fresh[keyword] = self._own(value)
                elif keyword in HOLDS_LIST and isinstance(value, list):
                    fresh[keyword] = [self._own(each) for each in value]
                elif keyword in HOLDS_MAP and isinstance(value, dict):
                    asked = self._asked(keyword, value)
                    fresh[keyword] = {name: self._own(value[name]) for name in asked}
        return top

    def _asked(self, keyword: str, value: dict[str, Json]) -> Collection[str]:
        """Give the names that say something of a member that a value has."""
        if self.names is None or keyword == "patternProperties":
            return value
        # The fewer are gone through: an object of thousands of members is asked of a few.
        if len(self.names) < len(value):
            return [name for name in self.names if name in value]
        return [name for name in value if name in self.names]

    def _own(self, schema: Json) -> Json:
        """Copy a schema alone."""
        if not isinstance(schema, dict):
            return schema
        fresh = {key: value for key, value in schema.items() if not says_nothing(key)}
        if self.asserts_formats:
            _formats(fresh)
        else:
            fresh.pop("format", None)
        target = local_pointer(fresh.get("$ref"))
        if target is not None and has(self.document, target):
            self.wanted.append(target)
            fresh["$ref"] = _definition(target)
        self._work.append(fresh)
        return fresh


def _formats(schema: dict[str, Json]) -> None:
    """Leave the formats that are asserted; an integer's width becomes bounds beside its own."""
    written = schema.get("format")
    if not isinstance(written, str) or written in TEXT_FORMATS:
        return
    del schema["format"]
    if (size := INTERVALS.get(written)) is not None:
        others = schema.get("allOf")
        bounds: dict[str, Json] = {"minimum": -size, "maximum": size - 1}
        schema["allOf"] = [*(others if isinstance(others, list) else ()), bounds]


def _definition(pointer: str) -> str:
    return "#" + quote(join("/$defs", pointer), safe="/$~")
