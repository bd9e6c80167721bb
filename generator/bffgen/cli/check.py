"""`bffgen check`: each client's contract against those that its clients hold.

In:  names of clients, what they are held against; formats and files.
Out: findings on the screen or in files; exit code 1 where one is at or over the threshold, 3 where
     a ledger is not whole.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bffgen.cli.comparing import asked, end, instant_of
from bffgen.cli.flags import (
    AsOf,
    Clients,
    Formats,
    Limit,
    NoMemory,
    Outputs,
    Pure,
    Undecided,
    WrongUse,
    commit_in,
    demand,
)
from bffgen.cli.flags_of_ledger import (
    HeldAgainst,
    OneCandidate,
    Stops,
    StopsAt,
    TargetBranch,
    WithOver,
)
from bffgen.cli.named import files_of
from bffgen.cli.printing import targets
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import CONTRACTS, Folder
from bffgen.model.severity import FailOn
from bffgen.report.text import text
from bffgen.tasks.check import SourceFault, Sources, check
from bffgen.tasks.diff import Asked, collector_paused
from bffgen.tasks.gate import Gated, Held, Which, gate
from bffgen.tasks.ledger import ledgers
from bffgen.tasks.reading import Written

_GIT: Final = "git:"
_RELEASE: Final = "release:"
_FAIL_ON: Final = {Stops.BLOCK: FailOn.BREAKS, Stops.WARN: FailOn.RISKY}


def run(
    clients: Clients = None,
    against: HeldAgainst = "live",
    candidate: OneCandidate = None,
    base: TargetBranch = None,
    fail_on: StopsAt = Stops.BLOCK,
    with_over: WithOver = False,
    pure: Pure = False,
    as_of: AsOf = None,
    formats: Formats = None,
    outputs: Outputs = None,
    limit: Limit = None,
    no_memory: NoMemory = False,
) -> int:
    """Compare the contracts of a workspace."""
    wanted = targets(formats or (), outputs or ())
    limits = _FAIL_ON.get(fail_on) or FailOn(fail_on)
    what = asked(waivers=None, severity=None, fail_on=limits, as_of=as_of, is_pure=pure)
    if against.startswith(_GIT):
        if candidate is not None:
            raise WrongUse("`--candidate` is held against releases: leave `--against git:..` out")
        if base is not None:
            raise WrongUse("`--base` goes with releases: leave `--against git:..` out")
        if with_over:
            raise WrongUse("`--all` goes with releases: leave `--against git:..` out")
        return _against_commit(against, what, clients or (), wanted, limit, no_memory=no_memory)
    which = replace(_which(against, candidate), with_over=with_over)
    if with_over and which.held is not Held.LIVE:
        raise WrongUse("`--all` goes with `--against live`: any other names its release")
    ref = None if base is None else commit_in(base, "--base")
    folder = Folder.here()
    try:
        with Sources(str(folder.root), lambda: b"") as sources, collector_paused():
            found = ledgers(folder.read, folder.below, only=clients or ())
            gated = gate(
                *(folder.read, found, what, instant_of(as_of)),
                which=which,
                waivers=lambda client: waivers_of(folder, client),
                below=folder.below,
                memory=None if no_memory else Remembered(folder.root),
                base=None if ref is None else sources.workspace_at(ref).read,
            )
            demand(clients or (), gated.names)
            return _end(gated, wanted, limit)
    except SourceFault as fault:
        raise Undecided(str(fault)) from None


def _end(gated: Gated, wanted: dict[str, str], limit: int | None) -> int:
    """Print what was decided, and give the exit code."""
    screen = Screen(sys.stdout, sys.stderr)
    if gated.absent and not gated.broken:
        client, version = gated.absent[0]
        there = next((each for each in gated.sets if each.client == client), None)
        known = ", ".join(each.release.version for each in there.states) if there else ""
        raise WrongUse(
            f"{client} has no release {version}; there {f'are {known}' if known else 'is none yet'}"
        )
    code = end(gated.report, gated.findings, gated.locate, wanted, limit)
    screen.err.write(text(gated.broken, gated.locate, paint=screen.err.paint))
    for name in gated.fresh:
        states = next((each.states for each in gated.sets if each.client == name), ())
        told = f"nothing is released yet; `bffgen release {name}` freezes one"
        if states:
            told = "no other release of it is live"
        screen.err.write(f"{name}: {told}\n")
    # 3 outranks 1, 2 outranks all.
    return 2 if code == 2 else 3 if gated.broken else code


def _which(against: str, candidate: str | None) -> Which:
    """Read what is held against what.

    Raises:
        WrongUse: it is nothing that can be.
    """
    version = None
    if candidate is not None:
        version = candidate.removeprefix(_RELEASE)
        if not candidate.startswith(_RELEASE) or not version:
            problem = f"`--candidate {candidate}` names no release"
            raise WrongUse(f"{problem}: write `--candidate release:VERSION`")
    if against in (Held.LIVE, Held.LAST):
        return Which(held=Held(against), candidate=version)
    named = against.removeprefix(_RELEASE)
    if against.startswith(_RELEASE) and named:
        return Which(held=Held.RELEASE, version=named, candidate=version)
    raise WrongUse(
        f"`--against {against}` names nothing that clients hold: write `live`, `last`, "
        "`release:VERSION` or `git:REF`"
    )


def _against_commit(
    against: str,
    what: Asked,
    clients: Sequence[str],
    wanted: dict[str, str],
    limit: int | None,
    *,
    no_memory: bool,
) -> int:
    """Compare with the contracts of a commit."""
    ref = commit_in(against)
    folder = Folder.here()
    try:
        with Sources(str(folder.root), lambda: b"") as sources, collector_paused():
            checked = check(
                folder.read,
                sources,
                ref,
                what,
                only=clients,
                waivers=lambda client: waivers_of(folder, client),
                memory=None if no_memory else Remembered(folder.root),
            )
            demand(clients, checked.names)
            code = end(checked.report, checked.findings, checked.locate, wanted, limit)
    except SourceFault as fault:
        raise Undecided(str(fault)) from None
    for name in checked.fresh:
        Screen(sys.stdout, sys.stderr).err.write(
            f"{name}: new since {against}; nobody holds its contract yet\n"
        )
    return code


def waivers_of(folder: Folder, client: str) -> tuple[Written, ...]:
    """Read the files of a client's waivers.

    Raises:
        WrongUse: what is called so is no folder, or cannot be read.
    """
    path = folder.root / CONTRACTS / "clients" / client / "waivers"
    if path.exists() and not path.is_dir():
        raise WrongUse(f"{path.relative_to(folder.root).as_posix()} is no folder of waivers")
    found = files_of(str(path)) if path.is_dir() else ()
    return tuple(
        (os.path.relpath(name, folder.root).replace(os.sep, "/"), content)
        for name, content in found
    )
