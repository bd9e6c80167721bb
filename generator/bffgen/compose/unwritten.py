"""A client without composition.yaml: each operation is its own function's to answer.

In:  a client whose team has written no composition.
Out: how each operation is answered, by the function of its name; a warning for those without one.
How: nothing is handed to a function, since nobody said which upstreams it may call; `uses` of a
     composition says so. An operation without its function answers 501.
"""

from collections.abc import Iterable, Sequence

from bffgen.compose.head import get_beside
from bffgen.compose.implement import head_of, imports_of
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
    notes = [("imports", line) for line in imports_of(client, [each.operation for each in lacking])]
    notes += [
        ("add", f"{head_of(each.operation, each.function)}: raise NotImplementedError")
        for each in lacking
    ]
    yield finding(
        "compose-operation-without-hook",
        marks[0],
        effect=Effect.RISKY,
        notes=notes,
        operations=", ".join(each.operation.name for each in lacking),
    )
