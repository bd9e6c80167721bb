"""What `bffgen diff` and `bffgen check` have in common: their flags as values, their end.

In:  flags; what a comparison gave.
Out: Asked; the screen, the files, the exit code.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Final, get_args, get_type_hints

from bffgen.cli.flags import WrongUse
from bffgen.cli.named import files_of, read_named
from bffgen.cli.printing import show
from bffgen.cli.screen import Screen
from bffgen.model.calendar import read_as_of
from bffgen.model.finding import Finding, stops
from bffgen.model.peers import Decoder, Peers
from bffgen.model.place import Locate
from bffgen.model.policy import Family, usual_decoder
from bffgen.model.severity import FailOn
from bffgen.model.told import Report
from bffgen.report.text import text
from bffgen.tasks.diff import Asked

_FUEL: Final = "fuel"


def asked(
    *,
    family: Family | None = None,
    decoder: Sequence[str] = (),
    compat: Sequence[str] = (),
    waivers: str | None,
    severity: str | None,
    fail_on: FailOn,
    as_of: str | None,
    is_pure: bool,
) -> Asked:
    """Make values of flags.

    Raises:
        WrongUse: one of them says nothing that is known, or names a file that is not there.
    """
    return Asked(
        peers=assumed(Peers(decoder=decoded(usual_decoder(family), decoder)), compat),
        family=family,
        severity=None if severity is None else (severity, read_named(severity)),
        waivers=() if waivers is None else files_of(waivers),
        fail_on=fail_on,
        as_of=instant_of(as_of).date(),
        is_pure=is_pure,
    )


def end(
    report: Report | None,
    findings: Iterable[Finding],
    locate: Locate,
    wanted: dict[str, str],
    limit: int | None,
) -> int:
    """Print what was found, and give the exit code.

    Args:
        report: None where nothing could be compared.
        findings: what is wrong with what was read.
    """
    screen = Screen(sys.stdout, sys.stderr)
    faults = tuple(findings)
    screen.err.write(text(faults, locate, paint=screen.err.paint))
    if report is not None:
        show(report, locate, wanted, screen, limit=limit)
    if report is None or stops(faults):
        return 2
    return int(report.is_failed)


def decoded(decoder: Decoder, said: Sequence[str]) -> Decoder:
    """Change a decoder by what was said of it, `unknown_enum=tolerate`.

    Raises:
        WrongUse: a key or a value is not known.
    """
    for each in said:
        key, value = _chosen(each, _choices(Decoder), "--decoder", "clients")
        changed: dict[str, str] = {key: value}
        decoder = replace(decoder, **changed)  # type: ignore[arg-type]  # held against the types
    return decoder


def assumed(peers: Peers, said: Sequence[str]) -> Peers:
    """Change the assumptions by what was said of them, `numbers=int64`, `fuel=50000`.

    Raises:
        WrongUse: a key or a value is not known.
    """
    for each in said:
        key, value = _chosen(each, _choices(Peers), "--compat", "either side")
        changed: dict[str, str | int] = {key: int(value) if key == _FUEL else value}
        peers = replace(peers, **changed)  # type: ignore[arg-type]  # held against the types
    return peers


def _choices(known: type[Decoder | Peers]) -> dict[str, tuple[str, ...]]:
    """Give the keys of assumptions with what each may be; steps are any number."""
    hints = get_type_hints(known)
    found = {each.name: get_args(hints[each.name]) for each in fields(known)}
    return {name: choices for name, choices in found.items() if choices or name == _FUEL}


def _chosen(said: str, known: dict[str, tuple[str, ...]], flag: str, whom: str) -> tuple[str, str]:
    """Take `key=value` apart, and hold it against what there is."""
    key, _, value = said.partition("=")
    choices = known.get(key)
    if choices and value in choices:
        return key, value
    if key == _FUEL and key in known and value.isdecimal() and int(value) > 0:
        return key, value
    there = "|".join(choices) if choices else "50000"
    written = f"{key}={there}" if choices is not None else f"{'|'.join(known)}=.."
    raise WrongUse(f"`{flag} {said}` says nothing of {whom}: write `{written}`")


def instant_of(text: str | None, flag: str = "--as-of") -> datetime:
    """Take the instant out of a flag; without one, it is now.

    Raises:
        WrongUse: it is neither a day nor an instant.
    """
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return read_as_of(text)
    except ValueError:
        problem = f"`{flag} {text}` is no day such as `2026-11-26`"
        raise WrongUse(f"{problem}, and no instant such as `2026-11-26T09:00:00Z`") from None
