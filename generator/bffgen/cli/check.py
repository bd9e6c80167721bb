"""`bffgen check`: each client's contract against the one that its clients hold.

In:  names of clients, a commit; formats and files.
Out: findings on the screen or in files; exit code 1 where one is at or over the threshold.
"""

import os
import sys

from bffgen.cli.comparing import asked, end
from bffgen.cli.flags import (
    Against,
    AsOf,
    Clients,
    Formats,
    Limit,
    NoMemory,
    Outputs,
    Pure,
    Threshold,
    Undecided,
    commit_in,
    demand,
)
from bffgen.cli.named import files_of
from bffgen.cli.printing import targets
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import CONTRACTS, Folder
from bffgen.model.severity import FailOn
from bffgen.tasks.check import SourceFault, Sources, check
from bffgen.tasks.diff import collector_paused


def run(
    against: Against,
    clients: Clients = None,
    fail_on: Threshold = FailOn.BREAKS,
    pure: Pure = False,
    as_of: AsOf = None,
    formats: Formats = None,
    outputs: Outputs = None,
    limit: Limit = None,
    no_memory: NoMemory = False,
) -> int:
    """Compare the contracts of a workspace."""
    wanted = targets(formats or (), outputs or ())
    ref = commit_in(against)
    what = asked(waivers=None, severity=None, fail_on=fail_on, as_of=as_of, is_pure=pure)
    folder = Folder.here()

    def waivers(client: str) -> tuple[tuple[str, bytes], ...]:
        path = folder.root / CONTRACTS / "clients" / client / "waivers"
        found = files_of(str(path)) if path.is_dir() else ()
        return tuple(
            (os.path.relpath(name, folder.root).replace(os.sep, "/"), content)
            for name, content in found
        )

    try:
        with Sources(str(folder.root), lambda: b"") as sources, collector_paused():
            checked = check(
                folder.read,
                sources,
                ref,
                what,
                only=clients or (),
                waivers=waivers,
                memory=None if no_memory else Remembered(folder.root),
            )
            demand(clients or (), checked.names)
            code = end(checked.report, checked.findings, checked.locate, wanted, limit)
    except SourceFault as fault:
        raise Undecided(str(fault)) from None
    for name in checked.fresh:
        Screen(sys.stdout, sys.stderr).err.write(
            f"{name}: new since {against}; nobody holds its contract yet\n"
        )
    return code
