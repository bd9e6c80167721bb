"""A client without composition.yaml: each operation is its own function's to answer.

In:  a client whose team has written no composition.
Out: how each operation is answered, by the function of its name; a warning for those without one.
How: nothing is handed to a function, since nobody said which upstreams it may call; `uses` of a
     composition says so. An operation without its function answers 501.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bffgen.compose.head import get_beside
from bffgen.compose.implement import head_of, imports_of
from bffgen.compose.security import access
from bffgen.model.api import Api, Operation
from bffgen.model.client import Client
from bffgen.model.composition import Answered, Implement
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.implemented import Implemented
from bffgen.model.names import called, snake


def by_name(client: Client) -> dict[str, Answered]:
    """Give how each operation is answered, by its key."""
    found = {}
    for operation in client.api.operations:
        if get_beside(client.api, operation) is not None:
            continue
        place = client.api.place(operation.pointer)
        function = snake(called(operation))
        found[operation.key] = Answered(
            operation=operation.name,
            budget_ms=None,
            sources=(),
            body=None,
            omit=(),
            report_missing=None,
            place=place,
            implement=Implement(function=function, uses=(), respond=(), place=place),
        )
    return found


def unanswered(client: Client, made: Sequence[Implemented]) -> Iterable[Finding]:
    """Warn of the operations that no function answers yet, with a function to start from each."""
    lacking = [each for each in made if not each.is_there]
    if not lacking:
        return
    marks = [Mark(place=client.api.place(each.operation.pointer), on="key") for each in lacking]
    kinds = [(each.operation, each.raw is not None) for each in lacking]
    notes = [("imports", line) for line in imports_of(client, kinds)]
    for each in lacking:
        head = head_of(each.operation, each.function, is_raw=each.raw is not None)
        notes.append(("add", f"{head}: raise NotImplementedError"))
    yield finding(
        "compose-operation-without-hook",
        marks[0],
        effect=Effect.RISKY,
        notes=notes,
        operations=", ".join(each.operation.name for each in lacking),
    )


def unverified(api: Api, operation: Operation) -> Finding | None:
    """Warn of an operation whose callers no BFF verifies yet: nobody may answer it, it is 501.

    Once a composition says how it is answered, that is an error.
    """
    faults: list[Finding] = []
    access(api, operation, faults)
    found = [each for each in faults if each.rule == "compose-security-unverified"]
    return replace(found[0], effect=Effect.RISKY) if found else None
