"""Functions of hooks to start from: each as the Protocol of the generated package says it.

In:  a function as a plan writes it, with what is plain typed alone; the text of ports.py.
Out: a Stub: its head in one line, typed as the Protocol says, and the imports that it needs.
How: ports.py is parsed, not written a second time, so a stub fits the Protocol that it is held
     against whatever types stand in it. What ports.py itself defines or hands on is imported from
     there, everything else from where ports.py has it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

_HOOKS: Final = "Hooks"
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """A function without a body.

    Attributes:
        head: up to its colon, in one line.
        imports: lines, a module each, sorted.
    """

    head: str
    imports: tuple[str, ...]


def typed(written: str, ports: str, package: str) -> Stub | None:
    """Give a function the types that the Protocol has for it; None where it has no such function.

    Args:
        written: the function, its parameters in the order and with the defaults that are to be.
    """
    tree = ast.parse(ports)
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    known = {name: line for node in tree.body for name, line in _imported(node, package)}
    known |= {each.name: (f"{package}.ports", each.name) for each in classes}
    function = ast.parse(written).body[0]
    if not isinstance(function, _FUNCTION):
        return None
    for method in (each for kind in classes if kind.name == _HOOKS for each in kind.body):
        if isinstance(method, _FUNCTION) and method.name == function.name:
            return _stub(function, method, known)
    return None


def _imported(node: ast.stmt, package: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the names that ports.py takes, each with the module and what is taken of it."""
    if not isinstance(node, ast.ImportFrom):
        return
    parts = [package] if node.level else []
    module = ".".join([*parts, *([node.module] if node.module else [])])
    for each in node.names:
        # `as` its own name: handed on, so that hooks have one module to look into.
        if each.asname == each.name:
            yield each.name, (f"{package}.ports", each.name)
        else:
            alias = f" as {each.asname}" if each.asname else ""
            yield each.asname or each.name, (module, f"{each.name}{alias}")


def _stub(function: _Function, method: _Function, known: dict[str, tuple[str, str]]) -> Stub:
    types = {each.arg: each.annotation for each in _parameters(method)}
    for each in _parameters(function):
        each.annotation = types.get(each.arg, each.annotation)
    kind = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
    answers = f" -> {ast.unparse(method.returns)}" if method.returns is not None else ""
    # `unparse` writes no blanks around the default of what has a type.
    takes = ast.unparse(function.args).replace("MISSING=MISSING", "MISSING = MISSING")
    head = f"{kind} {function.name}({takes}){answers}"
    parts = [function.args, *([method.returns] if method.returns is not None else [])]
    names = {e.id for part in parts for e in ast.walk(part) if isinstance(e, ast.Name)}
    by_module: dict[str, list[str]] = {}
    for module, taken in sorted(known[name] for name in names if name in known):
        by_module.setdefault(module, []).append(taken)
    lines = (f"from {module} import {', '.join(taken)}" for module, taken in by_module.items())
    return Stub(head=head, imports=tuple(lines))


def _parameters(function: _Function) -> list[ast.arg]:
    takes = function.args
    return [*takes.posonlyargs, *takes.args, *takes.kwonlyargs]
