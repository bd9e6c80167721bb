"""Answer whether a candidate may go out, or a release may end, and what would make it so.

In:  readers of the workspace's files, a client, a version, an instant.
Out: Answered: yes, no or not to be decided, with sentences that say why and what helps.
How: a decision that hangs on counts of use is none while they are stale or short.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Final, Literal, TypeAlias

from bffgen.contract.ledger import folder_of
from bffgen.contract.side import read_bundle
from bffgen.contract.source import Source
from bffgen.contract.wire import wire_digest
from bffgen.govern.builds import builds_of
from bffgen.govern.live import live_set
from bffgen.govern.outlook import Outlook, is_supported, outlooks
from bffgen.govern.versions import misplaced
from bffgen.model.calendar import start_of
from bffgen.model.canonical import Json, canonical_bytes, read_json
from bffgen.model.event import Deprecated, MinVersion, Retired
from bffgen.model.finding import Finding, stops
from bffgen.model.ledger import Ledger
from bffgen.model.live import LiveSet, ReleaseState, newest
from bffgen.model.place import Locate
from bffgen.model.policy import Policy
from bffgen.model.release import Release
from bffgen.model.severity import Severity
from bffgen.model.told import Section
from bffgen.model.usage import Usage
from bffgen.model.verdict import Licence, Verdict
from bffgen.tasks.comparing import Memory
from bffgen.tasks.diff import Asked
from bffgen.tasks.gate import Which, gate
from bffgen.tasks.ledger import Below, Sound, ledgers
from bffgen.tasks.reading import Read, Written
from bffgen.tasks.unbuilt import unbuilt

__all__ = ["Answered", "Releasable", "Word", "can_release", "can_retire"]

# How the way to a yes begins that nobody has to go.
_BY_ITSELF: Final = "by itself from"

Word: TypeAlias = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of it.

    Attributes:
        word: the answer; None where what is asked of is not there.
        lines: why, in print order.
        help: what makes it a yes, in print order.
        is_recorded: whether an event has ended it for good already.
        known: versions that there are.
        broken: why the ledger decides nothing.
        names: of all clients that bffgen.yaml has.
    """

    word: Word | None = None
    lines: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    is_recorded: bool = False
    known: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Releasable:
    """What came of asking for a release.

    Attributes:
        section: what the gate decided; None where nothing is released yet.
        ways: what would let it pass, in print order.
        naming: how it has to be named; empty where its contract names it.
        counts: what the counts are of that it was decided with.
        broken: why the ledger decides nothing.
        names: of all clients that bffgen.yaml has.
    """

    word: str = "yes"
    section: Section | None = None
    ways: tuple[str, ...] = ()
    naming: str = ""
    counts: str = ""
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


@dataclass(frozen=True, slots=True)
class _Asked:
    """One client at one instant."""

    ledger: Ledger
    policy: Policy
    live: LiveSet
    as_of: datetime = field(hash=False)


def can_retire(read: Read, below: Below, client: str, version: str, as_of: datetime) -> Answered:
    """Answer whether a release may be ended now."""
    found = ledgers(read, below, only=(client,))
    kept = found.sole
    if kept is None:
        return Answered(
            findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
        )
    live = live_set(kept.ledger, kept.policy, as_of)
    state = next((each for each in live.states if each.release.version == version), None)
    if state is None:
        known = tuple(each.release.version for each in live.states)
        return Answered(known=known, names=found.names, locate=found.locate)
    asked = _Asked(kept.ledger.until(as_of), kept.policy, live, as_of)
    word, lines, helps = _retire(asked, state)
    ended = {*asked.ledger.yanked, *(each.release for each in asked.ledger.of(Retired))}
    return Answered(
        word=word,
        lines=lines,
        help=helps,
        is_recorded=not state.is_live and version in ended,
        names=found.names,
        locate=found.locate,
    )


