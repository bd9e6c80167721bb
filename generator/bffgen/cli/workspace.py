"""The workspace on disk: found, read and written.

In:  the folder a command is called in.
Out: its root; readers for tasks; generated/ written, a client's folder at a time.
How: a client's folder is written beside and put in its place in one step (`cli/swap.py`), by one
     process at a time (`cli/alone.py`). What bffgen has not made is never removed.
"""

import errno
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from bffgen.cli.alone import Held, alone, clear
from bffgen.cli.flags import WrongUse
from bffgen.cli.put import NotWritten, put, told
from bffgen.cli.swap import exchange, stage
from bffgen.model.files import FileTree, KeptTree, difference
from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock
from bffgen.tasks.reading import read_file

CONTRACTS = "contracts"
MANIFEST = f"{CONTRACTS}/bffgen.yaml"
GENERATED = "generated"

# What tools leave behind in a package; nobody writes it and nobody misses it.
_CACHES = frozenset(("__pycache__", "build", "dist"))


def here() -> Path:
    """Give the folder that the command is called in.

    Raises:
        WrongUse: somebody has removed it.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise WrongUse("the folder that this is called in is no longer there") from None


def _walked(folder: Path) -> Iterator[Path]:
    """Give all that lies below a folder; what cannot be listed is not passed over in silence."""

    def refused(fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):
            raise fault

    for above, folders, names in os.walk(folder, onerror=refused):
        yield from (Path(above, name) for name in (*folders, *names))


class Folder:
    """A workspace by its root.

    Attributes:
        seen: paths of files that were read, of those that were not there, and of folders that were
            listed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: set[str] = set()

    @staticmethod
    def here() -> "Folder":
        """Find the workspace that the command is called in.

        Raises:
            WrongUse: there is none, or the folder itself is gone.
        """
        return Folder.around(here())

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
        return read_file(self.root / path)

    def below(self, path: str) -> list[str]:
        """Give the files below a folder, sorted, by their paths relative to the workspace.

        Raises:
            OSError: it is a file, or a folder in it cannot be listed; none where there is none.
        """
        found = sorted(_walked(self.root / path))
        # What is added to a folder changes it, and no file that was read.
        folders = (each for each in (self.root / path, *found) if each.is_dir())
        self.seen.update(each.relative_to(self.root).as_posix() for each in folders)
        # A link that leads nowhere is a file that cannot be read, and no file that is not there.
        return [
            each.relative_to(self.root).as_posix()
            for each in found
            if each.is_file() or (each.is_symlink() and not each.is_dir())
        ]

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Put files that people write in their places in one step each, with their rights.

        Raises:
            WrongUse: one cannot be put there; what stood there stays.
        """
        try:
            put((self.root / path, path, content) for path, content in files)
        except NotWritten as fault:
            raise WrongUse(str(fault)) from None

    def add(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Put files in their places, whose folders need not be there yet.

        Raises:
            WrongUse: one cannot be put there.
        """
        every = tuple(files)
        try:
            self._make_room(path for path, _ in every)
        except NotWritten as fault:
            raise WrongUse(str(fault)) from None
        self.put(every)

    def freeze(
        self,
        folder: str,
        files: Iterable[tuple[str, bytes]],
        events: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """Put a folder that is not there yet in its place in one step, with all its files.

        Args:
            events: files beside it, which are put behind it; where one cannot be, neither is it.

        Raises:
            WrongUse: it is there by now, or cannot be written; nothing of it is seen then.
        """
        standing, beside_it = self.root / folder, tuple(events)
        beside = standing.with_name(f".{standing.name}.{os.getpid()}")
        there: list[Path] = []

        def swap() -> None:
            with told(folder):
                if standing.exists():
                    raise FileExistsError(errno.EEXIST, "somebody has released it just now")
                beside.rename(standing)
            there.append(standing)

        try:
            with told(folder):
                shutil.rmtree(beside, ignore_errors=True)
                beside.mkdir(parents=True)
                for name, content in files:
                    (beside / name).write_bytes(content)
            self._make_room(path for path, _ in beside_it)
            put(((self.root / path, path, content) for path, content in beside_it), between=swap)
        except NotWritten as fault:
            for each in there:
                each.rename(beside)
            raise WrongUse(str(fault)) from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def _make_room(self, paths: Iterable[str]) -> None:
        """Make the folders that files are to be put in."""
        for path in paths:
            with told(path):
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)

    def client(self, name: str) -> Path:
        """Give the folder of a client's BFF."""
        return self.root / GENERATED / name

    def forgotten(self, names: Collection[str]) -> list[str]:
        """Give the folders of generated/ that a build has made and no client is called by."""
        folder = self.root / GENERATED
        locks = sorted(folder.glob(f"[!.]*/{LOCK}")) if folder.is_dir() else []
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

    def write(
        self, trees: Mapping[str, KeptTree], waiting: Callable[[], None]
    ) -> dict[str, list[str]]:
        """Write clients' folders; give per client the files in it that bffgen has not made.

        All are written beside before the first is put in its place. Only files that the lock
        before this one names are removed.

        Args:
            trees: client -> its files.
            waiting: is called once where another build is writing.

        Raises:
            WrongUse: a file cannot be put in its place; each folder is whole, former or new.
        """
        generated = self.root / GENERATED
        changed = [name for name, tree in trees.items() if self._changes(name, tree.load())]
        try:
            clear(generated)
            if changed:
                with ExitStack() as stack:
                    with told(f"{GENERATED}/{changed[0]}"):
                        beside = stack.enter_context(alone(generated, waiting))
                    self._put(beside, {name: trees[name] for name in changed})
        except NotWritten as fault:
            raise WrongUse(str(fault)) from fault
        except Held:
            problem = f"another build has been writing {GENERATED}/ for a minute"
            raise WrongUse(f"{problem}; end it, or try again when it has ended") from None
        return {name: self._strangers(name, tree) for name, tree in trees.items()}

    def _put(self, beside: Path, trees: Mapping[str, KeptTree]) -> None:
        made = {name: self._made(name) for name in trees}
        for name, tree in trees.items():
            standing = self.client(name)
            if standing.exists() and not standing.is_dir():
                raise NotWritten(f"{GENERATED}/{name} cannot be written: a file is in the way")
            stage(beside / name, standing.resolve(), tree.load(), made[name], f"{GENERATED}/{name}")
        for name in trees:
            standing = self.client(name).resolve()
            exchange(beside / name, standing, made[name], f"{GENERATED}/{name}")

    def _changes(self, name: str, tree: FileTree) -> bool:
        """Say whether writing a tree changes anything."""
        changes = difference(self.present(name), tree)
        made = self._made(name)
        return bool(changes.added or changes.changed or made.intersection(changes.removed))

    def _made(self, name: str) -> frozenset[str]:
        """Give the files of a client's folder that a build has made."""
        try:
            lock = Lock.parse((self.client(name) / LOCK).read_bytes())
        except OSError:
            lock = Lock()
        return frozenset((LOCK, *(path for path, _ in lock.outputs)))

    def _strangers(self, name: str, tree: KeptTree) -> list[str]:
        ours = {*tree.paths}
        return [path for path, _ in self.present(name).files if path not in ours]
