"""Read the team's hooks, a module or a package, by their syntax; they are never imported.

In:  the client's folder, a reader of files, a list of what lies below a folder.
Out: Hooks with the signature of each public function, the files and what they import; or findings.
     Where either stands in a text: a place in a file has the function's name as its pointer, or the
     number of the import.
How: one parse a file by `ast`, which executes nothing. Of a package the functions are those that
     its `__init__.py` defines or takes from its own modules.
"""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from posixpath import dirname

from bffgen.contract.fields import unsupported
from bffgen.contract.yaml import Extent
from bffgen.model.client import HookFile, HookFunction, HookImport, Hooks
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

Read = Callable[[str], bytes]
# Paths of the files below a folder, relative to the workspace.
Below = Callable[[str], Sequence[str]]

_NAME = re.compile(r"(?:async\s+)?def\s+(\w+)")
_INIT = "__init__.py"
_CACHE = "__pycache__/"
# What a package of hooks may say of the whole BFF, once that is built.
_OF_THE_BFF = ("lifespan", "routers")


class PythonFault(Exception):
    """The text is not Python.

    Attributes:
        problem: what the parser says.
        offset: characters from the start of the text to where it stopped.
    """

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem, self.offset = problem, offset


class Functions:
    """Where the functions and the imported names of a module stand in its text."""

    def __init__(self, raw: bytes) -> None:
        """Parse the module; raises PythonFault where it is none."""
        text = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
        self._all = Extent(start=0, end=len(text))
        self._by_name: dict[str, Extent] = {}
        tree = _parsed(raw)
        for node in _functions(tree):
            found = _NAME.search(text, _offset(text, node.lineno, node.col_offset + 1))
            if found is not None:
                start, end = found.span(1)
                self._by_name[node.name] = Extent(
                    start=found.start(), end=end, key_start=start, key_end=end
                )
        for name, target in _assigned(tree):
            self._keep(name, name, _offset(text, target.lineno, target.col_offset + 1))
        for number, (_, alias) in enumerate(_imports(tree)):
            at = _offset(text, alias.lineno, alias.col_offset + 1)
            self._keep(f"{number}", alias.name, at)

    def _keep(self, token: str, name: str, start: int) -> None:
        end = start + len(name)
        self._by_name[token] = Extent(start=start, end=end, key_start=start, key_end=end)

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int]:
        """Give the function that the path names, else the whole text; and the tokens it took."""
        if path and path[0] in self._by_name:
            return self._by_name[path[0]], 1
        return self._all, 0


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
        listed = [each for each in below(dirname(root)) if _CACHE not in each and "/." not in each]
        found |= {path: read(path) for path in listed}
    return _Reading(root, found, read).hooks(folder)


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
        self._faults += self._of_the_bff(bound)
        functions = [each for name, each in bound.items() if not name.startswith("_")]
        files = sorted(self._files)
        made = Hooks(
            place=Place(document=self._root),
            files=tuple(self._file(path, folder) for path in files),
            functions=tuple(sorted(functions, key=lambda each: each.name)),
        )
        return tuple(self._faults) or made

    def _parse(self, path: str) -> None:
        if not path.endswith(".py") or path in self._seen:
            return
        self._seen.add(path)
        try:
            self._trees[path] = _parsed(self._files[path])
        except PythonFault as fault:
            mark = Mark(place=Place(document=path), width=1)
            self._faults.append(finding("compose-hook-syntax", mark, problem=fault.problem))
            return
        for node, _ in _imports(self._trees[path]):
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

    def _of_the_bff(self, bound: Iterable[str]) -> Iterator[Finding]:
        """Refuse what would be passed over in silence."""
        place = Place(document=self._root)
        names = {*bound, *(name for name, _ in _assigned(self._trees[self._root]))}
        for name in _OF_THE_BFF:
            if name in names:
                yield unsupported(f"`{name}` of hooks", Mark(place=place.at(name), on="key"))

    def _file(self, path: str, folder: str) -> HookFile:
        place, tree = Place(document=path), self._trees.get(path)
        imports = _imports(tree) if tree is not None else []
        return HookFile(
            path=path.removeprefix(f"{folder}/"),
            place=place,
            content=self._files[path],
            imports=tuple(
                _import(node, alias, place.at(number))
                for number, (node, alias) in enumerate(imports)
            ),
        )


def _parsed(content: bytes) -> ast.Module:
    with warnings.catch_warnings():
        # What the parser warns of is the business of the team's own linter.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(content)
        except SyntaxError as fault:
            text = content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
            offset = _offset(text, fault.lineno or 1, fault.offset or 1)
            raise PythonFault(fault.msg, offset) from fault
        except (ValueError, RecursionError, MemoryError) as fault:
            raise PythonFault(str(fault) or "it is nested too deep", 0) from fault


def _offset(text: str, line: int, column: int) -> int:
    """Give the offset of a line and column, both from 1; never behind the text."""
    lines = text.splitlines(keepends=True)
    return min(sum(map(len, lines[: line - 1])) + column - 1, len(text))


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _assigned(tree: ast.Module) -> list[tuple[str, ast.Name]]:
    """Give what is assigned of the names that say something of the whole BFF."""
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return [
        (each.id, each) for each in targets if isinstance(each, ast.Name) and each.id in _OF_THE_BFF
    ]


def _imports(tree: ast.Module) -> list[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Give every import, wherever it stands, with each name that it takes."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [(node, alias) for node in found for alias in node.names]


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
    )