def can_release(
    read: Read,
    below: Below,
    client: str,
    asked: Asked,
    as_of: datetime,
    *,
    waivers: Callable[[str], Sequence[Written]],
    memory: Memory | None = None,
) -> Releasable:
    """Answer whether the working tree of a client may go out."""
    found = ledgers(read, below, only=(client,))
    gated = gate(
        *(read, found, asked, as_of),
        which=Which(),
        waivers=waivers,
        below=below,
        memory=memory,
    )
    nothing = Releasable(
        findings=gated.findings, broken=gated.broken, names=gated.names, locate=gated.locate
    )
    kept = found.sole
    if kept is None or stops(gated.findings) or not gated.report.sections:
        return nothing
    (section,) = gated.report.sections
    assert section.live is not None
    ledger = kept.ledger.until(as_of)
    nothing = replace(nothing, counts=_of_counts(ledger.usage, section.live.lacking, kept.policy))
    newer = f"import newer counts, as {section.live.lacking}: `bffgen usage import`"
    if not gated.report.is_failed:
        faults = unbuilt(read, below, client)
        if faults:
            return replace(nothing, findings=tuple(dict.fromkeys((*nothing.findings, *faults))))
        nothing = replace(nothing, naming=_naming(read, kept))
        if not _passes_by_counts(section, kept.policy, ledger):
            return replace(nothing, section=section)
        # What lets it pass is taken away by a use, and nobody has looked for one lately.
        return replace(nothing, word="cannot be decided", section=section, ways=(newer,))
    ways = _ways(section, ledger, kept.policy, as_of)
    # What a note stops is told no more once its day has come, and is no better for it.
    is_noted = stops(section.notes)
    if is_noted:
        ways = tuple(each for each in ways if not each.startswith(_BY_ITSELF))
    elif not any(each.startswith(_BY_ITSELF) for each in ways):
        known = tuple(replace(each, ledger=each.ledger.until(as_of)) for each in found.kept)

        def passes(instant: datetime) -> bool:
            then = gate(
                *(read, replace(found, kept=known), asked, instant),
                which=Which(),
                waivers=waivers,
                below=below,
                memory=memory,
            )
            return bool(then.report.sections) and not then.report.is_failed

        day = next((each for each in _announced(ledger, as_of) if passes(start_of(each))), None)
        if day is not None:
            ways = (f"{_BY_ITSELF} {day.isoformat()} on, as was announced", *ways)
    word = "no"
    if not is_noted and _hangs_on_counts(section, kept.policy, ledger):
        word = "cannot be decided"
        ways = (newer, *ways)
    return replace(nothing, word=word, section=section, ways=ways)


def _naming(read: Read, kept: Sound) -> str:
    """Say how a release has to be named where `info.version` is none that may come now."""
    path = f"{folder_of(kept.name)}/openapi.yaml"
    bundled, _ = read_bundle(Source(name=path, root=path, read=read, label=lambda each: each))
    info = bundled.document.get("info") if bundled is not None else None
    if bundled is None or not isinstance(info, dict):
        return ""
    version, known = str(info.get("version", "")), [each.version for each in kept.ledger.releases]
    taken = kept.ledger.release(version)
    problem = misplaced(version, kept.policy.versioning, known) if taken is None else ""
    if taken is not None and not _is_frozen(bundled.document, taken, kept.ledger, read):
        problem = f"{version} is frozen already, with another contract"
    auto = f"release it by `bffgen release {kept.name} --version auto`"
    return f"{auto}, or raise `info.version` of {path}: {problem}" if problem else ""


def _is_frozen(document: Json, taken: Release, ledger: Ledger, read: Read) -> bool:
    """Say whether a contract is what a version was frozen with, so that it goes by that name.

    Of the newest release it is also with another `info` or in other words: that freezes nothing.
    """
    if sha256(canonical_bytes(document)).hexdigest() == taken.contract_sha256:
        return True
    if taken is not ledger.head:
        return False
    return wire_digest(document) == wire_digest(read_json(read(taken.contract)))


def _passes_by_counts(section: Section, policy: Policy, ledger: Ledger) -> bool:
    """Say whether something passes because nobody is seen using it, by counts that are stale.

    What is read of answers no count shows, so that a newer one would take nothing away.
    """
    live = section.live
    if live is None or not live.lacking or not policy.evidence.is_decisive or ledger.usage is None:
        return False
    return any(
        Licence.NOT_USED in one.licences
        for each in section.told
        if each.finding.direction != "response"
        for one in each.affects
    )


def _announced(ledger: Ledger, as_of: datetime) -> list[date]:
    """Give the days to come on which something that was announced ends, in their order."""
    days = {each.sunset for each in ledger.of(Deprecated)}
    days |= {each.effective.date() for each in ledger.of(MinVersion)}
    return sorted(each for each in days if start_of(each) > as_of)


def _hangs_on_counts(section: Section, policy: Policy, ledger: Ledger) -> bool:
    """Say whether builds that are blocked for are live for want of fresh counts alone."""
    live = section.live
    if live is None or not live.lacking or not policy.evidence.is_decisive or ledger.usage is None:
        return False
    loud = [each for each in section.told if each.severity is Severity.ERROR]
    hurt = {each.version for one in loud for each in one.affects if each.verdict is Verdict.BLOCK}
    heads = {build.name for channel in policy.channels for build in builds_of(ledger, channel)[-1:]}
    blocked = [each for each in live.live if each.release.version in hurt]
    return bool(blocked) and all(
        state.builds and not any(each.is_live and each.build in heads for each in state.builds)
        for state in blocked
    )


