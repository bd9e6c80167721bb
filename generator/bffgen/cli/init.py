"""`bffgen init`: a workspace to begin with.

In:  a folder that is new or empty, --example.
Out: contracts/, README.md and .gitignore in it; what to do next on the screen.
"""

import shutil
import sys
from pathlib import Path

from bffgen.cli.flags import Directory, Example, WrongUse
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import here
from bffgen.model.files import FileTree
from bffgen.tasks.init import EXAMPLES, example


def run(directory: Directory = ".", name: Example = None) -> int:
    """Write a workspace into a folder that is new or empty."""
    screen = Screen(sys.stdout, sys.stderr)
    known = ", ".join(f"`--example {each}`" for each in EXAMPLES)
    if name is None:
        raise WrongUse(f"a workspace begins with an example: {known}")
    if name not in EXAMPLES:
        raise WrongUse(f"no example is called `{name}`: {known}")
    folder = here() / directory
    title = folder.resolve().name
    begun = example(name, title)
    _write(folder, directory, begun.tree)
    said = [
        f"{title}: {len(begun.clients)} clients, {len(begun.upstreams)} upstreams",
        "next:",
        *([f"  cd {directory}"] if folder.resolve() != here().resolve() else []),
        "  bffgen build",
        f"  bffgen dev {begun.clients[0]}",
    ]
    screen.out.write("\n".join(said) + "\n")
    return 0


def _write(folder: Path, called: str, tree: FileTree) -> None:
    """Write all files, or none.

    Raises:
        WrongUse: there is something already, or the folder cannot be written.
    """
    is_new = not folder.exists()
    if not is_new and not folder.is_dir():
        raise WrongUse(f"{called} is a file; name a new folder")
    if not is_new and any(folder.iterdir()):
        raise WrongUse(f"{called} is not empty; name a new folder, or an empty one")
    try:
        for path, content in tree.files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    except OSError as fault:
        _remove(folder, is_new=is_new)
        reason = (fault.strerror or str(fault)).lower()
        raise WrongUse(f"{called} cannot be written: {reason}") from fault


def _remove(folder: Path, *, is_new: bool) -> None:
    """Remove what was written of a workspace that could not be written whole."""
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
