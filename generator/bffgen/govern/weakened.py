"""Find what a policy promises less than it did: a finding of its own, whatever it would let pass.

In:  the Policy at the target branch, and that of the working tree.
Out: findings, one a member that became weaker, at its place.
How: it changes nothing of what releases and events have frozen (RELEASES.md 5, PITFALLS 16).
"""

from collections.abc import Iterator
from typing import Final

from bffgen.model.calendar import hours_of
from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Decoder, Peers
from bffgen.model.place import Place
from bffgen.model.policy import (
    Channel,
    Deploy,
    Level,
    Liveness,
    Lockstep,
    Notice,
    Period,
    Policy,
)
from bffgen.model.severity import Severity

# How strict each word is; the reader that a stricter word describes refuses more.
_STRICT: Final = {
    "unknown_field": ("ignore", "fail"),
    "unknown_enum": ("tolerate", "fail"),
    "null_for_optional": ("accept", "fail"),
    "producer": ("closed", "open"),
    "formats": ("annotate", "assert"),
}
_CATEGORIES: Final = ("wire", "source", "lifecycle")
_LOUD: Final = (Severity.OFF, Severity.INFO, Severity.WARNING, Severity.ERROR)


def weakened(before: Policy, now: Policy) -> tuple[Finding, ...]:
    """Compare two policies of one client."""
    return (
        *_peers(before.peers, now.peers, now.place),
        *_channels(before, now),
        *_parties(before, now),
        *_gate(before, now),
        *_evidence(before, now),
        *_severities(before.overrides, now.overrides, now.place),
    )


def _peers(before: Peers, now: Peers, place: Place) -> Iterator[Finding]:
    decoder = place.at("decoder")
    for key in ("unknown_field", "unknown_enum", "null_for_optional"):
        yield from _word(key, _read(before.decoder, key), _read(now.decoder, key), decoder)
    for key in ("producer", "formats"):
        yield from _word(key, _read(before, key), _read(now, key), place.at("compat"))


def _read(value: Decoder | Peers, key: str) -> str:
    return str(getattr(value, key))


def _word(key: str, before: str, now: str, place: Place) -> Iterator[Finding]:
    order = _STRICT[key]
    if order.index(now) < order.index(before):
        yield _weaker(place.at(key), key, before, now)


def _channels(before: Policy, now: Policy) -> Iterator[Finding]:
    for was in before.channels:
        channel = now.channel(was.name)
        if channel is None:
            yield _weaker(now.place.at("channels"), f"channel {was.name}", "there", "gone")
        else:
            yield from _channel(was, channel)


def _channel(was: Channel, now: Channel) -> Iterator[Finding]:
    pairs: list[tuple[str, Period, Period]] = []
    match was.retirement, now.retirement:
        case Notice() as first, Notice() as second:
            pairs = [
                ("notice", first.notice, second.notice),
                ("floor", first.floor, second.floor),
            ]
        case Liveness() as first, Liveness() as second:
            pairs = [
                ("min_age", first.min_age, second.min_age),
                ("support", first.support, second.support),
            ]
            if second.below_percent > first.below_percent:
                shares = f"{first.below_percent}%", f"{second.below_percent}%"
                yield _weaker(now.place.at("live", "below_share"), "below_share", *shares)
            if second.for_days < first.for_days:
                days = f"{first.for_days}d", f"{second.for_days}d"
                yield _weaker(now.place.at("live", "for"), "for", *days)
        case (Deploy() as first, Deploy() as second) | (Lockstep() as first, Lockstep() as second):
            pairs = [("overlap", first.overlap, second.overlap)]
        case first, second:
            yield _weaker(
                now.place.at("retire"), "retire", type(first).__name__.lower(),
                type(second).__name__.lower(),
            )  # fmt: skip
    within = ("live",) if isinstance(now.retirement, Liveness) else ()
    for key, period, later in pairs:
        if hours_of(later) < hours_of(period):
            yield _weaker(now.place.at(*within, key), key, str(period), str(later))


def _parties(before: Policy, now: Policy) -> Iterator[Finding]:
    parties = {each.name: each for each in now.parties}
    for was in before.parties:
        party = parties.get(was.name)
        if party is None:
            yield _weaker(now.place.at("parties"), f"party {was.name}", "there", "gone")
        elif hours_of(party.notice) < hours_of(was.notice):
            what = f"notice of {was.name}"
            yield _weaker(party.place.at("notice"), what, str(was.notice), str(party.notice))


def _gate(before: Policy, now: Policy) -> Iterator[Finding]:
    place = now.place.at("release")
    if before.gate.level is Level.SOURCE and now.gate.level is Level.WIRE:
        yield _weaker(place.at("level"), "level", "source", "wire")
    if before.gate.is_strict and not now.gate.is_strict:
        yield _weaker(place.at("fail_on"), "fail_on", "warn", "block")


def _evidence(before: Policy, now: Policy) -> Iterator[Finding]:
    """Find counts that may end a build more easily than before."""
    place, was, said = now.place.at("evidence"), before.evidence, now.evidence
    if said.is_decisive and not was.is_decisive:
        yield _weaker(place.at("mode"), "evidence", "advisory", "decisive")
    if said.min_days < was.min_days:
        days = f"{was.min_days}d", f"{said.min_days}d"
        yield _weaker(place.at("min_window"), "min_window", *days)
    if said.max_age_days > was.max_age_days:
        days = f"{was.max_age_days}d", f"{said.max_age_days}d"
        yield _weaker(place.at("max_age"), "max_age", *days)
    if said.min_coverage < was.min_coverage:
        shares = f"{was.min_coverage}%", f"{said.min_coverage}%"
        yield _weaker(place.at("min_coverage"), "min_coverage", *shares)


def _severities(before: Overrides, now: Overrides, place: Place) -> Iterator[Finding]:
    """Find severities that were lowered; what nobody said is taken as an error."""
    was: dict[str, Severity] = {**dict(before.by_category), **dict(before.by_rule)}
    said: dict[str, Severity] = {**dict(now.by_category), **dict(now.by_rule)}
    for name in dict.fromkeys((*was, *said)):
        first, severity = was.get(name, Severity.ERROR), said.get(name)
        if severity is None:
            # Nobody says anything of it any more: what it falls back to is no louder than this.
            severity = said.get("wire", Severity.ERROR) if name not in _CATEGORIES else first
        if _LOUD.index(severity) < _LOUD.index(first):
            where = place.at("severity", name)
            yield _weaker(where, f"severity of {name}", str(first), str(severity))


def _weaker(place: Place, what: str, before: str, now: str) -> Finding:
    return finding("policy-weakened", place, effect=Effect.RISKY, what=what, before=before, now=now)
