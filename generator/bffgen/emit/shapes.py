"""Shape functions of a plan: one for the answer, one for each element that needs look-ups.

In:  a Plan's body with its look-ups, the names around it.
Out: ShapeViews, and the names with which the functions call each other.
How: an element whose values are looked up is built by a function of its own, which looks first and
     then builds; inside a comprehension there would be no place for a name. All take values alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from bffgen.emit.classes import type_text
from bffgen.emit.expression import collections, write
from bffgen.emit.layout import Bracket, Chain, Joined, Node, call, lay
from bffgen.emit.naming import builder
from bffgen.emit.reading import ABSENT, Names, access, free
from bffgen.emit.view import ShapeView
from bffgen.emit.words import docstring
from bffgen.model.expression import (
    Built,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Lookup,
    Mapped,
    Otherwise,
    Read,
    Shown,
    parts,
)

# A value that a function is given: (root, name); an index goes by the root `elements`.
Given: TypeAlias = tuple[str, str]
# Who calls.
CALLER: Given = ("identity", "identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """The shape functions of one plan.

    Attributes:
        names: with what builds each element.
        functions: of the elements, outermost first.
    """

    names: Names
    functions: tuple["ElementFunction", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFunction:
    """What builds one element of a list.

    Attributes:
        outside: the names around the list; inside: those around an element.
    """

    name: str
    collected: Collected
    element: str
    outside: Names
    inside: Names
    given: tuple[Given, ...]


def shape_functions(body: Expression, names: Names, build: str) -> Shapes:
    """Name the functions that a plan's elements are built by.

    Args:
        build: the function of the whole answer.
    """
    functions: list[ElementFunction] = []
    for collected, outside, element, inside in collections(body, names):
        if not collected.lookups:
            continue
        name = free(_name(collected, names), {build, *(each.name for each in functions)})
        needs = dict.fromkeys(_needs(collected))
        functions.append(
            ElementFunction(
                name=name,
                collected=collected,
                element=element,
                outside=outside,
                inside=inside,
                given=tuple(needs),
            )
        )
    built_by = {
        each.collected: call(each.name, [each.element, *_arguments(each)]) for each in functions
    }
    return Shapes(
        names=replace(names, built_by=built_by),
        functions=tuple(
            replace(each, inside=replace(each.inside, built_by=built_by)) for each in functions
        ),
    )


def _arguments(function: ElementFunction) -> list[Node]:
    return [_local(given, function.outside) for given in function.given]


def _local(given: Given, names: Names) -> str:
    root, name = given
    named = {"request": "request", "missing": names.missing, "next": names.following}
    return named.get(root) or names.values[name][0]


def _name(collected: Collected, names: Names) -> str:
    item = collected.item
    stem = names.answers[item.schema].name if isinstance(item, Built) else collected.loop
    return builder(stem, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFunction:
    """A shape function as nodes.

    Attributes:
        head: its `def` line; said: its docstring.
        guards: tests under which there is nothing to build, at most one.
    """

    head: Node
    said: str
    look_ups: tuple[Node, ...]
    guards: tuple[Node, ...]
    body: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Give all that names may stand in."""
        return (self.head, *self.look_ups, *self.guards, self.body)

    def view(self) -> ShapeView:
        """Lay it out."""
        made = Chain(parts=("return ", self.body))
        return ShapeView(
            signature=lay(self.head, indent=0),
            doc=docstring(self.said, indent=4),
            look_ups=tuple(lay(each, indent=4, before=4) for each in self.look_ups),
            guards=tuple(lay(each, indent=4, before=7, after=1) for each in self.guards),
            body=lay(made, indent=4, before=4),
        )


