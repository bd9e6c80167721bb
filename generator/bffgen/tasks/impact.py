"""What a change of an upstream's contract does to the clients of a workspace.

In:  a reader of the workspace's files, the upstream, its contract as it is and as it would be; the
     compositions of the one and of the other.
Out: Impacted: a Report with a section a client: each change that one of its operations hangs on,
     with what it does there; the class of each operation.
How: both contracts are compared as any two are; a client is planned with the one and with the
     other. What a plan newly lacks says what the change does, the lineage says whom it concerns:
     only what is used counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from posixpath import dirname, join, normpath, relpath

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client, plan_what_holds
from bffgen.compose.strange import Strange, strange
from bffgen.compose.used import lineage_of, upstream_of
from bffgen.contract.hooks import Below
from bffgen.contract.manifest import contract_of
from bffgen.contract.refs import bundle
from bffgen.contract.side import read_side, referred
from bffgen.contract.source import STDIN_NAME, Source, SourceFault, Sources
from bffgen.contract.uses import read_uses
from bffgen.contract.workspace import read_workspace
from bffgen.govern.decide import report
from bffgen.model.bundle import Bundle
from bffgen.model.calendar import end_of
from bffgen.model.canonical import sorted_bytes
from bffgen.model.client import Upstream, Workspace
from bffgen.model.finding import Effect, Finding, Mark, finding, stops, unknown
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, On, Place, Span
from bffgen.model.pool import Pool
from bffgen.model.told import Report, Section
from bffgen.model.uses import Uses
from bffgen.publish.uses import used, written
from bffgen.tasks.accepting import Telling
from bffgen.tasks.blaming import Blaming
from bffgen.tasks.comparing import Memory, compare_sides
from bffgen.tasks.diff import Asked as HowTold
from bffgen.tasks.diff import all_rules, compared
from bffgen.tasks.impacting import Judged, Judging, by_plan, by_use
from bffgen.tasks.leaking import Leaking
from bffgen.tasks.ledger import ledgers
from bffgen.tasks.reading import Read, Written, locate_beside, locate_in
from bffgen.tasks.sharing import Shares

__all__ = [
    "Contract",
    "Impacted",
    "Source",
    "SourceFault",
    "Sources",
    "impact",
    "impact_by_uses",
    "in_use",
    "sides",
    "uses_of",
]


# What an overlay assumes and the upstream's own contract says by now.
_GRANTED = "compose-overlay-proved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impacted:
    """What came of it.

    Attributes:
        report: None where something cannot be read, or the workspace does not hold as it is.
        findings: what is wrong with what was read.
        fresh, gone: clients that the workspace has and the commit has not, and the reverse.
    """

    report: Report | None
    findings: tuple[Finding, ...]
    locate: Locate
    fresh: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


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
        own = self._own()
        return lambda path: self.source.read(own[path]) if path in own else read(path)

    def printed(self, found: Iterable[Finding]) -> list[Finding]:
        """Name the files of findings of a workspace that has this contract as its caller does."""
        own = {} if self.is_workspace else self._own()
        return [
            replace(each, marks=tuple(self._printed(mark, own) for mark in each.marks))
            for each in found
        ]

    def _printed(self, mark: Mark, own: Mapping[str, str]) -> Mark:
        path = mark.place.document if self.is_workspace else own.get(mark.place.document)
        if path is None:
            return mark
        return replace(mark, place=replace(mark.place, document=self.source.document(path)))

    def _own(self) -> dict[str, str]:
        """Give where this contract has its files, by where the workspace has them."""
        return {self._beside(path): path for path in referred(self.source)}

    def _beside(self, path: str) -> str:
        """Give a path of this contract's tree as one of the workspace."""
        beside = relpath(path, dirname(self.source.root))
        return self.path if path == self.source.root else normpath(join(dirname(self.path), beside))

    def in_workspace(self, place: Place) -> Place:
        """Give a place of this contract as the workspace names it."""
        try:
            path = self.source.path(place.document)
        except KeyError:
            return place
        return replace(place, document=self._beside(path))


def in_use(read: Read, upstream: str) -> tuple[str | None, tuple[str, ...], tuple[Finding, ...]]:
    """Find the contract of an upstream in a workspace.

    Returns:
        Its path, None where bffgen.yaml does not say; the names of all upstreams; findings.
    """
    return contract_of(read, upstream)


