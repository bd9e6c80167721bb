"""What the tasks read a workspace with.

In:  a function that gives a file's bytes by its path.
Out: Locate, which finds the lines of findings in the same files.
How: a finding may be about a file that is not there; it has no line then.
"""

from collections.abc import Callable
from typing import TypeAlias

from bffgen.contract.disk import read_file, read_stream
from bffgen.contract.pointer import locator
from bffgen.model.place import Locate

__all__ = ["Read", "locate_in", "read_file", "read_stream"]

# Bytes of a file by its path relative to the workspace; OSError where there is none.
Read: TypeAlias = Callable[[str], bytes]


def locate_in(read: Read) -> Locate:
    """Give what finds the lines of places in the files of a reader."""

    def content(path: str) -> bytes | None:
        try:
            return read(path)
        except OSError:
            return None

    return locator(content)
