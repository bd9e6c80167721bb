"""What a ledger and a candidate say of ends that does not fit together.

In:  the facts of a client, the candidate's document, what changed since the newest release.
Out: Findings, with the effect that their rule has; what each means to a family is looked up in the
     one table (`govern/verdicts.py`).
How: a deprecation is looked up in the ledger, never in the baseline of a comparison: a pair has no
     memory (RELEASES.md 1 and 6).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from bffgen.govern.licence import Facts
from bffgen.govern.mending import mended
from bffgen.govern.notice import given, served, standing
from bffgen.govern.positions import covers, everywhere
from bffgen.govern.target import pointers, sunset_of, written_at
from bffgen.govern.tombstones import Returned
from bffgen.govern.verdicts import verdict_of
from bffgen.govern.versions import Bump, bump_between, due
from bffgen.model.calendar import hours_of, start_of
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.end import end_of
from bffgen.model.event import Consented, Deprecated
from bffgen.model.finding import WAY, Effect, Finding, Mark, finding
from bffgen.model.grammar import Kind, walk
from bffgen.model.overrides import Overrides
from bffgen.model.place import Place, parent
from bffgen.model.policy import Notice, Policy, Versioning
from bffgen.model.release import Release, version_order
from bffgen.model.severity import Severity
from bffgen.model.tree import at
from bffgen.model.verdict import Verdict

# What the ledger says of ends, and a pair of documents would only guess.
OF_LEDGER: Final = frozenset(("deprecated-without-sunset", "sunset-moved-earlier"))
# How long a removal may be late before that is told.
_OVERDUE: Final = timedelta(days=30)
_MARKED: Final = frozenset((Kind.OPERATION, Kind.PARAMETER, Kind.HEADER, Kind.SCHEMA))
_EFFECT_OF: Final = {Verdict.BLOCK: Effect.BREAKS, Verdict.WARN: Effect.RISKY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is to be released.

    Attributes:
        place: gives where its author wrote what stands at a pointer of the document.
        changes: against the newest release; None where there is none.
    """

    document: Json = field(hash=False)
    place: Callable[[str], Place] = field(hash=False)
    changes: tuple[ChangeFinding, ...] | None = field(hash=False)


def lifecycle(facts: Facts, candidate: Candidate) -> Iterator[Finding]:
    """Find what does not fit; linear in the document and the events."""
    announced = standing(facts.ledger)
    yield from _dates(facts, announced)
    yield from _short(facts, announced, candidate)
    yield from _moved(facts, announced)
    yield from _marks(announced, candidate)
    yield from _overdue(facts, announced, candidate)
    yield from _version(facts, candidate)


def reintroduced(found: Sequence[Returned], candidate: Candidate) -> Iterator[Finding]:
    """Tell of names that come back with another meaning."""
    for each in found:
        yield finding(
            "reintroduced-different",
            Mark(place=candidate.place(each.name.pointer), on="key"),
            effect=Effect.RISKY,
            kind=each.name.kind,
            name=each.name.word,
            versions=", ".join(each.versions),
        )


def weighed(found: Sequence[Finding], policy: Policy, overrides: Overrides) -> tuple[Finding, ...]:
    """Give findings the effect that they have for a family; what passes is left out."""
    told = []
    for each in found:
        said = overrides.of(each.rule, "lifecycle")
        if said is None:
            effect = _EFFECT_OF.get(verdict_of(each.rule, each.effect, policy.family))
        else:
            effect = {Severity.ERROR: Effect.BREAKS, Severity.WARNING: Effect.RISKY}.get(said)
        if effect is not None:
            told.append(replace(each, effect=effect))
    return tuple(told)


def _dates(facts: Facts, announced: Sequence[Deprecated]) -> Iterator[Finding]:
    """Find sunsets that come before their announcement, or too soon behind it."""
    is_owed = any(isinstance(each.retirement, Notice) for each in facts.policy.channels)
    for event in announced:
        mark = event.place.at("sunset")
        if event.sunset <= event.announced:
            yield finding(
                "sunset-before-deprecation",
                mark,
                event.place.at("announced"),
                target=event.target,
                sunset=event.sunset.isoformat(),
                announced=event.announced.isoformat(),
            )
            continue
        if not is_owed or start_of(event.sunset) <= facts.as_of:
            continue
        found = served(event, facts.ledger, facts.policy, facts.as_of)
        late = [each for each in found.parties if not each.is_served]
        if late or found.is_below_floor:
            told = ", ".join(f"{each.party or 'readers'} {given(each)}" for each in late)
            ways = mended(found, facts.ledger, facts.policy, facts.as_of)
            yield finding(
                "sunset-too-near",
                mark,
                # No facts: what helps is another thing each day, and the finding is the same.
                notes=((WAY, each) for each in ways),
                target=event.target,
                sunset=event.sunset.isoformat(),
                owed=told or "less than the floor of the channel",
            )


