"""Callbacks that a contract promises and that no composition makes.

In:  an operation that sources answer.
Out: a warning a callback.
How: a composition is about one answer; what is called later is for a function of the team.
"""

from collections.abc import Iterable

from bffgen.model.api import Api, Operation
from bffgen.model.finding import Effect, Finding, Mark, finding


def unmade(api: Api, operation: Operation) -> Iterable[Finding]:
    """Warn of the callbacks of an operation that is composed."""
    for each in operation.callbacks:
        mark = Mark(place=api.place(each.pointer), on="key")
        yield finding(
            "compose-callback-unmade",
            mark,
            effect=Effect.RISKY,
            operation=operation.name,
            callback=each.name,
        )
