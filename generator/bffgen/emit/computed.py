"""A source that a function of the team computes: its fetch in a plan, its method in ports.py.

In:  a Computed, the names around it; the Written operations that have it.
Out: layout nodes; MethodViews of the Protocol `Hooks`, one a function.
How: values go by name, so that a function may take them in any order; what is absent leaves the
     function uncalled, or is MISSING where its parameter has a default.
"""

from collections.abc import Sequence

from bffgen.emit.expression import MISSING, guarded, reads_absent, where_there, write
from bffgen.emit.hooktypes import hook_types, import_types, union
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Name, Node, lay, named
from bffgen.emit.naming import checker, local
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.reading import Names, free
from bffgen.emit.results import PREFIX
from bffgen.emit.view import MethodView
from bffgen.emit.words import docstring
from bffgen.model.computed import CALL, Computed
from bffgen.model.expression import Read


def computing(target: Computed, names: Names) -> Node:
    """Write the fetch of a source that a function computes.

    Args:
        names: in the module of the plan.
    """
    compulsory = [each.value for each in target.inputs if not each.is_optional]
    # Asked first, so that a chain of options behind them need not ask again.
    sure = reads_absent(compulsory, names)
    absent: list[Node] = [each.holds() for each in sure]
    items: list[Node] = [
        text(target.name),
        f"{names.hooks}{target.function}",
        f"{PREFIX}{checker(target.returns)}",
    ]
    taken = {name for name, _ in names.values.values()}
    for each in target.inputs:
        if each.is_optional:
            items.append(named(each.name, write(each.value, names)))
            continue
        name = free(local(each.name), taken)
        made = guarded(each.value, names, name=name, with_null=True, ruled_out=sure)
        absent += [] if isinstance(each.value, Read) else made.absent
        items.append(named(each.name, made.value))
    items.append(named(CALL, CALL))
    brackets = Bracket(open="(", items=tuple(items), close=")")
    return where_there(tuple(absent), Chain(parts=(Name(name="computed"), brackets)))


def source_methods(operations: Sequence[Written], imports: Imports) -> tuple[MethodView, ...]:
    """View each function once, in the order of its first call, whatever it is called for."""
    calls: dict[str, list[tuple[Written, Computed]]] = {}
    for operation in operations:
        for each in operation.plan.computed:
            calls.setdefault(each.function, []).append((operation, each))
    return tuple(_method(name, made, imports) for name, made in calls.items())


def _method(name: str, calls: Sequence[tuple[Written, Computed]], imports: Imports) -> MethodView:
    """View a function: of each input, the types of all its calls."""
    inputs = dict.fromkeys(each.name for _, made in calls for each in made.inputs)
    items: list[Node] = ["self", "*"]
    for each in inputs:
        kinds: list[str] = []
        is_given = []
        for operation, made in calls:
            found = [given for given in made.inputs if given.name == each]
            is_given.append(bool(found))
            for given in found:
                names = operation.names.without(operation.plan.lookups)
                names = names.looking_up(made.lookups)
                kinds += hook_types(given.value, names, operation.function)
                if given.is_optional and given.value.may_miss:
                    kinds.append(MISSING)
        default = "" if all(is_given) else f" = {MISSING}"
        items.append(f"{each}: {union([*kinds, *([MISSING] if default else [])])}{default}")
    items.append(f"{CALL}: Call")
    operation, first = calls[0]
    returns = operation.results.type_of(first.returns, "")
    brackets = Bracket(open="(", items=tuple(items), close=")")
    head = Chain(parts=(f"async def {name}", brackets, f" -> {returns}:"))
    import_types(head, imports)
    imports.add(".runtime.call", "Call", alias="Call")
    fed = [f"`{made.name}` of `{each.plan.operation.name}`" for each, made in calls]
    doc = docstring(f"Compute the source {' and '.join(dict.fromkeys(fed))}.", indent=8)
    return MethodView(signature=lay(head, indent=4, before=4), doc=doc)
