"""What a change of an upstream's contract does to the clients of a workspace.

In:  a reader of the workspace's files, the upstream, its contract as it is and as it would be; the
     compositions of the one and of the other.
Out: Impacted: a Report with a section a client: each change that one of its operations hangs on,
     with what it does there; the class of each operation.
How: both contracts are compared as any two are; a client is planned with the one and with the
     other. What a plan newly lacks says what the change does, the lineage says whom it concerns:
     only what is used counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath, relpath

from bffgen.compose.hanging import Hanging, is_needed
from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below
from bffgen.contract.source import Source, SourceFault, Sources
from bffgen.contract.workspace import contract_of, read_workspace
from bffgen.govern.decide import decide, report
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.comparison import Answer, ChangeFinding, Comparison
from bffgen.model.finding import Effect, Finding, stops
from bffgen.model.impact import Impact
from bffgen.model.lineage import Asked, Line, Lineage, OperationLineage, dotted
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, On, Place, Span, tokens
from bffgen.model.told import Report, Section
from bffgen.tasks.comparing import Memory, compare_sides
from bffgen.tasks.diff import Asked as HowTold
from bffgen.tasks.diff import all_rules, compared
from bffgen.tasks.reading import Read, locate_in

__all__ = ["Contract", "Impacted", "SourceFault", "Sources", "impact", "in_use", "sides"]

# What a plan says of a value that is newly missing, or wider than the client's contract.
_LEAKING = frozenset(("compose-presence", "compose-type"))
# What is gone and was named: it leaks where the client's contract cannot do without.
_UNMAPPED = "compose-property-unmapped"
_UNKNOWN = "compose-unknown-name"
_UNKNOWN_HOLDERS = frozenset(("identity", "hook"))
_NAMED = frozenset(("property", "operation", "header"))
# A warning of a plan that its BFF holds against every answer.
_HELD = "compose-bound"
# A question that nobody decides is never told as harmless.
_OPEN = "compose-type-unknown"
_MOST_FIELDS = 6
_ANSWERS: Mapping[Effect, Answer] = {
    Effect.SAFE: "yes",
    Effect.RISKY: "unknown",
    Effect.BREAKS: "no",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Impacted:
    """What came of it.

    Attributes:
        report: None where something cannot be read, or the workspace does not hold as it is.
        findings: what is wrong with what was read.
    """

    report: Report | None
    findings: tuple[Finding, ...]
    locate: Locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """An upstream's contract in a tree of its own, in place of the one in the workspace.

    Attributes:
        path: of the contract in the workspace.
        is_workspace: the tree is a workspace with its clients.
    """

    source: Source
    path: str
    is_workspace: bool

    def reader(self, read: Read) -> Read:
        """Give a reader of a workspace that has this contract, with what it refers to."""
        if self.is_workspace:
            return self.source.read

        def found(path: str) -> bytes:
            if path == self.path:
                return self.source.read(self.source.root)
            beside = relpath(path, dirname(self.path))
            if beside.startswith(".."):
                return read(path)
            try:
                return self.source.read(normpath(join(dirname(self.source.root), beside)))
            except OSError:
                return read(path)

        return found

    def in_workspace(self, place: Place) -> Place:
        """Give a place of this contract as the workspace names it."""
        try:
            path = self.source.path(place.document)
        except KeyError:
            return place
        beside = relpath(path, dirname(self.source.root))
        return replace(place, document=normpath(join(dirname(self.path), beside)))


def in_use(read: Read, upstream: str) -> tuple[str | None, tuple[str, ...], tuple[Finding, ...]]:
    """Find the contract of an upstream in a workspace.

    Returns:
        Its path, None where bffgen.yaml does not say; the names of all upstreams; findings.
    """
    return contract_of(read, upstream)


def sides(
    read: Read, path: str, commit: Source | None, candidate: Source | None
) -> tuple[Contract, Contract]:
    """Give an upstream's contract as it is, and as it would be.

    Args:
        path: of the contract in the workspace.
        commit: the workspace as it stood where it has it as it is; None for the workspace itself.
        candidate: None where the workspace has it as it would be.
    """
    here = Source(name=path, root=path, read=read, label=lambda file: file)
    was = here if commit is None else replace(commit, name=f"{commit.name}:{path}", root=path)
    return (
        Contract(source=was, path=path, is_workspace=True),
        Contract(source=candidate or here, path=path, is_workspace=candidate is None),
    )


def impact(
    read: Read,
    upstream: str,
    baseline: Contract,
    revision: Contract,
    asked: HowTold,
    *,
    below: Below,
    memory: Memory | None = None,
) -> Impacted:
    """Judge what a change of an upstream does to each client."""
    before, faults = _workspace(baseline.reader(read), below)
    after, others = _workspace(revision.reader(read), below)
    told = compare_sides(baseline.source, revision.source, Peers(), memory)
    locate = _either(told.locate, locate_in(read))
    was, now = before.upstream(upstream), after.upstream(upstream)
    found = [*(faults if stops(faults) else ()), *told.findings]
    if now is None and not stops(found):
        found += (each for each in others if each.effect is Effect.BREAKS)
    if told.record is None or was is None or now is None or stops(found):
        return Impacted(report=None, findings=tuple(dict.fromkeys(found)), locate=locate)
    comparison = compared(told.record, Peers(), is_pure=asked.is_pure)
    judging = _Judging(comparison, baseline, revision, was, now, locate)
    sections: list[Section] = []
    for client in before.clients:
        plan, lacks = plan_client(client, before)
        if plan is None or stops(lacks):
            found += lacks
            continue
        other = next((each for each in after.clients if each.name == client.name), client)
        _, newly = plan_client(other, after)
        known = {each.fingerprint for each in lacks}
        fresh = [each for each in newly if each.fingerprint not in known]
        judged = judging.client(client, lineage(client.name, plan), fresh)
        section = decide(
            judged.comparison, client=client.name, overrides=Overrides(), as_of=asked.as_of
        )
        sections.append(replace(section, impacts=judged.impacts))
    return Impacted(
        report=report(sections, asked.fail_on, checked=all_rules()),
        findings=tuple(dict.fromkeys(found)),
        locate=locate,
    )


def _workspace(read: Read, below: Below) -> tuple[Workspace, tuple[Finding, ...]]:
    """Read a workspace, which of the files that stand below its folders may lack some."""

    def there(folder: str) -> list[str]:
        found: list[str] = []
        for path in below(folder):
            with suppress(OSError):
                read(path)
                found.append(path)
        return found

    return read_workspace(read, below=there)


@dataclass(slots=True, kw_only=True)
class _Judged:
    """One client."""

    comparison: Comparison
    impacts: tuple[tuple[str, Impact], ...]


@dataclass(slots=True, kw_only=True)
class _Touched:
    """A change that an operation hangs on.

    Attributes:
        lines: what is read through it.
        sources: those that it comes by.
    """

    operation: OperationLineage
    change: ChangeFinding
    lines: dict[Line, None] = field(default_factory=dict)
    sources: dict[str, Asked] = field(default_factory=dict)


class _Judging:
    """Says what the changes of one upstream do to a client."""

    def __init__(
        self,
        comparison: Comparison,
        baseline: Contract,
        revision: Contract,
        was: Upstream,
        now: Upstream,
        locate: Locate,
    ) -> None:
        self._comparison, self._locate = comparison, locate
        self._contracts, self._upstreams = (baseline, revision), (was, now)

    def client(self, client: Client, of: Lineage, fresh: Sequence[Finding]) -> _Judged:
        """Judge each operation of a client, and put together what is told of each change."""
        by_class: dict[tuple[str, Impact], list[tuple[str, _Touched, list[Finding]]]] = {}
        impacts: list[tuple[str, Impact]] = []
        for operation in of.operations:
            lacks = [each for each in fresh if _concerns(each, operation)]
            touched = list(self._touched(operation))
            if lacks and not touched:
                # What the plan newly lacks comes of the upstream: of what it calls there.
                touched = list(self._called(operation))
            kind = _kind(client, operation, touched, lacks)
            impacts.append((operation.key, kind))
            loud = _loud(touched)
            for each in touched:
                # What does no harm is not what a plan fails by.
                does = kind if each in loud else Impact.SHIELDED
                key = (each.change.fingerprint, does)
                by_class.setdefault(key, []).append((operation.key, each, lacks))
        found = [self._row(kind, rows) for (_, kind), rows in by_class.items()]
        used = {each.rule for each in found}
        rules = {name: rule for name, rule in self._comparison.rules.items() if name in used}
        comparison = replace(self._comparison, findings=tuple(found), hidden=0, rules=rules)
        return _Judged(comparison=comparison, impacts=tuple(impacts))

    def _touched(self, operation: OperationLineage) -> Iterator[_Touched]:
        hanging = [Hanging(operation, each) for each in self._upstreams]
        for change in self._comparison.findings:
            named = {key for key, _ in change.operations}
            found = _Touched(operation=operation, change=change)
            for source in hanging[0].sources:
                if (
                    source.key in named
                    and (lines := self._met(hanging, source, change)) is not None
                ):
                    found.sources[source.name] = source
                    found.lines |= dict.fromkeys(lines)
            if found.sources:
                yield found

    def _called(self, operation: OperationLineage) -> Iterator[_Touched]:
        """Give the changes of the calls of an operation, wherever they are."""
        for change in self._comparison.findings:
            named = {key for key, _ in change.operations}
            called = [each for each in operation.sources if each.key in named]
            sources = {e.name: e for e in called if e.upstream == self._upstreams[0].name}
            if sources and change.effect is not Effect.SAFE:
                yield _Touched(operation=operation, change=change, sources=sources)

    def _met(
        self, hanging: Sequence[Hanging], source: Asked, change: ChangeFinding
    ) -> Iterable[Line] | None:
        """Give the lines that a change meets at a source; None where it meets the source nowhere.

        It must be met where either contract says it: what came is nowhere in the one, and stands
        apart from what is used in the other.
        """
        places = [
            contract.in_workspace(mark.place)
            for contract, mark in zip(self._contracts[::-1], change.marks, strict=False)
        ][::-1]
        sides = list(zip(hanging[-len(places) :], places, strict=True))
        if any(side.is_called_at(source, place) for side, place in sides[:1]):
            return tuple(hanging[0].operation.reads(source.name))
        if change.direction == "request":
            is_asked_for = "required" in change.rule
            sent = [side.sent_at(source, place) for side, place in sides]
            return sent[0] if sent and all(sent) else () if is_asked_for else None
        met = [side.read_at(source, place) for side, place in sides]
        return met[0] if met and all(met) else None

    def _row(
        self, kind: Impact, rows: Sequence[tuple[str, _Touched, list[Finding]]]
    ) -> ChangeFinding:
        """Tell one change with the operations to which it does the same."""
        change = rows[0][1].change
        bindings = dict.fromkeys(self._binding(each) for _, _, lacks in rows for each in lacks)
        notes = (
            ("impact", str(kind)),
            ("uses", "; ".join(_used(touched) for _, touched, _ in rows)),
            ("bindings", ", ".join(bindings)),
        )
        return replace(
            change,
            effect=kind.effect,
            operations=tuple(sorted((key, _ANSWERS[kind.effect]) for key, _, _ in rows)),
            notes=(*(each for each in notes if each[1]), *change.notes),
        )

    def _binding(self, lack: Finding) -> str:
        """Say where a composition no longer fits: `compose-enum contracts/..yaml:12`."""
        if not lack.marks:
            return lack.rule
        mark = lack.marks[0]
        span = self._locate(mark.place, mark.on)
        return f"{lack.rule} {mark.place.document}{f':{span.line}' if span else ''}"


def _concerns(each: Finding, operation: OperationLineage) -> bool:
    """Say whether a finding of a plan is about an operation; of a shape it may be about any."""
    for mark in each.marks:
        match tokens(mark.place.pointer):
            case ("operations", name, *_) if name in (operation.name, operation.key):
                return True
            case ("paths", path, method, *_) if f"{method.upper()} {path}" == operation.key:
                return True
            case ("shapes", *_):
                return True
            case _:
                pass
    return False


def _kind(
    client: Client,
    operation: OperationLineage,
    touched: Sequence[_Touched],
    lacks: Sequence[Finding],
) -> Impact:
    """Say what changes do to an operation, by what its plan newly lacks."""
    rules = {e.rule for e in lacks if e.effect is Effect.BREAKS or e.rule == _HELD}
    if not rules:
        is_open = any(each.rule == _OPEN for each in lacks) or any(map(_is_unproven, touched))
        return Impact.DEGRADED if is_open else Impact.SHIELDED if touched else Impact.NONE
    loud = _loud(touched)
    sources = [source for each in loud for source in each.sources.values()]
    if sources and not any(each.required for each in sources):
        return Impact.DEGRADED
    lines = [line for each in loud for line in each.lines]
    is_lost = any(map(_is_gone, lacks)) and any(
        is_needed(client.api, operation, line) for line in lines
    )
    return Impact.LEAKS if is_lost or any(map(_is_wider, lacks)) else Impact.MAPPING_BROKEN


def _loud(touched: Sequence[_Touched]) -> Sequence[_Touched]:
    """Give the changes that may do harm; all of them where none is known to."""
    return [each for each in touched if each.change.effect is not Effect.SAFE] or touched


def _is_unproven(touched: _Touched) -> bool:
    """Say whether less is taken of what nobody here has a contract of: claims, what hooks send."""
    change = touched.change
    is_narrower = change.direction == "request" and change.effect is not Effect.SAFE
    return is_narrower and any(e.part.holder in _UNKNOWN_HOLDERS for e in touched.lines)


def _is_gone(lack: Finding) -> bool:
    """Say whether a plan names what the upstream has no more; a value of a list is no such name."""
    return lack.rule == _UNMAPPED or (
        lack.rule == _UNKNOWN and dict(lack.facts).get("kind") in _NAMED
    )


def _is_wider(lack: Finding) -> bool:
    """Say whether an answer goes beyond the client's contract; what is sent never does."""
    return lack.rule in _LEAKING and not dict(lack.facts).get("source")


def _used(touched: _Touched) -> str:
    """Say what of an operation a change is met by: `GET /cart: lines[].price <- pricing.quote`."""
    operation = touched.operation
    fields = [dotted(each.to) or "the answer" for each in touched.lines if each in operation.fields]
    fields += [
        f"what {source.name} is asked with"
        for source in operation.sources
        if not touched.lines.keys().isdisjoint(source.given)
    ]
    named = list(dict.fromkeys(fields)) or ["what is sent"]
    rest = len(named) - _MOST_FIELDS
    more = f" and {rest} more" if rest > 0 else ""
    called = dict.fromkeys(f"{e.upstream}.{e.operation}" for e in touched.sources.values())
    return f"{operation.key}: {', '.join(named[:_MOST_FIELDS])}{more} <- {', '.join(called)}"


def _either(first: Locate, second: Locate) -> Locate:
    """Find a line where the first knows the file, else as the second does."""

    def found(place: Place, on: On) -> Span | None:
        return first(place, on) or second(place, on)

    return found
