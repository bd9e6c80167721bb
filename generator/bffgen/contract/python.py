"""Where the functions, imported names and words about the whole BFF of a module stand in its text.

In:  the bytes of a Python module.
Out: its syntax tree, and of that what hooks are asked for; the extent of each by its name.
How: one parse by `ast`, which executes nothing.
"""

import ast
import re
import warnings
from collections.abc import Iterator

from bffgen.contract.extent import Extent

_NAME = re.compile(r"(?:async\s+)?def\s+(\w+)")
# What hooks may say of the whole BFF.
LIFESPAN, ROUTERS = "lifespan", "routers"
OF_THE_BFF = (LIFESPAN, ROUTERS)
_ROUTER = "APIRouter"
# What a router calls the ways to add a route, its path the first argument.
_ROUTES = frozenset(
    ("api_route", "delete", "get", "head", "options", "patch", "post", "put", "route", "websocket")
)


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
        tree = parsed(raw)
        for node in functions(tree):
            found = _NAME.search(text, _offset(text, node.lineno, node.col_offset + 1))
            if found is not None:
                start, end = found.span(1)
                self._by_name[node.name] = Extent(
                    start=found.start(), end=end, key_start=start, key_end=end
                )
        for name, target in assigned(tree):
            self._keep(name, name, _offset(text, target.lineno, target.col_offset + 1))
        for number, (_, alias) in enumerate(imports(tree)):
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


def parsed(content: bytes) -> ast.Module:
    """Parse a module; raises PythonFault where it is none."""
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


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give the functions of a module itself."""
    return [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def assigned(tree: ast.Module) -> list[tuple[str, ast.Name]]:
    """Give what is assigned of the names that say something of the whole BFF."""
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return [
        (each.id, each) for each in targets if isinstance(each, ast.Name) and each.id in OF_THE_BFF
    ]


def names_of(tree: ast.Module) -> tuple[tuple[str, str], ...]:
    """Give what a module binds at its top: (name, where it is imported from, else empty)."""
    found: list[tuple[str, str]] = []
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.append((node.name, ""))
            case ast.Import():
                found += [(each.asname or each.name, each.name) for each in node.names]
            case ast.ImportFrom():
                module = "." * node.level + (node.module or "")
                found += [
                    (each.asname or each.name, f"{module}.{each.name}") for each in node.names
                ]
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = (each for target in targets for each in ast.walk(target))
                found += [(each.id, "") for each in names if isinstance(each, ast.Name)]
            case _:
                pass
    return tuple(found)


def last_name(node: ast.expr) -> str:
    """Give the last name of what is called or referred to: of `contextlib.closing(x)` `closing`."""
    match node:
        case ast.Call(func=function):
            return last_name(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def routed(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give the functions that a router's decorator adds: (name, path with the router's prefix).

    Paths that are put together when the module runs are not known.
    """
    prefixes: dict[str, str] = {}
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as made)
            ) if last_name(made) == _ROUTER:
                given = next((e.value for e in made.keywords if e.arg == "prefix"), None)
                prefix = "" if given is None else _text(given)
                prefixes |= {name: prefix} if prefix is not None else {}
            case _:
                pass
    for function in functions(tree):
        for each in function.decorator_list:
            match each:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=router), attr=method), args=[first, *_]
                ) if router in prefixes and method in _ROUTES:
                    path = _text(first)
                    if path is not None:
                        yield function.name, prefixes[router] + path
                case _:
                    pass


def _is_routed(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(func=ast.Attribute(attr=method)):
            return method in _ROUTES
        case _:
            return False


def _text(node: ast.expr) -> str | None:
    """Give a text that stands in the source; None of one that is made when the module runs."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text and isinstance(node, ast.Constant) else None


def read_names(tree: ast.Module) -> Iterator[str]:
    """Give the names and attributes that the code of a module reads, and what its routers call."""
    for function in functions(tree):
        if any(_is_routed(each) for each in function.decorator_list):
            yield function.name
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
            case _:
                pass


def imports(tree: ast.Module) -> list[tuple[ast.Import | ast.ImportFrom, ast.alias]]:
    """Give every import, wherever it stands, with each name that it takes."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [(node, alias) for node in found for alias in node.names]
