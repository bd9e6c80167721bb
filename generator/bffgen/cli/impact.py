"""`bffgen impact`: what a change of an upstream's contract does to the clients of the workspace.

In:  the upstream, its contract as it would be, or the commit that has it as it is.
Out: findings on the screen or in files; exit code 1 where one is at or over the threshold.
"""

from bffgen.cli.comparing import asked, end
from bffgen.cli.flags import (
    AgainstCommit,
    AsOf,
    Candidate,
    ChangedUpstream,
    Formats,
    Limit,
    NoMemory,
    Outputs,
    Threshold,
    Undecided,
    WrongUse,
    demand_upstream,
)
from bffgen.cli.named import standard_input
from bffgen.cli.printing import spare, targets
from bffgen.cli.remembered import Remembered
from bffgen.cli.workspace import Folder, here
from bffgen.model.finding import stops
from bffgen.model.severity import FailOn
from bffgen.tasks.diff import collector_paused
from bffgen.tasks.impact import SourceFault, Sources, impact, in_use, sides
from bffgen.tasks.reading import locate_in

_GIT = "git:"


def run(
    upstream: ChangedUpstream,
    candidate: Candidate = None,
    against: AgainstCommit = None,
    fail_on: Threshold = FailOn.BREAKS,
    as_of: AsOf = None,
    formats: Formats = None,
    outputs: Outputs = None,
    limit: Limit = None,
    no_memory: NoMemory = False,
) -> int:
    """Judge a change of an upstream."""
    wanted = targets(formats or (), outputs or ())
    spare(wanted, (candidate,))
    if candidate is None and against is None:
        raise WrongUse(
            f"nothing to compare with: `bffgen impact {upstream} CANDIDATE`, or `--against git:REF`"
        )
    if against is not None and not against.startswith(_GIT):
        raise WrongUse(f"`--against {against}` names no commit: write `--against git:REF`")
    what = asked(waivers=None, severity=None, fail_on=fail_on, as_of=as_of, is_pure=False)
    folder = Folder.here()
    path, names, faults = in_use(folder.read, upstream)
    demand_upstream(upstream, names)
    if path is None or stops(faults):
        return end(None, faults, locate_in(folder.read), wanted, limit)
    try:
        with (
            Sources(str(here()), standard_input) as named,
            Sources(str(folder.root), lambda: b"") as commits,
            collector_paused(),
        ):
            ref = None if against is None else against.removeprefix(_GIT)
            was, now = sides(
                folder.read,
                path,
                None if ref is None else commits.workspace_at(ref),
                None if candidate is None else named.open(candidate),
            )
            impacted = impact(
                folder.read,
                upstream,
                was,
                now,
                what,
                below=folder.below,
                memory=None if no_memory else Remembered(folder.root),
            )
            return end(impacted.report, impacted.findings, impacted.locate, wanted, limit)
    except SourceFault as fault:
        if fault.is_absent:
            raise Undecided(str(fault)) from None
        raise WrongUse(str(fault)) from None
