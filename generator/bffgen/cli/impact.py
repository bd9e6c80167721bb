"""`bffgen impact`: what a change of an upstream's contract does to its clients.

In:  the upstream, its contract as it would be, or the commit that has it as it is; or what clients
     wrote of their uses, in a place that has no workspace.
Out: findings on the screen or in files; exit code 1 where one is at or over the threshold.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

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
    RefsFrom,
    SeverityFile,
    Threshold,
    Undecided,
    UsesFiles,
    WaiverFiles,
    WriteUses,
    WrongUse,
    commit_in,
    demand_folders,
    demand_upstream,
)
from bffgen.cli.named import read_named, standard_input
from bffgen.cli.printing import spare, targets
from bffgen.cli.put import NotWritten, put, told
from bffgen.cli.remembered import Remembered
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder, here
from bffgen.model.finding import stops
from bffgen.model.severity import FailOn
from bffgen.report.text import text
from bffgen.tasks.diff import Asked, collector_paused
from bffgen.tasks.impact import (
    Impacted,
    Source,
    SourceFault,
    Sources,
    impact,
    impact_by_uses,
    in_use,
    sides,
    uses_of,
)
from bffgen.tasks.reading import locate_in

_GIT = "git:"
_WEB = ("http://", "https://")


def run(
    upstream: ChangedUpstream = None,
    candidate: Candidate = None,
    against: AgainstCommit = None,
    uses: UsesFiles = None,
    write_uses: WriteUses = None,
    waivers: WaiverFiles = None,
    severity: SeverityFile = None,
    fail_on: Threshold = FailOn.BREAKS,
    as_of: AsOf = None,
    formats: Formats = None,
    outputs: Outputs = None,
    limit: Limit = None,
    no_memory: NoMemory = False,
    refs_from: RefsFrom = None,
) -> int:
    """Judge a change of an upstream."""
    wanted = targets(formats or (), outputs or ())
    spare(wanted, (candidate, severity, waivers, *(uses or ())))
    what = asked(waivers=waivers, severity=severity, fail_on=fail_on, as_of=as_of, is_pure=False)
    folders = demand_folders(refs_from or (), here())
    if write_uses is not None:
        if upstream is not None or uses:
            raise WrongUse("`--write-uses` is of all clients and upstreams, and stands alone")
        if not write_uses:
            raise WrongUse("`--write-uses` with the empty text names no folder")
        return _write(Path(write_uses), what)
    if upstream is None:
        raise WrongUse("no upstream is named: `bffgen impact UPSTREAM CANDIDATE`")
    # What is found is printed with lines of files, those of a commit too.
    with ExitStack() as stack:
        sources = stack.enter_context(Sources(str(here()), standard_input, folders))
        if uses:
            found = _by_uses(sources, upstream, candidate, against, uses, what)
        else:
            found = _in_workspace(
                stack, sources, upstream, candidate, against, what, no_memory=no_memory
            )
        code = end(found.report, found.findings, found.locate, wanted, limit)
    for name in found.gone:
        _note(f"{name}: no client any more since {against}; nobody is hurt there")
    for name in found.fresh:
        _note(f"{name}: new since {against}; nothing of it hangs on the contract as it was")
    return code


def _note(text: str) -> None:
    Screen(sys.stdout, sys.stderr).err.write(f"{text}\n")


def _in_workspace(
    stack: ExitStack,
    named: Sources,
    upstream: str,
    candidate: str | None,
    against: str | None,
    what: Asked,
    *,
    no_memory: bool,
) -> Impacted:
    if candidate is None and against is None:
        raise WrongUse(
            f"nothing to compare with: `bffgen impact {upstream} CANDIDATE`, or `--against git:REF`"
        )
    ref = None if against is None else commit_in(against)
    folder = Folder.here()
    path, names, faults = in_use(folder.read, upstream)
    demand_upstream(upstream, names)
    if path is None or stops(faults):
        return Impacted(report=None, findings=faults, locate=locate_in(folder.read))
    commits = stack.enter_context(Sources(str(folder.root), lambda: b""))
    try:
        commit = None if ref is None else commits.workspace_at(ref)
        was = path if commit is None else _at(commit, upstream)
        other = None if candidate is None else named.open(candidate)
    except SourceFault as fault:
        raise _refused(fault) from None
    with collector_paused():
        return impact(
            folder.read,
            upstream,
            *sides(folder.read, path, commit, other, was=was),
            what,
            below=folder.below,
            memory=None if no_memory else Remembered(folder.root),
        )


def _at(commit: Source, upstream: str) -> str:
    """Give where a commit has the contract of an upstream.

    Raises:
        Undecided: it has none.
    """
    path, _, _ = in_use(commit.read, upstream)
    if path is None:
        raise Undecided(f"`{commit.name}` has no upstream `{upstream}` in its bffgen.yaml")
    try:
        commit.read(path)
    except OSError:
        raise Undecided(f"there is no file `{path}` at `{commit.name}`") from None
    return path


def _by_uses(
    sources: Sources,
    upstream: str,
    candidate: str | None,
    against: str | None,
    uses: Sequence[str],
    what: Asked,
) -> Impacted:
    if candidate is None or against is None:
        problem = "with `--uses` both contracts are named"
        raise WrongUse(f"{problem}: `bffgen impact {upstream} CANDIDATE --against git:REF`")
    files = [(name, _read(name)) for name in uses]
    is_commit = against.startswith(_GIT) and ":" not in against.removeprefix(_GIT)
    baseline = f"{against}:./{candidate}" if is_commit else against
    try:
        was, now = sources.open(baseline), sources.open(candidate)
    except SourceFault as fault:
        raise _refused(fault) from None
    with collector_paused():
        return impact_by_uses(upstream, was, now, files, what)


def _refused(fault: SourceFault) -> Exception:
    return Undecided(str(fault)) if fault.is_absent else WrongUse(str(fault))


def _read(name: str) -> bytes:
    """Read a file, or what a server has under a URL.

    Raises:
        WrongUse: there is none.
        Undecided: the server does not give it.
    """
    if not name.startswith(_WEB):
        return read_named(name)
    from bffgen.tasks.pull import PullFault, fetched  # 30 ms of import; files are without

    try:
        return fetched(name)
    except PullFault as fault:
        raise Undecided(str(fault)) from None


def _write(folder: Path, what: Asked) -> int:
    """Write what each client uses."""
    workspace = Folder.here()
    made, findings = uses_of(workspace.read, what.as_of, below=workspace.below)
    screen = Screen(sys.stdout, sys.stderr)
    screen.err.write(text(findings, locate_in(workspace.read), paint=screen.err.paint))
    if stops(findings):
        return 2
    paths = [(folder / f"{name}.json", content) for name, content in made.items()]
    try:
        with told(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
        put((path, path.as_posix(), content) for path, content in paths)
    except NotWritten as fault:
        raise WrongUse(str(fault)) from None
    return 0
