"""How deep a value must be nested: what keeps recursion finite.

In:  a document of 2020-12 spelling, a pointer to a schema, a number of levels.
Out: whether it has a value that is nested no deeper.
How: members that are required and elements that are too, level by level; each (pointer, levels)
     is answered once. Conjunctions are taken part by part, so a yes may be too much; drawing
     then meets the end of its levels and chooses anew.
"""

from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer

_FLAT: Final = frozenset(("null", "boolean", "integer", "number", "string"))
# Deep enough for what people write; what needs more levels than the last has no finite value.
LEVELS: Final = (6, 8, 10, 14, 20, 30)


class Reach:
    """Answers for one document."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._known: dict[tuple[str, int], bool] = {}

    def levels(self, pointer: str) -> int:
        """Give how many levels to draw a value with: few, and enough for it to end."""
        return next((each for each in LEVELS if self.ends(pointer, each)), LEVELS[-1])

    def ends(self, pointer: str, levels: int) -> bool:
        """Say whether a value is possible that is nested at most so deep; a flat one takes 0."""
        if levels < 0:
            return False
        key = (pointer, levels)
        if key not in self._known:
            # A reference that leads back to itself without a level between says nothing.
            self._known[key] = True
            self._known[key] = self._ends(pointer, levels)
        return self._known[key]

    def _ends(self, pointer: str, levels: int) -> bool:
        written = at(self._document, pointer)
        if not isinstance(written, dict):
            return written is not False
        target = local_pointer(written.get("$ref"))
        if target is not None and has(self._document, target) and not self.ends(target, levels):
            return False
        below = {key: self._below(written, pointer, key, levels) for key in _GROUPS}
        return (
            all(below["allOf"])
            and (not below["anyOf"] or any(below["anyOf"]))
            and (not below["oneOf"] or any(below["oneOf"]))
            and self._own(written, pointer, levels)
        )

    def _below(self, written: dict[str, Json], pointer: str, key: str, levels: int) -> list[bool]:
        listed = written.get(key)
        count = len(listed) if isinstance(listed, list) else 0
        return [self.ends(join(pointer, key, number), levels) for number in range(count)]

    def _own(self, written: dict[str, Json], pointer: str, levels: int) -> bool:
        """Say whether a schema's own keywords admit something flat, empty, or that ends below."""
        if "enum" in written or "const" in written:
            return True
        types = schema.TYPES
        if "type" in written:
            named = written["type"]
            types = frozenset(str(each) for each in (named if isinstance(named, list) else [named]))
        return bool(
            types & _FLAT
            or ("array" in types and self._array(written, pointer, levels))
            or ("object" in types and self._object(written, pointer, levels))
        )

    def _array(self, written: dict[str, Json], pointer: str, levels: int) -> bool:
        if not written.get("minItems"):
            return True
        return levels > 0 and ("items" not in written or self.ends(f"{pointer}/items", levels - 1))

    def _object(self, written: dict[str, Json], pointer: str, levels: int) -> bool:
        required, declared = written.get("required"), written.get("properties")
        if not isinstance(required, list) or not isinstance(declared, dict):
            return True
        return all(
            self.ends(join(pointer, "properties", name), levels - 1)
            for name in required
            if isinstance(name, str) and name in declared
        )


_GROUPS: Final = ("allOf", "anyOf", "oneOf")
