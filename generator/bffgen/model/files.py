"""File trees: what a command is about to write, as a value.

In:  paths relative to one folder, and bytes.
Out: FileTree, with its digest and its difference to what stands on disk; only `cli/` writes it.
     KeptTree, which a command may keep elsewhere than in memory.
How: a sorted tuple of pairs, so that equal trees are equal values and walks have one order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTree:
    """Files below one folder.

    Attributes:
        files: (path with `/`, content), sorted by path, each path once.
    """

    files: tuple[tuple[str, bytes], ...] = ()

    @staticmethod
    def of(files: Mapping[str, bytes]) -> "FileTree":
        """Make a tree of a mapping from path to content."""
        return FileTree(files=tuple(sorted(files.items())))

    @property
    def digest(self) -> str:
        """SHA-256 over names and contents, 64 hex digits."""
        total = sha256()
        for path, content in self.files:
            total.update(f"{path}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of the files, sorted."""
        return tuple(path for path, _ in self.files)

    def load(self) -> "FileTree":
        """Give itself, as a tree that is kept here."""
        return self


class KeptTree(Protocol):
    """A file tree that lies somewhere until it is asked for."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of its files, sorted."""
        ...

    def load(self) -> FileTree:
        """Give the tree."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What writing a tree would change in a folder; each is a sorted tuple of paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.added or self.changed or self.removed)


def difference(present: FileTree, wanted: FileTree) -> Difference:
    """Compare what stands in a folder with what should."""
    have, want = dict(present.files), dict(wanted.files)
    return Difference(
        added=tuple(sorted(want.keys() - have.keys())),
        changed=tuple(
            sorted(path for path in want.keys() & have.keys() if want[path] != have[path])
        ),
        removed=tuple(sorted(have.keys() - want.keys())),
    )
