"""Tell what clients use although its upstream has deprecated it, as of an instant.

In:  readers of the workspace's files, an instant.
Out: findings of each client.
How: a composition is planned as a build does it, and nothing is emitted. Where no upstream says a
     word of an end, nothing is read; what cannot be planned is for the build to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bffgen.compose.leaving import leaving
from bffgen.compose.plan import plan_client
from bffgen.contract.ends import may_end
from bffgen.contract.hooks import Below
from bffgen.contract.workspace import read_workspace
from bffgen.model.client import Workspace
from bffgen.model.finding import Finding
from bffgen.tasks.reading import Read

__all__ = ["Leaving"]


@dataclass(slots=True)
class Leaving:
    """Reads the workspace where it is asked of the first client, and once.

    Attributes:
        _read, _below: of the working tree.
        _only: clients, all of them if empty.
    """

    _read: Read
    _below: Below
    _as_of: datetime
    _only: Sequence[str] = ()
    _workspace: Workspace | None = field(default=None, init=False)
    _has_asked: bool = field(default=False, init=False)

    def of(self, client: str) -> tuple[Finding, ...]:
        """Give what is told of a client."""
        if not self._has_asked:
            self._has_asked = True
            if may_end(self._read):
                self._workspace, _ = read_workspace(self._read, only=self._only, below=self._below)
        workspace = self._workspace
        clients = workspace.clients if workspace is not None else ()
        found = next((each for each in clients if each.name == client), None)
        if workspace is None or found is None:
            return ()
        plan, _ = plan_client(found, workspace)
        return () if plan is None else leaving(found, plan, workspace, self._as_of)
