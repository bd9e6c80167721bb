"""Where an upstream's contract is vendored from, and what was vendored.

In:  nothing; `contract/workspace.py` reads a Pull, `tasks/pull.py` makes the lock.
Out: Pull, Vendored, Vendored's file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bffgen.model.place import Place

LOCK: Final = "upstreams/pull.lock"
_FORMAT: Final = "format pull/1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """Where a contract is at home: a file of a git repository, or a URL.

    Attributes:
        url: of the document; empty where it is in git.
        git: of the repository; ref a branch, a tag or a commit of it; path the document there.
    """

    url: str = ""
    git: str = ""
    ref: str = ""
    path: str = ""
    place: Place

    @property
    def told(self) -> str:
        """Say it in one text without a blank."""
        return self.url or f"{self.git}#{self.ref}:{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Vendored:
    """One file as it was vendored.

    Attributes:
        path: relative to contracts/.
        source: where it came from.
        digest: SHA-256 of its bytes, hex.
    """

    path: str
    upstream: str
    source: str
    digest: str


def lock(files: Iterable[Vendored]) -> bytes:
    """Write pull.lock: a line a file, sorted."""
    lines = (f"{e.path}\t{e.upstream}\t{e.source}\t{e.digest}\n" for e in sorted(files))
    return (_FORMAT + "".join(lines)).encode()


def parse(content: bytes) -> tuple[Vendored, ...] | None:
    """Read pull.lock; None where it is none."""
    text = content.decode("utf-8", "replace")
    if not text.startswith(_FORMAT):
        return None
    rows = [line.split("\t") for line in text.removeprefix(_FORMAT).splitlines()]
    if any(len(row) != 4 for row in rows):
        return None
    return tuple(Vendored(path=p, upstream=u, source=s, digest=d) for p, u, s, d in rows)
