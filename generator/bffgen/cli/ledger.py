"""`bffgen ledger`: what is live of each client, and whether what was frozen is as it was.

In:  `show` or `verify`, names of clients, a day, a commit.
Out: the live sets on standard output; findings as errors, with exit code 3 where a ledger is not
     whole, so that nothing can be decided by it.
"""

import sys

from bffgen.cli.comparing import instant_of
from bffgen.cli.flags import AsOf, Clients, Undecided, WrongUse, commit_in, demand
from bffgen.cli.flags_of_ledger import OfLedger, Page, PrintedAs, Since, Telling
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.report.ledger_json import ledger_json
from bffgen.report.ledger_svg import drawing
from bffgen.report.ledger_text import ledger_markdown, ledger_text
from bffgen.report.text import text
from bffgen.tasks.ledger import Ledgers, SourceFault, Sources, ledgers, live_sets, timelines

_PRINT = {Page.TEXT: ledger_text, Page.JSON: ledger_json, Page.MARKDOWN: ledger_markdown}


def run(
    what: Telling,
    clients: Clients = None,
    as_of: AsOf = None,
    against: Since = None,
    form: PrintedAs = Page.TEXT,
) -> int:
    """Show what is live, or verify the ledgers."""
    screen = Screen(sys.stdout, sys.stderr)
    if against is not None and what is OfLedger.SHOW:
        raise WrongUse("`--against` is for `bffgen ledger verify`")
    instant = instant_of(as_of)
    ref = None if against is None else commit_in(against)
    folder = Folder.here()
    try:
        with Sources(str(folder.root), lambda: b"") as sources:
            found = ledgers(
                folder.read,
                folder.below,
                only=clients or (),
                sources=sources,
                against=ref,
                is_thorough=what is OfLedger.VERIFY,
            )
    except SourceFault as fault:
        raise Undecided(str(fault)) from None
    demand(clients or (), found.names)
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if what is OfLedger.VERIFY:
        screen.out.write("".join(f"{line}\n" for line in _whole(found)))
        return 0
    sets = live_sets(found, instant)
    is_picture = form is Page.SVG
    told = drawing(timelines(found, instant)) if is_picture else _PRINT[form](sets)
    screen.out.write(told)
    notes = tuple(each for one in sets for each in one.notes)
    screen.err.write(text(notes, found.locate, paint=screen.err.paint))
    return 0


def _whole(found: Ledgers) -> list[str]:
    """Say of each client that its ledger is whole, and of how much."""
    told = []
    for each in found.kept:
        releases, events = len(each.ledger.releases), len(each.ledger.events)
        told.append(
            f"{each.name}: whole, {releases} release{'s' if releases != 1 else ''} and "
            f"{events} event{'s' if events != 1 else ''}"
        )
    return told
