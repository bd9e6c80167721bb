"""A source that a function of the team computes, as paths find it.

In:  a source with `returns`, the client's own schemas, the workspace's upstreams.
Out: a HookFeed, which stands beside the feeds of upstreams; or what is wrong with `returns`.
How: what is read of it is typed by the schema that it returns, as an upstream's answer is by the
     contract.
"""

from dataclasses import dataclass

from bffgen.model.api import Api
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import Source
from bffgen.model.computed import Returned, Returns
from bffgen.model.finding import Finding, Mark, unknown
from bffgen.model.place import join
from bffgen.model.tree import at, has

_SCHEMAS = "/components/schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookFeed:
    """A source with the schema that its function returns.

    Attributes:
        api: the document that the schema stands in; it has no operation that is called.
    """

    source: Source
    api: Api
    returned: Returned

    @property
    def pointer(self) -> str:
        """Give the schema of its value."""
        return self.returned.pointer

    @property
    def found(self) -> None:
        """Say that it is one value: nothing is looked up in it by keys."""

    @property
    def is_write(self) -> bool:
        """Say that nothing is sent: its function is handed no upstream."""
        return False


def hook_feed(
    source: Source, returns: Returns, client: Client, workspace: Workspace
) -> HookFeed | Finding | None:
    """Find the schema that a function returns; None where what has it could not be read."""
    found = schema_of(returns, client, workspace)
    if not isinstance(found, tuple):
        return found
    api, returned = found
    return HookFeed(source=source, api=api, returned=returned)


def schema_of(
    returns: Returns, client: Client, workspace: Workspace
) -> tuple[Api, Returned] | Finding | None:
    """Find a schema by its name; None where what has it could not be read."""
    if not returns.service:
        pointer = client.schemas.pointer(returns.text) if client.schemas else None
        if client.schemas is None or pointer is None:
            return None
        return client.schemas.api, _returned(returns, pointer)
    if returns.service in workspace.unread:
        return None
    upstream = workspace.upstream(returns.service)
    service, _, name = returns.text.partition("#")
    if upstream is None:
        mark = Mark(place=returns.place, width=len(service))
        names = [each.name for each in workspace.upstreams]
        return unknown(mark, "service", service, names, "`upstreams` of bffgen.yaml")
    pointer = join(_SCHEMAS, name)
    if not has(upstream.api.meaning, pointer):
        mark = Mark(place=returns.place, offset=len(service) + 1, width=max(len(name), 1))
        listed = at(upstream.api.meaning, _SCHEMAS) if has(upstream.api.meaning, _SCHEMAS) else {}
        known = list(listed) if isinstance(listed, dict) else []
        return unknown(mark, "schema", name, known, f"the contract of `{service}`")
    return upstream.api, _returned(returns, pointer)


def _returned(returns: Returns, pointer: str) -> Returned:
    return Returned(service=returns.service, pointer=pointer, text=returns.text)
