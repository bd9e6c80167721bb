"""`bffgen compose suggest`: a composition to start from, found by names and schemas.

In:  a client, one of its operations, or none for all of them.
Out: YAML on the standard output, for a person to paste; nothing is written.
"""

import sys

from bffgen.cli.flags import Composing, OfClient, OfOperation, WrongUse, demand, meant
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.report.text import text
from bffgen.tasks.suggest import suggestions


def run(what: Composing, client: OfClient, operation: OfOperation = None) -> int:
    """Suggest a composition; exit code 1 where something is left to add."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    found = suggestions(folder.read, client, operation, below=folder.below)
    demand((client,), found.clients)
    screen.err.write(text(found.findings, found.locate, paint=screen.err.paint))
    if not found.operations:
        return 2
    if not found.suggestions:
        problem = f"no operation of {client} is called {meant(operation or '', found.operations)}"
        raise WrongUse(problem)
    # All of a client is a file; one operation goes into the one that there is.
    head = "" if operation is not None else "format: composition/1\n"
    told = "".join(told for _, told in found.suggestions)
    screen.out.write(f"{head}operations:\n{told}")
    return int(not all(each.is_complete for each, _ in found.suggestions))
