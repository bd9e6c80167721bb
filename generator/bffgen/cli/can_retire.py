"""`bffgen can-retire`: whether a release may end, what still rests on it, and when it is over.

In:  a client and a version; with `--write` the event that ends it.
Out: the answer on standard output; exit code 0 for yes, 1 for no, 3 where nothing can be decided.
"""

import sys

from bffgen.cli.comparing import instant_of
from bffgen.cli.event import put_event
from bffgen.cli.flags import AsOf, OfClient, WrongUse, demand, meant
from bffgen.cli.flags_of_ledger import ByWhom, OneVersion, WriteIt
from bffgen.cli.release import by_user
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.tasks.can import can_retire
from bffgen.tasks.event import Kind, add

_CODES = {"yes": 0, "no": 1, "unknown": 3}


def run(
    client: OfClient,
    version: OneVersion,
    write: WriteIt = False,
    by: ByWhom = "",
    as_of: AsOf = None,
) -> int:
    """Answer, and end the release if it may end and is to."""
    screen = Screen(sys.stdout, sys.stderr)
    instant = instant_of(as_of)
    folder = Folder.here()
    found = can_retire(folder.read, folder.below, client, version, instant)
    demand((client,), found.names)
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if found.word is None:
        there = meant(version, found.known) if found.known else f"`{version}`; there is none yet"
        raise WrongUse(f"{client} has no release called {there}")
    screen.out.write(answer(found.word, found.lines, found.help))
    if found.word == "yes" and write and found.is_recorded:
        screen.out.write("the ledger says so already\n")
    elif found.word == "yes" and write:
        members = {"release": version, "because": found.lines[0]}
        whom = by or by_user()
        added = add(*(folder.read, folder.below, client, Kind.RETIRE, members, instant, whom))
        return put_event(folder, client, added)
    return _CODES[found.word]


def answer(word: str, lines: tuple[str, ...], helps: tuple[str, ...]) -> str:
    """Write an answer, why it is that one, and what would change it."""
    told = {"yes": "yes", "no": "no", "unknown": "cannot be decided"}[word]
    said = [told, *(f"  {each}" for each in lines)]
    if helps:
        said += ["ways to a yes:", *(f"  {each}" for each in helps)]
    return "".join(f"{each}\n" for each in said)
