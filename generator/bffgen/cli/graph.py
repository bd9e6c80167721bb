"""`bffgen graph`: where the fields of answers come from.

In:  names of clients, an operation, a field; a format.
Out: the graph on standard output; what keeps a client from being planned as errors, with exit code
     1, beside the others.
"""

import sys

from bffgen.cli.flags import Clients, Drawing, DrawnAs, OneField, OneOperation, WrongUse, demand
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.report.graph import drawn
from bffgen.report.graph_text import overview, parts
from bffgen.report.text import text
from bffgen.tasks.graph import NotThere, field_named, graph


def run(
    clients: Clients = None,
    operation: OneOperation = None,
    field: OneField = None,
    form: DrawnAs = Drawing.TEXT,
) -> int:
    """Draw what clients are answered with."""
    screen = Screen(sys.stdout, sys.stderr)
    try:
        asked = field_named(field) if field is not None else None
        if asked is not None and (clients or operation is not None):
            raise WrongUse("`--field` names its client and its operation: leave out the others")
        only = [asked.client] if asked is not None else clients or ()
        folder = Folder.here()
        found = graph(folder.read, only=only, operation=operation, field=asked, below=folder.below)
    except NotThere as fault:
        raise WrongUse(str(fault)) from None
    demand(only, found.names)
    screen.err.write(text(found.findings, found.locate, paint=screen.err.paint))
    if form is not Drawing.TEXT:
        screen.out.write(drawn(form.value, found.lineages))
    elif asked is not None:
        screen.out.write(parts(found.lineages))
    else:
        is_whole = operation is not None
        screen.out.write(overview(found.lineages, whole=is_whole, paint=screen.out.paint))
    return 1 if found.findings else 0
