"""Write into `.bffgen`, which may be lost at any time.

In:  the root of a workspace, a path below `.bffgen`, bytes.
Out: the file, whole or not at all; what cannot be written is not told.
"""

from contextlib import suppress
from pathlib import Path

from bffgen.cli.put import NotWritten, put
from bffgen.cli.unchanged import STATE


def remember(root: Path, name: str, content: bytes) -> None:
    """Write one file below `.bffgen`; git is told to leave all of it alone."""
    state = root / STATE
    path = state / name
    with suppress(OSError, NotWritten):
        state.mkdir(exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        ignored = state / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n")
        put([(path, name, content)])
