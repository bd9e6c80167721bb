"""`bffgen release`: freeze a client's contract, when nothing that is live is hurt by it.

In:  a client, its version, builds that ship it; or where a contract of the past is.
Out: a folder of the ledger, put there in one step, and an event a build; exit code 1 where the
     gate stops it, 3 where the version has other content or the ledger is not whole.
"""

import getpass
import sys
from collections.abc import Sequence

from bffgen.cli.check import waivers_of
from bffgen.cli.comparing import asked, end, instant_of
from bffgen.cli.flags import AsOf, NoMemory, OfClient, Undecided, WrongUse, demand
from bffgen.cli.flags_of_ledger import (
    Because,
    ByWhom,
    NotesOf,
    OfStage,
    OfVersion,
    PastContract,
    ReleasedOn,
    ShippedBy,
    Yanking,
)
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.model.release import Stage
from bffgen.model.severity import FailOn
from bffgen.report.excerpt import shown
from bffgen.tasks.diff import collector_paused
from bffgen.tasks.release import AUTO, Freezing, Fresh, SourceFault, Sources, freeze, yank


def run(
    client: OfClient,
    version: OfVersion = None,
    stage: OfStage = Stage.PRODUCTION,
    builds: ShippedBy = None,
    contract: PastContract = None,
    released: ReleasedOn = None,
    yanked: Yanking = None,
    reason: Because = "",
    notes: NotesOf = "",
    by: ByWhom = "",
    as_of: AsOf = None,
    no_memory: NoMemory = False,
) -> int:
    """Freeze a release, or say that one was never shipped."""
    instant = instant_of(as_of)
    folder = Folder.here()
    whom = by or by_user()
    if (contract is None) != (released is None):
        raise WrongUse("`--contract` and `--released` say together what was out when")
    if contract is not None and version in (None, AUTO):
        raise WrongUse("a contract of the past needs the version that it had: `--version`")
    if yanked is not None:
        if not reason:
            raise WrongUse("`--yank` needs a reason: `--reason TEXT`")
        found = yank(folder.read, folder.below, client, yanked, reason, whom, instant)
        return _end(folder, client, found)
    fresh = Fresh(
        client=client,
        version=version,
        stage=stage,
        released=None if released is None else instant_of(released, flag="--released"),
        builds=tuple(builds_of(builds or ())),
        contract=contract,
        by=whom,
        notes=notes,
    )
    what = asked(waivers=None, severity=None, fail_on=FailOn.BREAKS, as_of=as_of, is_pure=False)
    try:
        with Sources(str(folder.root), lambda: b"") as sources, collector_paused():
            found = freeze(
                *(folder.read, folder.below, fresh, instant, what),
                sources=sources,
                waivers=lambda name: waivers_of(folder, name),
                memory=None if no_memory else Remembered(folder.root),
            )
            return _end(folder, client, found)
    except SourceFault as fault:
        raise WrongUse(str(fault)) from None


def by_user() -> str:
    """Name who calls; the empty text where nobody knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _end(folder: Folder, client: str, found: Freezing) -> int:
    """Print what came of it, and put the files in their places."""
    demand((client,), found.names)
    screen = Screen(sys.stdout, sys.stderr)
    if found.is_blocked:
        code = end(found.report, found.findings, found.locate, {"text": ""}, None)
        screen.err.write(f"{client}: nothing was frozen\n")
        return code or 1
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if found.refused:
        raise WrongUse(found.refused)
    if found.clash:
        raise Undecided(found.clash)
    events = [(each.path, each.content) for each in found.events]
    if found.folder:
        folder.freeze(found.folder, found.files, events)
    else:
        folder.add(events)
    screen.out.write(f"{found.said}\n")
    for each in found.events:
        screen.out.write(f"{each.path}\n")
    screen.err.write(f"{shown(found.beside)}\n" if found.beside else "")
    return 0


def builds_of(said: Sequence[str]) -> list[tuple[str, str]]:
    """Read builds, `ios=5.1.0`.

    Raises:
        WrongUse: one is not written so.
    """
    pairs = [each.partition("=") for each in said]
    wrong = [each for each, (channel, _, build) in zip(said, pairs, strict=True)
             if not (channel and build)]  # fmt: skip
    if wrong:
        raise WrongUse(f"`--build {wrong[0]}` names no build: write `--build CHANNEL=BUILD`")
    return [(channel, build) for channel, _, build in pairs]
