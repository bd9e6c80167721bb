"""Give functions of hooks that are not there yet as they have to be, types and imports.

In:  a client that lacks functions, what a plan found of it, the document that it serves.
Out: the findings, of each missing function the stub that passes the type checkers as it is written.
How: the client is built as if the functions were there, and each is read off the Protocol that
     hooks are held against: types of bodies have names only once a package is written. Where
     something else keeps the client from being built, the stub of the plan stands, which types what
     is plain alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import declared
from bffgen.emit.bff import write_bff
from bffgen.emit.stubs import typed
from bffgen.model.client import Client, Hooks, Workspace
from bffgen.model.finding import Finding, stops
from bffgen.model.names import package_name

_MISSING = "compose-hook-missing"
_BODY = ": raise NotImplementedError"


def with_stubs(
    client: Client, workspace: Workspace, found: Sequence[Finding], document: bytes
) -> tuple[Finding, ...]:
    """Give findings whose stubs of missing functions have the types of the package."""
    lacking = [each for each in found if each.rule == _MISSING]
    if not lacking or stops(each for each in found if each.rule != _MISSING):
        return tuple(found)
    ports = _ports(client, workspace, [str(dict(each.facts)["stub"]) for each in lacking], document)
    return tuple(_with(each, ports, package_name(client.name)) for each in found)


def _ports(client: Client, workspace: Workspace, written: Sequence[str], document: bytes) -> str:
    """Write ports.py as if some functions were there; nothing where it is not built even so."""
    place = client.hooks.place if client.hooks is not None else client.composition.place
    hooks = client.hooks or Hooks(place=place, files=(), functions=())
    pretended = tuple(declared(text, place) for text in written)
    whole = replace(client, hooks=replace(hooks, functions=(*hooks.functions, *pretended)))
    plan, _ = plan_client(whole, workspace)
    if plan is None:
        return ""
    upstreams = tuple(each for each in workspace.upstreams if each.name in plan.services)
    tree, _ = write_bff(whole, replace(workspace, upstreams=upstreams), plan, document)
    if tree is None:
        return ""
    return dict(tree.files)[f"{package_name(client.name)}/ports.py"].decode()


def _with(found: Finding, ports: str, package: str) -> Finding:
    facts = dict(found.facts)
    stub = typed(str(facts["stub"]), ports, package) if found.rule == _MISSING else None
    if stub is None:
        return found
    facts["stub"] = f"{stub.head}{_BODY}"
    notes = tuple(("imports", line) for line in stub.imports)
    return replace(found, facts=tuple(sorted(facts.items())), notes=notes)
