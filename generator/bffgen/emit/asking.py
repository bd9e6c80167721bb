"""Write one call of a source: as it is, or by a function that looks up first what it sends.

In:  a Written operation, one of its calls, the names around it.
Out: the expression that asks, and the function where there is one.
How: inside a lambda there is no place for the name of what is looked up, so a function has it; it
     takes the ports and values alone, as the functions that build bodies do.
"""

from functools import partial

from bffgen.emit.arguments import fetch
from bffgen.emit.fan_out import one_call
from bffgen.emit.layout import Bracket, Chain, Choice, Name, Node, call
from bffgen.emit.naming import BODY, asker
from bffgen.emit.operation import Written
from bffgen.emit.reading import ABSENT, Names
from bffgen.emit.senders import body_of, parameter, value_name
from bffgen.emit.shaped import Given
from bffgen.emit.shapes import ShapeFunction, given_to, look_ups
from bffgen.model.expression import Expression
from bffgen.model.plan import Call


def ask(operation: Written, target: Call, names: Names) -> Node:
    """Write the expression that asks; MISSING where something compulsory is absent.

    Args:
        names: around one call; the element of an `each` among them.
    """
    if not target.lookups:
        return _fetch(operation, target, names)
    given = [value_name(each, names) for each in _given(target)]
    return call(operation.names.own + asker(target.name, operation.function), ["up", *given])


def asked_by(operation: Written, target: Call) -> ShapeFunction:
    """Write the function that looks up what a call sends, and asks."""
    names = operation.names.without(operation.plan.lookups)
    if target.fan_out is not None:
        _, names = one_call(target, target.fan_out, names)
    values = [parameter(operation, each, names, target.name) for each in _given(target)]
    items: tuple[Node, ...] = (f"up: {operation.type_name}Upstreams", *values)
    inside = names.looking_up(target.lookups)
    made = _fetch(operation, target, inside)
    function = f"def {operation.names.own}{asker(target.name, operation.function)}"
    returns: list[Node] = [Name(name="Fetch"), f"[{operation.answer_type(target, 'found.')}]"]
    said = f"Ask for `{target.name}`"
    if isinstance(made, Choice):
        returns += [" | ", ABSENT]
        said += "; MISSING where there is nothing to ask with"
    brackets = Bracket(open="(", items=items, close=")")
    return ShapeFunction(
        head=Chain(parts=(function, brackets, " -> ", *returns, ":")),
        said=f"{said}.",
        look_ups=look_ups(target.lookups, inside),
        guards=(),
        body=made,
    )


def _fetch(operation: Written, target: Call, names: Names) -> Node:
    body: Node | None = f"request.{BODY}" if target.handed is not None else None
    if target.body is not None:
        body = body_of(operation, target, names)
    return fetch(
        operation.methods[target.name], target, names, body, partial(operation.asking, target)
    )


def _given(target: Call) -> tuple[Given, ...]:
    """Give the values that a call is made of, those that are looked up left out."""
    values: list[Expression] = [each.value for each in target.arguments]
    values += [target.body.value] if target.body is not None else []
    found = (given for value in values for given in given_to(value, target.lookups))
    return tuple(dict.fromkeys(found))
