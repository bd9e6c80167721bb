"""Read the team's hooks, a module or a package, by their syntax; they are never imported.

In:  the client's folder, a reader of files, a list of what lies below a folder.
Out: Hooks with the signature of each public function, the files and what they import; or findings.
     A place in a file has the function's name as its pointer, or the number of the import.
How: one parse a file by `ast`, which executes nothing. Of a package the functions are those that
     its `__init__.py` defines or takes from its own modules.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from posixpath import dirname

from bffgen.contract.disk import not_listed
from bffgen.contract.python import (
    LIFESPAN,
    OF_THE_BFF,
    ROUTERS,
    PythonFault,
    imports,
    last_name,
    names_of,
    parsed,
    read_names,
    routed,
)
from bffgen.model.client import HookFile, HookFunction, HookImport, Hooks, Routed
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

Read = Callable[[str], bytes]
# Paths of the files below a folder, relative to the workspace.
Below = Callable[[str], Sequence[str]]

_INIT = "__init__.py"
_CACHE = "__pycache__/"


def nothing_below(_: str) -> Sequence[str]:
    """Know of no files but of those that others name."""
    return ()


def read_hooks(folder: str, read: Read, below: Below) -> Hooks | tuple[Finding, ...] | None:
    """Read hooks.py or the package hooks/; None where there is neither."""
    module, package = f"{folder}/hooks.py", f"{folder}/hooks/{_INIT}"
    standing = {path: _content(path, read) for path in (module, package)}
    found = {path: content for path, content in standing.items() if content is not None}
    if not found:
        return None
    if len(found) > 1:
        problem = "`hooks.py` beside `hooks/`; Python would take the folder"
        marks = [Mark(place=Place(document=path), width=1) for path in found]
        return (finding("input-schema", *marks, problem=problem),)
    (root,) = found
    if root == package:
        try:
            every = below(dirname(root))
        except OSError as fault:
            return (not_listed(fault, Place(document=dirname(root)), dirname(root)),)
        listed = [each for each in every if _CACHE not in each and "/." not in each]
        found |= {path: read(path) for path in listed}
    return _Reading(root, found, read).hooks(folder)


def declared(text: str, place: Place) -> HookFunction:
    """Read one function as its source declares it, of hooks that do not stand in a file.

    Args:
        text: Python that holds, and has a function first.
    """
    node = parsed(text.encode()).body[0]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        raise TypeError(f"no function: {text}")
    return _function(node, node.name, place)


def _content(path: str, read: Read) -> bytes | None:
    with suppress(OSError):
        return read(path)
    return None


class _Reading:
    """The files of hooks while they are read; a module comes with those that it imports."""

    def __init__(self, root: str, files: dict[str, bytes], read: Read) -> None:
        self._root, self._files, self._read = root, files, read
        self._seen: set[str] = set()
        self._trees: dict[str, ast.Module] = {}
        self._faults: list[Finding] = []

    def hooks(self, folder: str) -> Hooks | tuple[Finding, ...]:
        for path in sorted(self._files):
            self._parse(path)
        if self._faults:
            return tuple(self._faults)
        bound = dict(self._bound(self._root, ()))
        named = names_of(self._trees[self._root])
        there = {name for name, _ in named} | bound.keys()
        own = {*OF_THE_BFF}
        functions = [e for name, e in bound.items() if not name.startswith("_") and name not in own]
        files = sorted(self._files)
        made = Hooks(
            place=Place(document=self._root),
            files=tuple(self._file(path, folder) for path in files),
            functions=tuple(sorted(functions, key=lambda each: each.name)),
            bound=named,
            lifespan=bound.get(LIFESPAN),
            has_lifespan=LIFESPAN in there,
            has_routers=ROUTERS in there,
            routed=tuple(self._routed()),
            called=frozenset(name for tree in self._trees.values() for name in read_names(tree)),
        )
        return made

    def _parse(self, path: str) -> None:
        if not path.endswith(".py") or path in self._seen:
            return
        self._seen.add(path)
        try:
            self._trees[path] = parsed(self._files[path])
        except PythonFault as fault:
            mark = Mark(place=Place(document=path), width=1)
            self._faults.append(finding("compose-hook-syntax", mark, problem=fault.problem))
            return
        for node, _ in imports(self._trees[path]):
            beside = self._module(path, node)
            if beside is not None:
                self._parse(beside)

    def _module(self, path: str, node: ast.Import | ast.ImportFrom) -> str | None:
        """Give the file of the own package that an import takes from; it is read if need be."""
        if isinstance(node, ast.Import) or node.level == 0 or not self._root.endswith(_INIT):
            return None
        holder = path
        for _ in range(node.level):
            holder = dirname(holder)
        inside = f"{holder}/{(node.module or '').replace('.', '/')}".rstrip("/")
        if not f"{inside}/".startswith(f"{dirname(self._root)}/"):
            return None
        for each in (f"{inside}.py", f"{inside}/{_INIT}"):
            content = self._files.get(each) or _content(each, self._read)
            if content is not None:
                self._files[each] = content
                return each
        return None

    def _bound(self, path: str, outer: tuple[str, ...]) -> Iterator[tuple[str, HookFunction]]:
        """Give the functions that a module has, its own and those of modules beside it."""
        place = Place(document=path)
        for node in self._trees[path].body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, _function(node, node.name, place.at(node.name))
            beside = self._module(path, node) if isinstance(node, ast.ImportFrom) else None
            if not isinstance(node, ast.ImportFrom) or beside is None or beside in outer:
                continue
            theirs = dict(self._bound(beside, (*outer, path)))
            for alias in node.names:
                taken = theirs if alias.name == "*" else {alias.name: theirs.get(alias.name)}
                for name, function in taken.items():
                    own = alias.asname or name
                    if function is not None:
                        yield own, function.called(own)

    def _routed(self) -> Iterator[Routed]:
        for path, tree in self._trees.items():
            for function, below in routed(tree):
                place = Place(document=path).at(function)
                yield Routed(function=function, path=below, place=place)

    def _file(self, path: str, folder: str) -> HookFile:
        place, tree = Place(document=path), self._trees.get(path)
        taken = imports(tree) if tree is not None else []
        return HookFile(
            path=path.removeprefix(f"{folder}/"),
            place=place,
            content=self._files[path],
            imports=tuple(
                _import(node, alias, place.at(number)) for number, (node, alias) in enumerate(taken)
            ),
        )


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias, place: Place) -> HookImport:
    if isinstance(node, ast.Import):
        return HookImport(module=alias.name, name="", place=place)
    name = "" if alias.name == "*" else alias.name
    return HookImport(module="." * node.level + (node.module or ""), name=name, place=place)


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, place: Place
) -> HookFunction:
    positional = [*node.args.posonlyargs, *node.args.args]
    plain = len(positional) - len(node.args.defaults)
    return HookFunction(
        name=name,
        parameters=tuple((each.arg, number >= plain) for number, each in enumerate(positional)),
        takes_any=node.args.vararg is not None,
        by_name_alone=tuple(
            (each.arg, default is not None)
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        ),
        by_position_alone=len(node.args.posonlyargs),
        takes_any_name=node.args.kwarg is not None,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        place=place,
        decorators=tuple(name for each in node.decorator_list if (name := last_name(each))),
    )
