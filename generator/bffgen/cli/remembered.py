"""What is remembered of comparisons: files in `.bffgen/cache/compare` of the workspace.

In:  the workspace that a command is called in, if it is called in one.
Out: contents by their keys.
How: a key names what bffgen is as well, so that another bffgen remembers nothing. All of it may be
     deleted at any time, so what cannot be written is not told. The oldest are forgotten.
"""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from bffgen.cli.flags import WrongUse
from bffgen.cli.installed import own_stamp
from bffgen.cli.state import remember
from bffgen.cli.unchanged import STATE
from bffgen.cli.workspace import Folder, here

_FOLDER: Final = "cache/compare"
# A workspace compares each of its clients with what is live of it; more are those of old branches.
_MOST: Final = 512


class Remembered:
    """The comparisons of one workspace."""

    def __init__(self, root: Path) -> None:
        self._root, self._folder = root, root / STATE / _FOLDER
        self._own = own_stamp()

    @staticmethod
    def here() -> "Remembered | None":
        """Give those of the workspace that a command is called in; None outside of one."""
        try:
            return Remembered(Folder.around(here()).root)
        except WrongUse:
            return None

    def recall(self, key: str) -> bytes | None:
        """Give what was kept by a key."""
        path = self._folder / self._name(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        # The newest are kept; where nothing can be written, nothing is forgotten either.
        with suppress(OSError):
            os.utime(path)
        return content

    def keep(self, key: str, content: bytes) -> None:
        """Keep something by its key, whole or not at all."""
        remember(self._root, f"{_FOLDER}/{self._name(key)}", content)
        with suppress(OSError):
            self._forget()

    def _name(self, key: str) -> str:
        return blake2b(f"{key} {self._own}".encode(), digest_size=20).hexdigest()

    def _forget(self) -> None:
        kept = sorted(self._folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        for path in kept[:-_MOST]:
            path.unlink()
