"""What bffgen itself is made of: the files that decide what a build makes, beside the contracts.

In:  the installed package, its templates, the environment's packages.
Out: their paths, and one digest.
How: an editable install changes without a new version, so its files count, not its version; other
     packages count by the names of their metadata folders, which carry their versions.
"""

from hashlib import sha256
from pathlib import Path

from bffgen.cli.installed import PACKAGE, below, environment, packages
from bffgen.tasks.build import templates_folder


def own_files() -> list[Path]:
    """Give the files of the package and its templates, sorted."""
    return [path for path in below(PACKAGE, templates_folder()) if path.is_file()]


def own_folders() -> list[Path]:
    """Give the folders whose listings count: of templates, and of the installed packages."""
    templates = templates_folder()
    return [
        templates,
        *(path for path in below(templates) if path.is_dir()),
        *packages(),
    ]


def own_digest() -> str:
    """Digest what bffgen is, here and now."""
    total = sha256(environment())
    for path in own_files():
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
