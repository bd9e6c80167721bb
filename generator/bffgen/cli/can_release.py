"""`bffgen can-release`: whether a client's candidate may go out, and what would make it so.

In:  a client, a day.
Out: the answer with what it rests on; exit code 0 for yes, 1 for no, 3 where none can be given.
"""

import sys

from bffgen.cli.check import waivers_of
from bffgen.cli.comparing import asked, instant_of
from bffgen.cli.flags import AsOf, NoMemory, OfClient, demand
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.model.severity import FailOn
from bffgen.report.can_text import answered
from bffgen.tasks.can import can_release
from bffgen.tasks.diff import collector_paused


def run(client: OfClient, as_of: AsOf = None, no_memory: NoMemory = False) -> int:
    """Answer for one client."""
    screen = Screen(sys.stdout, sys.stderr)
    instant = instant_of(as_of)
    folder = Folder.here()
    what = asked(waivers=None, severity=None, fail_on=FailOn.BREAKS, as_of=as_of, is_pure=False)
    with collector_paused():
        found = can_release(
            *(folder.read, folder.below, client, what, instant),
            waivers=lambda name: waivers_of(folder, name),
            memory=None if no_memory else Remembered(folder.root),
        )
    demand((client,), found.names)
    notes = found.section.notes if found.section is not None else ()
    code = tell_wrong(screen, found.findings, found.broken, found.locate, notes)
    if code:
        return code
    if found.section is None:
        screen.out.write(f"yes\n  nothing of {client} is released yet\n")
        return 0
    screen.out.write(answered(found.section, found.word, found.ways, found.counts))
    screen.out.write(f"  {found.naming}\n" if found.naming else "")
    return {"yes": 0, "no": 1}.get(found.word, 3)
