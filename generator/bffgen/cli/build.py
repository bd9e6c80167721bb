"""`bffgen build`: generate the BFFs of the wanted clients.

In:  names of clients, --check, --jobs, --watch.
Out: generated/<client>/ written, or with --check what would change; findings on the screen.
"""

import difflib
import sys
from collections.abc import Callable, Sequence

from bffgen.cli.ending import Ending
from bffgen.cli.flags import Check, Clients, Jobs, WatchIt, WrongUse, demand
from bffgen.cli.itself import own_digest
from bffgen.cli.jobs import jobs as in_processes
from bffgen.cli.manifest import Memory
from bffgen.cli.screen import Pane, Screen, painter
from bffgen.cli.trees_on_disk import TreesOnDisk
from bffgen.cli.watch import Watch
from bffgen.cli.workspace import CONTRACTS, GENERATED, Folder
from bffgen.model.files import FileTree, KeptTree, difference
from bffgen.model.finding import stops
from bffgen.model.lock import LockedOperation, runtime_part
from bffgen.report.text import text
from bffgen.tasks.build import BuiltClient, Result, build, in_memory

# A diff longer than this says no more to a person; the rest is counted.
_DIFF_LINES = 200
_LOOK_S = 0.3
_AGREED = f"{GENERATED}/ is what contracts/ say\n"


