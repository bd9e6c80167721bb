"""Accept one finding, for the releases and operations that it hurts now.

In:  a fingerprint, a reason with its owner and its end, the workspace as a check reads it.
Out: Waived: the file of a waiver for each client that has the finding.
How: what is accepted is named: a release or an operation that joins later is not covered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bffgen.contract.flow import flow
from bffgen.contract.ledger import folder_of
from bffgen.contract.waivers import LONGEST_DAYS, ONE
from bffgen.model.calendar import days_between
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Locate
from bffgen.model.told import Section, Told
from bffgen.model.verdict import Verdict
from bffgen.tasks.comparing import Memory
from bffgen.tasks.diff import Asked
from bffgen.tasks.gate import Which, gate
from bffgen.tasks.ledger import Below, ledgers
from bffgen.tasks.reading import Read, Written

__all__ = ["Accepted", "Waived", "waive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What somebody accepts.

    Attributes:
        until: the first day on which it is accepted no longer.
    """

    finding: str
    reason: str
    owner: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What came of it.

    Attributes:
        files: path -> content, one a client that has the finding.
        known: fingerprints that could be waived.
        refused: why it cannot be accepted; empty where it can.
        broken: why a ledger decides nothing.
        names: of all clients that bffgen.yaml has.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    known: tuple[str, ...] = ()
    refused: str = ""
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


def waive(
    read: Read,
    below: Below,
    accepted: Accepted,
    asked: Asked,
    as_of: datetime,
    *,
    only: Sequence[str] = (),
    waivers: Callable[[str], Sequence[Written]],
    memory: Memory | None = None,
) -> Waived:
    """Write waivers."""
    found = ledgers(read, below, only=only)
    gated = gate(
        *(read, found, asked, as_of),
        which=Which(),
        waivers=waivers,
        below=below,
        memory=memory,
    )
    created = as_of.date()
    refused = _refused(accepted, created)
    loud = [
        (section, told) for section in gated.report.sections for told in section.told if _hurt(told)
    ]
    files = [
        (_path(section, accepted), _written(told, accepted, created))
        for section, told in loud
        if told.finding.fingerprint == accepted.finding
    ]
    is_stopped = refused or gated.broken or stops(gated.findings)
    return Waived(
        files=() if is_stopped else tuple(files),
        known=tuple(sorted({told.finding.fingerprint for _, told in loud})),
        refused=refused,
        findings=gated.findings,
        broken=gated.broken,
        names=gated.names,
        locate=gated.locate,
    )


def _refused(accepted: Accepted, created: date) -> str:
    days = days_between(created, accepted.until)
    if days <= 0:
        return f"{accepted.until.isoformat()} is no day ahead of {created.isoformat()}"
    if days > LONGEST_DAYS:
        return f"a waiver is for {LONGEST_DAYS} days at most, and this is for {days}"
    return ""


def _path(section: Section, accepted: Accepted) -> str:
    return f"{folder_of(section.client)}/waivers/{accepted.finding}.yaml"


def _hurt(told: Told) -> tuple[str, ...]:
    """Give the releases that the finding hurts, in the order of their versions' release."""
    return tuple(each.version for each in told.affects if each.verdict is not Verdict.PASS)


def _written(told: Told, accepted: Accepted, created: date) -> bytes:
    hurt = _hurt(told)
    operations = sorted({name for each in told.affects for name in each.blocked if name})
    said: dict[str, Json] = {
        "finding": accepted.finding,
        "releases": [*sorted(hurt)],
        "operations": [*operations],
        "reason": accepted.reason,
        "owner": accepted.owner,
        "created": created.isoformat(),
        "expires": accepted.until.isoformat(),
    }
    lines = [f"format: {ONE}", *(f"{key}: {flow(value)}" for key, value in said.items() if value)]
    return "".join(f"{line}\n" for line in lines).encode()
