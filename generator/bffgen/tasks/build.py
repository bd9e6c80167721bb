"""Build: contracts in, the files of every BFF out.

In:  a reader of the workspace's files, the clients that are wanted, what stands in generated/.
Out: an Result: findings, and per client its file tree with what changes on disk and in its plan.
How: contract -> compose -> emit, client by client. One finding that breaks leaves no tree at all,
     so that nothing is written of a workspace that does not hold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bffgen.compose.plan import plan_client
from bffgen.contract.pointer import locator
from bffgen.contract.workspace import read_workspace
from bffgen.emit.bff import write_bff
from bffgen.model.client import Client, Workspace
from bffgen.model.files import Difference, FileTree, difference
from bffgen.model.finding import Finding, stops
from bffgen.model.place import Locate
from bffgen.model.plan import ClientPlan, Plan
from bffgen.publish.bundle import served_document

LOCK = "bffgen.lock"

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltClient:
    """What a build makes of one client.

    Attributes:
        tree: the files of generated/<name>/.
        changes: against what stands there.
        operations: one line an operation, in the order of the contract.
        unproved: copies whose containment is not proved yet.
    """

    name: str
    tree: FileTree
    changes: Difference
    operations: tuple[str, ...]
    unproved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a build found and made; `clients` is empty where a finding breaks."""

    findings: tuple[Finding, ...]
    clients: tuple[BuiltClient, ...]
    workspace: Workspace
    locate: Locate


def build(read: Read, present: Callable[[str], FileTree], *, only: Sequence[str] = ()) -> Result:
    """Build the wanted clients of a workspace.

    Args:
        read: bytes of a file by its path relative to the workspace; OSError where there is none.
        present: what stands in generated/<client>/ now.
        only: clients, all of them if empty.
    """
    workspace, findings = read_workspace(read, only=only)
    found = list(findings)
    made: list[BuiltClient] = []
    for client in workspace.clients:
        built = _client(client, workspace, present(client.name), found)
        if built is not None:
            made.append(built)
    return Result(
        findings=tuple(dict.fromkeys(found)),
        clients=() if stops(found) else tuple(made),
        workspace=workspace,
        locate=locator(lambda path: _or_none(read, path)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A workspace that was read and not built."""

    workspace: Workspace
    findings: tuple[Finding, ...]
    locate: Locate


def read(files: Read) -> Found:
    """Read a workspace; for commands that need no BFF."""
    workspace, findings = read_workspace(files)
    return Found(
        workspace=workspace,
        findings=findings,
        locate=locator(lambda path: _or_none(files, path)),
    )


def _or_none(read: Read, path: str) -> bytes | None:
    try:
        return read(path)
    except OSError:
        return None


def _client(
    client: Client, workspace: Workspace, present: FileTree, found: list[Finding]
) -> BuiltClient | None:
    plan, faults = plan_client(client, workspace)
    found += faults
    document, faults = served_document(client.api)
    found += faults
    if plan is None or document is None or stops(found):
        return None
    tree, faults = write_bff(client, workspace, plan, document)
    found += faults
    if tree is None:
        return None
    return BuiltClient(
        name=client.name,
        tree=tree,
        changes=difference(present, tree),
        operations=_operations(plan, dict(present.files).get(LOCK, b"")),
        unproved=sum(each.unproved for each in plan.plans),
    )


def _operations(plan: ClientPlan, before: bytes) -> tuple[str, ...]:
    """Describe each operation, and how its plan differs from what the lock tells."""
    locked = _locked(before)
    lines = [_operation(each, locked.get(each.operation.name, {})) for each in plan.plans]
    lines += [f"{each.name}: omitted, answers 501" for each in plan.unserved]
    return tuple(lines)


def _operation(plan: Plan, locked: Mapping[str, int]) -> str:
    calls = len(plan.calls)
    said = (
        f"{plan.operation.name}: {calls} call{'s' if calls != 1 else ''},"
        f" critical path {plan.critical_ms} + {plan.reserve_ms} of {plan.budget_ms} ms"
    )
    changes = []
    more = calls - locked.get("calls", calls)
    if more:
        changes.append(f"{more:+d} call{'s' if abs(more) != 1 else ''}")
    was_ms = locked.get("critical_path_ms", plan.critical_ms)
    if was_ms != plan.critical_ms:
        changes.append(f"critical path {was_ms} -> {plan.critical_ms} ms")
    return f"{said}; plan changed: {', '.join(changes)}" if changes else said


def _locked(lock: bytes) -> dict[str, dict[str, int]]:
    """Read the operations of a lock: name -> its numbers."""
    found: dict[str, dict[str, int]] = {}
    for line in lock.decode(errors="replace").splitlines():
        words = line.split()
        if len(words) > 2 and words[0] == "operation":
            pairs = [word.partition("=") for word in words[2:]]
            found[words[1]] = {key: int(value) for key, _, value in pairs if value.isdigit()}
    return found
