"""The names around each part of an expression: of loops, of shape functions, of branches.

In:  an Expression, the names around it.
Out: its lists, its calls of hooks and its choices, each with the names where it stands.
"""

from collections.abc import Iterator

from bffgen.emit.classes import type_text
from bffgen.emit.naming import local
from bffgen.emit.reading import Names, Typed, free, type_at
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
)


def argument_type(expression: Shaped, names: Names) -> str:
    """Give the type of the value that a shape function is given."""
    typed = _argument(expression, names)
    return type_text(typed.schema, typed.prefix)


def _argument(expression: Shaped, names: Names) -> Typed:
    typed = type_at(expression.value, names)
    if typed is None:
        raise TypeError("a shape function takes an object")
    return typed.present


def choices(expression: Chosen, names: Names) -> Iterator[tuple[str, Expression, Names]]:
    """Give of each branch its class, what is built of it, and the names around that."""
    argument, typed = names.values[expression.value.name]
    for branch, built in zip(typed.branches, expression.branches, strict=True):
        inside = names.inside(expression.value.name, argument, branch)
        yield branch.class_name, built, inside


def built_type(expression: Expression, names: Names) -> str:
    """Give the type of what is built."""
    match expression:
        case Built():
            return names.answers[expression.schema].name
        case Shaped():
            called = names.shaped[expression.function, argument_type(expression, names)]
            return " | ".join(called.returns)
        case _:
            return "object"


def _inside(expression: Shaped, names: Names) -> Names:
    """Give the names inside a shape function, where that is defined."""
    return names.inside(expression.function, expression.function, _argument(expression, names))


def loop_names(expression: Collected, names: Names) -> tuple[str, Names]:
    """Name the element of a loop, and give the names inside it."""
    name = free(local(expression.loop), {name for name, _ in names.values.values()})
    inner = names.inside(expression.loop, name, collected_items(expression, names))
    return name, inner.looking_up(expression.lookups)


def collected_items(expression: Collected, names: Names) -> Typed:
    """Give the type of an element of what a list is made of."""
    over = type_at(expression.over, names)
    if over is None:
        raise TypeError("a loop runs over a source's array")
    return over.element()


def collections(
    expression: Expression, names: Names
) -> Iterator[tuple[Collected, Names, str, Names]]:
    """Give every list with the names around it, its element's name, and the names inside."""
    match expression:
        case Built():
            for _, value in expression.members:
                yield from collections(value, names)
        case Collected():
            element, inside = loop_names(expression, names)
            yield expression, names, element, inside
            yield from collections(expression.item, inside)
        case Shown():
            yield from collections(expression.value, names)
        case Shaped() if expression.body is not None:
            yield from collections(expression.body, _inside(expression, names))
        case Preferred():
            for option in expression.options:
                yield from collections(option, names)
        case Chosen():
            for _, each, inside in choices(expression, names):
                yield from collections(each, inside)
        case Read() | Fixed() | Otherwise() | Mapped() | Hooked() | Shaped():
            pass


def hook_calls(expression: Expression, names: Names) -> Iterator[tuple[Hooked, Names]]:
    """Give every call of a hook with the names around it, outermost first."""
    match expression:
        case Hooked():
            yield expression, names
            for argument in expression.arguments:
                yield from hook_calls(argument, names)
        case Built():
            for _, value in expression.members:
                yield from hook_calls(value, names)
        case Collected():
            yield from hook_calls(expression.item, loop_names(expression, names)[1])
        case Shown():
            yield from hook_calls(expression.value, names)
        case Shaped() if expression.body is not None:
            yield from hook_calls(expression.body, _inside(expression, names))
        case Preferred():
            for option in expression.options:
                yield from hook_calls(option, names)
        case Chosen():
            for _, each, inside in choices(expression, names):
                yield from hook_calls(each, inside)
        case Read() | Fixed() | Otherwise() | Mapped() | Shaped():
            pass
