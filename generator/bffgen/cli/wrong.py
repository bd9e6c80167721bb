"""What is wrong with what was read, told by every command that adds to a ledger or asks it.

In:  findings of the workspace's files, and of its ledgers.
Out: the screen; the exit code: 2 for files that cannot be read, 3 for a ledger that is not whole.
"""

from collections.abc import Iterable

from bffgen.cli.screen import Screen
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Locate
from bffgen.report.text import text


def tell_wrong(
    screen: Screen,
    findings: Iterable[Finding],
    broken: Iterable[Finding],
    locate: Locate,
    notes: Iterable[Finding] = (),
) -> int:
    """Print what is wrong.

    Args:
        broken: why ledgers decide nothing.
        notes: what is odd and stops nothing.

    Returns:
        The exit code; 0 where the command may go on.
    """
    found, lost = tuple(findings), tuple(broken)
    screen.err.write(text((*found, *lost, *notes), locate, paint=screen.err.paint))
    if stops(found):
        return 2  # outranks all
    return 3 if lost else 0
