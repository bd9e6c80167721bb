"""`bffgen deprecate`: announce that a promise ends, in the contract and in the ledger together.

In:  a client, a target, the first day without it; or the consent of a party.
Out: the marks in the contract, an event for each target; nothing where one of them cannot be.
"""

import sys

from bffgen.cli.comparing import instant_of
from bffgen.cli.flags import AsOf, OfClient, WrongUse, demand
from bffgen.cli.flags_of_ledger import (
    AllOperations,
    ByWhom,
    Consenting,
    EndsOn,
    InsteadOf,
    NotifiedBy,
    OneTarget,
    Reference,
    SplitIt,
)
from bffgen.cli.release import by_user
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.model.calendar import read_day
from bffgen.tasks.deprecate import Ending, consent, deprecate


def run(
    client: OfClient,
    target: OneTarget,
    sunset: EndsOn,
    replacement: InsteadOf = "",
    everywhere: AllOperations = False,
    alone: SplitIt = False,
    notified: NotifiedBy = None,
    party: Consenting = None,
    reference: Reference = "",
    by: ByWhom = "",
    as_of: AsOf = None,
) -> int:
    """Announce an end, or a party's consent to one."""
    try:
        day = read_day(sunset)
    except ValueError:
        raise WrongUse(f"`--sunset {sunset}` is no day such as `2027-06-01`") from None
    if everywhere and alone:
        raise WrongUse("`--split` is for one operation, `--all-operations` for all: take one")
    pairs = [each.partition("=") for each in notified or ()]
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    ending = Ending(
        client=client,
        target=target,
        sunset=day,
        replacement=replacement,
        by=by or by_user(),
        everywhere=everywhere,
        alone=alone,
        notified=tuple((one, how or "email") for one, _, how in pairs),
    )
    instant = instant_of(as_of)
    if party is not None:
        found = consent(folder.read, folder.below, ending, party, reference, instant)
    else:
        found = deprecate(folder.read, folder.below, ending, instant)
    demand((client,), found.names)
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if found.refused:
        raise WrongUse(found.refused)
    folder.add(found.files)
    screen.out.write("".join(f"{each}\n" for each in found.told))
    screen.out.write("".join(f"{path}\n" for path, _ in found.files))
    if any("/events/" not in path for path, _ in found.files):
        announces = ", whose answers then announce it" if "#" not in target else ""
        screen.err.write(f"`bffgen build` makes its BFF anew{announces}\n")
    return 0
