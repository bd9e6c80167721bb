"""Which places of an upstream's contract the operations of a client hang on.

In:  an upstream, the lineage of an operation, a place of its contract.
Out: the lines that go through that place.
How: a way is walked through the contract, schema by schema with all that acts at the same place; a
     place belongs to the nearest schema around it, and counts where that was met, or where all
     below it is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Response
from bffgen.model.canonical import Json
from bffgen.model.client import Upstream
from bffgen.model.keywords import HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.lineage import EACH, Asked, Line, OperationLineage, Way
from bffgen.model.place import Place, join, tokens
from bffgen.model.tree import at, has

# What stands below a schema and is a schema of its own.
_OTHERS = HOLDS_ONE | HOLDS_LIST | HOLDS_MAP
# What a document says of all its operations.
_OF_ALL = ("/servers", "/security", "/components/securitySchemes")


@dataclass(frozen=True, slots=True)
class Walked:
    """The schemas that a way leads through.

    Attributes:
        schemas: where the author wrote them, each with its pointer in the contract.
        whole: those of them below which all counts as well.
    """

    api: Api
    schemas: Mapping[Place, str]
    whole: frozenset[Place]

    def is_met(self, place: Place) -> bool:
        """Say whether a place is one that the way goes through."""
        path = tokens(place.pointer)
        for end in range(len(path), -1, -1):
            here = replace(place, pointer=join("", *path[:end]))
            if here in self.whole:
                return True
            if here in self.schemas:
                return self._is_own(self.schemas[here], path[end:])
        return False

    def _is_own(self, here: str, below: tuple[str, ...]) -> bool:
        """Say whether what stands below a schema speaks of the values that are read."""
        if below[:1] == ("required",) and len(below) > 1:
            where = join(here, *below)
            name = at(self.api.meaning, where) if has(self.api.meaning, where) else None
            member = join(here, "properties", str(name))
            is_declared = has(self.api.meaning, member)
            return not is_declared or self.api.place(member) in self.schemas
        return not below or below[0] not in _OTHERS


def walked(api: Api, pointer: str, way: Way, *, whole: bool = False) -> Walked:
    """Follow a way from a schema; it ends where the contract does not go on."""
    here = _acting(api.meaning, [pointer])
    found = {*here}
    for step in way:
        here = _acting(api.meaning, list(_below(api.meaning, here, step)))
        found |= here
    return Walked(
        api,
        {api.place(each): each for each in sorted(found)},
        frozenset(map(api.place, here)) if whole else frozenset(),
    )


def _acting(meaning: Json, pointers: list[str]) -> set[str]:
    found: set[str] = set()
    for each in pointers:
        found |= {each, *schema.in_place(meaning, each)}
    return found


def _below(meaning: Json, schemas: set[str], step: str) -> Iterator[str]:
    for each in schemas:
        if step == EACH:
            yield from schema.items(meaning, each)
            values = schema.map_values(meaning, each)
            if values is not None:
                yield values
        elif has(meaning, join(each, "properties", step)):
            yield join(each, "properties", step)


class Hanging:
    """What one operation of a client hangs on in the contract of an upstream."""

    def __init__(self, operation: OperationLineage, upstream: Upstream) -> None:
        self._upstream = upstream
        self.operation = operation
        self.sources = tuple(e for e in operation.sources if e.upstream == upstream.name)
        self._walked: dict[tuple[str, Line], tuple[Walked, ...]] = {}

    def read_at(self, source: Asked, place: Place) -> tuple[Line, ...]:
        """Give the lines that read something of a source through a place of the contract."""
        called = self._upstream.api.operation(source.key)
        response = called.response(source.status) if called is not None else None
        if response is None:
            return ()
        return tuple(
            line
            for line in self.operation.reads(source.name)
            if self._is_read(response, source, line, place)
        )

    def _is_read(self, response: Response, source: Asked, line: Line, place: Place) -> bool:
        if line.part.holder == "header":
            headers = (e for e in response.headers if e.name.lower() == line.part.way[0].lower())
            return any(_is_below(place, self._place(each.pointer)) for each in headers)
        ways = self._ways(self._upstream.api, response.content, source, line, line.part.way)
        return any(each.is_met(place) for each in ways)

    def sent_at(self, source: Asked, place: Place) -> tuple[Line, ...]:
        """Give the lines by which a source is sent what a place of the contract is about."""
        called = self._upstream.requests.operation(source.key)
        if called is None:
            return ()
        for each in called.parameters:
            if any(_is_below(place, self._place(p)) for p in (each.pointer, each.schema_pointer)):
                to = f"{each.location}.{each.name}"
                return tuple(line for line in source.given if line.to[:1] == (to,))
        content = called.body.content if called.body is not None else ()
        return tuple(
            line
            for line in source.given
            if line.to[:1] == ("body",)
            and any(
                way.is_met(place)
                for way in self._ways(self._upstream.requests, content, source, line, line.to[1:])
            )
        )

    def is_called_at(self, source: Asked, place: Place) -> bool:
        """Say whether a place is of the call as such: of no parameter, body or answer of it."""
        api = self._upstream.api
        called = api.operation(source.key)
        if called is None:
            return False
        inside = [each.pointer for each in called.parameters]
        inside += [each.pointer for each in called.responses]
        inside += [called.body.pointer] if called.body is not None else []
        if any(_is_below(place, self._place(each)) for each in inside):
            return False
        around = (called.pointer, called.item_pointer, *_OF_ALL)
        return any(_is_below(place, self._place(each)) for each in around if each)

    def _ways(
        self, api: Api, content: Iterable[MediaType], source: Asked, line: Line, way: Way
    ) -> tuple[Walked, ...]:
        known = self._walked.get((source.name, line))
        if known is None:
            pointers = [e.schema_pointer for e in content if e.schema_pointer is not None]
            known = tuple(walked(api, each, way, whole=line.whole) for each in pointers)
            self._walked[source.name, line] = known
        return known

    def _place(self, pointer: str) -> Place:
        return self._upstream.api.place(pointer)


def _is_below(place: Place, above: Place) -> bool:
    return place.document == above.document and (
        place.pointer == above.pointer or place.pointer.startswith(f"{above.pointer}/")
    )


def is_needed(api: Api, operation: OperationLineage, line: Line) -> bool:
    """Say whether a client's contract cannot do without what a line is for.

    What a source is asked with is needed where something of that source is.
    """
    if line not in operation.fields:
        asked = {each.name for each in operation.sources if line in each.given}
        further = frozenset[str]().union(*map(operation.hang_on, asked))
        return any(
            is_needed(api, operation, each)
            for each in operation.fields
            if each.part.name in further and each.part.holder in ("answer", "header", "hook")
        )
    called = api.operation(operation.key)
    response = called.response(operation.status) if called is not None else None
    if response is None or not line.to:
        return True
    *above, last = line.to
    pointers = [e.schema_pointer for e in response.content if e.schema_pointer is not None]
    return any(
        schema.objects_have(api.meaning, each, last)
        for pointer in pointers
        for each in walked(api, pointer, tuple(above)).schemas.values()
    )
