"""Shared shapes: how a component of the client's contract is built wherever it stands.

In:  `shapes:` of a composition, the client's contract.
Out: the shape of a place, in the scope of the value that it is applied to; findings for a shape
     that nothing uses or whose names the contract does not have.
How: a shape is bound once per use, since each source has its own types (COMPOSITION.md section 3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bffgen.compose.bound import Bound, present
from bffgen.compose.scope import Scope
from bffgen.compose.secured import is_same
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Builder, From, Members
from bffgen.model.client import Client
from bffgen.model.composition import SharedShape
from bffgen.model.expression import Read
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.place import Place, join, tokens
from bffgen.model.shapes import solid
from bffgen.model.tree import has

IT = "it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A shape at one place.

    Attributes:
        scope: sees the value as `it`, the request, and no source.
    """

    shape: SharedShape
    scope: Scope

    @property
    def members(self) -> Mapping[str, Builder]:
        """Give what is mapped, by property; empty for a shape that is no object."""
        builder = self.shape.builder
        return dict(builder.members) if isinstance(builder, Members | From) else {}

    @property
    def is_object(self) -> bool:
        """Say whether properties are mapped one by one."""
        return isinstance(self.shape.builder, Members | From)

    @property
    def projects(self) -> bool:
        """Say whether the properties that it does not map are taken from the value."""
        return isinstance(self.shape.builder, From)

    def place_of(self, name: str) -> Place:
        """Give where a member is mapped."""
        return _inside(self.shape).at(name)


class Shapes:
    """The shapes of one client.

    Attributes:
        used: components whose shape was applied.
    """

    def __init__(self, shapes: Iterable[SharedShape]) -> None:
        self._by_component = {each.component: each for each in shapes}
        self._open: list[tuple[Applied, Read]] = []
        self.used: set[str] = set()

    def at(self, api: Api, pointer: str, found: Bound, scope: Scope) -> Applied | None:
        """Give the shape of a place, applied to a value; None where there is none.

        A shape that is applied inside itself to the same value, or that is one value, stands
        aside: the component is projected there.
        """
        names = tokens(solid(api.meaning, pointer))
        is_component = len(names) == 3 and names[:2] == ("components", "schemas")
        shape = self._by_component.get(names[2]) if is_component else None
        if shape is None or self._stands_aside(shape, found):
            return None
        self.used.add(shape.component)
        it = present(found) if isinstance(shape.builder, Members | From) else found
        inner = replace(scope, feeds={}, loops=((IT, it),), secured=())
        return Applied(shape=shape, scope=inner)

    def _stands_aside(self, shape: SharedShape, found: Bound) -> bool:
        return any(
            not applied.is_object or is_same(read, found.read)
            for applied, read in self._open
            if applied.shape is shape
        )

    def enter(self, applied: Applied, found: Bound) -> None:
        """Begin to bind a shape of a value."""
        self._open.append((applied, found.read))

    def leave(self, faults: list[Finding], since: int, use: Mark) -> None:
        """End a shape; what was found in it is told with the place that uses it."""
        self._open.pop()
        for number in range(since, len(faults)):
            marks = faults[number].marks
            if not any((each.place, each.offset) == (use.place, use.offset) for each in marks):
                used = replace(use, label="the shape is used here")
                faults[number] = replace(faults[number], marks=(*marks, used))


def misnamed(client: Client) -> Iterable[Finding]:
    """Find shapes of no component, and properties that a component does not have."""
    api = client.api
    where = join("", "components", "schemas")
    components = schema.at(api.meaning, where) if has(api.meaning, where) else None
    known = list(components) if isinstance(components, dict) else []
    for shape in client.composition.shapes:
        if shape.component not in known:
            mark = Mark(place=shape.place, on="key")
            within = f"the components of {client.folder}/openapi.yaml"
            yield unknown(mark, "component", shape.component, known, within)
            continue
        builder = shape.builder
        pointer = join("", "components", "schemas", shape.component)
        declared = schema.declared(api.meaning, solid(api.meaning, pointer))
        for name, _ in builder.members if isinstance(builder, Members | From) else ():
            if name not in declared:
                mark = Mark(place=_inside(shape).at(name), on="key")
                yield unknown(mark, "property", name, declared, f"`{shape.component}`")


def unused(client: Client, used: set[str]) -> Iterable[Finding]:
    """Warn of the shapes that no place uses."""
    for shape in client.composition.shapes:
        if shape.component not in used:
            mark = Mark(place=shape.place, on="key")
            yield finding(
                "compose-shape-unused", mark, effect=Effect.RISKY, component=shape.component
            )


def _inside(shape: SharedShape) -> Place:
    """Give where the members of a shape stand."""
    builder = shape.builder
    return builder.place.at("map") if isinstance(builder, From) else builder.place
