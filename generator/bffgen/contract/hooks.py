"""Read the team's hooks.py by its syntax; it is never imported.

In:  the bytes of the file and its place.
Out: Hooks with the signature of each public function, or a finding with the line.
"""

import ast

from bffgen.model.client import HookFunction, Hooks
from bffgen.model.finding import Finding, finding
from bffgen.model.place import Place


def read_hooks(content: bytes, place: Place) -> Hooks | Finding:
    """Read the public functions of a hooks module, sorted by name."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None) or 1
        problem = f"line {line} is not Python: {getattr(fault, 'msg', fault)}"
        return finding("compose-hook-syntax", place, problem=problem.lower())
    functions = [
        _function(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    ]
    functions.sort(key=lambda each: each.name)
    return Hooks(place=place, content=content, functions=tuple(functions))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> HookFunction:
    positional = [*node.args.posonlyargs, *node.args.args]
    plain = len(positional) - len(node.args.defaults)
    return HookFunction(
        name=node.name,
        parameters=tuple((each.arg, number >= plain) for number, each in enumerate(positional)),
        takes_any=node.args.vararg is not None,
        is_async=isinstance(node, ast.AsyncFunctionDef),
    )
