"""Build: contracts in, the files of every BFF out.

In:  a reader of the workspace's files, the clients that are wanted, what stands in generated/.
Out: a Result: findings, and per client its file tree with what changes on disk and in its plan.
How: contract -> compose -> emit, client by client. One finding that breaks leaves no tree at all,
     so that nothing is written of a workspace that does not hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bffgen.compose.plan import plan_client
from bffgen.contract.pointer import locator
from bffgen.contract.workspace import read_workspace
from bffgen.emit.bff import write_bff
from bffgen.model.client import Client, Workspace
from bffgen.model.files import Difference, FileTree, difference
from bffgen.model.finding import Finding, stops
from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock
from bffgen.model.place import Locate
from bffgen.publish.bundle import served_document

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltClient:
    """What a build makes of one client.

    Attributes:
        tree: the files of generated/<name>/.
        changes: against what stands there; what bffgen has not made is none of them.
        lock, lock_before: what is told of the folder, now and as it stands there.
        reserve_ms: of every operation's budget, kept for building and writing the answer.
        unproved: copies whose containment is not proved yet.
    """

    name: str
    tree: FileTree
    changes: Difference
    lock: Lock
    lock_before: Lock
    reserve_ms: int
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
        built, faults = _client(client, workspace, present(client.name))
        found += faults
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


def _made(present: FileTree, tree: FileTree) -> FileTree:
    """Give what stands in a folder, without the files that neither lock nor tree knows."""
    files = dict(present.files)
    known = {path for path, _ in (*Lock.parse(files.get(LOCK, b"")).outputs, *tree.files)}
    return FileTree.of({path: content for path, content in present.files if path in known})


def _client(
    client: Client, workspace: Workspace, present: FileTree
) -> tuple[BuiltClient | None, tuple[Finding, ...]]:
    """Build one client; its findings are its own, and hide no other client's."""
    plan, found = plan_client(client, workspace)
    document, faults = served_document(client.api)
    found += faults
    if plan is None or document is None:
        return None, found
    tree, faults = write_bff(client, workspace, plan, document)
    found += faults
    if tree is None:
        return None, found
    built = BuiltClient(
        name=client.name,
        tree=tree,
        changes=difference(_made(present, tree), tree),
        lock=Lock.parse(dict(tree.files)[LOCK]),
        lock_before=Lock.parse(dict(present.files).get(LOCK, b"")),
        reserve_ms=client.composition.defaults.reserve_ms,
        unproved=sum(each.unproved for each in plan.plans),
    )
    return built, found
