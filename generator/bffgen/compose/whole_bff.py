"""What hooks say of the whole BFF: what is held open while it runs, routes beside the contract.

In:  a client with its hooks.
Out: findings: a `lifespan` that cannot be entered, a route at a path of the contract.
How: by syntax; what only running the code tells ends the start of the BFF.
"""

from collections.abc import Iterator
from typing import Final

from bffgen.compose.hook import unlike
from bffgen.model.client import Client, HookFunction
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.template import nameless

_MANAGER: Final = "asynccontextmanager"
_STUB: Final = "`@asynccontextmanager` before `async def lifespan(settings: Settings)`"


def unfit(client: Client) -> Iterator[Finding]:
    """Find what hooks say of the whole BFF and cannot be so."""
    hooks = client.hooks
    if hooks is None:
        return
    if hooks.lifespan is not None:
        yield from _unfit_lifespan(hooks.lifespan)
    paths = {_shape(each.path): each for each in reversed(client.api.operations)}
    for own in hooks.routed if hooks.has_routers else ():
        operation = paths.get(_shape(own.path))
        if operation is not None:
            marks = [
                Mark(place=own.place, on="key", label="added here"),
                Mark(place=client.api.place(operation.pointer), on="key", label="promised here"),
            ]
            problem = f"`{own.path}` is a path of the contract"
            yield finding(
                "compose-hook-signature",
                *marks,
                function=own.function,
                problem=problem,
                stub="a route of another path",
            )


def _unfit_lifespan(function: HookFunction) -> Iterator[Finding]:
    problem = unlike(function, 1, is_async=True)
    if not problem and _MANAGER not in function.decorators:
        problem = f"it is not decorated with `{_MANAGER}`"
    if problem:
        mark = Mark(place=function.place, on="key", label="defined here")
        yield finding(
            "compose-hook-signature", mark, function=function.name, problem=problem, stub=_STUB
        )


def _shape(path: str) -> str:
    """Give a path with every parameter alike: names of parameters tell no two apart."""
    return nameless(path)
