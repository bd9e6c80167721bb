"""Read the team's hooks.py by its syntax; it is never imported.

In:  the bytes of the file and its place.
Out: Hooks with the signature of each public function and what is imported, or a finding; where
     either stands in the text. A place in the file has the function's name as its pointer, or the
     number of the import.
How: one parse by `ast`, which executes nothing.
"""

import ast
import re
import warnings

from bffgen.contract.yaml import Extent
from bffgen.model.client import HookFunction, HookImport, Hooks
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

_NAME = re.compile(r"(?:async\s+)?def\s+(\w+)")


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
    """Where the public functions and the imported names of a module stand in its text."""

    def __init__(self, raw: bytes) -> None:
        """Parse the module; raises PythonFault where it is none."""
        text = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
        self._all = Extent(start=0, end=len(text))
        self._by_name: dict[str, Extent] = {}
        for node in _functions(_parsed(raw)):
            found = _NAME.search(text, _offset(text, node.lineno, node.col_offset + 1))
            if found is not None:
                start, end = found.span(1)
                self._by_name[node.name] = Extent(
                    start=found.start(), end=end, key_start=start, key_end=end
                )
        for number, (_, alias) in enumerate(_imports(_parsed(raw))):
            start = _offset(text, alias.lineno, alias.col_offset + 1)
            end = start + len(alias.name)
            self._by_name[f"{number}"] = Extent(start=start, end=end, key_start=start, key_end=end)

    def find(self, path: tuple[str, ...]) -> tuple[Extent, int]:
        """Give the function that the path names, else the whole text; and the tokens it took."""
        if path and path[0] in self._by_name:
            return self._by_name[path[0]], 1
        return self._all, 0


def read_hooks(content: bytes, place: Place) -> Hooks | Finding:
    """Read the public functions of a hooks module, sorted by name."""
    try:
        tree = _parsed(content)
    except PythonFault as fault:
        mark = Mark(place=place, width=1)
        return finding("compose-hook-syntax", mark, problem=fault.problem)
    functions = sorted(map(_function, _functions(tree)), key=lambda each: each.name)
    imports = tuple(
        _import(node, alias, place.at(number))
        for number, (node, alias) in enumerate(_imports(tree))
    )
    return Hooks(place=place, content=content, functions=tuple(functions), imports=imports)


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
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
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


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> HookFunction:
    positional = [*node.args.posonlyargs, *node.args.args]
    plain = len(positional) - len(node.args.defaults)
    return HookFunction(
        name=node.name,
        parameters=tuple((each.arg, number >= plain) for number, each in enumerate(positional)),
        takes_any=node.args.vararg is not None,
        by_name_alone=tuple(
            (each.arg, default is not None)
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        ),
        by_position_alone=len(node.args.posonlyargs),
        takes_any_name=node.args.kwarg is not None,
        is_async=isinstance(node, ast.AsyncFunctionDef),
    )
