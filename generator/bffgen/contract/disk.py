"""Read files of the file system, never more of one than is looked at.

In:  paths and open streams; what a reader of files has refused.
Out: bytes; or an OSError, which a Finding can say.
How: one byte beyond the limit is enough to refuse a file that is too large. What is no regular
     file (a pipe, a device) may have no end, and is read where a caller names it, never where a
     reference leads there.
"""

import stat
from errno import EACCES, EINVAL, ENOENT
from os import strerror
from pathlib import Path
from typing import BinaryIO

from bffgen.contract.yaml import MAX_BYTES
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place


class Outside(PermissionError):
    """A file that is not read, as it lies outside of the folders that may be read from.

    Attributes:
        folder: the first of those, as it is printed.
    """

    def __init__(self, folder: str) -> None:
        super().__init__(EACCES, f"it lies outside of {folder}")
        self.folder = folder


def read_file(path: Path) -> bytes:
    """Read a regular file, at most one byte more than `read_document` takes.

    Raises:
        OSError: there is none, it is none, or it may not be read.
    """
    if "\0" in str(path):
        raise FileNotFoundError(ENOENT, strerror(ENOENT))
    if not is_regular(path) and not path.is_dir():
        raise OSError(EINVAL, "it is a pipe or a device")
    with path.open("rb") as file:
        return read_stream(file)


def read_stream(file: BinaryIO) -> bytes:
    """Read a stream to its end, at most one byte more than `read_document` takes."""
    return file.read(MAX_BYTES + 1)


def is_regular(path: Path) -> bool:
    """Say whether a path is one of a file that can be read again."""
    return stat.S_ISREG(path.stat().st_mode)


def not_read(fault: OSError, place: Place, path: str) -> Finding:
    """Say why a file has no bytes.

    Args:
        place: where it is asked for.
        path: of the file.
    """
    if isinstance(fault, Outside):
        return finding("input-reference-outside", place, path=path, folder=fault.folder)
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return finding("input-file-missing", place, path=path)
    return finding("input-file-unreadable", place, path=path, problem=reason(fault))


def not_listed(fault: OSError, place: Place, path: str) -> Finding:
    """Say why nobody knows what lies in a folder."""
    problem = "it is no folder" if isinstance(fault, NotADirectoryError) else reason(fault)
    return finding("input-file-unreadable", place, path=path, problem=problem)


def reason(fault: OSError) -> str:
    """Say in lower case why the system refused."""
    if isinstance(fault, IsADirectoryError):
        return "it is a folder"
    return (fault.strerror or str(fault)).lower()