def _ways(section: Section, ledger: Ledger, policy: Policy, as_of: datetime) -> tuple[str, ...]:
    """Say what would let a candidate go out, and the day on which it may by itself."""
    assert section.live is not None
    states = {each.release.version: each for each in section.live.states}
    loud = [each for each in section.told if each.severity is Severity.ERROR]
    hurt = dict.fromkeys(
        each.version for one in loud for each in one.affects if each.verdict is not Verdict.PASS
    )
    told: list[str] = []
    days: list[date | None] = []
    for version in hurt:
        ahead = outlooks(states[version], ledger, policy, as_of)
        days += (each.day for each in ahead)
        told += (f"{version} {each}" for each in _by_channel(ahead, _ahead))
    if days and None not in days:
        last = max(day for day in days if day is not None)
        told.insert(0, f"{_BY_ITSELF} {last.isoformat()} on, when no release above is live")
    for one in loud:
        accepted = f"`bffgen waive {one.finding.fingerprint} --until DATE ..`"
        told.append(f"accept {one.finding.rule}: {accepted}")
    return tuple(told)


def _retire(asked: _Asked, state: ReleaseState) -> tuple[Word, tuple[str, ...], tuple[str, ...]]:
    version = state.release.version
    usage = _counted(asked.ledger.usage)
    if not state.is_live:
        return "yes", (f"{version} is over: {state.ended}", *usage), ()
    ahead = outlooks(state, asked.ledger, asked.policy, asked.as_of)
    lines = _by_channel(ahead, lambda each: f"{each.channel}: {each.rests_on}".removeprefix(": "))
    lines += _parties(asked)
    if not is_supported(state, asked.ledger, asked.policy, asked.as_of):
        return "yes", ("its support is over; who is left:", *lines, *usage), ()
    days = [each.day for each in ahead]
    helps = _by_channel(ahead, _ahead)
    if None not in days:
        last = max(day for day in days if day is not None)
        helps.insert(0, f"by itself from {last.isoformat()} on")
    is_stale = asked.policy.evidence.is_decisive and asked.live.lacking
    if is_stale and asked.ledger.usage is not None and state.builds:
        lines.append(f"counts of use decide nothing: {asked.live.lacking}")
        return "unknown", (*lines, *usage), ("import newer counts: `bffgen usage import`", *helps)
    return "no", (*lines, *usage), tuple(helps)


def _by_channel(ahead: Sequence[Outlook], say: Callable[[Outlook], str]) -> list[str]:
    """Say what is ahead, of each channel no more than one can read."""
    return [
        line
        for _, of in groupby(ahead, lambda each: each.channel)
        for line in newest([say(each) for each in of])
    ]


def _ahead(outlook: Outlook) -> str:
    where = f"{outlook.channel}: " if outlook.channel else ""
    if outlook.day is not None:
        return f"{where}over on {outlook.day.isoformat()}"
    return f"{where}{outlook.sooner}"


def _parties(asked: _Asked) -> Iterator[str]:
    """Say who of a third-party client was seen last when, how much, and who was not."""
    usage = asked.ledger.usage
    if usage is None:
        return
    seen = {each.party: each for each in usage.parties}
    for name in dict.fromkeys((*seen, *(each.name for each in asked.policy.parties))):
        party = seen.get(name)
        number = sum(calls for _, calls in party.calls) if party is not None else 0
        if party is None or not number:
            yield f"{name}: not seen, {usage.first.isoformat()} to {usage.last.isoformat()}"
            continue
        last = party.last_seen.isoformat() if party.last_seen is not None else "in the window"
        most, calls = max(party.calls, key=lambda each: each[1])
        of = f" of {most}" if calls == number else f", most of {most} ({calls:,})"
        yield f"{name}: last seen {last}, {number:,} call{'' if number == 1 else 's'}{of}"


def _counted(usage: Usage | None) -> Iterator[str]:
    """Say what the counts are of: an upper bound with its window."""
    if usage is None:
        return
    known = f"{usage.coverage.normalize():f} % of the traffic named a known build"
    yield f"counts of {usage.first.isoformat()} to {usage.last.isoformat()}, {known}"


def _of_counts(usage: Usage | None, lacking: str, policy: Policy) -> str:
    """Say what counts there are, and why they decide nothing where they might."""
    if usage is None:
        return "no counts of use" if policy.evidence.is_decisive else ""
    said = next(_counted(usage))
    is_told = lacking and policy.evidence.is_decisive
    return f"{said}; they decide nothing: {lacking}" if is_told else said
