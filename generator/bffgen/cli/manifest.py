"""What bffgen remembers of a workspace between two builds: the folder `.bffgen`.

In:  what a build read and made.
Out: the manifest that the fast path reads (`cli/unchanged.py`), and per client what its folder was
     made of.
How: all of it may be lost at any time, and then a build costs what a first one costs; so what
     cannot be written is not told. A file that changed while the build ran, or in the two seconds
     before it, could change again without its stamp: then no manifest is written, and the next
     build looks again.
"""

import re
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from bffgen.cli.itself import own_files, own_folders
from bffgen.cli.state import remember
from bffgen.cli.unchanged import STATE, identity, manifest_name, stamp_of
from bffgen.tasks.build import Made

# The coarsest clock of a file system that is still in use (FAT) has steps of two seconds.
_CLOCK_NS = 2_000_000_000
_DIGESTS = re.compile(r"([0-9a-f]{64})\t([0-9a-f]{64})\n")


class Memory:
    """What is remembered of a workspace; `started` is when the build began, in ns."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / STATE
        self._started = time.time_ns()

    def made(self, client: str) -> Made | None:
        """Remember what a client's folder was made of."""
        try:
            text = (self._folder / f"made+{client}").read_text()
        except (OSError, ValueError):
            return None
        found = _DIGESTS.fullmatch(text)
        return Made(key=found[1], tree=found[2]) if found else None

    def keep(self, client: str, made: Made | None) -> None:
        """Keep for the next build what a client's folder was made of."""
        if made is None:
            with suppress(OSError):
                (self._folder / f"made+{client}").unlink()
        elif made != self.made(client):
            remember(self._root, f"made+{client}", f"{made.key}\t{made.tree}\n".encode())

    def manifest(
        self,
        clients: Sequence[str],
        *,
        read: Iterable[str],
        made: Iterable[str],
        said: dict[str, str],
    ) -> None:
        """Write the manifest of a build that found contracts and generated/ to agree.

        Args:
            clients: the clients that were asked for.
            read, made: paths of files relative to the workspace; what was read may be absent.
            said: kind of screen -> its text, as the fast path repeats it.
        """
        rows = _rows(self._root, [*read, *made], self._started - _CLOCK_NS)
        if rows is None:
            return
        told = [f"{kind}\t\t{line}" for kind, text in said.items() for line in _lines(text)]
        lines = [identity(), *rows, *told, f"end\t{len(rows) + len(told)}"]
        content = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
        remember(self._root, manifest_name([*clients]), content)


def _lines(text: str) -> list[str]:
    return text.split("\n")[:-1]


def _rows(root: Path, files: Iterable[str], latest_ns: int) -> list[str] | None:
    """Make a row of each file, of the folders that hold them, and of bffgen's own.

    Returns:
        None where a stamp tells nothing: it is younger than `latest_ns`, or its file is gone.
    """
    present = {path for path in files if (root / path).exists()}
    folders = {folder for path in files for folder in _folders(root, path)}
    own = {str(path) for path in (*own_files(), *own_folders())}
    rows = []
    for path in sorted({*present, *folders, *own}):
        try:
            stamp = stamp_of(str(root / path))
        except OSError:
            return None
        if int(stamp.split("\t")[1]) >= latest_ns or "\t" in path or "\n" in path:
            return None
        rows.append(f"row\t{path}\t{stamp}")
    return rows


def _folders(root: Path, path: str) -> list[str]:
    """Give the folders of the workspace that a path leads through and that are there."""
    parents = [str(each) for each in PurePosixPath(path).parents][:-1]
    return [each for each in parents if (root / each).is_dir()]
