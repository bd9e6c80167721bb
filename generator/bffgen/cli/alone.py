"""Be the only one that writes a folder.

In:  the folder, what to do while another one writes it.
Out: a folder inside it for what is being written; it is gone when the work is done.
How: the system's lock on a file, which ends with its process however that ends. So what lies in the
     folder when the lock is taken was left by a build that was killed, and is removed.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BESIDE = ".bffgen"
# A build takes seconds; one that holds the folder for longer has stopped, and a person should look.
_LONGEST_S = 60
_AGAIN_S = 0.1


class Held(Exception):
    """Another process has been writing the folder for longer than a build takes."""


@contextmanager
def alone(folder: Path, waiting: Callable[[], None]) -> Iterator[Path]:
    """Give a folder beside the clients' own, to nobody else meanwhile.

    Args:
        waiting: is called once where somebody else has it; the call waits for a minute.

    Raises:
        Held: they still had it then.
        OSError: the folder cannot be written.
    """
    beside = folder / BESIDE
    handle = _taken(beside, waiting)
    try:
        _cleared(beside)
        yield beside
    finally:
        with suppress(OSError):
            _cleared(beside)
            (beside / "lock").unlink()
            beside.rmdir()
        os.close(handle)


def clear(folder: Path) -> None:
    """Remove what a killed build has left, if nobody is writing now."""
    if (folder / BESIDE).is_dir():
        with suppress(Held, OSError), alone(folder, _refuse):
            pass


def _refuse() -> None:
    raise Held


def _taken(beside: Path, waiting: Callable[[], None]) -> int:
    """Take the lock; what was taken must still be the file that others see."""
    latest = time.monotonic() + _LONGEST_S
    told = False
    while True:
        beside.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(beside / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # removed between the two calls, by the one that had it
            continue
        if _locked(handle) and _is_same(handle, beside / "lock"):
            return handle
        os.close(handle)
        if time.monotonic() > latest:
            raise Held
        if not told and (beside / "lock").exists():
            told = True
            waiting()
        time.sleep(_AGAIN_S)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_same(handle: int, path: Path) -> bool:
    try:
        return path.stat().st_ino == os.fstat(handle).st_ino
    except OSError:
        return False


def _cleared(beside: Path) -> None:
    """Remove all but the lock, which goes last: who comes next makes a new one."""
    for path in beside.iterdir():
        if path.name == "lock":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
