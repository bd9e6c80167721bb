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
from bffgen.model.finding import stops
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
    if check:
        return _check(screen, folder, result)
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
    return "\n".join([*lines, *(f"  {each}" for each in client.operations)]) + "\n"


def _unproved(result: Result) -> str:
    count = sum(each.unproved for each in result.clients)
    if not count:
        return ""
    return f"{count} mapping{'s' if count != 1 else ''} not proved yet; their bounds are enforced\n"


def _check(screen: Screen, folder: Folder, result: Result) -> int:
    """Print what generated/ lacks or has too much of."""
    lines: list[str] = []
    for client in result.clients:
        present = dict(folder.present(client.name).files)
        for path in (*client.changes.added, *client.changes.changed, *client.changes.removed):
            where = f"{GENERATED}/{client.name}/{path}"
            lines += _diff(where, present.get(path), dict(client.tree.files).get(path))
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
