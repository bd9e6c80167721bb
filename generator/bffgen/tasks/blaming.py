"""Say which changes of an upstream are behind what the plan of a client newly lacks.

In:  the client, the lineage of an operation, the changes that it hangs on, what its plan lacks.
Out: of each change its own part of what is lacking.
How: what lacks is about fields of the answer, or about what a source is asked with; a change is met
     by lines of the same. What fits no change is the fault of each: nothing is nobody's.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bffgen.compose.hanging import is_below
from bffgen.compose.walked import Walked, walked
from bffgen.model.client import Client
from bffgen.model.finding import Finding
from bffgen.model.lineage import EACH, HEADER, Line, OperationLineage, Way
from bffgen.model.place import tokens
from bffgen.tasks.impacting import Touched, is_named_and_gone, takes_away

# Keys of a composition on the way to a field, which name none.
_BUILDERS: Final = frozenset(
    (
        *("body", "map", "from", "each", "object", "value", "visible_to", "enum", "default"),
        *("python", "args", "skip_if_missing", "const", "respond", "omit"),
    )
)
# Below a source: what it is asked with.
_GIVEN: Final = frozenset(("with", "batch"))


class Blaming:
    """Knows the answers of one client."""

    def __init__(self, client: Client) -> None:
        self._api = client.api
        self._walked: dict[tuple[str, Way, bool], tuple[Walked, ...]] = {}

    def parted(
        self, operation: OperationLineage, loud: Sequence[Touched], lacks: Sequence[Finding]
    ) -> list[list[Finding]]:
        """Give what is lacking to the changes that are behind it, in their order."""
        found: list[list[Finding]] = [[] for _ in loud]
        for lack in lacks:
            lines = {*self._fields(operation, lack), *_given(operation, lack)}
            asked = {name for name, _ in _asked(operation, lack)}
            near = [n for n, e in enumerate(loud) if _is_inside(e, lack) or lines & e.lines.keys()]
            near = near or [n for n, each in enumerate(loud) if _is_of_call(each, asked, lack)]
            if is_named_and_gone(lack):
                near = [n for n in near if takes_away(loud[n].change)] or near
            for number in near or range(len(loud)):
                found[number].append(lack)
        return found

    def _fields(self, operation: OperationLineage, lack: Finding) -> list[Line]:
        """Give the lines of the fields that a finding is about."""
        places = [mark.place for mark in lack.marks]
        paths = [path for each in places if (path := _path(tokens(each.pointer)))]
        promised = [
            line
            for line in operation.fields
            if any(way.goes_through(each) for way in self._ways(operation, line) for each in places)
        ]
        lines = promised or (operation.fields if paths else ())
        return [line for line in lines if all(_leads(path, line) for path in paths)]

    def _ways(self, operation: OperationLineage, line: Line) -> tuple[Walked, ...]:
        """Give where a field stands in the contract of the client."""
        key = operation.key, line.to, line.takes_all
        if key not in self._walked:
            called = self._api.operation(operation.key)
            response = called.response(operation.status) if called is not None else None
            content = response.content if response is not None else ()
            is_header = line.to[:1] != () and line.to[0].startswith(HEADER)
            self._walked[key] = tuple(
                walked(self._api, each.schema_pointer, line.to, whole=line.takes_all)
                for each in content
                if each.schema_pointer is not None and not is_header
            )
        return self._walked[key]


def _path(path: tuple[str, ...]) -> Way:
    """Name the fields on the way to a place of a composition: `body/map/price/from` is `price`."""
    match path:
        case ("operations", _, "headers", name, *_):
            return (f"{HEADER}{name}",)
        case ("operations", _, "body" | "respond", *below) | ("shapes", _, *below):
            return tuple(each for each in below if each not in _BUILDERS)
        case _:
            return ()


def _leads(path: Way, line: Line) -> bool:
    """Say whether a field stands where a path of names leads, or below; lists say nothing of it."""
    steps = (each for each in line.to if each != EACH)
    return all(name in steps for name in path)


def _given(operation: OperationLineage, lack: Finding) -> Iterator[Line]:
    """Give the lines of what a source is asked with that a finding is about."""
    for name, path in _asked(operation, lack):
        source = operation.source(name)
        for line in source.given if source is not None and path else ():
            if path in (line.to[: len(path)], (line.to[0].partition(".")[2],) if line.to else ()):
                yield line


def _asked(operation: OperationLineage, lack: Finding) -> Iterator[tuple[str, Way]]:
    """Give the sources in whose asking something lacks, with what of it: `body`, `sku`."""
    for mark in lack.marks:
        match tokens(mark.place.pointer):
            case ("operations", _, "sources", name, *below):
                yield name, _named(below)
            case ("operations", _, "call") | ("operations", _, "with", *_) | ("operations", _):
                below = list(tokens(mark.place.pointer)[2:])
                yield from ((each.name, _named(below)) for each in operation.sources[:1])
            case _:
                pass


def _named(below: Sequence[str]) -> Way:
    return tuple(below[1:]) if below[:1] and below[0] in _GIVEN else ()


def _is_inside(touched: Touched, lack: Finding) -> bool:
    """Say whether a change is in a schema of the upstream that a finding shows."""
    return any(is_below(touched.change.marks[0].place, mark.place) for mark in lack.marks)


def _is_of_call(touched: Touched, asked: set[str], lack: Finding) -> bool:
    """Say whether a change is of how one of some sources is asked."""
    direction = touched.change.direction
    is_asking = touched.is_call or direction == "request"
    if dict(lack.facts).get("kind") == "operation":
        is_asking = touched.is_call and direction not in ("request", "response")
    return is_asking and not asked.isdisjoint(touched.sources)