def run(
    clients: Clients = None, check: Check = False, jobs: Jobs = 1, watch: WatchIt = False
) -> int:
    """Build; exit code 1 where a finding breaks, or --check finds a difference."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.here()
    wanted = tuple(dict.fromkeys(clients or ()))
    if not watch:
        return _once(screen, folder, wanted, jobs, is_check=check)
    if check:
        raise WrongUse("`--watch` writes what `--check` only compares; take one of them")
    changes = Watch(folder.root / CONTRACTS)
    with Ending() as ending:
        _once(screen, folder, wanted, jobs, is_check=False)
        screen.out.write(f"watching {CONTRACTS}/; Ctrl-C ends it\n")
        while not ending.has_come(within_s=_LOOK_S):
            if changes.has_changed():
                _once(screen, folder, wanted, jobs, is_check=False)
    return 0


def _once(
    screen: Screen, folder: Folder, clients: Sequence[str], jobs: int, *, is_check: bool
) -> int:
    """Build once, or only compare."""
    memory = Memory(folder.root)
    with TreesOnDisk() as trees:
        result = built(folder, memory, clients, jobs, keep=trees.keep, is_held=False)
        return _ended(screen, folder, memory, result, clients, is_check=is_check)


def _ended(
    screen: Screen,
    folder: Folder,
    memory: Memory,
    result: Result,
    clients: Sequence[str],
    *,
    is_check: bool,
) -> int:
    """Write what was built, or compare it; say what came of it."""
    screen.err.write(text(result.findings, result.locate, paint=screen.err.paint))
    if stops(result.findings):
        screen.err.write("nothing was written\n")
        return 1
    forgotten = [] if clients else folder.forgotten({each.name for each in result.clients})
    for name in forgotten:
        where = f"{GENERATED}/{name}"
        screen.err.write(f"{where}: no client is called that any more; remove the folder\n")
    if is_check:
        if _check(screen, folder, result) or forgotten:
            return 1
        strangers = []
    else:
        strangers = write(folder, memory, result, screen.err)
        screen.out.write("".join(map(described, result.clients)))
    if not (forgotten or strangers or any(each.changes for each in result.clients)):
        _remember(folder, memory, result, clients)
    return 0


def built(
    folder: Folder,
    memory: Memory,
    clients: Sequence[str],
    jobs: int = 1,
    *,
    keep: Callable[[FileTree], KeptTree] = in_memory,
    is_held: bool = True,
) -> Result:
    """Build the wanted clients of a workspace on disk; nothing is written yet.

    Args:
        keep, is_held: what stays in memory, as `build` takes them.

    Raises:
        WrongUse: a client is wanted that bffgen.yaml does not name.
    """
    result = build(
        folder.read,
        folder.present,
        only=clients,
        before=memory.made,
        maker=own_digest(),
        each=in_processes(jobs),
        below=folder.below,
        keep=keep,
        is_held=is_held,
    )
    demand(clients, result.workspace.names)
    return result


def write(folder: Folder, memory: Memory, result: Result, pane: Pane) -> list[str]:
    """Write what was built, and give the files that bffgen has not made; they are told."""
    found = folder.write(
        {each.name: each.kept for each in result.clients},
        lambda: pane.write(f"another build is writing {GENERATED}/; waiting for it to end\n"),
    )
    for client in result.clients:
        memory.keep(client.name, client.made)
    strangers = [f"{GENERATED}/{name}/{path}" for name, paths in found.items() for path in paths]
    for path in strangers:
        pane.write(f"{path}: not made by bffgen, left alone\n")
    return strangers


def described(client: BuiltClient) -> str:
    """Say what a build made of a client; its copy of the runtime is told, not counted.

    How many modules the runtime has is no matter of the client's contracts.
    """
    changes = client.changes
    counts = [
        f"{count} {word}"
        for paths, word in (
            (changes.added, "new"),
            (changes.changed, "changed"),
            (changes.removed, "removed"),
        )
        if (count := len(_own(paths)))
    ]
    touched = {*changes.added, *changes.changed, *changes.removed}
    if client.lock_before.runtime and any(map(runtime_part, touched)):
        counts.append("runtime changed")
    same = "up to date" if client.is_kept else "made again, none changed"
    said = [f"{_counted(client)}, {', '.join(counts) or same}"]
    if counts:
        said += [f"  {each}" for each in _changed(client)]
    return "\n".join(said) + "\n"


def _counted(client: BuiltClient) -> str:
    count = len(_own(client.kept.paths))
    return f"{client.name}: {count} files beside the runtime"


def _own(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if not runtime_part(path)]


def _changed(client: BuiltClient) -> list[str]:
    """Say of each operation that is not as it was what it costs, and what it cost before."""
    now, before = client.lock, client.lock_before
    is_first = not before.operations and not before.unserved
    said = []
    for each in now.operations:
        earlier = before.operation(each.name)
        cost = _cost(each, client.reserve_ms)
        if is_first:
            said.append(cost)
        elif earlier is None:
            said.append(f"{cost}; new")
        elif earlier != each:
            said.append(f"{cost}; plan changed: {_difference(earlier, each)}")
    said += [f"{key}: answers 501" for key in now.unserved if key not in before.unserved]
    names = {each.name for each in now.operations}
    keys = {*(each.key for each in now.operations), *now.unserved}
    said += [
        f"{each.name}: no longer there"
        for each in before.operations
        if each.name not in names and each.key not in keys
    ]
    return said


def _cost(made: LockedOperation, reserve_ms: int) -> str:
    calls, path_ms = made.calls, made.critical_path_ms
    said = f"{made.name}: {calls} call{'s' if calls != 1 else ''}"
    # Of a function nobody knows when it asks what; and what is optional may all be late.
    if not path_ms:
        return f"{said}, budget {made.budget_ms} ms"
    return f"{said}, critical path {path_ms} + {reserve_ms} of {made.budget_ms} ms"


def _difference(before: LockedOperation, now: LockedOperation) -> str:
    changes = []
    more = now.calls - before.calls
    if more:
        changes.append(f"{more:+d} call{'s' if abs(more) != 1 else ''}")
    if before.critical_path_ms != now.critical_path_ms:
        changes.append(f"critical path {before.critical_path_ms} -> {now.critical_path_ms} ms")
    if before.budget_ms != now.budget_ms:
        changes.append(f"budget {before.budget_ms} -> {now.budget_ms} ms")
    if before.key != now.key:
        changes.append(f"{before.key} -> {now.key}")
    return ", ".join(changes)


def _remember(folder: Folder, memory: Memory, result: Result, clients: Sequence[str]) -> None:
    """Keep for the fast path that contracts and generated/ agree, and what is said of it."""
    for client in result.clients:
        memory.keep(client.name, client.made)
    plain = text(result.findings, result.locate)
    lines = [f"{_counted(each)}, up to date\n" for each in result.clients]
    memory.manifest(
        clients,
        read=folder.seen | result.seen,
        made=[
            f"{GENERATED}/{client.name}/{path}"
            for client in result.clients
            for path in client.kept.paths
        ],
        said={
            "plain": plain,
            "painted": text(result.findings, result.locate, paint=painter()) if plain else "",
            "build": "".join(lines),
            "check": _AGREED,
        },
    )


def _check(screen: Screen, folder: Folder, result: Result) -> int:
    """Print what generated/ lacks or has too much of."""
    lines: list[str] = []
    for client in result.clients:
        standing, tree = folder.present(client.name), client.tree
        present, wanted = dict(standing.files), dict(tree.files)
        changes = difference(standing, tree)
        for path in (*changes.added, *changes.changed, *changes.removed):
            where = f"{GENERATED}/{client.name}/{path}"
            lines += _diff(where, present.get(path), wanted.get(path))
    if not lines:
        screen.out.write(_AGREED)
        return 0
    screen.out.write("".join(lines[:_DIFF_LINES]))
    if len(lines) > _DIFF_LINES:
        screen.out.write(f"... and {len(lines) - _DIFF_LINES} further lines\n")
    screen.err.write("generated/ is not what contracts/ say; `bffgen build` makes it so\n")
    return 1


def _diff(where: str, present: bytes | None, wanted: bytes | None) -> Sequence[str]:
    made = difflib.unified_diff(
        (present or b"").decode(errors="replace").splitlines(keepends=True),
        (wanted or b"").decode(errors="replace").splitlines(keepends=True),
        fromfile=where if present is not None else "/dev/null",
        tofile=where if wanted is not None else "/dev/null",
    )
    return [line if line.endswith("\n") else f"{line}\n" for line in made]
