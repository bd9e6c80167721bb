"""The functions of a plan that build what upstreams are sent.

In:  a Written operation, one of its calls that sends a body.
Out: the function as a view, and the expression that calls it.
How: pure, as shape functions are: it takes the values that it reads; tests give it literals.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bffgen.emit.classes import type_text
from bffgen.emit.expression import write
from bffgen.emit.fan_out import index_type, key_type, one_call
from bffgen.emit.layout import Bracket, Chain, Name, Node, call, lay
from bffgen.emit.naming import sender
from bffgen.emit.operation import Written
from bffgen.emit.reading import ABSENT, Names
from bffgen.emit.shaped import Given, instances
from bffgen.emit.shapes import (
    ShapeFunction,
    element_function,
    given_to,
    instance_function,
    shape_functions,
)
from bffgen.emit.view import MethodView
from bffgen.emit.words import docstring
from bffgen.model.plan import KEYS, Call, CallBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A function that builds a body; `nodes` hold the names that it needs imported.

    Attributes:
        functions: those that it calls; called: their names.
    """

    view: MethodView
    nodes: tuple[Node, ...]
    functions: tuple[ShapeFunction, ...]
    called: tuple[str, ...]


def view_senders(operation: Written, taken: Collection[str]) -> list[Sender]:
    """View the functions that build the bodies of calls.

    Args:
        taken: names that other functions of the plan have.
    """
    made: list[Sender] = []
    for each in operation.plan.calls:
        if each.body is not None:
            others = {name for sent in made for name in sent.called}
            made.append(_view_sender(operation, each, {*taken, *others}))
    return made


def _view_sender(operation: Written, target: Call, taken: Collection[str]) -> Sender:
    body, sent = _body(target), operation.sent[target.name]
    names = operation.names.without(operation.plan.lookups)
    if target.fan_out is not None:
        _, names = one_call(target, target.fan_out, names)
    names = names.looking_up(target.lookups)
    items = [parameter(operation, each, names, target.name) for each in given_to(body.value, ())]
    kind: Node = sent.type_name("found.")
    if body.value.may_miss:
        kind = Chain(parts=(kind, " | ", ABSENT))
    inside, called = instances(
        body.value,
        replace(_listed(names), answers=sent.by_pointer),
        operation.function,
        taken,
    )
    shapes = shape_functions(body.value, inside, {*taken, *(each.name for each in called)})
    made = write(body.value, shapes.names)
    head = Chain(
        parts=(
            f"def {operation.names.own}{sender(target.name, operation.function)}",
            Bracket(open="(", items=tuple(items), close=")"),
            " -> ",
            kind,
            ":",
        )
    )
    doc = f"Build what `{target.name}` is sent, which validates it; what is absent stays absent."
    view = MethodView(
        signature=lay(head, indent=0),
        doc=docstring(doc, indent=4),
        returns=lay(Chain(parts=("return ", made)), indent=4, before=4),
    )

    def type_of(given: Given, around: Names) -> Node:
        return kind_of(operation, given, around, target.name)

    return Sender(
        view=view,
        nodes=(head, made),
        functions=(
            *(instance_function(each, type_of) for each in called),
            *(element_function(each, type_of, "sent") for each in shapes.functions),
        ),
        called=(*(e.name for e in called), *(e.name for e in shapes.functions)),
    )


def body_of(operation: Written, target: Call, names: Names) -> Node:
    """Write the call of the function that builds a body.

    Args:
        names: around one call; the element of an `each` among them.
    """
    given = [value_name(each, names) for each in given_to(_body(target).value, ())]
    return call(operation.names.own + sender(target.name, operation.function), given)


def value_name(given: Given, names: Names) -> str:
    """Give the name of a value that a function is given."""
    root, name = given
    return "request" if root == "request" else names.values[name][0]


def parameter(operation: Written, given: Given, names: Names, source: str) -> Node:
    """Write a parameter: what a call waits for is there when its body is built."""
    absent = (" | ", ABSENT) if given[0] == "lookup" else ()
    kind = kind_of(operation, given, names, source)
    return Chain(parts=(f"{value_name(given, names)}: ", kind, *absent))


def kind_of(operation: Written, given: Given, names: Names, source: str) -> Node:
    """Write the type of a value that a call waits for; of what is looked up, where it is found."""
    root, name = given
    if root == "request":
        return f"{operation.type_name}Request"
    _, typed = names.values[name]
    if root == "identity":
        return Chain(parts=("Identity", *((" | ", ABSENT) * names.may_be_unknown)))
    if root == "config":
        return "Config"
    if root == "source":
        given_by = next(each for each in operation.plan.sources if each.name == name)
        return operation.value_type(given_by)
    if root == "elements":
        target = next(each for each in operation.plan.calls if each.name == name)
        if target.fan_out is None:
            raise TypeError(f"`{name}` is one call, and is no index")
        return index_type(target.fan_out, typed)
    if name == KEYS:
        fan_out = next(e.fan_out for e in operation.plan.calls if e.fan_out and e.name == source)
        return Chain(parts=(Name(name="Sequence"), f"[{key_type(fan_out)}]"))
    return type_text(typed.schema, typed.prefix)


def _listed(names: Names) -> Names:
    """Write the keys of a chunk as the list that a model takes."""
    if KEYS not in names.values:
        return names
    chunk, typed = names.values[KEYS]
    return replace(names, values={**names.values, KEYS: (f"list({chunk})", typed)})


def _body(target: Call) -> CallBody:
    if target.body is None:
        raise TypeError(f"{target.name} sends no body")
    return target.body
