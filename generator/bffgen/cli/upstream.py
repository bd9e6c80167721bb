"""`bffgen upstream pull`: vendor upstreams' contracts from where they are at home.

In:  names of upstreams, or none for all that say where.
Out: their files below contracts/, and contracts/upstreams/pull.lock; or findings, and nothing.
"""

import sys

from bffgen.cli.flags import Fetching, Services, WrongUse, meant
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.model.finding import stops
from bffgen.report.text import text
from bffgen.tasks.pull import pull


def run(what: Fetching, services: Services = None) -> int:
    """Vendor contracts; exit code 2 where one cannot be had."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    pulled = pull(folder.read, only=services or ())
    absent = [each for each in services or () if each not in pulled.names]
    if absent and not stops(pulled.findings):
        there = meant(absent[0], pulled.names) if pulled.names else f"`{absent[0]}`"
        raise WrongUse(f"no upstream with a `pull` is called {there}")
    screen.err.write(text(pulled.findings, pulled.locate, paint=screen.err.paint))
    if stops(pulled.findings):
        screen.err.write("nothing was written\n")
        return 2
    folder.put(sorted(pulled.files.items()))
    for name, source, is_changed in pulled.told:
        said = "is new: `bffgen impact` says what that does" if is_changed else "is as it was"
        screen.out.write(f"{name}: {source} {said}\n")
    if not pulled.told:
        screen.out.write("no upstream of bffgen.yaml has a `pull`\n")
    return 0
