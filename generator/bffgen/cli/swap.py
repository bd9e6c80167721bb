"""Put a folder in the place of another in one step.

In:  the folder that stands, the files that it shall have, those of them that bffgen has made.
Out: the folder as it shall be: at every moment the former one whole or the new one whole.
How: the new folder is written beside; what has not changed, and what bffgen has not made, is linked
     into it, so that times and inodes stay. Then the two are exchanged by one call of the system.
     Where a file system has no such call, files are replaced one by one and the lock goes last, so
     that an interrupted write shows as a difference.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from bffgen.cli.put import told
from bffgen.model.files import FileTree
from bffgen.model.lock import NAME as LOCK

# Linux: renameat2(2), RENAME_EXCHANGE, paths relative to the working folder; macOS: renamex_np(2).
_EXCHANGE = 2
_HERE = -100
# What a system, a file system or a mount says that cannot exchange two folders.
_CANNOT = frozenset(
    (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.ENOTSUP, errno.EOPNOTSUPP)
)


def stage(beside: Path, standing: Path, tree: FileTree, made: Collection[str], name: str) -> None:
    """Write a folder as it shall be, beside the one that stands.

    Args:
        made: files of the standing folder that bffgen has made; what it has not made is kept.
        name: how the standing folder is called in what is told.
    """
    content = dict(tree.files)
    for path in sorted(content, key=lambda path: path == LOCK):
        with told(f"{name}/{path}"):
            _unobstructed(standing / path, standing, made)
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            if not _linked(standing / path, beside / path, content[path]):
                (beside / path).write_bytes(content[path])
                (beside / path).chmod(0o644)
    for path in _foreign(standing, {*made, *content}):
        with told(f"{name}/{path}"):
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            _carry(standing / path, beside / path)


def exchange(beside: Path, standing: Path, made: Collection[str], name: str) -> None:
    """Put the folder beside in the place of the standing one, and remove the former."""
    with told(name):
        if not standing.exists():
            beside.rename(standing)
        elif _swapped(beside, standing):
            shutil.rmtree(beside, ignore_errors=True)
        else:
            _one_by_one(beside, standing, made, name)


def _unobstructed(path: Path, root: Path, made: Collection[str]) -> None:
    """Demand that nothing of somebody else's stands where a file of bffgen shall be.

    Raises:
        OSError: something does.
    """
    for each in (path, *path.parents):
        if each == root:
            return
        if each == path and each.is_dir() and not each.is_symlink():
            inside = [file for file in each.rglob("*") if file.is_file()]
            if not inside or any(_name(file, root) not in made for file in inside):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if each != path and each.is_file() and _name(each, root) not in made:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _linked(standing: Path, beside: Path, content: bytes) -> bool:
    """Link a file that has not changed; say whether that was possible."""
    try:
        if standing.is_symlink() or standing.read_bytes() != content:
            return False
        os.link(standing, beside)
    except OSError:  # there is no such file, or the file system knows no links
        return False
    return True


def _foreign(root: Path, ours: Collection[str]) -> list[str]:
    """List what bffgen has not made: files and links; what Python caches is made again."""
    found = []
    for here, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        paths = (_name(Path(here) / name, root) for name in (*files, *links))
        found += [path for path in paths if path not in ours]
    return sorted(found)


def _carry(standing: Path, beside: Path) -> None:
    """Take along a file that bffgen has not made."""
    try:
        os.link(standing, beside, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(standing, beside, follow_symlinks=False)


def _swapped(beside: Path, standing: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot.

    Raises:
        OSError: it could, and did not.
    """
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(beside), os.fsencode(standing)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _CANNOT:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return not failed


def _one_by_one(beside: Path, standing: Path, made: Collection[str], name: str) -> None:
    """Replace the files of a folder, the lock last, and remove those that are no longer made."""
    paths = sorted(_foreign(beside, ()), key=lambda path: path == LOCK)
    for path in sorted({*made} - {*paths}):
        with told(f"{name}/{path}"):
            (standing / path).unlink(missing_ok=True)
            _prune((standing / path).parent, standing)
    for path in paths:
        with told(f"{name}/{path}"):
            (standing / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).replace(standing / path)


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that have become empty, up to the root."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
