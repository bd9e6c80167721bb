"""Signatures and arguments of upstream calls.

In:  the calls of a client's plans.
Out: the parameters of each upstream operation in use, as `def` lines and as arguments.
How: a required parameter is positional, an optional one a keyword with MISSING as default; what no
     call passes is not there. Texts and numbers travel as text, so types are the plain ones.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bffgen.emit.expression import guarded, where_there, write
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, named
from bffgen.emit.naming import BODY, argument
from bffgen.emit.plain import plain_type, text
from bffgen.emit.reading import Names, free
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.expression import Built
from bffgen.model.implemented import Used
from bffgen.model.plan import Call
from bffgen.model.shapes import Shape, shape, solid

_TYPES = (("string", "str"), ("number", "float"), ("integer", "int"), ("boolean", "bool"))


def _plain_type(api: Api, pointer: str) -> str:
    """Give the plain type of a parameter: its bounds are the upstream's to check."""
    meaning = api.meaning
    if shape(meaning, solid(meaning, pointer)) is Shape.OBJECT:
        return _object_type(api, solid(meaning, pointer))
    if shape(meaning, pointer) is Shape.ARRAY:
        items = schema.items(meaning, schema.resolve(meaning, pointer))
        return f"Sequence[{_plain_type(api, items[0])}]"
    types = schema.types(meaning, pointer)
    found = [name for each, name in _TYPES if each in types]
    if "float" in found and "int" in found:
        found.remove("int")
    return " | ".join(found) or "str"


def _object_type(api: Api, here: str) -> str:
    """Give the type of an object as a parameter: its members by their names in the contract."""
    declared = schema.declared(api.meaning, here)
    types = frozenset[str]().union(*(schema.types(api.meaning, e[0]) for e in declared.values()))
    return f"Mapping[str, {plain_type(types - {'null'})} | MISSING | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter of an upstream operation that some call passes, by its name in Python."""

    name: str
    type_name: str
    parameter: Parameter

    @property
    def required(self) -> bool:
        """Say whether there is no call without it."""
        return self.parameter.required


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBody:
    """The body of an upstream operation that some call passes."""

    type_name: str
    required: bool
    name: str = BODY


Passed: TypeAlias = Given | GivenBody


def given_of(
    parameters: Iterable[Parameter], operation: Operation, upstream: str, api: Api
) -> list[Given]:
    """Give the parameters that are passed, required ones first, each once."""
    seen: dict[tuple[str, str], Given] = {}
    for parameter in parameters:
        made = Given(
            name=argument(parameter, operation, upstream),
            type_name=_plain_type(api, parameter.schema_pointer),
            parameter=parameter,
        )
        seen.setdefault((parameter.location, parameter.name), made)
    return sorted(seen.values(), key=lambda given: not given.parameter.required)


def passed(target: Call) -> list[Parameter]:
    """Give the parameters that a call of a plan passes."""
    return [each.parameter for each in target.arguments]


def add_imports(given: Iterable[Passed], imports: Imports) -> None:
    """Import what a signature of these parameters needs."""
    for each in given:
        if not each.required:
            imports.add("pydantic", "MISSING")
        if each.type_name.startswith(("Sequence[", "Mapping[")):
            imports.add("collections.abc", each.type_name.partition("[")[0])
        if "MISSING" in each.type_name:
            imports.add("pydantic", "MISSING")


def signature(name: str, given: Sequence[Passed], returns: str, *, is_method: bool) -> Node:
    """Write the `def` line of an upstream operation."""
    items: list[Node] = ["self"] if is_method else []
    items += [f"{each.name}: {each.type_name}" for each in given if each.required]
    optional = [each for each in given if not each.required]
    if optional:
        items.append("*")
        items += [f"{each.name}: {each.type_name} | MISSING = MISSING" for each in optional]
    return Chain(
        parts=(f"def {name}", Bracket(open="(", items=tuple(items), close=")"), f" -> {returns}:")
    )


def passed_on(given: Sequence[Passed], key: tuple[Parameter, Node] | None = None) -> list[Node]:
    """Give the arguments of a call that hands its own parameters on.

    Args:
        key: the header of a forwarded key, and what gives it.
    """

    def value(each: Passed) -> Node:
        is_key = key is not None and isinstance(each, Given) and each.parameter == key[0]
        return key[1] if key is not None and is_key else each.name

    items: list[Node] = [value(each) for each in given if each.required]
    return items + [named(each.name, value(each)) for each in given if not each.required]


def forwarded_key(of: Call | Used, imports: Imports) -> tuple[Parameter, Node] | None:
    """Give the header of a forwarded key with what gives it; None where no key goes on."""
    if of.forwards is None:
        return None
    imports.add("..runtime.idempotency", "forwarded")
    return of.forwards, call("forwarded", [text(f"{of.upstream}.{of.operation.name}")])


def with_body(given: list[Given], body: GivenBody | None) -> list[Passed]:
    """Give what a call passes, what is required first, the body before the rest of it."""
    listed: list[Passed] = [body, *given] if body is not None else [*given]
    return sorted(listed, key=lambda each: not each.required)


def fetch(
    method: str, target: Call, names: Names, body: Node | None, asking: Callable[[Node], Node]
) -> Node:
    """Write a call of a plan; MISSING where something compulsory is absent.

    Args:
        body: what is sent as the body.
        asking: writes what is taken of the answer.
    """
    absent: list[Node] = []
    sent = target.body or target.handed
    is_sure = sent is not None and sent.required
    items: list[Node] = [body] if body is not None and is_sure else []
    keywords: list[Node] = [named(BODY, body)] if body is not None and not is_sure else []
    for each in target.arguments:
        name = argument(each.parameter, target.operation, target.upstream)
        value = each.value
        if isinstance(value, Built):
            made = write(value, replace(names, mappings=frozenset((value.schema,))))
            if each.parameter.required:
                items.append(made)
            else:
                keywords.append(named(name, made))
            continue
        if not each.parameter.required and not value.may_null and not each.as_text:
            keywords.append(named(name, write(value, names)))
            continue
        given = guarded(value, names, name=free(name, _names(names)), with_null=False)
        written = call("str", [given.value]) if each.as_text else given.value
        if each.parameter.required:
            absent += given.absent
            items.append(written)
        else:
            keywords.append(named(name, where_there(given.absent, written)))
    made = asking(call(f"up.{method}", [*items, *keywords]))
    return where_there(tuple(dict.fromkeys(absent)), made)


def _names(names: Names) -> frozenset[str]:
    return frozenset(name for name, _ in names.values.values())
