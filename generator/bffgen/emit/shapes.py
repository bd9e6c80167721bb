"""Shape functions of a plan: one for the answer, one for each element that needs look-ups.

In:  a Plan's body with its look-ups, the names around it.
Out: ShapeViews, and the names with which the functions call each other.
How: an element whose values are looked up is built by a function of its own, which looks first and
     then builds; inside a comprehension there would be no place for a name. All take values alone.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from bffgen.emit.around import built_type, choices, collections
from bffgen.emit.classes import type_text
from bffgen.emit.expression import write
from bffgen.emit.layout import WIDTH, Bracket, Chain, Joined, Node, call, lay
from bffgen.emit.naming import builder
from bffgen.emit.reading import ABSENT, Names, access, free
from bffgen.emit.shaped import (
    Given,
    Instance,
    given_by,
    given_in,
    given_to_element,
    local_of,
    needs_of,
)
from bffgen.emit.view import ShapeView
from bffgen.emit.words import docstring
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Lookup,
    Read,
    parts,
)


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


def shape_functions(body: Expression, names: Names, taken: Collection[str]) -> Shapes:
    """Name the functions that a plan's elements are built by.

    Args:
        taken: names that other functions have.
    """
    functions: list[ElementFunction] = []
    needs = needs_of(body)
    for collected, outside, element, inside in collections(body, names):
        if not collected.lookups:
            continue
        name = free(_name(collected, names), {*taken, *(each.name for each in functions)})
        functions.append(
            ElementFunction(
                name=name,
                collected=collected,
                element=element,
                outside=outside,
                inside=inside,
                given=given_to_element(collected, needs),
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
    return [local_of(given, function.outside) for given in function.given]


def _name(collected: Collected, names: Names) -> str:
    item = collected.item
    stem = collected.loop
    if isinstance(item, Built):
        stem = names.answers[item.schema].name.rpartition(".")[2]
    return names.own + builder(stem, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFunction:
    """A shape function as nodes.

    Attributes:
        head: its `def` line; said: its docstring.
        guards: tests under which there is nothing to build, at most one.
        branches: (test, what is built where it holds), before `body`.
    """

    head: Node
    said: str
    look_ups: tuple[Node, ...]
    guards: tuple[Node, ...]
    body: Node
    branches: tuple[tuple[Node, Node], ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Give all that names may stand in."""
        within = (node for branch in self.branches for node in branch)
        return (self.head, *self.look_ups, *self.guards, *within, self.body)

    def view(self) -> ShapeView:
        """Lay it out."""
        made = Chain(parts=("return ", self.body))
        return ShapeView(
            signature=lay(self.head, indent=0),
            doc=docstring(self.said, indent=4),
            look_ups=tuple(lay(each, indent=4, before=4) for each in self.look_ups),
            guards=tuple(lay(each, indent=4, before=7, after=1) for each in self.guards),
            branches=tuple(
                (
                    lay(test, indent=4, before=7, after=1),
                    lay(Chain(parts=("return ", built)), indent=8, before=8),
                )
                for test, built in self.branches
            ),
            body=lay(made, indent=4, before=4),
        )


def element_function(
    function: ElementFunction, type_of: Callable[[Given, Names], Node], does: str = "answered"
) -> ShapeFunction:
    """Write the function of one element.

    Args:
        does: what is done with it: it is answered, or sent.
        type_of: the type of a value that it is given.
    """
    collected, inside = function.collected, function.inside
    _, typed = inside.values[collected.loop]
    items: list[Node] = [f"{function.element}: {type_text(typed.schema, typed.prefix)}"]
    for given in function.given:
        optional = (" | ", ABSENT) if _may_miss(given, collected) else ()
        kind = type_of(given, function.outside)
        items.append(Chain(parts=(f"{local_of(given, function.outside)}: ", kind, *optional)))
    built = built_type(collected.item, inside)
    returns: tuple[Node, ...] = (f" -> {built}", *((" | ", ABSENT) if collected.skip else ()), ":")
    brackets = Bracket(open="(", items=tuple(items), close=")")
    conditions = [each for read in collected.skip for each in access(read, inside).nothing]
    tests = tuple(each.holds() for each in dict.fromkeys(conditions))
    said = f"Build what is {does} for one `{collected.loop}`"
    said += "; MISSING leaves it out." if collected.skip else "."
    return ShapeFunction(
        head=Chain(parts=(f"def {function.name}", brackets, *returns)),
        said=said,
        look_ups=look_ups(collected.lookups, inside),
        guards=tests if len(tests) < 2 else (Joined(operator="or", operands=tests),),
        body=write(collected.item, inside),
    )


def instance_function(instance: Instance, type_of: Callable[[Given, Names], Node]) -> ShapeFunction:
    """Write a function that calls itself.

    Args:
        type_of: the type of a value that it is given beside its own.
    """
    typed, inside = instance.typed, instance.inside
    items: list[Node] = [f"{instance.argument}: {type_text(typed.schema, typed.prefix)}"]
    for given in instance.given:
        items.append(Chain(parts=(f"{local_of(given, inside)}: ", type_of(given, inside))))
    brackets = Bracket(open="(", items=tuple(items), close=")")
    returns = " | ".join(instance.returns)
    if len(f") -> {returns}:") > WIDTH:
        returns = "(\n    " + "\n    | ".join(instance.returns) + "\n)"
    built: list[tuple[Node, Node]] = [
        (Chain(parts=(f"isinstance({instance.argument}, {cls})",)), write(each, around))
        for cls, each, around in (
            choices(instance.body, inside) if isinstance(instance.body, Chosen) else ()
        )
    ]
    *branches, (_, last) = built or [("", write(instance.body, inside))]
    return ShapeFunction(
        head=Chain(parts=(f"def {instance.name}", brackets, " -> ", returns, ":")),
        said=_instance_doc(instance),
        look_ups=(),
        guards=(),
        branches=tuple(branches),
        body=last,
    )


def _instance_doc(instance: Instance) -> str:
    """Say what a function builds."""
    classes = [f"`{each.rpartition('.')[2]}`" for each in instance.returns]
    if not isinstance(instance.body, Chosen):
        return f"Build a {classes[0]}, those inside it included."
    listed = f"{', '.join(classes[:-1])} or {classes[-1]}" if len(classes) > 1 else classes[0]
    return f"Build {listed}, by what `{instance.argument}` is."


def look_ups(lookups: Iterable[Lookup], names: Names) -> tuple[Node, ...]:
    """Write what is looked up, as statements."""
    found = []
    for each in lookups:
        index = names.values[each.source][0]
        made = call(f"{index}.by", [write(each.key, names)])
        found.append(Chain(parts=(f"{names.values[each.name][0]} = ", made)))
    return tuple(found)


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
    keys = [each for lookup in lookups for each in given_by(lookup.key)]
    read = given_in(body, needs_of(body))
    return tuple(dict.fromkeys(each for each in [*looked, *keys, *read] if each not in own))
