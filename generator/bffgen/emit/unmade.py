"""What the team's hooks import of their own package and nobody makes.

In:  the hooks module, the files of the package.
Out: findings at the names in the team's file, each with the nearest that is made.
How: a name is made where a module binds it at its top; files are read by their syntax. A contract
     that changes takes names away, and such a module would fail when the BFF starts.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname

from bffgen.model.client import HookImport, Hooks
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.spelling import nearest

_INIT = "/__init__.py"
# Where hooks import from, the first that has a name before the others.
_FOR_HOOKS = ("ports", "answers", "identity", "config", "settings", "guards", "models", "results")


def unmade(hooks: Hooks, package: str, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Find what is imported of the package and is not there.

    Args:
        files: path in the client's folder -> content.
    """
    for file in hooks.files:
        for each in file.imports:
            yield from _fault_of(each, f"{package}/{file.path}", package, files)


def _fault_of(
    each: HookImport, path: str, package: str, files: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Find what is wrong with one import of a file."""
    module = _module(each, path, package)
    if module is None:
        return
    bound = _bound(module, files)
    if bound is None:
        holder, _, last = module.rpartition("/")
        beside = _modules(holder, files)
        yield _fault(each, _dotted(module), last, beside, _dotted(holder) or package)
    elif each.name and each.name not in {*bound, *_modules(module, files)}:
        own = {name for name, is_own in bound.items() if is_own}
        known = own | _modules(module, files)
        there = _elsewhere(each.name, package, files)
        yield _fault(each, each.name, each.name, known, _dotted(module), there)


def _module(each: HookImport, file: str, package: str) -> str | None:
    """Give the module that is imported from, as a path; None of another package."""
    path = each.module.replace(".", "/")
    if each.module.startswith("."):
        below = path.lstrip("/")
        holder = file
        for _ in range(len(path) - len(below)):
            holder = dirname(holder)
        return f"{holder}/{below}".rstrip("/")
    return path if path == package or path.startswith(f"{package}/") else None


def _bound(module: str, files: Mapping[str, bytes]) -> dict[str, bool] | None:
    """Give the names that a module binds at its top, with whether each is for others to import.

    None where there is no such module.
    """
    content = files.get(f"{module}.py", files.get(module + _INIT))
    if content is None:
        return {} if _modules(module, files) else None
    return dict(pair for node in ast.parse(content).body for pair in _names(node))


def _names(node: ast.stmt) -> Iterable[tuple[str, bool]]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, True
        case ast.Import() | ast.ImportFrom():
            # What is handed on is imported under its own name, as type checkers want it.
            yield from ((each.asname or each.name, bool(each.asname)) for each in node.names)
        case ast.Assign():
            yield from ((each.id, True) for each in node.targets if isinstance(each, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, True
        case _:
            return


def _modules(package: str, files: Mapping[str, bytes]) -> frozenset[str]:
    """Give the modules of a package, those that are packages themselves included."""
    inside = (path.removeprefix(f"{package}/") for path in files if path.startswith(f"{package}/"))
    return frozenset(
        path.partition("/")[0].removesuffix(".py") for path in inside if path.endswith(".py")
    )


def _elsewhere(name: str, package: str, files: Mapping[str, bytes]) -> str:
    """Give the module for hooks that has a name; empty without one."""
    for each in _FOR_HOOKS:
        bound = _bound(f"{package}/{each}", files)
        if bound is not None and bound.get(name):
            return f"{package}.{each}"
    return ""


def _dotted(module: str) -> str:
    return module.replace("/", ".")


def _fault(
    each: HookImport, name: str, last: str, known: Iterable[str], module: str, there: str = ""
) -> Finding:
    mark = Mark(place=each.place, on="key")
    close = nearest(last, sorted(known))
    return finding(
        "compose-hook-import", mark, name=name, module=module, nearest=close, elsewhere=there
    )
