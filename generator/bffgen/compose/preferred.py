"""Bind `else` between objects: the first that is there, each built by its own contract.

In:  the options as written, the schema that is promised.
Out: a Preferred; findings for an option that cannot be built there.
How: each option is projected as a path alone would be; plain values go another way, where null and
     bounds are handled apart.
"""

from collections.abc import Callable

from bffgen.compose.scope import Scope
from bffgen.compose.unions import Places
from bffgen.model.builder import Constant, Value
from bffgen.model.expression import Expression, Fixed, Preferred, made_of
from bffgen.model.finding import finding


def preferred(
    places: Places,
    value: Value,
    scope: Scope,
    pointer: str,
    way: str,
    constant: Callable[[Constant], Fixed | None],
) -> Expression | None:
    """Bind `a.price else b.price` where an object, or a list or map of such, is built.

    Args:
        constant: binds a literal.
    """
    options: list[Expression | None] = []
    for option in value.options:
        if isinstance(option, Constant):
            options.append(constant(option))
            continue
        found = places.reads.bound(option, scope)
        made = places.project(found, scope, pointer, way, option.mark) if found else None
        if made is not None and option is not value.options[-1] and made_of(made) is None:
            what = "`else` behind what a function builds"
            places.faults.append(finding("compose-unsupported", option.mark, what=what))
            made = None
        options.append(made)
    there = tuple(each for each in options if each is not None)
    return Preferred(options=there) if len(there) == len(options) else None
