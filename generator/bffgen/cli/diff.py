"""`bffgen diff`: what a change of a contract does to who holds the other side of it.

In:  two documents; whom it concerns, what they do, who accepts what; formats and files.
Out: findings on the screen or in files; exit code 1 where one is at or over the threshold.
"""

from bffgen.cli.comparing import asked, end
from bffgen.cli.flags import (
    AsOf,
    Assumed,
    Baseline,
    Formats,
    HowRead,
    Limit,
    NoMemory,
    OfFamily,
    Outputs,
    Pure,
    RefsFrom,
    Revision,
    SeverityFile,
    Threshold,
    Undecided,
    WaiverFiles,
    WrongUse,
    demand_folders,
)
from bffgen.cli.named import standard_input
from bffgen.cli.printing import spare, targets
from bffgen.cli.remembered import Remembered
from bffgen.cli.workspace import here
from bffgen.model.severity import FailOn
from bffgen.tasks.diff import SourceFault, Sources, collector_paused, diff


def run(
    baseline: Baseline,
    revision: Revision,
    family: OfFamily = None,
    decoder: HowRead = None,
    compat: Assumed = None,
    waivers: WaiverFiles = None,
    severity: SeverityFile = None,
    fail_on: Threshold = FailOn.BREAKS,
    pure: Pure = False,
    as_of: AsOf = None,
    formats: Formats = None,
    outputs: Outputs = None,
    limit: Limit = None,
    no_memory: NoMemory = False,
    refs_from: RefsFrom = None,
) -> int:
    """Compare two documents."""
    wanted = targets(formats or (), outputs or ())
    spare(wanted, (baseline, revision, severity, waivers))
    if baseline == revision == "-":
        raise WrongUse("the standard input is one document, and two are compared")
    what = asked(
        family=family,
        decoder=decoder or (),
        compat=compat or (),
        waivers=waivers,
        severity=severity,
        fail_on=fail_on,
        as_of=as_of,
        is_pure=pure,
    )
    folder = here()
    folders = demand_folders(refs_from or (), folder)
    try:
        # What a comparison makes it keeps: the collector finds nothing, at a fifth of the time.
        with (
            Sources(str(folder), standard_input, folders) as sources,
            collector_paused(),
        ):
            memory = None if no_memory else Remembered.here()
            diffed = diff(baseline, revision, sources, what, memory)
            return end(diffed.report, diffed.findings, diffed.locate, wanted, limit)
    except SourceFault as fault:
        if fault.is_absent:
            raise Undecided(str(fault)) from None
        raise WrongUse(str(fault)) from None
