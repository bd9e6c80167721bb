"""results.py of a package: what functions of the team compute as sources, a model a schema.

In:  the schemas that they return, of the client's own files and of upstreams' contracts.
Out: Results: the type of each value and the constant that checks it; ResultsView; name clashes.
How: classes are made as those of answers are, whole and one for all operations, since a function
     has one type whoever calls it.
"""

from collections.abc import Iterable, Mapping

from bffgen.emit.bodies import bodies
from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.imports import Imports, typing_names
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.naming import checker, clashes
from bffgen.emit.reading import Typed
from bffgen.emit.view import ResultsView
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.client import Client, Workspace
from bffgen.model.computed import Returned
from bffgen.model.finding import Finding, finding
from bffgen.model.names import returned_type
from bffgen.model.place import Place
from bffgen.model.plan import ClientPlan
from bffgen.model.shapes import solid

# How the modules of plans and of ports call this one, with a full stop.
PREFIX = "results."

# ports.py hands the classes on beside what it imports itself; results.py has the adapter.
_BESIDE = ("Call", "Fetch", "Hooks", "Protocol", "Sequence", "TypeAdapter", "UpstreamFailed")


class Results:
    """What the functions of a client's sources give.

    Attributes:
        faults: names that clash, and what is said of a value and no class can hold.
    """

    def __init__(
        self, client: Client, workspace: Workspace, plan: ClientPlan, beside: Iterable[str]
    ) -> None:
        """Name the classes of every schema; `write` makes them.

        Args:
            beside: what ports.py defines or hands on itself.
        """
        taken = frozenset((*_BESIDE, *beside))
        self._roots: dict[tuple[str, str], dict[str, Json]] = {}
        self._named: dict[tuple[str, str], Returned] = {each.key: each for each in plan.returned}
        self._schemas: dict[str, dict[str, Json]] = {}
        self._said: dict[str, str] = {}
        self._by_name: Mapping[str, WrittenClass] = {}
        self.faults: tuple[Finding, ...] = ()
        seen: dict[str, tuple[str, Place]] = {}
        for service, api in _apis(client, workspace, plan.returned):
            own = [each for each in plan.returned if each.service == service]
            named = {solid(api.meaning, each.pointer): returned_type(each) for each in own}
            classes = AnswerClasses(api, taken, called=named)
            for each in own:
                self._roots[each.key] = classes.add(each.pointer, returned_type(each), each.text)
            # What no class holds of another team's schema is no promise of this client's.
            kept = (e for e in classes.faults if not service or e.rule == "naming-clash")
            self.faults += tuple(kept)
            self.faults += tuple(_twice(classes, api, service, seen))
            alike = clashes((e.text, checker(e), api.place(e.pointer)) for e in own)
            self.faults += () if self.faults else tuple(alike)
            self._schemas |= classes.schemas
            self._said |= classes.said

    def write(self) -> None:
        """Write the classes; only where there are no faults."""
        self._by_name = {each.name: each for each in write_classes(self._schemas)}

    def typed(self, returned: Returned) -> Typed:
        """Give the type of a function's value, as a read of it begins."""
        return Typed(
            schema=self._roots[returned.key],
            schemas=self._schemas,
            classes=self._by_name,
            prefix=PREFIX,
        )

    def type_of(self, returned: Returned, prefix: str) -> str:
        """Write the type of a function's value."""
        return type_text(self._roots[returned.key], prefix)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the classes, which hooks are written with."""
        return tuple(self._schemas)

    def view(self) -> ResultsView:
        """View the module."""
        imports = Imports()
        imports.add("pydantic", "TypeAdapter")
        views = bodies(self._by_name.values(), imports, depth=0, said=self._said, docs=True)
        checks = {checker(each): self.type_of(each, "") for each in self._named.values()}
        for kind in checks.values():
            imports.add("typing", *typing_names(kind))
        return ResultsView(
            imports=imports.text(), bodies=views, checks=tuple(sorted(checks.items()))
        )


def _apis(
    client: Client, workspace: Workspace, returned: Iterable[Returned]
) -> Iterable[tuple[str, Api]]:
    """Give the documents that the schemas stand in, the client's own first."""
    for service in sorted({each.service for each in returned}):
        upstream = workspace.upstream(service)
        if upstream is not None:
            yield service, upstream.api
        elif client.schemas is not None:
            yield "", client.schemas.api


def _twice(
    classes: AnswerClasses, api: Api, service: str, seen: dict[str, tuple[str, Place]]
) -> Iterable[Finding]:
    """Find classes of two documents with one name, and note those of this one."""
    for pointer, name in classes.names.items():
        place = api.place(pointer)
        first = seen.setdefault(name, (service, place))
        if first[0] != service:
            yield finding(
                "naming-clash",
                place,
                first[1],
                name=name,
                first=f"{first[0] or 'schemas'}#{name}",
                second=f"{service}#{name}",
            )
