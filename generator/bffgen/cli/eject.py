"""`bffgen eject`: a composed operation as the function of hooks that answers it in the same way.

In:  a client, one of its operations, a format.
Out: the code on the standard output, for a person to paste; nothing is written. Exit code 1 where
     it cannot be ejected.
"""

import sys

from bffgen.cli.flags import OfClient, OneOfClient, Telling, ToldAs, WrongUse, demand, meant
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.report.ejected import as_json, as_text
from bffgen.report.text import text
from bffgen.tasks.eject import ejected


def run(client: OfClient, operation: OneOfClient, form: ToldAs = Telling.TEXT) -> int:
    """Print the function that answers an operation as it is composed."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    found = ejected(folder.read, client, operation, below=folder.below)
    demand((client,), found.clients)
    screen.err.write(text(found.findings, found.locate, paint=screen.err.paint))
    if found.ejected is not None:
        told = as_json if form is Telling.JSON else as_text
        screen.out.write(told(found.ejected))
        return 0
    if found.operations and not found.findings:
        problem = f"no operation of {client} is called {meant(operation, found.operations)}"
        raise WrongUse(problem)
    return 1