def _short(
    facts: Facts, announced: Sequence[Deprecated], candidate: Candidate
) -> Iterator[Finding]:
    """Find notices that are shorter than the policy has them today.

    They count as they were written, since no later policy makes them longer; but a notice that
    nobody owed so short is the way to end a promise early.
    """
    spans = {each.name: each.notice for each in facts.policy.parties}
    for channel in facts.policy.channels:
        if isinstance(channel.retirement, Notice):
            spans.setdefault("", channel.retirement.notice)
    for event in announced:
        is_over = start_of(event.sunset) + _OVERDUE <= facts.as_of
        if is_over and not _stands(event, candidate.document):
            continue
        for party, span in event.notice:
            owed = spans.get(party)
            if owed is not None and hours_of(span) < hours_of(owed):
                yield finding(
                    "notice-below-policy",
                    event.place.at("notice", party) if party else event.place.at("notice"),
                    facts.policy.place,
                    effect=Effect.RISKY,
                    target=event.target,
                    party=party or "readers",
                    notice=str(span),
                    owed=str(owed),
                )


def _stands(event: Deprecated, document: Json) -> bool:
    """Say whether what was to end is still in a contract."""
    named, _, pointer = event.target.partition("#")
    if pointer:
        return bool(pointers(named.strip(), pointer, document))
    return written_at(named.strip(), document) is not None


def _moved(facts: Facts, announced: Sequence[Deprecated]) -> Iterator[Finding]:
    """Find sunsets that were announced earlier than before, and that nobody agreed to."""
    for event in announced:
        before = [
            each
            for each in facts.ledger.of(Deprecated)
            if each.target == event.target and each.at < event.at and each.sunset > event.sunset
        ]
        if not before:
            continue
        agreed = {
            each.party
            for each in facts.ledger.of(Consented)
            if each.target == event.target and each.sunset <= event.sunset
        }
        parties = {each.name for each in facts.policy.parties}
        if parties and parties <= agreed:
            continue
        yield finding(
            "sunset-moved-earlier",
            event.place.at("sunset"),
            before[-1].place.at("sunset"),
            target=event.target,
            sunset=event.sunset.isoformat(),
            before=before[-1].sunset.isoformat(),
        )


def _marks(announced: Sequence[Deprecated], candidate: Candidate) -> Iterator[Finding]:
    """Hold the marks of the candidate against the events, both ways."""
    covered: dict[str, Deprecated] = {}
    for event in announced:
        named, _, pointer = event.target.partition("#")
        if pointer:
            found = pointers(named.strip(), pointer, candidate.document)
        else:
            operation = written_at(event.target, candidate.document)
            found = (operation,) if operation is not None else ()
        covered |= dict.fromkeys(found, event)
    for pointer, value, kind in walk(candidate.document, Kind.DOCUMENT):
        if kind not in _MARKED or not end_of(value).is_deprecated:
            continue
        place = candidate.place(pointer)
        above = pointer
        while above and above not in covered:
            above = parent(above)
        event_of = covered.get(above)
        also = "" if event_of is None else _unannounced(pointer, announced, candidate)
        if event_of is None or also:
            key = "deprecated" if value.get("deprecated") is True else "x-sunset"
            mark = Mark(place=place.at(key), on="key")
            rule = "deprecated-without-sunset"
            yield finding(rule, mark, effect=Effect.RISKY, of=str(kind), also=also)
        if event_of is None:
            continue
        said = sunset_of(value)
        if above == pointer and said is not None and said != event_of.sunset:
            yield finding(
                "sunset-in-contract-differs",
                place.at("x-sunset"),
                event_of.place.at("sunset"),
                target=event_of.target,
                contract=said.isoformat(),
                event=event_of.sunset.isoformat(),
            )


def _unannounced(pointer: str, announced: Sequence[Deprecated], candidate: Candidate) -> str:
    """Name a position of what a component has deprecated that no event is about; maybe none."""
    if not pointer.startswith("/components/"):
        return ""
    for operation, position in everywhere(pointer, candidate.document):
        if not any(covers(each.target, operation, position) for each in announced):
            return f"{operation}#{position.way}"
    return ""


def _overdue(
    facts: Facts, announced: Sequence[Deprecated], candidate: Candidate
) -> Iterator[Finding]:
    """Find what should be gone by now."""
    for event in announced:
        if start_of(event.sunset) + _OVERDUE > facts.as_of:
            continue
        named, _, pointer = event.target.partition("#")
        operation = written_at(named.strip(), candidate.document)
        found = pointers(named.strip(), pointer, candidate.document) if pointer else ()
        there = found[0] if found else operation if not pointer else None
        if there is not None:
            yield finding(
                "removal-overdue",
                candidate.place(there),
                event.place.at("sunset"),
                effect=Effect.RISKY,
                target=event.target,
                sunset=event.sunset.isoformat(),
            )


def _version(facts: Facts, candidate: Candidate) -> Iterator[Finding]:
    """Find a version that says less than what changed since the newest release."""
    published = facts.ledger.published
    head: Release | None = published[-1] if published else None
    if candidate.changes is None or head is None:
        return
    if facts.policy.versioning is not Versioning.SEMVER or not candidate.changes:
        return
    try:
        version = str(at(candidate.document, "/info/version"))
    except KeyError:
        return
    wanted = due(candidate.changes)
    found = bump_between(head.version, version)
    is_later = version_order(version) > version_order(head.version)
    if found is None or (found >= wanted and is_later):
        return
    yield finding(
        "version-bump-too-small",
        candidate.place("/info/version"),
        effect=Effect.RISKY,
        version=version,
        newest=head.version,
        wanted={Bump.MAJOR: "major", Bump.MINOR: "minor", Bump.PATCH: "patch"}[wanted],
    )
