"""What bffgen itself is made of: the files that decide what a build makes, beside the contracts.

In:  the installed package, its templates, the environment's packages.
Out: their paths, and one digest.
How: an editable install changes without a new version, so its files count, not its version; other
     packages count by the names of their metadata folders, which carry their versions.
"""

import os
import sys
import sysconfig
from hashlib import sha256
from pathlib import Path

from bffgen.tasks.build import templates_folder

PACKAGE = Path(__file__).resolve().parents[1]


def own_files() -> list[Path]:
    """Give the files of the package and its templates, sorted."""
    return [path for path in _below(PACKAGE, templates_folder()) if path.is_file()]


def own_folders() -> list[Path]:
    """Give the folders whose listings count: of templates, and of the installed packages."""
    templates = templates_folder()
    return [
        templates,
        *(path for path in _below(templates) if path.is_dir()),
        *_packages(),
    ]


def own_digest() -> str:
    """Digest what bffgen is, here and now."""
    total = sha256(sys.version.encode())
    for folder in _packages():
        for name in sorted(each.name for each in folder.glob("*.dist-info")):
            total.update(f"{name}\n".encode())
    for path in own_files():
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def own_stamp() -> str:
    """Identify what bffgen is, here and now, by the sizes and times of its files: in 3 ms."""
    total = sha256(sys.version.encode())
    for folder in _packages():
        for name in sorted(each.name for each in folder.glob("*.dist-info")):
            total.update(f"{name}\n".encode())
    for path in own_files():
        stat = path.stat()
        total.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _below(*roots: Path) -> list[Path]:
    """Walk folders, each once; what Python caches is not looked at."""
    found: set[Path] = set()
    for root in roots:
        for here, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found.update(Path(here) / name for name in (*folders, *files))
    return sorted(found)


def _packages() -> list[Path]:
    """Give the folders that packages are installed into."""
    folders = {Path(sysconfig.get_paths()[name]) for name in ("purelib", "platlib")}
    return sorted(folder for folder in folders if folder.is_dir())
