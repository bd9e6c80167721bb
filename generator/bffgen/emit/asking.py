"""Write one call of a source: as it is, or by a function that looks up first what it sends.

In:  a Written operation, one of its calls, the names around it.
Out: the expression that asks, and the function where there is one.
How: inside a lambda there is no place for the name of what is looked up, so a function has it; it
     takes the ports and values alone, as the functions that build bodies do.
"""

from functools import partial

from bffgen.emit.arguments import fetch
from bffgen.emit.classes import type_text
from bffgen.emit.computed import computing
from bffgen.emit.fan_out import one_call, ran_over
from bffgen.emit.layout import Bracket, Chain, Choice, Name, Node, call
from bffgen.emit.naming import BODY, asker, keyer
from bffgen.emit.operation import Written
from bffgen.emit.plain import plain_type
from bffgen.emit.reading import ABSENT, Names, type_at
from bffgen.emit.senders import body_of, parameter, value_name
from bffgen.emit.shaped import Given
from bffgen.emit.shapes import ShapeFunction, given_to, look_ups
from bffgen.model.computed import CALL, Computed
from bffgen.model.expression import Collected, Expression, Read
from bffgen.model.plan import Call, FanOut


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


def ran(operation: Written, target: Call, fan_out: FanOut, names: Names) -> Node:
    """Write what the calls of a source run over."""
    if not fan_out.lookups:
        return ran_over(fan_out.over, names)
    given = [value_name(each, names) for each in given_to(fan_out.over, fan_out.lookups)]
    return call(operation.names.own + keyer(target.name, operation.function), given)


def keyed_by(operation: Written, target: Call, fan_out: FanOut) -> ShapeFunction:
    """Write the function that looks up the keys of a batch."""
    names = operation.names.without(operation.plan.lookups)
    given = given_to(fan_out.over, fan_out.lookups)
    values = tuple(parameter(operation, each, names, target.name) for each in given)
    inside = names.looking_up(fan_out.lookups)
    function = f"def {operation.names.own}{keyer(target.name, operation.function)}"
    kind = f"[{_key_type(fan_out.over, inside)}]:"
    brackets = Bracket(open="(", items=values, close=")")
    return ShapeFunction(
        head=Chain(parts=(function, brackets, " -> ", Name(name="Sequence"), kind)),
        said=f"Give the keys that `{target.name}` asks for.",
        look_ups=look_ups(fan_out.lookups, inside),
        guards=(),
        body=ran_over(fan_out.over, inside),
    )


def _key_type(over: Read | Collected, names: Names) -> str:
    """Write the type of a key; those that are absent or null are dropped by the batch."""
    if isinstance(over, Read):
        typed = type_at(over, names)
        if typed is None:
            raise TypeError("keys are a list of a body")
        return type_text(typed.element().schema, typed.prefix)
    item: Expression = over
    while isinstance(item, Collected):
        item = item.item
    if not isinstance(item, Read):
        raise TypeError("a key is a value")
    absent = (" | MISSING" if item.may_miss else "") + (" | None" if item.may_null else "")
    return plain_type(item.types - {"null"}) + absent


def compute(operation: Written, target: Computed) -> Node:
    """Write the expression that computes; MISSING where something compulsory is absent."""
    names = operation.names
    if not target.lookups:
        return computing(target, names)
    given = [value_name(each, names) for each in _given_to(target)]
    return call(names.own + asker(target.name, operation.function), [*given, CALL])


def computed_by(operation: Written, target: Computed) -> ShapeFunction:
    """Write the function that looks up what a function of the team is given, and computes."""
    names = operation.names.without(operation.plan.lookups)
    values = [parameter(operation, each, names, target.name) for each in _given_to(target)]
    inside = names.looking_up(target.lookups)
    made = computing(target, inside)
    function = f"def {names.own}{asker(target.name, operation.function)}"
    returns: list[Node] = [Name(name="Fetch"), f"[{operation.value_type(target)}]"]
    said = f"Compute `{target.name}`"
    if isinstance(made, Choice):
        returns += [" | ", ABSENT]
        said += "; MISSING where there is nothing to compute with"
    brackets = Bracket(open="(", items=(*values, f"{CALL}: Call"), close=")")
    return ShapeFunction(
        head=Chain(parts=(function, brackets, " -> ", *returns, ":")),
        said=f"{said}.",
        look_ups=look_ups(target.lookups, inside),
        guards=(),
        body=made,
    )


def _given_to(target: Computed) -> tuple[Given, ...]:
    """Give the values that a function of the team is given, those that are looked up left out."""
    found = (e for each in target.inputs for e in given_to(each.value, target.lookups))
    return tuple(dict.fromkeys(found))


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
