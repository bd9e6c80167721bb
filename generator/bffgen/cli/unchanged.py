"""The fast path: a build with nothing to do is answered by `os` and `sys` alone.

In:  arguments of `bffgen build`; the manifest of the workspace, which `cli/manifest.py` writes.
Out: True, with what the last build said on the screen; or False, and the command line goes on.
How: the manifest has a row for each file and folder that a build depends on or has made: size,
     time of change and inode from when contracts and generated/ agreed. Where all are the same,
     nothing is to be done. Whatever is otherwise, or cannot be understood, goes on: this module
     never says more than "nothing to do". Its imports are its cost: re alone would make it 1.4
     times as dear, json 1.8.
"""

import os
import sys

from bffgen import VERSION

TYPE_CHECKING = False  # for type checkers; to import the true one costs as much as re
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

FORMAT = "manifest/1"
STATE = ".bffgen"
# What is said of findings, plain or for a terminal; what `build` and `build --check` end with.
SCREENS = ("plain", "painted", "build", "check")


def is_unchanged(argv: list[str]) -> bool:
    """Say whether a build has nothing to do; then its screen has been written."""
    clients = [each for each in argv if each != "--check"]
    if any(each.startswith("-") for each in clients):
        return False
    try:
        root = _root(os.getcwd())
        with open(f"{root}/{STATE}/{manifest_name(clients)}", "rb") as file:
            head, *rows, end = file.read().decode("utf-8", "surrogateescape").split("\n")[:-1]
        if head != identity() or end != f"end\t{len(rows)}":
            return False
        said: dict[str, list[str]] = {}
        for row in rows:
            kind, path, rest = row.split("\t", 2)
            if kind in SCREENS:
                said.setdefault(kind, []).append(f"{rest}\n")
            elif kind != "row" or rest != stamp_of(
                path if os.path.isabs(path) else f"{root}/{path}"
            ):
                return False
        errors = "painted" if is_coloured(sys.stderr, os.environ) else "plain"
        _write(sys.stderr, said.get(errors, []))
        _write(sys.stdout, said.get("check" if "--check" in argv else "build", []))
    except (OSError, ValueError, AttributeError):
        return False  # the command line meets it again, and tells it
    return True


def manifest_name(clients: list[str]) -> str:
    """Name the manifest of a build: of all clients, or of the named ones."""
    return "manifest" + "".join(f"+{each}" for each in sorted({*clients}))


def identity() -> str:
    """Give the first line of a manifest: another bffgen or another Python does not trust it."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return "\t".join((FORMAT, VERSION, " ".join(sys.version.split()), sys.prefix, package))


def stamp_of(path: str) -> str:
    """Give what tells a file or a folder from an edited one: size, time of change, inode."""
    stat = os.stat(path)
    return f"{stat.st_size}\t{stat.st_mtime_ns}\t{stat.st_ino}"


def is_coloured(stream: "TextIO", environ: "Mapping[str, str]") -> bool:
    """Say whether a person looks at the stream on a terminal that knows colours.

    Source:
        no-color.org: NO_COLOR, when present and not empty, forbids colour. A console without TERM
        is Windows' own, which draws the escapes as characters unless it is Windows Terminal.
    """
    if environ.get("NO_COLOR") or not stream.isatty():
        return False
    return environ.get("TERM", "dumb") != "dumb" or "WT_SESSION" in environ


def _root(here: str) -> str:
    """Find the workspace that a folder stands in, as `Folder.around` does."""
    while not os.path.isfile(f"{here}/contracts/bffgen.yaml"):
        above = os.path.dirname(here)
        if above == here:
            raise FileNotFoundError(here)
        here = above
    return here


def _write(stream: "TextIO", lines: list[str]) -> None:
    """Write as a Pane does: what the encoding lacks is written as an escape."""
    encoding = stream.encoding or "utf-8"
    stream.write("".join(lines).encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
