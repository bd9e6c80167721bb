"""`bffgen build`: generate the BFFs of the wanted clients.

In:  names of clients, --check.
Out: generated/<client>/ written, or with --check what would change; findings on the screen.
"""

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from bffgen.cli.flags import Check, Clients
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import GENERATED, Folder
from bffgen.model.files import difference
from bffgen.model.finding import stops
from bffgen.model.lock import LockedOperation
from bffgen.report.text import text
from bffgen.tasks.build import BuiltClient, Result, build

# A diff longer than this says no more to a person; the rest is counted.
_DIFF_LINES = 200


def run(clients: Clients = None, check: Check = False) -> int:
    """Build; exit code 1 where a finding breaks, or --check finds a difference."""
    screen = Screen(sys.stdout, sys.stderr)
    folder = Folder.around(Path.cwd())
    result = build(folder.read, folder.present, only=clients or ())
    screen.err.write(text(result.findings, result.locate, paint=screen.err.paint))
    if stops(result.findings):
        screen.err.write("nothing was written\n")
        return 1
    forgotten = [] if clients else folder.forgotten({each.name for each in result.clients})
    for name in forgotten:
        where = f"{GENERATED}/{name}"
        screen.err.write(f"{where}: no client is called that any more; remove the folder\n")
    if check:
        return _check(screen, folder, result) or int(bool(forgotten))
    for client in result.clients:
        strangers = folder.write(client.name, client.tree)
        screen.out.write(described(client))
        for path in strangers:
            screen.err.write(f"{GENERATED}/{client.name}/{path}: not made by bffgen, left alone\n")
    screen.out.write(_unproved(result))
    return 0


def described(client: BuiltClient) -> str:
    """Say what a build made of a client."""
    changes = client.changes
    counts = [
        f"{len(paths)} {word}"
        for paths, word in (
            (changes.added, "new"),
            (changes.changed, "changed"),
            (changes.removed, "removed"),
        )
        if paths
    ]
    said = ", ".join(counts) or "up to date"
    lines = [f"{client.name}: {len(client.tree.files)} files, {said}"]
    lines += [f"  {_operation(client, each)}" for each in client.lock.operations]
    lines += [f"  {key}: omitted, answers 501" for key in client.lock.unserved]
    return "\n".join(lines) + "\n"


def _operation(client: BuiltClient, made: LockedOperation) -> str:
    """Say what an operation costs, and how that has changed."""
    calls, path_ms = made.calls, made.critical_path_ms
    said = (
        f"{made.name}: {calls} call{'s' if calls != 1 else ''},"
        f" critical path {path_ms} + {client.reserve_ms} of {made.budget_ms} ms"
    )
    before = client.lock_before.operation(made.name)
    changes = []
    if before is not None and before.calls != calls:
        more = calls - before.calls
        changes.append(f"{more:+d} call{'s' if abs(more) != 1 else ''}")
    if before is not None and before.critical_path_ms != path_ms:
        changes.append(f"critical path {before.critical_path_ms} -> {path_ms} ms")
    return f"{said}; plan changed: {', '.join(changes)}" if changes else said


def _unproved(result: Result) -> str:
    count = sum(each.unproved for each in result.clients)
    if not count:
        return ""
    return f"{count} mapping{'s' if count != 1 else ''} not proved yet; their bounds are enforced\n"


def _check(screen: Screen, folder: Folder, result: Result) -> int:
    """Print what generated/ lacks or has too much of."""
    lines: list[str] = []
    for client in result.clients:
        standing = folder.present(client.name)
        present, wanted = dict(standing.files), dict(client.tree.files)
        changes = difference(standing, client.tree)
        for path in (*changes.added, *changes.changed, *changes.removed):
            where = f"{GENERATED}/{client.name}/{path}"
            lines += _diff(where, present.get(path), wanted.get(path))
    if not lines:
        screen.out.write("generated/ is what contracts/ say\n")
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
