"""Say why a finding may pass at one operation of one live release, or why it may not.

In:  a finding, an operation that meets it, a FrozenRelease; the facts of its client.
Out: a Licence with what it rests on; or what keeps it away.
How: a licence is looked up in the ledger and in the contract that was frozen, never in the
     baseline of a comparison: a pair has no memory (RELEASES.md 6).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bffgen.govern.counted import Seen, aged, seen
from bffgen.govern.disowned import Uses, disowned
from bffgen.govern.notice import (
    SHORT_DAYS,
    Served,
    given,
    is_withdrawn,
    served,
    standing,
)
from bffgen.govern.positions import (
    Met,
    covers,
    is_marked,
    is_marked_at,
    met,
    sunset_at,
    touches,
)
from bffgen.govern.target import is_same
from bffgen.govern.verdicts import Asked, not_used
from bffgen.model.calendar import start_of
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.event import Deprecated, Shipped, Withdrawn
from bffgen.model.ledger import Ledger
from bffgen.model.live import ReleaseState
from bffgen.model.policy import Liveness, Notice, Policy
from bffgen.model.release import Release, Stage
from bffgen.model.rule import Direction
from bffgen.model.verdict import Licence

_PROMISES: Final = "/promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A release with the contract that was frozen.

    Attributes:
        document: of its contract.json.
        positions: what was looked for, by operation, place and who sends.
        uses: what builds say that they use of it.
    """

    state: ReleaseState
    document: Json = field(hash=False)
    positions: dict[tuple[str, str, Direction], tuple[Met, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    uses: Uses = field(default_factory=Uses, compare=False, repr=False)

    @property
    def release(self) -> Release:
        """Give the release itself."""
        return self.state.release


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that licences are looked up in, as of an instant.

    Attributes:
        ledger: what was known then.
        contract: gives the frozen contract of a version; None where there is none.
        with_over: what is not live is shown, and passes by `not-live`; else all is decided that is
            asked about.
    """

    ledger: Ledger
    policy: Policy
    as_of: datetime
    contract: Callable[[str], Json] = field(hash=False)
    with_over: bool = False

    def is_over(self, state: ReleaseState) -> bool:
        """Say whether a release is shown although nobody has it any more; a beta never was out."""
        is_published = state.release.stage is Stage.PRODUCTION
        return self.with_over and is_published and not state.is_live

    @property
    def promises_time(self) -> bool:
        """Say whether releases of this client end by notice."""
        return any(isinstance(each.retirement, Notice) for each in self.policy.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Why something may pass, or may not.

    Attributes:
        licence: None where there is none; then `why` says what is missing.
        is_short: whether a party had so little time that it is worth a warning.
    """

    licence: Licence | None
    why: str
    is_short: bool = False


def licence_of(finding: ChangeFinding, operation: str, frozen: Frozen, facts: Facts) -> Asking:
    """Look for a licence other than a waiver; at each position that the operation meets."""
    if not facts.promises_time and not_used(finding, facts.policy.family) is None:
        return Asking(licence=None, why="")
    by = _by_notice if facts.promises_time else _by_use
    positions = _met(finding, operation, frozen)
    asked = [by(_At(finding, operation, each, frozen, facts)) for each in positions]
    for position, each in zip(positions, asked, strict=True):
        if each.licence is None:
            where = f" (`#{position.way}`)" if len(positions) > 1 and each.why else ""
            return replace(each, why=each.why + where)
    return Asking(
        licence=asked[0].licence,
        why="; ".join(dict.fromkeys(each.why for each in asked)),
        is_short=any(each.is_short for each in asked),
    )


@dataclass(frozen=True, slots=True)
class _At:
    """A finding where an operation of a release meets it."""

    finding: ChangeFinding
    operation: str
    position: Met
    frozen: Frozen
    facts: Facts

    def is_beneath(self, target: str) -> bool:
        """Say whether it lies at a target or beneath it."""
        return covers(target, self.operation, self.position)


def _met(finding: ChangeFinding, operation: str, frozen: Frozen) -> tuple[Met, ...]:
    """Give the positions; each is looked for once a release."""
    place = _place(finding)
    key = operation, place, finding.direction
    if key not in frozen.positions:
        frozen.positions[key] = met(operation, place, frozen.document, finding.direction)
    return frozen.positions[key]


def _by_notice(at: _At) -> Asking:
    """Look for a deprecation that covers the place, was served, stands, and has come."""
    facts = at.facts
    missing = "no deprecation covers it"
    for event in facts.ledger.of(Deprecated):
        if at.is_beneath(event.target) and is_withdrawn(event, facts.ledger):
            missing = f"its deprecation of {event.announced.isoformat()} was withdrawn"
    for event in standing(facts.ledger):
        if not at.is_beneath(event.target):
            continue
        found = served(event, facts.ledger, facts.policy, facts.as_of)
        lapse = _lapse(found, facts)
        if not lapse:
            return Asking(
                licence=Licence.NOTICE_SERVED, why=_served(found), is_short=found.is_short
            )
        missing = lapse
    return Asking(licence=None, why=missing)


def _lapse(found: Served, facts: Facts) -> str:
    """Say why a deprecation is no licence; empty where it is one."""
    event = found.event
    if found.is_below_floor:
        return f"its notice for {event.sunset.isoformat()} is below the floor, whoever consents"
    if late := [each for each in found.parties if not each.is_served]:
        told = ", ".join(f"{each.party or 'readers'} {given(each)}" for each in late)
        return f"its notice for {event.sunset.isoformat()} was not served: {told}"
    if not found.has_passed:
        return f"its sunset {event.sunset.isoformat()} is still ahead"
    for release in facts.ledger.releases:
        is_since = release.released.date() >= event.announced and release.stage is Stage.PRODUCTION
        document = facts.contract(release.version)
        if is_since and document is not None and not is_marked(event.target, document):
            return f"release {release.version}, frozen since the announcement, does not carry it"
    return ""


def _served(found: Served) -> str:
    event = found.event
    told = ", ".join(f"{each.party} {given(each)}".strip() for each in found.parties)
    short = f", less than {SHORT_DAYS}d" if found.is_short else ""
    return f"sunset {event.sunset.isoformat()}, notice {told}{short}"


def _by_use(at: _At) -> Asking:
    """Look whether what is live was built knowing that the place goes, and is not seen using it."""
    frozen, facts = at.frozen, at.facts
    asked = not_used(at.finding, facts.policy.family)
    if asked is None:
        return Asking(licence=None, why="")
    ahead = _ahead(at)
    if ahead is not None:
        return Asking(licence=None, why=f"its sunset {ahead.isoformat()} is still ahead")
    known, user = _known(asked, at)
    if not known:
        missing = {
            Asked.MARKED: f"not marked in {frozen.release.version}",
            Asked.DISOWNED: f"not every build of {frozen.release.version} says it does not use it",
        }
        return Asking(licence=None, why="; ".join(filter(None, (missing[asked], user))))
    if _withdrawn_since(at):
        return Asking(licence=None, why="its deprecation was withdrawn")
    counted = _seen(at)
    uses = counted.uses if counted is not None else None
    if counted is not None and uses:
        return Asking(licence=None, why=f"{known}, but {counted.text}")
    said = counted.text if counted is not None and uses is not None else "not counted"
    return Asking(licence=Licence.NOT_USED, why=f"{known}; {said}")


def _known(asked: Asked, at: _At) -> tuple[str, str]:
    """Say how those who built on a release were told, or said so themselves.

    Returns:
        That, empty if neither; then which build may use it as it says itself, if one does.
    """
    operation, frozen, facts = at.operation, at.frozen, at.facts
    if asked is Asked.MARKED and is_marked_at(operation, at.position, frozen.document):
        return f"marked in {frozen.release.version}", ""
    said: list[str] = []
    for channel, build, unused in _builds(frozen, facts):
        reads = facts.ledger.reads
        says = reads.build(channel, build) if reads is not None else None
        if says is not None and says.operation(operation) is None:
            # It says that it does not call what it is seen calling.
            says = None if _calls(channel, build, operation, facts) else says
        place = _place(at.finding)
        by = disowned(unused, says, at.finding, operation, place, frozen.document, frozen.uses)
        if not by:
            if says is not None and says.operation(operation) is not None:
                return "", f"{channel} {build} may use it, by its {says.teller}"
            return "", ""
        said.append(f"{channel} {build}" if by == "its event" else f"{channel} {build} ({by})")
    return f"disowned by {', '.join(said)}" if said else "", ""


def _calls(channel: str, build: str, operation: str, facts: Facts) -> int:
    """Count the calls of an operation by one build."""
    usage = facts.ledger.usage
    use = usage.channel(channel) if usage is not None else None
    counted = use.build(build).calls if use is not None else ()
    return sum(number for name, number in counted if is_same(name, operation))


def _builds(frozen: Frozen, facts: Facts) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give the builds that may be out, with what their events disown.

    Where releases are deployed and nobody names builds, the release itself is one.
    """
    shipping = [*_shipping(frozen, facts)]
    if shipping:
        # Of a channel that counts no builds, each may still be out.
        over = {(each.channel, each.build) for each in frozen.state.builds if not each.is_live}
        live = (each for each in shipping if (each.channel, each.build) not in over)
        return [(each.channel, each.build, each.unused) for each in live]
    return [
        (each.name, frozen.release.version, ())
        for each in facts.policy.channels
        if not isinstance(each.retirement, Liveness)
    ]


def _shipping(frozen: Frozen, facts: Facts) -> Iterator[Shipped]:
    version = frozen.release.version
    return (each for each in facts.ledger.of(Shipped) if each.release == version)


def _ahead(at: _At) -> date | None:
    """Give a sunset that was announced of the place and has not come; None where there is none."""
    facts = at.facts
    days = [event.sunset for event in standing(facts.ledger) if at.is_beneath(event.target)]
    said = sunset_at(at.operation, at.position, at.frozen.document)
    days += [said] if said is not None else []
    return max((day for day in days if start_of(day) > facts.as_of), default=None)


def _withdrawn_since(at: _At) -> bool:
    """Say whether a deprecation of the place was taken back, and none was written since."""
    last: Deprecated | Withdrawn | None = None
    for event in at.facts.ledger.events:
        if isinstance(event, Deprecated | Withdrawn) and at.is_beneath(event.target):
            last = event
    return isinstance(last, Withdrawn)


def _seen(at: _At) -> Seen | None:
    """Give what was counted of live builds of a release."""
    frozen, facts = at.frozen, at.facts
    over = {(each.channel, each.build) for each in frozen.state.builds if not each.is_live}
    names = {(each.channel, each.build) for each in _shipping(frozen, facts)} - over
    names |= {(each.name, frozen.release.version) for each in facts.policy.channels} - over
    usage = facts.ledger.usage
    found = seen(
        *(usage, names, at.finding.direction, at.operation),
        lambda target: touches(target, at.operation, at.position),
    )
    return aged(found, usage, facts.policy.evidence, facts.as_of.date())


def counted_at(finding: ChangeFinding, operation: str, frozen: Frozen, facts: Facts) -> str:
    """Say what was counted of a place at an operation; the empty text where nobody counts."""
    if facts.ledger.usage is None:
        return ""
    positions = _met(finding, operation, frozen)
    found = (_seen(_At(finding, operation, each, frozen, facts)) for each in positions)
    told = dict.fromkeys(each.text for each in found if each is not None and each.text)
    return "; ".join(told)


def _place(finding: ChangeFinding) -> str:
    """Give where the baseline says what the finding is about, as a pointer into it."""
    pointer = finding.marks[-1].place.pointer if finding.marks else ""
    # Of what is promised beside the contract the operation is all that the contract has.
    return "" if pointer.startswith(_PROMISES) else pointer
