"""The installed package and what lies beside it: its files, and the packages of the environment.

In:  nothing.
Out: their paths, and one stamp of them.
How: apart from `cli/itself.py`, which knows of templates and so imports what builds.
"""

import os
import sys
import sysconfig
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def own_stamp() -> str:
    """Identify what bffgen is, here and now, by the sizes and times of its files: in 3 ms."""
    total = sha256(environment())
    for path in (each for each in below(PACKAGE) if each.is_file()):
        stat = path.stat()
        total.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def environment() -> bytes:
    """Name what Python and which packages bffgen runs with."""
    named = [
        name
        for folder in packages()
        for name in sorted(each.name for each in folder.glob("*.dist-info"))
    ]
    return "".join((sys.version, *(f"{name}\n" for name in named))).encode()


def below(*roots: Path) -> list[Path]:
    """Walk folders, each once; what Python caches is not looked at."""
    found: set[Path] = set()
    for root in roots:
        for here, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found.update(Path(here) / name for name in (*folders, *files))
    return sorted(found)


def packages() -> list[Path]:
    """Give the folders that packages are installed into."""
    folders = {Path(sysconfig.get_paths()[name]) for name in ("purelib", "platlib")}
    return sorted(folder for folder in folders if folder.is_dir())
