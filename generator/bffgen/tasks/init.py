"""Begin a workspace.

In:  the name of an example, a title.
Out: Begun: the files of the workspace, its clients and upstreams.
"""

from dataclasses import dataclass

from bffgen.contract.example import EXAMPLES, example_files
from bffgen.contract.workspace import FOLDER, read_workspace
from bffgen.emit.begin import begin
from bffgen.model.files import FileTree

__all__ = ["EXAMPLES", "Begun", "example"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A workspace that begins: its files, the names of its clients and upstreams."""

    tree: FileTree
    clients: tuple[str, ...]
    upstreams: tuple[str, ...]


def example(name: str, title: str) -> Begun:
    """Begin with an example's contracts; `name` is one of EXAMPLES."""
    files = {f"{FOLDER}/{path}": content for path, content in example_files(name).items()}

    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    workspace, _ = read_workspace(read)
    upstreams = tuple(each.name for each in workspace.upstreams)
    beside = begin(title, workspace.names, upstreams)
    return Begun(
        tree=FileTree.of({**files, **beside}), clients=workspace.names, upstreams=upstreams
    )
