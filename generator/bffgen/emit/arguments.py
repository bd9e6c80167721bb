"""Signatures and arguments of upstream calls.

In:  the calls of a client's plans.
Out: the parameters of each upstream operation in use, as `def` lines and as arguments.
How: a required parameter is positional, an optional one a keyword with MISSING as default; what no
     call passes is not there. Texts and numbers travel as text, so types are the plain ones.
"""

from collections.abc import Iterable

from bffgen.emit.expression import free, guarded, where_there, write
from bffgen.emit.layout import Bracket, Chain, Node, call, named
from bffgen.emit.naming import snake
from bffgen.emit.reading import Names
from bffgen.model import schema
from bffgen.model.api import Api, Parameter
from bffgen.model.plan import Argument, Call
from bffgen.model.shapes import Shape, shape

_TYPES = (("string", "str"), ("number", "float"), ("integer", "int"), ("boolean", "bool"))


def parameter_type(api: Api, parameter: Parameter) -> str:
    """Give the plain type of a parameter: its bounds are the upstream's to check."""
    return _plain_type(api, parameter.schema_pointer)


def _plain_type(api: Api, pointer: str) -> str:
    meaning = api.meaning
    if shape(meaning, pointer) is Shape.ARRAY:
        items = schema.items(meaning, schema.resolve(meaning, pointer))
        return f"list[{_plain_type(api, items[0])}]"
    types = schema.types(meaning, pointer)
    found = [name for each, name in _TYPES if each in types]
    if "float" in found and "int" in found:
        found.remove("int")
    return " | ".join(found) or "str"


def parameters_of(arguments: Iterable[Argument]) -> list[Parameter]:
    """Give the parameters that are passed, required ones first, each once."""
    seen: dict[tuple[str, str], Parameter] = {}
    for each in arguments:
        seen.setdefault((each.parameter.location, each.parameter.name), each.parameter)
    return sorted(seen.values(), key=lambda parameter: not parameter.required)


def signature(
    name: str, api: Api, parameters: list[Parameter], returns: str, *, is_method: bool
) -> Node:
    """Write the `def` line of an upstream operation."""
    items: list[Node] = ["self"] if is_method else []
    items += [
        f"{snake(each.name)}: {parameter_type(api, each)}" for each in parameters if each.required
    ]
    optional = [each for each in parameters if not each.required]
    if optional:
        items.append("*")
        items += [
            f"{snake(each.name)}: {parameter_type(api, each)} | MISSING = MISSING"
            for each in optional
        ]
    return Chain(
        parts=(f"def {name}", Bracket(open="(", items=tuple(items), close=")"), f" -> {returns}:")
    )


def passed_on(parameters: list[Parameter]) -> list[Node]:
    """Give the arguments of a call that hands its own parameters on."""
    items: list[Node] = [snake(each.name) for each in parameters if each.required]
    return items + [
        named(snake(each.name), snake(each.name)) for each in parameters if not each.required
    ]


def fetch(method: str, target: Call, names: Names) -> Node:
    """Write a call of a plan; MISSING where something compulsory is absent."""
    absent: list[Node] = []
    items: list[Node] = []
    keywords: list[Node] = []
    for argument in target.arguments:
        name = snake(argument.parameter.name)
        value = argument.value
        if not argument.parameter.required and not value.may_null and not argument.as_text:
            keywords.append(named(name, write(value, names)))
            continue
        given = guarded(value, names, name=free(name, _names(names)), with_null=False)
        written = call("str", [given.value]) if argument.as_text else given.value
        if argument.parameter.required:
            absent += given.absent
            items.append(written)
        else:
            keywords.append(named(name, where_there(given.absent, written)))
    made = call(f"up.{method}", [*items, *keywords])
    return where_there(tuple(dict.fromkeys(absent)), made)


def _names(names: Names) -> frozenset[str]:
    return frozenset(name for name, _ in names.values.values())
