"""The modules of the runtime that a package reaches, from what its files import.

In:  the Python files of a package, generated and the team's own.
Out: path below the package -> bytes of each module to be copied.
How: `from ..runtime.X import` and `<client>_bff.runtime.X` name the roots; each module brings those
     that it imports. So a module comes when it is first of use and goes with the last that used it,
     and nobody keeps a list.
"""

import re
from collections.abc import Mapping
from functools import cache

from bffgen.emit.render import plain_files

_FOLDER = "runtime/"
# In a package the runtime is reached by one of these; inside the runtime a neighbour by one dot.
_ROOT = re.compile(r"^\s*(?:from|import) \.*(?:\w+\.)?runtime\.(\w+)", re.MULTILINE)
_NEIGHBOUR = re.compile(r"^\s*from \.(\w+) import", re.MULTILINE)


def runtime_modules(package: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the modules of the runtime that the files of a package reach.

    Args:
        package: path -> content; files that are no Python are passed over.
    """
    shipped, imports = _shipped(), _imports()
    waiting = ["__init__"]
    for path, content in package.items():
        if path.endswith(".py"):
            waiting += _ROOT.findall(content.decode(errors="replace"))
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in shipped and name not in reached:
            reached.add(name)
            waiting += imports[name]
    return {f"{_FOLDER}{name}.py": shipped[name] for name in sorted(reached)}


@cache
def _shipped() -> Mapping[str, bytes]:
    files = plain_files("bff/package/runtime")
    return {path.removesuffix(".py"): content for path, content in files}


@cache
def _imports() -> Mapping[str, tuple[str, ...]]:
    """Give what each module of the runtime imports of it."""
    found = {name: _NEIGHBOUR.findall(content.decode()) for name, content in _shipped().items()}
    return {name: tuple(names) for name, names in found.items()}
