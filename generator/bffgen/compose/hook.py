"""Hold a call of the team's hooks against the functions that are there.

In:  the builder `python`, the arguments that it was bound to, the hooks module.
Out: the call, or a finding with both places; for a missing function a stub ready to paste.
How: by number and kind of the parameters; their types are held by the checker that reads the
     generated Protocol.
"""

from collections.abc import Sequence

from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import Python
from bffgen.model.canonical import Json
from bffgen.model.client import HookFunction, Hooks
from bffgen.model.expression import Fixed, Hooked, Otherwise, Read
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.spelling import words

_HINTS = {"string": "str", "number": "float", "integer": "int", "boolean": "bool", "null": "None"}


def called(
    builder: Python,
    given: tuple[Read | Fixed | Otherwise, ...],
    hooks: Hooks | None,
    api: Api,
    pointer: str,
    way: str,
) -> Hooked | Finding:
    """Bind a call to its function.

    Args:
        pointer: the schema of the property that the function's value is for; way: its dotted name.
    """
    function = hooks.function(builder.function) if hooks else None
    if function is None:
        return _missing(builder, given, hooks, api, pointer)
    fault = _misfit(builder, function, len(given))
    if fault is not None:
        return fault
    optional = frozenset(n for n, (_, default) in enumerate(function.parameters) if default)
    declared = [name for name, _ in function.parameters]
    names = declared + [f"argument_{n + 1}" for n in range(len(declared), len(given))]
    return Hooked(
        function=builder.function,
        arguments=given,
        names=tuple(names[: len(given)]),
        optional=optional,
        feeds=way,
        returns=pointer,
    )


def _missing(
    builder: Python,
    given: Sequence[Read | Fixed | Otherwise],
    hooks: Hooks | None,
    api: Api,
    at: str,
) -> Finding:
    """Say that no function of the name is there.

    Args:
        at: pointer to the property that the function's value is for.
    """
    marks = [Mark(place=builder.place.at("python"))]
    if hooks is not None:
        marks.append(Mark(place=hooks.place))
    answer = hint(schema.types(api.meaning, at))
    return finding(
        "compose-hook-missing",
        *marks,
        function=builder.function,
        module="" if hooks else "hooks.py",
        stub=(
            f"def {builder.function}({', '.join(_parameters(given))}) -> {answer}:"
            " raise NotImplementedError"
        ),
    )


def _misfit(builder: Python, function: HookFunction, count: int) -> Finding | None:
    """Refuse a function that takes another number of arguments, or answers later."""
    problem = unlike(function, count, is_async=False)
    if not problem:
        return None
    marks = [Mark(place=builder.place.at("python")), Mark(place=function.place, on="key")]
    return finding(
        "compose-hook-signature", *marks, function=builder.function, problem=problem, stub=""
    )


def unlike(function: HookFunction, count: int, *, is_async: bool) -> str:
    """Say why a function cannot be called as it is; empty where it can.

    Args:
        count: of the arguments that it is given.
        is_async: whether its answer is waited for.
    """
    least = sum(not default for _, default in function.parameters)
    most = count if function.takes_any else len(function.parameters)
    if function.is_async and not is_async:
        return "it is `async`, and a value is computed at once"
    if is_async and not function.is_async:
        return "it is not `async`, and its answer is waited for"
    named = [name for name, default in function.by_name_alone if not default]
    if named:
        name = named[0]
        return f"it takes `{name}` by name alone, and values are given in order"
    if not least <= count <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        return f"it takes {wanted} argument{'' if wanted == '1' else 's'} and is given {count}"
    return ""


def _parameters(given: Sequence[Read | Fixed | Otherwise]) -> list[str]:
    """Write the parameters of a stub: named by the last step of what they are given."""
    names: list[str] = []
    written = []
    for number, value in enumerate(given, start=1):
        read = value.options[0] if isinstance(value, Otherwise) else value
        name = _name(read) if isinstance(read, Read) else ""
        if not name.isidentifier() or name in names:
            name = f"argument_{number}"
        names.append(name)
        written.append(f"{name}: {hint(read.types) if isinstance(read, Read) else 'object'}")
    return written


def _name(read: Read) -> str:
    named = [hop.name for hop in read.hops if hop.name]
    return "_".join(words(named[-1] if named else read.name.rpartition(".")[2]))


def hint(types: frozenset[str]) -> str:
    """Write plain types as Python does; the models of the others stand in generated code."""
    if not types or not types <= _HINTS.keys():
        return "object"
    if "number" in types:
        types -= {"integer"}
    return " | ".join(hint for name, hint in _HINTS.items() if name in types)


def literal_hint(value: Json) -> str:
    """Write the type of a literal."""
    if value is None:
        return "None"
    return type(value).__name__ if isinstance(value, bool | int | float | str) else "object"
