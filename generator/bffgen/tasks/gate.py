"""Hold the candidate of each client against every release that is live.

In:  ledgers as they were read, an instant, what is held against what, a reader of files.
Out: Gated: a Report with a section a client; live sets; what is wrong with what was read.
How: the live set is derived, each distinct contract in it compared with the candidate, what is
     found merged by its fingerprint, and each finding decided for each operation and release
     (RELEASES.md 6). A ledger that is not whole decides nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bffgen.compat.rule import rule_by_id
from bffgen.contract.ledger import folder_of
from bffgen.contract.promising import read_promised
from bffgen.contract.side import Bundles, bundled_side
from bffgen.contract.source import Source
from bffgen.contract.waivers import read_waivers
from bffgen.contract.workspace import read_held
from bffgen.govern.decide import report
from bffgen.govern.decide_live import decide_live
from bffgen.govern.licence import Facts, Frozen
from bffgen.govern.lifecycle import OF_LEDGER, weighed
from bffgen.govern.live import BETA, live_set
from bffgen.govern.merge import Against, Merged, merged
from bffgen.govern.waivers import is_ahead, unfit
from bffgen.govern.weakened import weakened
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.comparison import ChangeFinding, Comparison
from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.live import LiveSet, ReleaseState
from bffgen.model.place import Locate, On, Place, Span
from bffgen.model.policy import Family, Policy
from bffgen.model.release import Release, Stage, order
from bffgen.model.told import Report, Section
from bffgen.report.assumed import assumed
from bffgen.tasks.against import Comparing, Several
from bffgen.tasks.aging import Aging
from bffgen.tasks.comparing import Memory
from bffgen.tasks.diff import Asked, all_rules, by_todays_names, unknown_rules
from bffgen.tasks.leaving import Leaving
from bffgen.tasks.ledger import Below, Ledgers, Sound
from bffgen.tasks.promising import Promising
from bffgen.tasks.reading import Read, Written, locate_beside

__all__ = ["Gated", "Held", "Which", "gate"]


class Held(StrEnum):
    """What a candidate is held against."""

    LIVE = "live"
    LAST = "last"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """What is compared.

    Attributes:
        held: against what; a pair has no memory, so that only `live` looks at the past.
        version: of `release`.
        candidate: a release that stands for the candidate; None for the working tree.
        with_served: while several releases are served, each of them is held against the others.
        with_over: releases that are over are shown beside those that are live, and hurt by nothing.
    """

    held: Held = Held.LIVE
    version: str = ""
    candidate: str | None = None
    with_served: bool = True
    with_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """What came of it.

    Attributes:
        report: the clients that could be decided.
        findings: what is wrong with what was read.
        broken: why ledgers decide nothing; none where all are whole.
        fresh: clients of which nothing is released that could be held against the candidate.
        absent: versions that were asked for, of clients that have none of them.
        sets: what is live of each client, whatever it is held against.
        names: of all clients that bffgen.yaml has.
    """

    report: Report
    findings: tuple[Finding, ...]
    broken: tuple[Finding, ...]
    fresh: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    sets: tuple[LiveSet, ...]
    names: tuple[str, ...]
    locate: Locate


def gate(
    read: Read,
    found: Ledgers,
    asked: Asked,
    as_of: datetime,
    *,
    which: Which,
    waivers: Callable[[str], Sequence[Written]],
    below: Below,
    memory: Memory | None = None,
    base: Read | None = None,
) -> Gated:
    """Decide whether candidates may go out.

    Args:
        found: the ledgers of those clients.
        below: paths of the files below a folder, for what compositions use of upstreams.
        asked: peers and family are those of each release.
        waivers: files of a client's waivers.
        base: reads the files of the target branch, whose policies are held against today's.
    """
    before = {} if base is None else {each.name: each.policy for each in read_held(base)[1]}
    leaving = Leaving(read, below, as_of, [each.name for each in found.sound])
    gating = _Gating(read, asked, as_of, which, waivers, memory, found.locate, before, leaving)
    for kept in found.sound:
        gating.client(kept)
    strict = frozenset(
        each.name for each in found.kept if each.policy is not None and each.policy.gate.is_strict
    )
    return Gated(
        report=report(gating.sections, asked.fail_on, checked=all_rules(), strict=strict),
        findings=tuple(dict.fromkeys((*found.findings, *gating.faults))),
        broken=found.broken,
        fresh=tuple(gating.fresh),
        absent=tuple(gating.absent),
        sets=tuple(gating.sets),
        names=found.names,
        locate=locate_beside(gating.locate, gating.written),
    )


@dataclass(slots=True)
class _Gating:
    """Decides client after client, and keeps what comes of it."""

    _read: Read
    _asked: Asked
    _as_of: datetime
    _which: Which
    _waivers: Callable[[str], Sequence[Written]]
    _memory: Memory | None
    _anywhere: Locate
    # Policies of the target branch, where they are asked for.
    _before: Mapping[str, Policy | None]
    _leaving: Leaving
    sections: list[Section] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    sets: list[LiveSet] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    # Where the files of a client were read, by the names that they are printed by.
    _located: dict[str, Locate] = field(default_factory=dict)

    def client(self, kept: Sound) -> None:
        policy = kept.policy
        live = live_set(kept.ledger, policy, self._as_of)
        self.sets.append(live)
        contracts = _Contracts(self._read, kept)
        facts = Facts(
            ledger=kept.ledger.until(self._as_of),
            policy=policy,
            as_of=self._as_of,
            contract=contracts.document,
            with_over=self._which.with_over,
        )
        bundles: Bundles = {}
        decided = []
        for version in self._candidates(live):
            candidate = self._candidate(kept, version)
            held = self._held(kept, live, version)
            if candidate is None or held is None:
                return
            if not held and version == self._which.candidate:
                self.fresh.append(kept.name)
                if not self._looks_beyond(kept, version):
                    return
            comparing = Comparing(
                candidate=candidate,
                frozen=self._frozen,
                document=contracts.document,
                memory=self._memory,
                as_published=policy.family is Family.THIRD_PARTY,
                bundles=bundles,
                faults=self.faults,
                located=self._located,
            )
            several = comparing.several([each.release for each in held])
            if several is None:
                return
            promising = self._promising(facts, comparing, version)
            if promising is None:
                return
            decided.append(_Compared(version, held, several, comparing, promising))
        self._decided(facts, live, decided)

    def _candidates(self, live: LiveSet) -> tuple[str | None, ...]:
        """Give what is held against the live set: while several are served, each of them too."""
        asked = self._which.candidate
        is_all = asked is None and self._which.held is Held.LIVE and self._which.with_served
        return (asked, *(live.served if is_all and len(live.served) > 1 else ()))

    def _looks_beyond(self, kept: Sound, version: str | None) -> bool:
        """Say whether there is something to tell of a candidate that nothing live is held by."""
        is_tree = version is None and self._which.held is Held.LIVE
        return is_tree and bool(kept.ledger.releases or self._before.get(kept.name))

    def _promising(
        self, facts: Facts, comparing: Comparing, version: str | None
    ) -> Promising | None:
        """Say what the candidate promises beside its contract; None where its files have faults."""
        bundled, _ = bundled_side(comparing.candidate, comparing.bundles)
        document = bundled.document if bundled is not None else None
        release = facts.ledger.release(version) if version is not None else None
        if release is not None:
            promises = release.promises
        else:
            folder, policy = folder_of(facts.ledger.client), facts.policy
            promises, faults = read_promised(
                self._read, folder, policy.family, document, policy.budgets
            )
            self.faults += faults
            if faults:
                return None
        return Promising(
            promises=promises,
            document=document,
            contract=facts.contract,
            family=facts.policy.family,
        )

    def locate(self, place: Place, on: On) -> Span | None:
        """Find a line in any file that was read."""
        return self._located.get(place.document, self._anywhere)(place, on)

    def _candidate(self, kept: Sound, version: str | None) -> Source | None:
        if version is None:
            path = f"{folder_of(kept.name)}/openapi.yaml"
            return self._source(path, path)
        release = kept.ledger.release(version)
        if release is None:
            self.absent.append((kept.name, version))
            return None
        return self._frozen(release)

    def _held(
        self, kept: Sound, live: LiveSet, candidate: str | None
    ) -> tuple[ReleaseState, ...] | None:
        """Give the releases that the candidate is held against, newest first; None if not known."""
        by_version = {each.release.version: each for each in live.states}
        match self._which.held:
            case Held.LIVE:
                found = [*live.live, *_betas(live)]
                if self._which.with_over:
                    over = (each for each in live.states if _is_over(each, kept))
                    found = sorted([*found, *over], key=lambda each: order(each.release))
                return tuple(each for each in found[::-1] if each.release.version != candidate)
            case Held.LAST:
                head = kept.ledger.until(self._as_of).head
                return (by_version[head.version],) if head is not None else ()
            case Held.RELEASE:
                state = by_version.get(self._which.version)
                if state is None:
                    self.absent.append((kept.name, self._which.version))
                    return None
                return (state,)

    def _source(self, root: str, name: str) -> Source:
        return Source(name=name, root=root, read=self._read, label=lambda path: path)

    def _frozen(self, release: Release) -> Source:
        return self._source(release.contract, f"{release.client} {release.version}")

    def _decided(self, facts: Facts, live: LiveSet, decided: Sequence["_Compared"]) -> None:
        policy, client = facts.policy, live.client
        found = [one for each in decided for one in self._merged(facts, each)]
        first = decided[0]
        held, several, comparing = first.held, first.several, first.comparing
        waivers, faults = read_waivers(self._noted(client))
        self.faults += faults
        self.faults += (
            finding("input-missing-key", each.place, key="releases")
            for each in waivers
            if not each.releases
        )
        self.faults += (
            finding("input-missing-key", each.place, key="created")
            for each in waivers
            if each.created is None
        )
        self.faults += unfit(waivers, facts.ledger, facts.as_of.date())
        waivers = tuple(each for each in waivers if not is_ahead(each, facts.as_of.date()))
        overrides = policy.overrides
        unknown = unknown_rules(overrides, policy.place.at("severity"))
        self.faults += (replace(each, effect=Effect.RISKY) for each in unknown)
        overrides = by_todays_names(overrides)
        told, off, notes = decide_live(found, facts, waivers, overrides)
        if self._which.held is Held.LIVE and self._which.candidate is None:
            aging = Aging(
                facts=facts,
                comparing=comparing,
                raw=lambda release: self._read(release.contract),
                overrides=overrides,
                changes=several.findings,
                promising=first.promising,
            )
            notes = (*notes, *aging.findings(), *weighed(live.notes, policy, overrides))
            notes = (*notes, *weighed(self._leaving.of(client), policy, overrides))
        earlier = self._before.get(client)
        if earlier is not None:
            # By the family that it was: another family is no way to be heard less.
            notes = (*notes, *weighed(weakened(earlier, policy), earlier, overrides))
        rules = rule_by_id()
        self.sections.append(
            Section(
                client=client,
                comparison=Comparison(
                    baseline=several.baseline,
                    revision=several.revision,
                    findings=tuple(each.finding for each in told),
                    hidden=0 if self._asked.is_pure else sum(e.several.hidden for e in decided),
                    assumptions=assumed(held[0].release.peers) if held else (),
                    asked=sum(each.several.asked for each in decided),
                    undecided=sum(each.several.undecided for each in decided),
                    rules={each.finding.rule: rules[each.finding.rule] for each in told},
                ),
                told=told,
                off=off,
                notes=notes,
                live=live,
                held=tuple(each.release.version for each in held),
                silent=_silent(decided),
            )
        )

    def _merged(self, facts: Facts, compared: "_Compared") -> Iterator[Merged]:
        """Give what a candidate does to all that it is held against; a served one says which."""
        against = []
        for state in compared.held:
            release = state.release
            contracts = compared.several.findings[release.version]
            found = (*contracts, *compared.promising.beside(release, contracts))
            frozen = Frozen(state=state, document=facts.contract(release.version))
            against.append(Against(frozen=frozen, findings=self._shown(found)))
        for each in merged(against):
            is_served = compared.version is not None and self._which.candidate is None
            note = (("served", f"{compared.version} does it, which is served too"),)
            shown = replace(each.finding, notes=(*each.finding.notes, *note))
            yield replace(each, finding=shown) if is_served else each

    def _shown(self, findings: Sequence[ChangeFinding]) -> tuple[ChangeFinding, ...]:
        """Give what is told of a comparison; of ends the ledger knows more than a pair does."""
        is_pure, is_pair = self._asked.is_pure, self._which.held is not Held.LIVE
        return tuple(
            each
            for each in findings
            if (is_pure or each.class_ == "A") and (is_pair or each.rule not in OF_LEDGER)
        )

    def _noted(self, client: str) -> Sequence[Written]:
        written = self._waivers(client)
        self.written += written
        return written


@dataclass(frozen=True, slots=True)
class _Compared:
    """A candidate, compared with all that it is held against.

    Attributes:
        version: of a release; None for the working tree.
    """

    version: str | None
    held: tuple[ReleaseState, ...]
    several: Several
    comparing: Comparing
    promising: Promising


def _silent(decided: Sequence[_Compared]) -> str:
    """Say whose promises nobody knows, so that they were not compared."""
    first = decided[0].promising
    unknown = dict.fromkeys(version for each in decided for version in each.promising.silent)
    if first.promises is None and len(first.unknown) > len(first.silent):
        return "what the candidate promises beside its contract, as nobody knows it"
    if first.promises is not None and unknown:
        return f"what {', '.join(unknown)} promised beside the contract, as nobody knows it"
    return ""


def _is_over(state: ReleaseState, kept: Sound) -> bool:
    """Say whether a release was out and is not any more."""
    release = state.release
    is_published = release.stage is Stage.PRODUCTION and release.version not in kept.ledger.yanked
    return is_published and not state.is_live


def _betas(live: LiveSet) -> tuple[ReleaseState, ...]:
    """Give the betas that came after the newest production release; they block nobody."""
    found: list[ReleaseState] = []
    for state in live.states:
        if state.release.stage is Stage.PRODUCTION:
            found.clear()
        elif state.ended == BETA:
            found.append(state)
    return tuple(found)


class _Contracts:
    """The frozen contracts of a client; each is read when it is asked for, and once."""

    def __init__(self, read: Read, kept: Sound) -> None:
        self._read = read
        self._paths = {each.version: each.contract for each in kept.ledger.releases}
        self._documents: dict[str, Json] = {}

    def document(self, version: str) -> Json:
        """Give the contract of a release; None where there is none."""
        if version not in self._documents:
            try:
                found = read_json(self._read(self._paths[version]))
            except (KeyError, OSError, JsonFault):
                found = None
            self._documents[version] = found
        return self._documents[version]
