"""What a composition uses although its upstream has deprecated it (Zalando guideline #191).

In:  a client with its plan, the workspace's upstreams; maybe an instant.
Out: findings, one for each part of an upstream's contract that is deprecated and used.
How: what is read and what is sent is walked through the contracts, and each operation, parameter,
     header and schema on the way asked for its end. What a function is handed as a whole is on the
     way, what it reads of that is not known. A build knows no day, so that a sunset that has passed
     is told as of an instant alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bffgen.compose.lineage import characters, lineage
from bffgen.compose.listed import answers_of
from bffgen.compose.walked import walked
from bffgen.model import schema
from bffgen.model.api import Api, MediaType, Operation, Parameter
from bffgen.model.calendar import start_of
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.end import End, end_of
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.grammar import Kind, objects_with
from bffgen.model.lineage import Asked, Line, OperationLineage, Way, dotted
from bffgen.model.place import Place, join
from bffgen.model.plan import ClientPlan
from bffgen.model.template import nameless
from bffgen.model.tree import at, has

RULE: Final = "deprecated-upstream-used"
_SAYS: Final = frozenset(("deprecated", "x-sunset"))


def leaving(
    client: Client, plan: ClientPlan, workspace: Workspace, as_of: datetime | None = None
) -> tuple[Finding, ...]:
    """Find what a client uses and its upstreams take away.

    Args:
        as_of: on which sunsets that have passed break; None where no day is known.

    Returns:
        Sorted as the contract of the client has its operations, and by source. An upstream that
        deprecates nothing costs one walk through its contract.
    """
    upstreams = [each for each in workspace.upstreams if each.name in plan.services]
    ending = {each.name: each for each in upstreams if _has_ends(each.api)}
    if not ending:
        return ()
    looking = _Looking(client, characters(plan))
    for operation in lineage(client.name, plan).operations:
        for source in operation.sources:
            if source.upstream in ending:
                looking.source(operation, source, ending[source.upstream])
    return tuple(each.told(as_of) for each in looking.found.values())


def _has_ends(api: Api) -> bool:
    return any(objects_with(api.meaning, Kind.DOCUMENT, _SAYS))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Used:
    """One part of an upstream's contract that has an end and is used.

    Attributes:
        what: the part, as people name it.
        said: where the contract says that it ends.
        where: the first place of the composition that uses it.
        operations: of the client, in the order of its contract.
    """

    what: str
    upstream: str
    end: End
    said: Place
    where: Mark
    operations: tuple[str, ...]

    def told(self, as_of: datetime | None) -> Finding:
        day = self.end.day
        has_passed = day is not None and as_of is not None and start_of(day) <= as_of
        sunset = "" if day is None else day.isoformat()
        return finding(
            RULE,
            self.where,
            Mark(place=self.said, on="key"),
            effect=Effect.BREAKS if has_passed else Effect.RISKY,
            notes=(("used by", ", ".join(self.operations)),),
            what=self.what,
            upstream=self.upstream,
            sunset="" if has_passed else sunset,
            passed=sunset if has_passed else "",
        )


@dataclass(slots=True)
class _Looking:
    """Looks at source after source; each part is found once."""

    _client: Client
    _marks: dict[str, dict[Line, Mark]]
    _calls: dict[tuple[str, str], Mark] = field(default_factory=dict)
    found: dict[Place, _Used] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, answered in answers_of(self._client, []).items():
            for source in answered.sources:
                self._calls[key, source.name] = Mark(place=source.call)
            for use in answered.implement.uses if answered.implement is not None else ():
                self._calls[key, f"{use.service}.{use.operation}"] = Mark(place=use.call)

    def source(self, operation: OperationLineage, source: Asked, upstream: Upstream) -> None:
        """Look at all that one source of an operation uses."""
        of = _Of(self, operation, source, upstream)
        asked, called = _called(upstream.requests, source), _called(upstream.api, source)
        if asked is None or called is None:
            return
        of.at(upstream.api, called.pointer, f"`{source.upstream}.{source.operation}`", None)
        if not operation.function:  # what a function sends and reads of it is not known
            of.sent(asked)
            of.read(called)

    def keep(
        self, operation: OperationLineage, source: Asked, found: _Used, line: Line | None
    ) -> None:
        """Keep what is used; of a part that is known the operation alone."""
        known = self.found.get(found.said)
        if known is None:
            mark = self._marks.get(operation.key, {}).get(line) if line is not None else None
            mark = mark or self._calls.get((operation.key, source.name))
            fallback = Mark(place=self._client.composition.place)
            known = replace(found, where=mark or fallback, operations=())
        if operation.key not in known.operations:
            known = replace(known, operations=(*known.operations, operation.key))
        self.found[found.said] = known


@dataclass(frozen=True, slots=True)
class _Of:
    """What one source of an operation uses of its upstream."""

    _looking: _Looking
    _operation: OperationLineage
    _source: Asked
    _upstream: Upstream

    def at(self, api: Api, pointer: str, what: str, line: Line | None) -> None:
        """Ask a part of the contract, and a schema for all that holds together with it."""
        for here in (pointer, *schema.conjuncts(api.meaning, pointer)):
            written = at(api.meaning, here) if has(api.meaning, here) else None
            end = end_of(written if isinstance(written, dict) else {})
            if end.is_deprecated:
                used = _Used(
                    what=what,
                    upstream=self._upstream.name,
                    end=end,
                    said=api.place(join(here, end.key)),
                    where=Mark(place=Place(document="")),
                    operations=(),
                )
                self._looking.keep(self._operation, self._source, used, line)

    def sent(self, asked: Operation) -> None:
        """Look at what the source sends."""
        requests = self._upstream.requests
        for line in self._source.given:
            for each in asked.parameters:
                if _is_given(line, each):
                    what = f"{each.location} parameter `{each.name}`"
                    self.at(requests, each.pointer, self._named(what), line)
                    self._way(requests, each.schema_pointer, line.to[1:], line, what)
            if line.to[:1] == ("body",) and asked.body is not None:
                for pointer in _schemas(asked.body.content):
                    self._way(requests, pointer, line.to[1:], line, "the body")

    def read(self, called: Operation) -> None:
        """Look at what is read of the successes of the source."""
        api = self._upstream.api
        answers = [each for each in called.responses if each.status.startswith("2")]
        for line in self._operation.reads(self._source.name):
            for response in answers:
                if line.part.holder != "header":
                    for pointer in _schemas(response.content):
                        self._way(api, pointer, line.part.way, line, "the answer")
                    continue
                for each in response.headers:
                    if each.name.lower() == line.part.way[0].lower():
                        self.at(api, each.pointer, self._named(f"header `{each.name}`"), line)

    def _way(self, api: Api, pointer: str, way: Way, line: Line, whole: str) -> None:
        """Follow a way from a schema, and ask what it leads through."""
        for taken in range(len(way) + 1):
            what = f"`{dotted(way[:taken])}`" if taken else whole
            for each in walked(api, pointer, way[:taken]).ends:
                self.at(api, each, self._named(what), line)

    def _named(self, what: str) -> str:
        return f"{what} of `{self._source.upstream}.{self._source.operation}`"


def _called(api: Api, source: Asked) -> Operation | None:
    """Find the operation that a source calls."""
    key = nameless(source.key)
    return next((each for each in api.operations if nameless(each.key) == key), None)


def _schemas(content: Iterable[MediaType]) -> Iterator[str]:
    return (each.schema_pointer for each in content if each.schema_pointer is not None)


def _is_given(line: Line, parameter: Parameter) -> bool:
    """Say whether a line is sent as a parameter; the case of a header's name says nothing."""
    fold = str.lower if parameter.location == "header" else str
    return bool(line.to) and fold(line.to[0]) == fold(f"{parameter.location}.{parameter.name}")
