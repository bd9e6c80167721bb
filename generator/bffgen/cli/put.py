"""Put files in the place of others, each in one step, when all of them are written.

In:  paths with what the files shall hold.
Out: the files: at every moment the former one whole or the new one whole.
How: a file is written beside the one that stands, with its rights, and then takes its name. What
     takes no other's name is written to: a device, a pipe, a stream of this process, a file of a
     folder in which nothing may be made.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

# What leads to what a process has open, which may be a file: on another one it would go on writing
# to what nobody sees any more.
_STREAMS: Final = ("/dev/fd/", "/dev/std", "/proc/")
# What a system says of a folder that takes no new file, and of a file that something is mounted on.
_KEPT: Final = frozenset((errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV))
# Of a name; a name of Linux has 255 bytes, and characters have up to four.
_AT_MOST: Final = 50


class NotWritten(Exception):
    """A path that cannot be written; the text is a sentence about it."""


@contextmanager
def told(path: str) -> Iterator[None]:
    """Say in a sentence what the system says of a path.

    Raises:
        NotWritten: in the place of an OSError.
    """
    try:
        yield
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise NotWritten(f"{path} cannot be written: {reason}") from fault


def nothing() -> None:
    """Do nothing in between."""


def put(files: Iterable[tuple[Path, str, bytes]], *, between: Callable[[], None] = nothing) -> None:
    """Put files in their places, a link leads on to what it leads to.

    Args:
        files: each with how it is called in what is told.
        between: is called when all are written, and before the first is put in its place.

    Raises:
        NotWritten: one cannot be put there. Where it could not be written beside, none was.
    """
    with ExitStack() as stack:
        steps: list[tuple[str, Callable[[], None]]] = []
        for path, name, content in files:
            with told(name):
                steps.append((name, stack.enter_context(_written(path, content))))
        between()
        for name, step in steps:
            with told(name):
                step()


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """Write a file beside its place, and give what puts it there."""
    target = Path(os.path.realpath(path))

    def write() -> None:
        path.write_bytes(content)

    if not _is_replaced(path):
        yield write
        return
    beside = target.with_name(f".{target.name[:_AT_MOST]}.{os.getpid()}")

    def swap() -> None:
        try:
            beside.replace(target)
        except OSError as fault:
            if fault.errno not in _KEPT:
                raise
            write()

    try:
        try:
            _fill(beside, target, content)
        except OSError as fault:
            if fault.errno not in _KEPT or not target.exists():
                raise
            yield write
        else:
            yield swap
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _fill(beside: Path, target: Path, content: bytes) -> None:
    """Write a new file with the rights of the one that stands; never through a link."""
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        if target.exists():
            shutil.copymode(target, beside)
        file.write(content)


def _is_replaced(path: Path) -> bool:
    """Say whether a path is that of a file that another one may take the name of.

    Raises:
        IsADirectoryError: it is a folder.
    """
    if path.absolute().as_posix().startswith(_STREAMS):
        return False
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return stat.S_ISREG(mode)
