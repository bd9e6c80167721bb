"""What the tasks read a workspace with.

In:  a function that gives a file's bytes by its path; files that people wrote beside contracts.
Out: Locate, which finds the lines of findings in the same files.
How: a finding may be about a file that is not there; it has no line then.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from bffgen.contract.disk import read_file, read_stream
from bffgen.contract.pointer import locator
from bffgen.model.place import Locate, On, Place, Span

__all__ = [
    "Read",
    "Written",
    "locate_beside",
    "locate_in",
    "locate_rows",
    "read_file",
    "read_stream",
]

# Bytes of a file by its path relative to the workspace; OSError where there is none.
Read: TypeAlias = Callable[[str], bytes]
# A file that people wrote: its path as they name it, its bytes.
Written: TypeAlias = tuple[str, bytes]


def locate_in(read: Read) -> Locate:
    """Give what finds the lines of places in the files of a reader."""

    def content(path: str) -> bytes | None:
        try:
            return read(path)
        except OSError:
            return None

    return locator(content)


def locate_beside(locate: Locate, written: Iterable[Written]) -> Locate:
    """Find lines in what people wrote beside contracts, too.

    Of two equal keys each has its line there: the file is refused for them, and can be mended.
    """
    by_path = dict(written)
    beside = locator(by_path.get)

    def found(place: Place, on: On) -> Span | None:
        return beside(place, on) if place.document in by_path else locate(place, on)

    return found


def locate_rows(locate: Locate, written: Written) -> Locate:
    """Find the rows of a table that people export, each by the number of its line."""
    name, content = written
    lines = content.decode("utf-8-sig", errors="replace").splitlines()

    def found(place: Place, on: On) -> Span | None:
        if place.document != name:
            return locate(place, on)
        number = int(place.pointer[1:] or 1)
        line = lines[number - 1] if number <= len(lines) else ""
        return Span(line=number, column=1, width=max(len(line), 1), text=line)

    return found
