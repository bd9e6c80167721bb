"""Types of what functions of hooks are given, as the Protocol in ports.py writes them.

In:  an argument of a call, the names around it.
Out: its types as texts, their union, the imports that a signature needs.
How: of a value that is part of a body the class of that body's own module; of a plain one its type.
"""

import re
from collections.abc import Iterable

from bffgen.emit.classes import type_text
from bffgen.emit.expression import MISSING
from bffgen.emit.imports import Imports, typing_names
from bffgen.emit.layout import Node, flat
from bffgen.emit.plain import bare
from bffgen.emit.reading import Names, Typed, type_at
from bffgen.model.canonical import Json
from bffgen.model.expression import Expression, Fixed, Otherwise, Read

_SOURCES = "_sources"
# Where what is read stands, as the module of a plan calls it, and as ports.py does.
_PREFIXES = {"models.": "models.", "results.": "", "": "identity."}
_IMPORTS = (
    (MISSING, "pydantic", MISSING),
    ("answers.", ".", "answers"),
    ("models.", ".", "models"),
    ("identity.", ".", "identity"),
)
_MODULE = re.compile(rf"(\w+){_SOURCES}\.")


def import_types(head: Node, imports: Imports) -> None:
    """Import what the types of a signature need."""
    written = flat(head)
    for mark, module, taken in _IMPORTS:
        if re.search(rf"(?<!\w){re.escape(mark)}", written):
            imports.add(module, taken)
    for name in typing_names(written):
        imports.add("typing", name)
    for function in _MODULE.findall(written):
        imports.add(".sources", function, alias=f"{function}{_SOURCES}")


def hook_types(argument: Expression, names: Names, function: str) -> Iterable[str]:
    """Give the types that one argument of a function may have, as ports.py calls them.

    Args:
        names: around the call; function: of the operation that calls.
    """
    match argument:
        case Read():
            typed = type_at(argument, names)
            if typed is None:
                yield _plain(argument.types)
            else:
                yield from type_text(typed.schema, _prefix(typed, function)).split(" | ")
        case Otherwise():
            for option in argument.options[:-1]:
                yield from (kind for kind in hook_types(option, names, function) if kind != "None")
            yield from hook_types(argument.options[-1], names, function)
        case Fixed():
            yield _literal_type(argument.value)
        case _:
            yield "object"


def union(kinds: Iterable[str]) -> str:
    """Join types, each once, None and MISSING at the end."""
    listed = list(dict.fromkeys(kinds))
    last = [kind for kind in ("None", MISSING) if kind in listed]
    return " | ".join([*(kind for kind in listed if kind not in last), *last])


def _plain(types: frozenset[str]) -> str:
    """Write the types of a parameter of the request."""
    schema: dict[str, Json] = {
        "type": [*sorted(types - {"integer"} if "number" in types else types)]
    }
    return bare(schema)


def _literal_type(value: Json) -> str:
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case str():
            return "str"
        case _:
            return "object"


def _prefix(typed: Typed, function: str) -> str:
    return _PREFIXES.get(typed.prefix, f"{function}{_SOURCES}.")
