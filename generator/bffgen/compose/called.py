"""Find the upstream operation that a composition names.

In:  service and operation as written, the text that names them, the workspace's upstreams.
Out: the upstream with its operation, or a finding at the name that nobody declares.
How: the service is looked up first; its name and a sign stand before the operation's.
"""

from dataclasses import dataclass

from bffgen.model.api import Operation
from bffgen.model.client import Upstream, Workspace
from bffgen.model.finding import Finding, Mark, unknown
from bffgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """An operation of an upstream; `mark` is where a composition names it."""

    upstream: Upstream
    operation: Operation
    mark: Mark


def called(service: str, operation: str, at: Place, workspace: Workspace) -> Called | Finding:
    """Find an upstream operation.

    Args:
        at: the text that names service and operation.
    """
    upstream = workspace.upstream(service)
    if upstream is None:
        names = [each.name for each in workspace.upstreams]
        mark = Mark(place=at, width=len(service))
        return unknown(mark, "service", service, names, "`upstreams` of bffgen.yaml")
    mark = Mark(place=at, offset=len(service) + 1, width=len(operation))
    found = upstream.api.operation(operation)
    if found is None:
        names = [each.name for each in upstream.api.operations]
        return unknown(mark, "operation", operation, names, f"the contract of `{upstream.name}`")
    return Called(upstream=upstream, operation=found, mark=mark)