def element_function(
    function: ElementFunction, type_of: Callable[[Given, Names], Node]
) -> ShapeFunction:
    """Write the function of one element.

    Args:
        type_of: the type of a value that it is given.
    """
    collected, inside = function.collected, function.inside
    _, typed = inside.values[collected.loop]
    items: list[Node] = [f"{function.element}: {type_text(typed.schema, typed.prefix)}"]
    for given in function.given:
        optional = (" | ", ABSENT) if _may_miss(given, collected) else ()
        kind = type_of(given, function.outside)
        items.append(Chain(parts=(f"{_local(given, function.outside)}: ", kind, *optional)))
    built = type_name(collected.item, inside)
    returns: tuple[Node, ...] = (f" -> {built}", *((" | ", ABSENT) if collected.skip else ()), ":")
    brackets = Bracket(open="(", items=tuple(items), close=")")
    conditions = [each for read in collected.skip for each in access(read, inside).nothing]
    tests = tuple(each.holds() for each in dict.fromkeys(conditions))
    said = f"Build what is answered for one `{collected.loop}`"
    said += "; MISSING leaves it out." if collected.skip else "."
    return ShapeFunction(
        head=Chain(parts=(f"def {function.name}", brackets, *returns)),
        said=said,
        look_ups=look_ups(collected.lookups, inside),
        guards=tests if len(tests) < 2 else (Joined(operator="or", operands=tests),),
        body=write(collected.item, inside),
    )


def look_ups(lookups: Iterable[Lookup], names: Names) -> tuple[Node, ...]:
    """Write what is looked up, as statements."""
    found = []
    for each in lookups:
        index = names.values[each.source][0]
        made = call(f"{index}.by", [write(each.key, names)])
        found.append(Chain(parts=(f"{names.values[each.name][0]} = ", made)))
    return tuple(found)


def type_name(expression: Expression, names: Names) -> str:
    """Name the class of what is built."""
    return names.answers[expression.schema].name if isinstance(expression, Built) else "object"


def _may_miss(given: Given, collected: Collected) -> bool:
    """Say whether a value that is looked up outside may be absent inside."""
    return given[0] == "lookup" and any(
        read.root_may_miss
        for read in (*parts(collected.item), *collected.skip)
        if isinstance(read, Read) and (read.root, read.name) == given
    )


def given_to(body: Expression, lookups: Iterable[Lookup]) -> tuple[Given, ...]:
    """Give the values that the function of a whole answer is given, each once."""
    own = frozenset(("lookup", each.name) for each in lookups)
    looked = [("elements", each.source) for each in lookups]
    keys = [each for lookup in lookups for each in _reads(lookup.key)]
    return tuple(dict.fromkeys(each for each in [*looked, *keys, *_free(body)] if each not in own))


def _needs(collected: Collected) -> tuple[Given, ...]:
    """Give the values that the function of an element is given beside the element."""
    own = {("loop", collected.loop), *(("lookup", each.name) for each in collected.lookups)}
    return tuple(dict.fromkeys(each for each in _within(collected) if each not in own))


def _within(collected: Collected) -> Iterator[Given]:
    for each in collected.lookups:
        yield ("elements", each.source)
        yield from _reads(each.key)
    for read in collected.skip:
        yield from _reads(read)
    yield from _free(collected.item)


def _free(expression: Expression) -> Iterator[Given]:
    """Give the values that an expression reads, those of its own loops left out."""
    match expression:
        case Read():
            yield from _reads(expression)
        case Fixed():
            pass
        case Otherwise():
            for option in expression.options:
                yield from _free(option)
        case Mapped():
            yield from _reads(expression.value)
        case Hooked():
            for argument in expression.arguments:
                yield from _free(argument)
        case Shown():
            yield CALLER
            yield from _free(expression.value)
        case Built():
            yield from _reads(expression.base) if expression.base else ()
            for _, value in expression.members:
                yield from _free(value)
        case Collected():
            yield from _reads(expression.over)
            yield from _needs(expression)


def _reads(read: Read) -> Iterator[Given]:
    # A header comes with the body of its answer.
    root = "source" if read.root == "header" else read.root
    yield (root, "" if root == "request" else read.name)