def sides(
    read: Read, path: str, commit: Source | None, candidate: Source | None, *, was: str
) -> tuple[Contract, Contract]:
    """Give an upstream's contract as it is, and as it would be.

    Args:
        path: of the contract in the workspace.
        commit: the workspace as it stood where it has it as it is; None for the workspace itself.
        candidate: None where the workspace has it as it would be.
        was: the path in the workspace as it stood then.
    """
    here = Source(name=path, root=path, read=read, label=lambda file: file)
    if candidate is not None and candidate.name == STDIN_NAME:
        candidate = _in_place_of(here, candidate)
    before = here if commit is None else replace(commit, name=f"{commit.name}:{was}", root=was)
    return (
        Contract(source=before, path=was, is_workspace=True),
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
    telling = Telling.of(asked)
    told = compare_sides(baseline.source, revision.source, Peers(), memory)
    locate = telling.locate(_either(told.locate, locate_in(read)))
    was, now = before.upstream(upstream), after.upstream(upstream)
    found = [*(baseline.printed(faults) if stops(faults) else ()), *told.findings, *telling.faults]
    if now is None and not stops(found):
        found = _unheld(told.findings, revision.printed(others))
    if told.record is None or was is None or now is None or stops(found):
        return Impacted(report=None, findings=tuple(dict.fromkeys(found)), locate=locate)
    found += (e for e in revision.printed(others) if e.rule == _GRANTED and e not in faults)
    comparison = compared(told.record, Peers(), is_pure=asked.is_pure)
    judging = Judging(
        comparison, (was, now), (baseline.in_workspace, revision.in_workspace), locate
    )
    judged: list[tuple[str, Judged]] = []
    for client in before.clients:
        if client.name not in after.names:
            continue
        plan, lacks = plan_client(client, before)
        if plan is None or stops(lacks):
            found += baseline.printed(lacks)
            continue
        other = next((each for each in after.clients if each.name == client.name), client)
        held, newly = plan_what_holds(other, after)
        known = set(map(_told, lacks))
        fresh = revision.printed(each for each in newly if _told(each) not in known)
        is_same = other.composition == client.composition
        now_held = lineage(client.name, held) if is_same else None
        of = lineage(client.name, plan)
        parted = Blaming(other).parted
        leaking = Leaking(read, below, client, asked, end_of(asked.as_of), now.api, memory)
        kind_of = partial(leaking.kind, partial(by_plan, client))
        found_of = judging.client(of, kind_of, fresh, now_held, parted)
        shares = Shares.of(ledgers(read, below, only=(client.name,)).sole, end_of(asked.as_of))
        judged.append((client.name, shares.noted(leaking.noted(found_of))))
    return replace(
        _impacted(telling.sections(judged), found, locate, asked),
        fresh=tuple(each for each in after.names if each not in before.names),
        gone=tuple(each for each in before.names if each not in after.names),
    )


def impact_by_uses(
    upstream: str, baseline: Source, revision: Source, files: Sequence[Written], asked: HowTold
) -> Impacted:
    """Judge what a change of an upstream does to clients, by what they wrote of their uses.

    A required use is broken at most: whether it leaks is known to its client alone.
    """
    found: list[Finding] = []
    uses: list[tuple[str, Uses]] = []
    for name, content in files:
        read = read_uses(content, name)
        if isinstance(read, tuple):
            found += read
        else:
            uses.append((name, read))
    (was, of_was), (now, of_now) = (read_side(each, Pool()) for each in (baseline, revision))
    told = compare_sides(baseline, revision, Peers())
    found += (*of_was, *of_now, *told.findings)
    telling = Telling.of(asked)
    found += telling.faults
    locate = telling.locate(locate_beside(told.locate, files))
    if told.record is None or was is None or now is None or stops(found):
        return Impacted(report=None, findings=tuple(dict.fromkeys(found)), locate=locate)
    comparison = compared(told.record, Peers(), is_pure=asked.is_pure)
    upstreams = upstream_of(upstream, was), upstream_of(upstream, now)
    judging = Judging(comparison, upstreams, (_as_is, _as_is), locate)
    if uses and all(upstream not in each.names for _, each in uses):
        found.append(_unused(upstream, uses))
    judged: list[tuple[str, Judged]] = []
    for name, each in uses:
        of_it = next((one for one in each.upstreams if one.name == upstream), None)
        if of_it is None:
            continue
        of = lineage_of(each.client, of_it, was)
        entry = Place(document=name).at("upstreams", upstream)
        found += (_strange(one, upstream, entry) for one in strange(of_it, upstreams[0]))
        if of_it.contract_sha256 != told.record.baseline.digest:
            found.append(_of_another(each.client, upstream, entry))
        shares = Shares.written(each, of_it)
        judged.append((each.client, shares.noted(judging.client(of, by_use))))
    return _impacted(telling.sections(judged), found, locate, asked)


def _impacted(
    sections: Sequence[Section], found: Sequence[Finding], locate: Locate, asked: HowTold
) -> Impacted:
    return Impacted(
        report=report(sections, asked.fail_on, checked=all_rules()),
        findings=tuple(dict.fromkeys(found)),
        locate=locate,
    )


def uses_of(
    read: Read, as_of: date, *, below: Below
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Write what each client uses of its upstreams, by the name of the client.

    A client that cannot be planned has none, and its findings say why.
    """
    workspace, faults = read_workspace(read, below=below)
    found = [*faults]
    digests = {each.name: _digest(read, each) for each in workspace.upstreams}
    made: dict[str, bytes] = {}
    for client in workspace.clients:
        plan, lacks = plan_client(client, workspace)
        found += lacks
        if plan is not None and not stops(lacks):
            kept = ledgers(read, below, only=(client.name,)).sole
            of = lineage(client.name, plan)
            known = Shares.of(kept, end_of(as_of))
            uses = used(
                *(of, workspace.upstreams, digests, as_of),
                shares=known.operations,
                counted=known.counted,
                live=known.live,
            )
            made[client.name] = written(uses)
    return made, tuple(dict.fromkeys(found))


def _digest(read: Read, upstream: Upstream) -> str:
    """Give the digest of a contract without what the workspace lays over it."""
    path, _, _ = contract_of(read, upstream.name)
    plain = bundle(path, read) if upstream.assumed and path is not None else None
    document = plain.document if isinstance(plain, Bundle) else upstream.api.document
    return sha256(sorted_bytes(document)).hexdigest()


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


def _in_place_of(contract: Source, candidate: Source) -> Source:
    """Give a contract without a file of its own what is beside the one whose place it takes."""

    def read(path: str) -> bytes:
        try:
            return candidate.read(path)
        except OSError:
            beside = relpath(path, dirname(candidate.root))
            return contract.read(normpath(join(dirname(contract.root), beside)))

    return replace(candidate, read=read)


def _unheld(doubts: Iterable[Finding], faults: Iterable[Finding]) -> list[Finding]:
    """Say why no client can be built with a contract, of which a comparison has but doubts."""
    broken = [each for each in faults if each.effect is Effect.BREAKS]
    rules = {each.rule for each in broken}
    told = [replace(each, effect=Effect.BREAKS) if each.rule in rules else each for each in doubts]
    return [*told, *(e for e in broken if e.rule not in {each.rule for each in doubts})]


def _either(first: Locate, second: Locate) -> Locate:
    """Find a line where the first knows the file, else as the second does."""

    def found(place: Place, on: On) -> Span | None:
        return first(place, on) or second(place, on)

    return found


def _told(lack: Finding) -> tuple[str, tuple[str, ...]]:
    """Identify what a plan lacks, at the operations that use what it is about."""
    uses = (each.place.pointer for each in lack.marks)
    return lack.fingerprint, tuple(each for each in uses if each.startswith("/operations/"))


def _as_is(place: Place) -> Place:
    return place


def _unused(upstream: str, uses: Sequence[tuple[str, Uses]]) -> Finding:
    """Say that nobody uses an upstream, which may be called otherwise."""
    mark = Mark(place=Place(document=uses[0][0]).at("upstreams"), on="key")
    names = dict.fromkeys(name for _, each in uses for name in each.names)
    lacks = unknown(mark, "upstream", upstream, names, "what is used")
    return replace(lacks, effect=Effect.RISKY)


def _strange(each: Strange, upstream: str, entry: Place) -> Finding:
    """Say that a use is of something that the contract does not have."""
    within = f"the contract of `{upstream}`"
    lacks = unknown(Mark(place=entry.at(*each.at)), each.kind, each.name, each.known, within)
    return replace(lacks, effect=Effect.RISKY)


def _of_another(client: str, upstream: str, entry: Place) -> Finding:
    """Say that uses were written of a contract that is not the one in use."""
    return finding(
        "input-uses-outdated",
        entry.at("contract_sha256"),
        effect=Effect.RISKY,
        client=client,
        upstream=upstream,
    )
