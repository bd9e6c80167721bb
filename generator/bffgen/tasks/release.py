"""Freeze a client's candidate as a release, when nothing that is live is hurt by it.

In:  readers of the workspace's files, a client, what is known of the release, an instant.
Out: Frozen: the files of the release and of its builds, to be put all together; or why not.
How: verify -> gate -> freeze. A version is written once: the same content again changes nothing,
     other content is refused. What is the same on the wire as the newest release is not frozen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from bffgen import VERSION
from bffgen.contract.event import EventFile, apart, written_event
from bffgen.contract.ledger import EVENTS, RELEASES, folder_of
from bffgen.contract.promising import read_promised
from bffgen.contract.release import VERSION as FORM
from bffgen.contract.release import written_release
from bffgen.contract.side import read_bundle, read_side
from bffgen.contract.source import GIT, Source, SourceFault, Sources
from bffgen.contract.wire import wire_digest
from bffgen.contract.workspace import read_held
from bffgen.govern.versions import due, following, misplaced, unusable
from bffgen.model.bundle import Bundle
from bffgen.model.calendar import written
from bffgen.model.canonical import Json, JsonFault, canonical_bytes, read_json
from bffgen.model.changes import written_changes
from bffgen.model.event import Deployed, Event, Kind, Shipped
from bffgen.model.finding import Finding, stops
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, Place
from bffgen.model.policy import Family, Policy, usual_decoder
from bffgen.model.pool import Pool
from bffgen.model.promises import Promises
from bffgen.model.record import Record
from bffgen.model.release import CHANGES, CONTRACT, FILE, Release, Stage, order, version_order
from bffgen.model.told import Report
from bffgen.tasks.adding import not_whole
from bffgen.tasks.comparing import Memory, compare_sides
from bffgen.tasks.diff import Asked
from bffgen.tasks.gate import Which, gate
from bffgen.tasks.ledger import Below, Sound, ledgers
from bffgen.tasks.promising import Promising
from bffgen.tasks.reading import Read, Written
from bffgen.tasks.unbuilt import unbuilt

__all__ = ["AUTO", "Freezing", "Fresh", "SourceFault", "Sources", "freeze", "yank"]

AUTO: Final = "auto"
# How the members of a build's event are said here.
_FLAGS: Final = {"channel": "--build", "release": "--version"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """What a release is to be.

    Attributes:
        version: None for the one that the contract says; `auto` for the smallest that is due.
        released: None for now.
        builds: (channel, build) that ship it.
        contract: where a contract of the past is, `git:REF:path` or a file; None for the candidate.
        by: who releases it.
    """

    client: str
    version: str | None = None
    stage: Stage = Stage.PRODUCTION
    released: datetime | None = None
    builds: tuple[tuple[str, str], ...] = ()
    contract: str | None = None
    by: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freezing:
    """What came of it.

    Attributes:
        folder: of the release; empty where none is frozen.
        files: of that folder, by their names; to be put in one step.
        events: to be put behind it.
        said: what was done or why nothing is, in a sentence; beside: what is odd about it.
        report: what the gate decided; None where it was not asked.
        findings: what is wrong with what was read.
        broken: why the ledger decides nothing.
        clash: why the version cannot be used; empty where it can.
        refused: why the call is none that can be carried out; empty where it is one.
        names: of all clients that bffgen.yaml has.
    """

    folder: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    events: tuple[EventFile, ...] = ()
    said: str = ""
    beside: str = ""
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    clash: str = ""
    refused: str = ""
    names: tuple[str, ...]
    locate: Locate

    @property
    def is_blocked(self) -> bool:
        """Say whether the gate stopped it."""
        return self.report is not None and self.report.is_failed


def freeze(
    read: Read,
    below: Below,
    fresh: Fresh,
    as_of: datetime,
    asked: Asked,
    *,
    sources: Sources,
    waivers: Callable[[str], Sequence[Written]],
    memory: Memory | None = None,
) -> Freezing:
    """Freeze a release.

    Raises:
        SourceFault: the contract of the past is not there.
    """
    found = ledgers(read, below, only=(fresh.client,))
    nothing = Freezing(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    freezing = _Freezing(read, kept, fresh, as_of, memory)
    if fresh.contract is not None:
        source, then = sources.open(fresh.contract), _then(sources, fresh.contract)
        return _whole(read, below, freezing.past(source, then, nothing), fresh)
    gated = gate(
        *(read, found, asked, as_of),
        # That two which are served do not fit each other is no reason to hold back a third.
        which=Which(with_served=False),
        waivers=waivers,
        below=below,
        memory=memory,
    )
    nothing = replace(nothing, report=gated.report, findings=gated.findings, locate=gated.locate)
    if stops(gated.findings) or gated.report.is_failed:
        return nothing
    faults = unbuilt(read, below, fresh.client)
    if faults:
        return replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *faults))))
    return _whole(read, below, freezing.candidate(nothing), fresh)


def _then(sources: Sources, contract: str) -> Read | None:
    """Give what reads the workspace at the commit of a contract; None where it is of none."""
    ref, colon, _ = contract.removeprefix(GIT).partition(":")
    is_of_git = contract.startswith(GIT) and bool(colon)
    return sources.workspace_at(ref).read if is_of_git else None


def _whole(read: Read, below: Below, made: Freezing, fresh: Fresh) -> Freezing:
    """Verify the ledger as it would be; what would break it is not written."""
    files = {f"{made.folder}/{name}": content for name, content in made.files}
    files |= {each.path: each.content for each in made.events}
    if not files:
        return made
    refused = not_whole(read, below, files, fresh.client, _FLAGS)
    if refused is None:
        return made
    findings = (*made.findings, *refused.findings)
    return replace(made, folder="", files=(), events=(), refused=refused.said, findings=findings)


def yank(
    read: Read, below: Below, client: str, version: str, reason: str, by: str, as_of: datetime
) -> Freezing:
    """Say of a release that it was never shipped; refused where a build or a deployment has it."""
    found = ledgers(read, below, only=(client,))
    nothing = Freezing(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    ledger = kept.ledger
    if ledger.release(version) is None:
        known = ", ".join(each.version for each in ledger.releases)
        there = f"there are {known}" if known else "there is none yet"
        return replace(nothing, refused=f"{client} has no release {version}; {there}")
    named = [event for event in ledger.events if version in _shipped(event)]
    if named:
        path = named[0].place.document
        problem = f"{version} was shipped or served, as {path} says: retire it instead"
        return replace(nothing, clash=problem)
    if version in ledger.yanked:
        return replace(nothing, said=f"{version} is yanked already")
    members: dict[str, Json] = {"release": version, "reason": reason}
    event = written_event(Kind.YANK, as_of, by, members, f"{folder_of(client)}/{EVENTS}", version)
    if not isinstance(event, EventFile):
        return replace(nothing, findings=event)
    return replace(nothing, events=(event,), said=f"{client} {version} is yanked")


def _shipped(event: Event) -> tuple[str, ...]:
    """Give the releases that an event says were shipped or served."""
    match event:
        case Shipped():
            return (event.release,)
        case Deployed():
            return event.serves
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Terms:
    """How a release is held: how its clients read, what they are promised, where it was read."""

    peers: Peers
    promises: Promises | None
    taken_from: str


@dataclass(frozen=True, slots=True)
class _Freezing:
    """One release of one client, whose ledger is whole."""

    _read: Read
    _kept: Sound
    _fresh: Fresh
    _as_of: datetime
    _memory: Memory | None

    def candidate(self, nothing: Freezing) -> Freezing:
        """Freeze the contract of the working tree."""
        path = f"{folder_of(self._kept.name)}/openapi.yaml"
        source = Source(name=path, root=path, read=self._read, label=lambda each: each)
        bundled, found = read_bundle(source)
        nothing = replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *found))))
        if bundled is None or stops(found):
            return nothing
        promises, faults = self._promised(self._read, self._kept.policy, bundled)
        if faults:
            return replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *faults))))
        head = self._kept.ledger.head
        if (
            head is not None
            and self._is_same(head, bundled, promises)
            and self._fresh.version in (None, AUTO)
        ):
            said = (
                f"the wire contract and the promises are those of {head.version}: nothing to freeze"
            )
            return self._with_builds(replace(nothing, said=said), head)
        terms = _Terms(self._kept.policy.peers, promises, "")
        return self._frozen(bundled, head, source, terms, nothing)

    def past(self, source: Source, then: Read | None, nothing: Freezing) -> Freezing:
        """Freeze a contract that was out before bffgen came.

        Args:
            then: reads the workspace of its day; None where nobody knows it.
        """
        api, told = read_side(source, Pool())
        if api is None:
            return replace(nothing, findings=(*nothing.findings, *told))
        bundled, found = read_bundle(source)
        nothing = replace(nothing, findings=(*nothing.findings, *found))
        if bundled is None or stops(found):
            return nothing
        when = self._released
        earlier = [each for each in self._kept.ledger.releases if each.released < when]
        previous = earlier[-1] if earlier else None
        return self._frozen(bundled, previous, source, self._then(then, source, bundled), nothing)

    def _then(self, then: Read | None, source: Source, bundled: Bundle) -> "_Terms":
        """Say on which terms a contract of the past was held, by the policy of its day.

        A composition of then that is not read now is nobody's to mend: it promises nothing known.
        """
        held = read_held(then, only=(self._kept.name,))[1] if then is not None else ()
        policy = held[0].policy if held else None
        if then is None or policy is None:
            # Nobody knows how its clients read: the strictest that the family has.
            decoder = usual_decoder(Family.APP_STORE)
            peers = replace(self._kept.policy.peers, decoder=decoder)
            return _Terms(peers, None, source.name)
        promises, _ = self._promised(then, policy, bundled)
        return _Terms(policy.peers, promises, source.name)

    def _promised(
        self, read: Read, policy: Policy, bundled: Bundle
    ) -> tuple[Promises | None, tuple[Finding, ...]]:
        folder = folder_of(self._kept.name)
        return read_promised(read, folder, policy.family, bundled.document, policy.budgets)

    @property
    def _released(self) -> datetime:
        return self._fresh.released or self._as_of

    def _is_same(self, head: Release, bundled: Bundle, promises: Promises | None) -> bool:
        try:
            document = read_json(self._read(head.contract))
        except (OSError, JsonFault):
            return False
        is_alike = head.peers == self._kept.policy.peers and head.stage is self._fresh.stage
        is_alike &= head.promises == promises
        return is_alike and wire_digest(document) == wire_digest(bundled.document)

    def _frozen(
        self,
        bundled: Bundle,
        previous: Release | None,
        source: Source,
        terms: "_Terms",
        nothing: Freezing,
    ) -> Freezing:
        changes, findings = self._changes(previous, source, bundled, terms)
        nothing = replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *findings))))
        if changes is None and previous is not None:
            return nothing
        version = self._version(bundled, changes)
        if not FORM.fullmatch(version):
            problem = f"`{version[:70]}` is no version, which begins with a letter or a digit and"
            return replace(
                nothing, refused=f"{problem} has 64 at most of these, `.`, `_`, `+` and `-`"
            )
        content = canonical_bytes(bundled.document)
        taken = self._kept.ledger.release(version)
        if taken is not None:
            return self._taken(taken, content, terms, nothing)
        refused = self._misplaced(version, previous)
        if refused:
            return replace(nothing, refused=refused)
        name = self._kept.name
        folder = f"{folder_of(name)}/{RELEASES}/{version}"
        told = written_changes(
            previous.version if previous is not None else None,
            changes.findings if changes is not None else (),
        )
        release = Release(
            client=name,
            version=version,
            stage=self._fresh.stage,
            released=self._released,
            contract_sha256=sha256(content).hexdigest(),
            changes_sha256=sha256(told).hexdigest(),
            previous=previous.version if previous is not None else None,
            previous_sha256=None
            if previous is None
            else sha256(self._read(previous.place.document)).hexdigest(),
            peers=terms.peers,
            identify=None if terms.taken_from else self._kept.policy.identify,
            promises=terms.promises,
            taken_from=terms.taken_from,
            notes=self._fresh.notes,
            tool=f"bffgen {VERSION}",
            folder=folder,
            place=Place(document=f"{folder}/{FILE}"),
        )
        made = replace(
            nothing,
            folder=folder,
            files=((CONTRACT, content), (CHANGES, told), (FILE, written_release(release))),
            said=f"{name} {version} is frozen",
            beside=self._otherwise(bundled, version),
        )
        return self._with_builds(made, release)

    def _otherwise(self, bundled: Bundle, version: str) -> str:
        """Say that the contract calls itself otherwise, as what is served goes on doing."""
        said = _version_in(bundled)
        if not said or said == version or self._fresh.contract is not None:
            return ""
        path = f"{folder_of(self._kept.name)}/openapi.yaml"
        return f"`info.version` of {path} still says {said}: write {version} there and build"

    def _misplaced(self, version: str, previous: Release | None) -> str:
        """Say why this version cannot come now; empty where it can."""
        known = [each.version for each in self._kept.ledger.releases]
        problem = unusable(version, known)
        if problem or self._fresh.contract is not None:
            return problem
        past = "what was out before is frozen by `--contract` and `--released`"
        problem = misplaced(version, self._kept.policy.versioning, known)
        if problem:
            said_by = "" if self._fresh.version is not None else " (`info.version` of the contract)"
            return f"{problem}{said_by}: `--version auto` chooses the next; {past}"
        if previous is not None and order(previous) >= (self._released, version_order(version)):
            then, day = written(previous.released), written(self._released)
            problem = f"{version} would be of {day}, and {previous.version} is of {then}"
            return f"{problem}: a release comes after the one before it; {past}"
        return ""

    def _taken(
        self, taken: Release, content: bytes, terms: "_Terms", nothing: Freezing
    ) -> Freezing:
        """Release a version again: the same content is none, other content is refused."""
        version = taken.version
        if version in self._kept.ledger.yanked:
            return replace(nothing, clash=f"{version} was yanked: take the next version")
        if taken.stage is not self._fresh.stage:
            problem = f"{version} is frozen as {taken.stage}, and a release never changes"
            return replace(nothing, clash=f"{problem}: take the next version")
        is_known = taken.promises is not None and terms.promises is not None
        is_other = is_known and taken.promises != terms.promises
        if sha256(content).hexdigest() == taken.contract_sha256 and not is_other:
            return self._with_builds(replace(nothing, said=f"{version} is frozen already"), taken)
        newest = self._kept.ledger.head
        is_newest = newest is not None and order(newest) >= order(taken)
        what = "other promises" if is_other else "another contract"
        problem = f"{version} is frozen with {what}, and a release never changes"
        mend = "raise `info.version`, or release with `--version auto`"
        return replace(nothing, clash=f"{problem}: {mend}" if is_newest else problem)

    def _changes(
        self, previous: Release | None, source: Source, bundled: Bundle, terms: "_Terms"
    ) -> tuple[Record | None, tuple[Finding, ...]]:
        if previous is None:
            return None, ()
        first = Source(
            name=f"{previous.client} {previous.version}",
            root=previous.contract,
            read=self._read,
            label=lambda path: path,
        )
        told = compare_sides(first, source, previous.peers, self._memory)
        if told.record is None:
            return None, told.findings
        promising = Promising(
            promises=terms.promises,
            document=bundled.document,
            contract=lambda _: read_json(self._read(previous.contract)),
            family=self._kept.policy.family,
        )
        found = told.record.findings
        found = (*found, *promising.beside(previous, found))
        return replace(told.record, findings=found), told.findings

    def _version(self, bundled: Bundle, changes: Record | None) -> str:
        said = self._fresh.version
        if said is None:
            return _version_in(bundled)
        if said != AUTO:
            return said
        head = self._kept.ledger.head
        return following(
            head.version if head is not None else None,
            due(changes.findings) if changes is not None else due(()),
            self._kept.policy.versioning,
            self._released.date(),
            [each.version for each in self._kept.ledger.releases],
        )

    def _with_builds(self, made: Freezing, release: Release) -> Freezing:
        """Say which builds ship the release; what was said before is not said again."""
        events: list[EventFile] = []
        folder = f"{folder_of(self._kept.name)}/{EVENTS}"
        for channel, build in self._fresh.builds:
            if self._kept.policy.channel(channel) is None:
                known = ", ".join(each.name for each in self._kept.policy.channels)
                problem = f"no channel is called `{channel}`; there are {known}"
                return replace(made, folder="", files=(), refused=problem)
            members: dict[str, Json] = {
                "channel": channel,
                "build": build,
                "release": release.version,
                "stage": str(release.stage),
                # Of a build of the past nobody knows whether it names itself (PITFALLS 25).
                "identifies": True
                if self._kept.policy.identify is not None and not release.is_backfilled
                else None,
            }
            name = f"{channel}-{build}"
            event = written_event(Kind.BUILD, self._released, self._fresh.by, members, folder, name)
            if not isinstance(event, EventFile):
                return replace(made, folder="", files=(), findings=(*made.findings, *event))
            if not self._ships(channel, build, release):
                there = (*self._paths(), *(each.path for each in events))
                events.append(EventFile(apart(event.path, there), event.content))
        return replace(made, events=tuple(events))

    def _ships(self, channel: str, build: str, release: Release) -> bool:
        said = (channel, build, release.version, release.stage)
        return any(
            (each.channel, each.build, each.release, each.stage) == said
            for each in self._kept.ledger.of(Shipped)
        )

    def _paths(self) -> tuple[str, ...]:
        return tuple(each.place.document for each in self._kept.ledger.events)


def _version_in(bundled: Bundle) -> str:
    info = bundled.document.get("info")
    return str(info.get("version", "")) if isinstance(info, dict) else ""
