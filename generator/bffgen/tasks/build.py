"""Build: contracts in, the files of every BFF out.

In:  a reader of the workspace's files, the clients that are wanted, what stands in generated/, and
     what an earlier build made there.
Out: a Result: findings, and per client its file tree with what changes on disk and in its plan.
How: contract -> compose -> govern -> emit, client by client: of what is announced to go the BFF
     tells its clients, so that the events that say it are inputs as the contract is. A client whose
     folder stands whole as it was made of the same inputs by the same bffgen is not emitted again.
     One finding that breaks leaves no tree at all, so that nothing is written of a workspace that
     does not hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol, TypeVar

from bffgen.compose.leaving import leaving
from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below, nothing_below
from bffgen.contract.ledger import read_events
from bffgen.contract.workspace import read_workspace
from bffgen.emit.bff import write_bff
from bffgen.emit.render import templates_folder
from bffgen.govern.announced import announced
from bffgen.model.canonical import digest
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.deprecation import Deprecation
from bffgen.model.files import Difference, FileTree, difference
from bffgen.model.finding import Finding, stops
from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock
from bffgen.model.place import Locate
from bffgen.model.plan import ClientPlan
from bffgen.publish.bundle import served_document
from bffgen.tasks.reading import Read, locate_in

__all__ = ["BuiltClient", "Found", "Made", "Result", "build", "read", "templates_folder"]

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a client's folder was made of, and what it was then.

    Attributes:
        key: digest of all that its files depend on, bffgen itself among it.
        tree: digest of its files.
    """

    key: str
    tree: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltClient:
    """What a build makes of one client.

    Attributes:
        tree: the files of generated/<name>/.
        changes: against what stands there; what bffgen has not made is none of them.
        lock, lock_before: what is told of the folder, now and as it stands there.
        reserve_ms: of every operation's budget, kept for building and writing the answer.
        is_kept: the folder stood whole, so it was not made again.
        made: what to remember of it once it is written; None where a warning must come again.
    """

    name: str
    tree: FileTree
    changes: Difference
    lock: Lock
    lock_before: Lock
    reserve_ms: int
    is_kept: bool
    made: Made | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a build found and made; `clients` is empty where a finding breaks."""

    findings: tuple[Finding, ...]
    clients: tuple[BuiltClient, ...]
    workspace: Workspace
    locate: Locate


class Each(Protocol):
    """Calls a function with each item, and gives the results in the order of the items."""

    def __call__(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
        """Call it with each."""
        ...


def in_turn(function: Callable[[A], B], items: Sequence[A]) -> Sequence[B]:
    """Call a function with one item after the other."""
    return [function(each) for each in items]


def nothing_known(client: str) -> Made | None:
    """Know nothing of earlier builds, so that every client is made."""
    return None


def build(
    read: Read,
    present: Callable[[str], FileTree],
    *,
    only: Sequence[str] = (),
    before: Callable[[str], Made | None] = nothing_known,
    maker: str = "",
    each: Each = in_turn,
    below: Below = nothing_below,
) -> Result:
    """Build the wanted clients of a workspace.

    Args:
        read: bytes of a file by its path relative to the workspace; OSError where there is none.
        present: what stands in generated/<client>/ now.
        only: clients, all of them if empty.
        before: what was remembered of a client's folder when it was last made.
        maker: digest of bffgen itself.
        each: how clients are built, of which none knows of another.
        below: paths of the files below a folder, relative to the workspace.
    """
    workspace, findings = read_workspace(read, only=only, below=below)

    def built(client: Client) -> tuple[BuiltClient | None, tuple[Finding, ...]]:
        ledger, faults = read_events(read, below, client.name)
        keys = [each.key for each in client.api.operations]
        going = announced(ledger, client.api.document, keys)
        said = {(path, sha256(read(path)).hexdigest()) for each in going for path in each.files}
        client = replace(client, inputs=tuple(sorted({*client.inputs, *said})))
        building = _Client(client, going, workspace, present(client.name), maker)
        made, found = building.build(before(client.name))
        return made, (*faults, *found)

    results = each(built, workspace.clients)
    found = [*findings, *(fault for _, faults in results for fault in faults)]
    made = tuple(client for client, _ in results if client is not None)
    return Result(
        findings=tuple(dict.fromkeys(found)),
        clients=() if stops(found) else made,
        workspace=workspace,
        locate=locate_in(read),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A workspace that was read and not built."""

    workspace: Workspace
    findings: tuple[Finding, ...]
    locate: Locate


def read(files: Read, below: Below = nothing_below) -> Found:
    """Read a workspace; for commands that need no BFF."""
    workspace, findings = read_workspace(files, below=below)
    return Found(
        workspace=workspace,
        findings=findings,
        locate=locate_in(files),
    )


@dataclass(frozen=True, slots=True)
class _Client:
    """Builds one client; its findings are its own, and hide no other client's."""

    client: Client
    going: tuple[Deprecation, ...]
    workspace: Workspace
    present: FileTree
    maker: str

    def build(self, before: Made | None) -> tuple[BuiltClient | None, tuple[Finding, ...]]:
        plan, found = plan_client(self.client, self.workspace)
        document, faults = served_document(self.client.api)
        found += faults
        if plan is None or document is None:
            return None, found
        found += leaving(self.client, plan, self.workspace)
        # Of the upstreams only those that are digested: what is not cannot show in a file.
        upstreams = tuple(each for each in self.workspace.upstreams if each.name in plan.services)
        key = self.key(upstreams)
        kept = self.kept(before, key)
        if kept is not None:
            return self.built(kept, plan, before, is_kept=True), found
        tree, faults = write_bff(
            self.client, replace(self.workspace, upstreams=upstreams), plan, document, self.going
        )
        found += faults
        if tree is None:
            return None, found
        return self.built(tree, plan, None if faults else Made(key=key, tree=tree.digest)), found

    def key(self, upstreams: Sequence[Upstream]) -> str:
        """Digest all that the files depend on: with the same key they come out the same."""
        inputs = {*self.client.inputs}
        for upstream in upstreams:
            inputs |= {upstream.entry, *upstream.api.files}
        said = [f"{path} {digested}" for path, digested in sorted(inputs)]
        return digest([self.maker, self.client.name, *said])

    def kept(self, before: Made | None, key: str) -> FileTree | None:
        """Give the folder's files where they stand as they were made with this key."""
        if before is None or before.key != key:
            return None
        standing = _known(self.present, FileTree())
        return standing if standing.digest == before.tree else None

    def built(
        self, tree: FileTree, plan: ClientPlan, made: Made | None, *, is_kept: bool = False
    ) -> BuiltClient:
        return BuiltClient(
            name=self.client.name,
            tree=tree,
            changes=difference(_known(self.present, tree), tree),
            lock=Lock.parse(dict(tree.files)[LOCK]),
            lock_before=Lock.parse(dict(self.present.files).get(LOCK, b"")),
            reserve_ms=self.client.composition.defaults.reserve_ms,
            is_kept=is_kept,
            made=made,
        )


def _known(present: FileTree, tree: FileTree) -> FileTree:
    """Give what stands in a folder, without the files that neither lock nor tree knows."""
    files = dict(present.files)
    named = {path for path, _ in Lock.parse(files.get(LOCK, b"")).outputs}
    known = {LOCK, *named, *(path for path, _ in tree.files)}
    return FileTree.of({path: content for path, content in present.files if path in known})
