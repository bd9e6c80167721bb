"""`bffgen event`: add a dated fact to a client's ledger.

In:  the kind of the fact, a client, a flag for each thing that it says.
Out: one file of `events/`; findings, with exit code 2 where the fact does not fit, 3 where the
     ledger is not whole.
"""

import sys

from bffgen.cli.comparing import instant_of
from bffgen.cli.flags import AsOf, OfClient, WrongUse, demand
from bffgen.cli.flags_of_ledger import (
    Announced,
    Because,
    BuildsBelow,
    ByWhom,
    Effective,
    EnforcedBy,
    EventKind,
    Identifies,
    OfBuild,
    OfChannel,
    OfRelease,
    OfStage,
    OfTarget,
    Recorded,
    Served,
    Until,
    Unused,
)
from bffgen.cli.release import by_user
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.model.canonical import Json
from bffgen.model.release import Stage
from bffgen.tasks.event import Added, Kind, add

# What each kind says: member of the file -> flag.
_SAID: dict[Recorded, tuple[str, ...]] = {
    Recorded.BUILD: ("channel", "build", "release", "stage", "identifies", "unused"),
    Recorded.DEPLOY: ("serves",),
    Recorded.MIN_VERSION: ("channel", "builds_below", "effective", "enforced_by"),
    Recorded.RENEW: ("channel", "build", "until"),
    Recorded.WITHDRAW: ("target", "announced", "reason"),
}

_NEEDED: dict[Recorded, tuple[str, ...]] = {
    Recorded.BUILD: ("channel", "build", "release"),
    Recorded.DEPLOY: ("serves",),
    Recorded.MIN_VERSION: ("channel", "builds_below", "effective"),
    Recorded.RENEW: ("channel", "build", "until"),
    Recorded.WITHDRAW: ("target", "announced"),
}


def run(
    kind: EventKind,
    client: OfClient,
    channel: OfChannel = None,
    build: OfBuild = None,
    release: OfRelease = None,
    stage: OfStage = Stage.PRODUCTION,
    identifies: Identifies = None,
    unused: Unused = None,
    serves: Served = None,
    builds_below: BuildsBelow = None,
    effective: Effective = None,
    enforced_by: EnforcedBy = None,
    until: Until = None,
    target: OfTarget = None,
    announced: Announced = None,
    reason: Because = "",
    by: ByWhom = "",
    as_of: AsOf = None,
) -> int:
    """Add an event."""
    said: dict[str, Json] = {
        "channel": channel,
        "build": build,
        "release": release,
        "stage": None if stage is Stage.PRODUCTION else str(stage),
        "identifies": identifies,
        "unused": [*unused] if unused else None,
        "serves": [*serves] if serves else None,
        "builds_below": builds_below,
        "effective": effective,
        "enforced_by": enforced_by,
        "until": until,
        "target": target,
        "announced": announced,
        "reason": reason or None,
    }
    own = _SAID[kind]
    strange = [key for key, value in said.items() if value is not None and key not in own]
    if strange:
        flags = ", ".join(_flag(each) for each in own)
        raise WrongUse(f"`{_flag(strange[0])}` says nothing of a {kind}; it takes {flags}")
    lacking = [each for each in _NEEDED[kind] if said[each] is None]
    if lacking:
        needed = ", ".join(f"`{_flag(each)}`" for each in lacking)
        raise WrongUse(f"a {kind} needs {needed} as well")
    folder = Folder.here()
    members = {key: said[key] for key in own}
    found = add(
        *(folder.read, folder.below, client, Kind(kind), members),
        instant_of(as_of),
        by or by_user(),
    )
    code = put_event(folder, client, found)
    if code == 0 and target is not None and not target.startswith("release "):
        told = f"take `deprecated` and `x-sunset` of {target} out of the contract"
        Screen(sys.stdout, sys.stderr).err.write(f"{told}, and `bffgen build` makes its BFF anew\n")
    return code


def put_event(folder: Folder, client: str, found: Added) -> int:
    """Print what came of an event, and put its file in its place."""
    demand((client,), found.names)
    screen = Screen(sys.stdout, sys.stderr)
    code = tell_wrong(screen, found.findings, found.broken, found.locate)
    if code:
        return code
    if found.refused:
        raise WrongUse(found.refused)
    if found.file is None:
        screen.out.write("the ledger says so already\n")
        return 0
    folder.add([(found.file.path, found.file.content)])
    screen.out.write(f"{found.file.path}\n")
    return 0


def _flag(member: str) -> str:
    return f"--{member.replace('_', '-')}"
