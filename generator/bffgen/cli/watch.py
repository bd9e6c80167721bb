"""Which files of a workspace have changed since one last looked.

In:  the folder contracts/ of a workspace.
Out: whether anything in it is other than before.
How: names, sizes and times of all files, asked again; a workspace has hundreds of them, not more,
     and every system and editor tells the truth this way.
"""

import os
from pathlib import Path
from typing import TypeAlias

Seen: TypeAlias = dict[str, tuple[int, int, int]]


class Watch:
    """Remembers the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = _look(folder)

    def has_changed(self) -> bool:
        """Look again, and say whether anything is other than at the last look."""
        now = _look(self._folder)
        changed = now != self._seen
        self._seen = now
        return changed


def _look(folder: Path) -> Seen:
    seen: Seen = {}
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in files:
            path = Path(here) / name
            try:
                stat = path.stat()
            except OSError:  # an editor has just put another file in its place
                continue
            seen[str(path)] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return seen
