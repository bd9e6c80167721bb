"""How a schema is reached: as the root of an instance location, as a part of one, or plainly.

In:  a document whose schemas have 2020-12 spelling.
Out: the mode of each schema below another, and the Location of its roots.
How: a location may have several roots, where schemas that hold together each declare a member.
     Parts are told apart by their roots only where that matters, so that most are copied once.
"""

from typing import Final, NamedTuple

from bffgen.model.canonical import Json
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer
from bffgen.proof.views.drawing import is_alias
from bffgen.proof.views.location import Location, location_of

# Schemas below these act at the place of the schema itself.
_IN_PLACE: Final = frozenset(
    ("$ref", "allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas")
)
# Whether the value is one of these is asked, not promised; or it is another value.
_ASKED: Final = frozenset(("if", "not", "contains", "propertyNames", "contentSchema"))


class Mode(NamedTuple):
    """How a schema is reached.

    Attributes:
        kind: "root", "part" of a root, or "plain" where nothing is promised; readers also tell
            "optional" roots and "tag"s, roots and parts alike.
        roots: the schemas whose location this is, sorted; none where it does not matter.
    """

    kind: str
    roots: tuple[str, ...]


PLAIN: Final = Mode("plain", ())


class Modes:
    """The modes and locations of one document."""

    def __init__(self, document: Json, *, needs_roots: bool = False) -> None:
        self._document, self._needs_roots = document, needs_roots
        self._locations: dict[tuple[str, ...], Location] = {}
        self._mattering: dict[tuple[str, ...], bool] = {}

    def root(self, pointer: str) -> Mode:
        """Give the mode of the schema of a position."""
        return Mode("root", (pointer,))

    def location(self, roots: tuple[str, ...]) -> Location:
        """Give what is said at the place of some roots."""
        known = self._locations.get(roots)
        if known is None:
            known = self._locations[roots] = location_of(self._document, roots)
        return known

    def below(self, pointer: str, mode: Mode, keyword: str, key: str) -> Mode:
        """Give the mode of a schema below another: its keyword there, its name or empty text."""
        if mode == PLAIN or keyword in _ASKED:
            return PLAIN
        if keyword not in _IN_PLACE:
            own = join(pointer, keyword, key) if key else join(pointer, keyword)
            roots = self.location(mode.roots).companions(keyword, key) if mode.roots else ()
            return Mode("root", roots if len(roots) > 1 else (own,))
        kind = "tag" if mode.kind == "tag" else "root"
        if mode.kind != "part" and is_alias(at(self._document, pointer)):
            is_alone = mode.roots == (pointer,)
            return Mode(kind, (self._target(pointer),) if is_alone else mode.roots)
        return Mode("tag" if kind == "tag" else "part", self._roots_that_matter(mode.roots))

    def _target(self, pointer: str) -> str:
        schema = at(self._document, pointer)
        target = local_pointer(schema.get("$ref")) if isinstance(schema, dict) else None
        return target if target is not None and has(self._document, target) else pointer

    def _roots_that_matter(self, roots: tuple[str, ...]) -> tuple[str, ...]:
        if not roots or self._needs_roots:
            return roots
        known = self._mattering.get(roots)
        if known is None:
            location = self.location(roots)
            is_shared = any(len(each) > 1 for each in location.members.values())
            is_shared = is_shared or len(location.items) > 1
            known = is_shared or bool(location.others and location.members)
            self._mattering[roots] = known
        return roots if known else ()
