"""Tables of a plan: the constants that say what each value of an `enum` becomes.

In:  a Plan.
Out: the name of each table, and the statement that makes it.
How: a table is called by what it is for: of `status` it is `STATUS`; where that is another one's
     name, the source that is asked with it stands in front.
"""

from collections.abc import Iterable

from bffgen.emit.expression import literal
from bffgen.emit.layout import Chain, Node, display, flat
from bffgen.emit.naming import constant
from bffgen.emit.plain import plain_type
from bffgen.emit.reading import free
from bffgen.model.canonical import Json
from bffgen.model.expression import Expression, Mapped, parts
from bffgen.model.plan import Plan


def table_names(plan: Plan) -> dict[Mapped, str]:
    """Name the tables of a plan, those of its answer first."""
    named: dict[Mapped, str] = {}
    for source, value in _values(plan):
        for each in parts(value):
            if isinstance(each, Mapped) and each not in named:
                name = constant(each.feeds.replace("[]", ""))
                if name in named.values() and source:
                    name = constant(f"{source}.{name}")
                named[each] = free(name, named.values())
    return named


def _values(plan: Plan) -> Iterable[tuple[str, Expression]]:
    """Give what is built, with the source that is sent it; without one the answer."""
    yield "", plan.body
    for each in plan.calls:
        yield from ((each.name, argument.value) for argument in each.arguments)
        if each.body is not None:
            yield each.name, each.body.value


def table(expression: Mapped, name: str) -> Node:
    """Write a table, as a statement."""
    keys = plain_type(expression.value.types)
    values = [value for _, value in expression.pairs]
    values += [expression.default.value] if expression.default else []
    pairs = tuple(
        Chain(parts=(literal(key), ": ", literal(value))) for key, value in expression.pairs
    )
    head = f"{name}: dict[{keys}, {_literal_types(values)}] = "
    return Chain(parts=(head, display("{", pairs)))


def _literal_types(values: Iterable[Json]) -> str:
    """Write the type of some literals: the literals themselves, or what they are."""
    listed = list(values)
    if all(isinstance(each, str | int) for each in listed):
        return f"Literal[{', '.join(flat(literal(each)) for each in dict.fromkeys(listed))}]"
    return " | ".join(dict.fromkeys(type(each).__name__ for each in listed)).replace(
        "NoneType", "None"
    )
