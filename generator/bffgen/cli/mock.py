"""`bffgen mock`: fakes of upstreams on ports.

In:  names of upstreams or --all, --port, --seed.
Out: one line an upstream with its address; serves until it is ended.
"""

import sys

from bffgen.cli.ending import Ending
from bffgen.cli.flags import All, Port, Seed, Upstreams, WrongUse, ports
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.model.finding import stops
from bffgen.report.text import text
from bffgen.tasks.build import read
from bffgen.tasks.mock import NotServed, served


def run(upstreams: Upstreams = None, every: All = False, port: Port = 0, seed: Seed = 1) -> int:
    """Serve fakes until SIGINT or SIGTERM."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    found = read(folder.read)
    screen.err.write(text(found.findings, found.locate, paint=screen.err.paint))
    if stops(found.findings):
        return 1
    known = [each.name for each in found.workspace.upstreams]
    wanted = known if every else list(dict.fromkeys(upstreams or ()))
    listed = ", ".join(known)
    if not wanted:
        raise WrongUse(f"name upstreams, or take --all; there are {listed}")
    for name in wanted:
        if name not in known:
            raise WrongUse(f"no upstream is called `{name}`; there are {listed}")
    taken = dict(zip(wanted, ports(port, len(wanted)), strict=True))
    try:
        with Ending() as ending, served(found.workspace, taken, seed=seed) as addresses:
            for name, address in addresses.items():
                screen.out.write(f"fake {name} {address}\n")
            screen.out.write("all ready\n")
            ending.has_come()
    except NotServed as fault:
        raise WrongUse(str(fault)) from None
    return 0
