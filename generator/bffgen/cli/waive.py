"""`bffgen waive`: accept one finding for a while, for what it hurts now.

In:  a fingerprint, a reason, an owner, an end.
Out: a file of `waivers/` for each client that has the finding.
"""

import sys

from bffgen.cli.check import waivers_of
from bffgen.cli.comparing import asked, instant_of
from bffgen.cli.flags import AsOf, NoMemory, WrongUse, demand, meant
from bffgen.cli.flags_of_ledger import Because, OfClients, OneFinding, OwnedBy, Until
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.model.calendar import read_day
from bffgen.model.severity import FailOn
from bffgen.tasks.diff import collector_paused
from bffgen.tasks.waive import Accepted, waive


def run(
    fingerprint: OneFinding,
    until: Until = None,
    reason: Because = "",
    owner: OwnedBy = "",
    clients: OfClients = None,
    as_of: AsOf = None,
    no_memory: NoMemory = False,
) -> int:
    """Write a waiver."""
    if until is None or not reason or not owner:
        raise WrongUse("a waiver has an end, a reason and an owner: --until, --reason, --owner")
    try:
        last = read_day(until)
    except ValueError:
        raise WrongUse(f"`--until {until}` is no day such as `2026-12-15`") from None
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    what = asked(waivers=None, severity=None, fail_on=FailOn.BREAKS, as_of=as_of, is_pure=False)
    accepted = Accepted(finding=fingerprint, reason=reason, owner=owner, until=last)
    with collector_paused():
        found = waive(
            *(folder.read, folder.below, accepted, what, instant_of(as_of)),
            only=clients or (),
            # One that has lapsed is written anew: none of the finding counts meanwhile.
            waivers=lambda name: tuple(
                each for each in waivers_of(folder, name) if fingerprint not in each[0]
            ),
            memory=None if no_memory else Remembered(folder.root),
        )
    demand(clients or (), found.names)
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if found.refused:
        raise WrongUse(found.refused)
    if not found.files:
        there = meant(fingerprint, found.known) if found.known else f"`{fingerprint}`"
        raise WrongUse(f"nothing that hurts a live release has the fingerprint {there}")
    folder.add(found.files)
    screen.out.write("".join(f"{path}\n" for path, _ in found.files))
    return 0
