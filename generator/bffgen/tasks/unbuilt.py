"""Ask whether a client builds, without building it.

In:  readers of the workspace's files, a client.
Out: findings that stop a build.
How: contract -> compose, as a build begins; nothing is emitted.
"""

from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below
from bffgen.contract.workspace import read_workspace
from bffgen.model.finding import Finding, stops
from bffgen.publish.bundle import served_document
from bffgen.tasks.reading import Read


def unbuilt(files: Read, below: Below, client: str) -> tuple[Finding, ...]:
    """Say why a client does not build; nothing where it does, or where nobody composes it.

    Who takes bffgen for its gate alone has no composition.yaml, and nothing that has to build.
    """
    workspace, findings = read_workspace(files, only=(client,), below=below)
    found = next((each for each in workspace.clients if each.name == client), None)
    if found is not None and not found.composition.is_written:
        return ()
    told = [*findings]
    if found is not None:
        _, faults = plan_client(found, workspace)
        _, more = served_document(found.api)
        told += (*faults, *more)
    return tuple(dict.fromkeys(each for each in told if stops((each,))))
