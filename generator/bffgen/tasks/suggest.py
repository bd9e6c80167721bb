"""Suggest a composition for an operation of a client.

In:  a reader of the workspace's files, the client, the operation by its name.
Out: Suggested: a text, or the findings that keep contracts from being read.
"""

from dataclasses import dataclass

from bffgen.compose.suggest import suggest
from bffgen.contract.hooks import Below
from bffgen.contract.workspace import read_workspace
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Locate
from bffgen.model.suggestion import Suggestion
from bffgen.report.suggested import suggested
from bffgen.tasks.holding import held
from bffgen.tasks.reading import Read, locate_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What came of it.

    Attributes:
        suggestions: (what was found, its text); empty where the operation is none of the client.
        clients, operations: all names there are, for who misspells one.
    """

    suggestions: tuple[tuple[Suggestion, str], ...]
    clients: tuple[str, ...]
    operations: tuple[str, ...]
    findings: tuple[Finding, ...]
    locate: Locate


def suggestions(read: Read, client: str, operation: str | None, *, below: Below) -> Suggested:
    """Suggest how an operation might be answered, or each of the client without one."""
    workspace, findings = read_workspace(read, only=(client,), below=below)
    found = next((each for each in workspace.clients if each.name == client), None)
    operations = () if found is None else found.api.operations
    wanted = [each for each in operations if operation in (None, each.operation_id, each.key)]
    made = (
        [held(found, workspace, each, suggest(found, each, workspace)) for each in wanted]
        if found is not None
        else []
    )
    return Suggested(
        suggestions=tuple((each, suggested(each)) for each in made),
        clients=workspace.names,
        operations=tuple(each.name for each in operations),
        findings=tuple(each for each in findings if stops([each])),
        locate=locate_in(read),
    )
