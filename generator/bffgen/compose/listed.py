"""The operations that a composition names, matched with those of the contract.

In:  a client's contract and composition.
Out: how each is answered, which are not served yet; findings for names that nobody declares.
How: by operationId, else by `METHOD path`.
"""

from bffgen.compose.errors import Failures
from bffgen.compose.promises import Reason, undeclared
from bffgen.model.api import Operation
from bffgen.model.client import Client
from bffgen.model.composition import Answered
from bffgen.model.finding import Finding, Mark, unknown


def answers_of(client: Client, faults: list[Finding]) -> dict[str, Answered]:
    """Match the operations of the composition with those of the contract."""
    found: dict[str, Answered] = {}
    names = [each.name for each in client.api.operations]
    for answered in client.composition.operations:
        operation = client.api.operation(answered.operation)
        if operation is None:
            mark = Mark(place=answered.place, on="key")
            within = f"{client.folder}/openapi.yaml"
            faults.append(unknown(mark, "operation", answered.operation, names, within))
        else:
            found[operation.key] = answered
    return found


def omitted(client: Client, failing: Failures, faults: list[Finding]) -> tuple[Operation, ...]:
    """Give the operations that are not served yet, each of which answers 501."""
    found = []
    names = [each.name for each in client.api.operations]
    for name, place in client.composition.omit_operations:
        operation = client.api.operation(name)
        if operation is None:
            within = f"{client.folder}/openapi.yaml"
            faults.append(unknown(Mark(place=place), "operation", name, names, within))
        else:
            found.append(operation)
            faults.extend(undeclared(failing, operation, {501: Reason("`omit_operations`", place)}))
    return tuple(found)
