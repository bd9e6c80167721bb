"""File trees that wait to be written, on disk and not in memory.

In:  trees, one after the other.
Out: of each a KeptTree, which is read back when it is asked for.
How: all lie one behind the other in a file without a name, which is gone when it is closed, and
     with its process however that ends. Where it cannot be made or filled, trees stay in memory.
"""

import tempfile
from dataclasses import dataclass
from typing import IO

from bffgen.model.files import FileTree, KeptTree


class TreesOnDisk:
    """Keeps trees as long as it is open."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def __enter__(self) -> "TreesOnDisk":
        """Make the file once there is a tree."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let all trees go."""
        if self._file is not None:
            self._file.close()

    def keep(self, tree: FileTree) -> KeptTree:
        """Take a tree."""
        content = b"".join(content for _, content in tree.files)
        try:
            if self._file is None:
                # Nothing waits to be written in it: what a full disk refuses is known here.
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed at the end
            self._file.seek(self._end)
            rest = memoryview(content)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:  # a full disk, or none that can be written
            return tree
        rows = tuple((path, len(content)) for path, content in tree.files)
        kept = _TreeOnDisk(file=self._file, start=self._end, rows=rows)
        self._end += len(content)
        return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _TreeOnDisk:
    """Where a tree lies in the file.

    Attributes:
        rows: path and length of each of its files, as they lie one behind the other.
    """

    file: IO[bytes]
    start: int
    rows: tuple[tuple[str, int], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of its files, sorted."""
        return tuple(path for path, _ in self.rows)

    def load(self) -> FileTree:
        """Read the tree back."""
        self.file.seek(self.start)
        return FileTree(files=tuple((path, self.file.read(length)) for path, length in self.rows))
