"""`bffgen fix`: write into a contract what a build misses in it.

In:  what to mend (`statuses`), names of clients.
Out: openapi.yaml with lines added and every other byte as it was; or findings, and nothing written.
"""

import sys

from bffgen.cli.flags import Clients, Mended, demand
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.report.text import text
from bffgen.tasks.fix import fix_statuses


def run(what: Mended, clients: Clients = None) -> int:
    """Mend contracts; exit code 1 where one cannot be."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    fixed = fix_statuses(folder.read, only=clients or ())
    demand(clients or (), fixed.names)
    screen.err.write(text(fixed.findings, fixed.locate, paint=screen.err.paint))
    if fixed.findings:
        screen.err.write("nothing was written\n")
        return 1
    folder.put(fixed.files)
    for client, operation, statuses in fixed.added:
        screen.out.write(f"{client}: {operation} declares {statuses}\n")
    if not fixed.files:
        screen.out.write(f"no {what.value} to add\n")
    return 0
