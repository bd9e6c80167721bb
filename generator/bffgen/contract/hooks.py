"""Read the team's hooks.py by its syntax; it is never imported.

In:  the bytes of the file and its place.
Out: Hooks with the signature of each public function, or a finding. A place in the file has the
     function's name as its pointer.
"""

import ast

from bffgen.contract.python import PythonFault, parsed, public_functions
from bffgen.model.client import HookFunction, Hooks
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place


def read_hooks(content: bytes, place: Place) -> Hooks | Finding:
    """Read the public functions of a hooks module, sorted by name."""
    try:
        tree = parsed(content)
    except PythonFault as fault:
        mark = Mark(place=place, width=1)
        return finding("compose-hook-syntax", mark, problem=fault.problem)
    functions = sorted(map(_function, public_functions(tree)), key=lambda each: each.name)
    return Hooks(place=place, content=content, functions=tuple(functions))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> HookFunction:
    positional = [*node.args.posonlyargs, *node.args.args]
    plain = len(positional) - len(node.args.defaults)
    return HookFunction(
        name=node.name,
        parameters=tuple((each.arg, number >= plain) for number, each in enumerate(positional)),
        takes_any=node.args.vararg is not None,
        by_name_alone=tuple(
            each.arg
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default is None
        ),
        is_async=isinstance(node, ast.AsyncFunctionDef),
    )
