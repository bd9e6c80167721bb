"""The workspace on disk: found, read and written.

In:  the folder a command is called in.
Out: its root; readers for tasks; generated/ written file by file.
How: a file is replaced in one step and the lock goes last, so that an interrupted write shows as a
     difference and never as half a file. What bffgen has not made is never removed.
"""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from bffgen.cli.flags import WrongUse
from bffgen.model.files import FileTree, difference
from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock

MANIFEST = "contracts/bffgen.yaml"
GENERATED = "generated"

# What tools leave behind in a package; nobody writes it and nobody misses it.
_CACHES = frozenset(("__pycache__", "build", "dist"))


class Folder:
    """A workspace by its root.

    Attributes:
        seen: paths of files that were read, and of those that were not there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: set[str] = set()

    @staticmethod
    def around(here: Path) -> "Folder":
        """Find the workspace that a folder stands in.

        Raises:
            WrongUse: where neither it nor a folder above has contracts/bffgen.yaml.
        """
        for folder in (here, *here.parents):
            if (folder / MANIFEST).is_file():
                return Folder(folder)
        raise WrongUse(f"no {MANIFEST} in this folder or above it")

    def read(self, path: str) -> bytes:
        """Read a file by its path relative to the workspace."""
        self.seen.add(path)
        return (self.root / path).read_bytes()

    def client(self, name: str) -> Path:
        """Give the folder of a client's BFF."""
        return self.root / GENERATED / name

    def forgotten(self, names: Collection[str]) -> list[str]:
        """Give the folders of generated/ that a build has made and no client is called by."""
        folder = self.root / GENERATED
        locks = sorted(folder.glob(f"*/{LOCK}")) if folder.is_dir() else []
        return [lock.parent.name for lock in locks if lock.parent.name not in names]

    def present(self, name: str) -> FileTree:
        """Read what stands in generated/<client>/; caches apart."""
        folder = self.client(name)
        files = {}
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            parts = path.relative_to(folder).parts
            hidden = any(part in _CACHES or part.startswith(".") for part in parts)
            if path.is_file() and not hidden and not any(p.endswith(".egg-info") for p in parts):
                files["/".join(parts)] = path.read_bytes()
        return FileTree.of(files)

    def write(self, name: str, tree: FileTree) -> list[str]:
        """Write a client's folder; give the files in it that bffgen has not made.

        Only files that the lock before this one names are removed.

        Raises:
            WrongUse: a file cannot be put in its place; what was written before it stays.
        """
        present = self.present(name)
        changes = difference(present, tree)
        made = {path for path, _ in Lock.parse(dict(present.files).get(LOCK, b"")).outputs}
        content = dict(tree.files)
        changed = sorted((*changes.added, *changes.changed), key=lambda path: path == LOCK)
        for path in changed:
            with _told(f"{GENERATED}/{name}/{path}"):
                _replace(self.client(name) / path, content[path])
        strangers = []
        for path in changes.removed:
            if path in made:
                with _told(f"{GENERATED}/{name}/{path}"):
                    (self.client(name) / path).unlink()
                    _prune((self.client(name) / path).parent, self.client(name))
            else:
                strangers.append(path)
        return strangers


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Say in a sentence what the system says of a path that stands in generated/."""
    try:
        yield
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise WrongUse(f"{path} cannot be written: {reason}") from fault


def _replace(path: Path, content: bytes) -> None:
    """Put a file in its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the client's own."""
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
