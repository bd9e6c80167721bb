"""Build: contracts in, the files of every BFF out.

In:  a reader of the workspace's files, the clients that are wanted, what stands in generated/, and
     what an earlier build made there.
Out: a Result: findings, and per client its file tree with what changes on disk and in its plan.
How: contract -> compose -> govern -> emit, client by client, each read when its turn comes and let
     go when its files are made, so that many take no more memory than one. Of what is announced to
     go the BFF tells its clients, so that the events that say it are inputs as the contract is. A
     client whose folder stands whole as it was made of the same inputs by the same bffgen is not
     emitted again. One finding that breaks leaves no tree at all, so that nothing is written of a
     workspace that does not hold.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol, TypeVar

from bffgen.compose.leaving import leaving
from bffgen.compose.plan import plan_client
from bffgen.contract.hooks import Below, nothing_below
from bffgen.contract.ledger import read_events
from bffgen.contract.workspace import Opened, open_workspace, read_workspace
from bffgen.emit.bff import write_bff
from bffgen.emit.render import templates_folder
from bffgen.govern.announced import announced
from bffgen.model.canonical import digest
from bffgen.model.client import Client, Upstream, Workspace
from bffgen.model.deprecation import Deprecation
from bffgen.model.files import Difference, FileTree, KeptTree, difference
from bffgen.model.finding import Finding, stops
from bffgen.model.lock import NAME as LOCK
from bffgen.model.lock import Lock
from bffgen.model.place import Locate
from bffgen.model.plan import ClientPlan
from bffgen.publish.bundle import served_document
from bffgen.tasks.reading import Read, locate_in
from bffgen.tasks.stubbing import with_stubs

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
        kept: the files of generated/<name>/.
        changes: against what stands there; what bffgen has not made is none of them.
        lock, lock_before: what is told of the folder, now and as it stands there, without the
            digests of its files.
        reserve_ms: of every operation's budget, kept for building and writing the answer.
        is_kept: the folder stood whole, so it was not made again.
        made: what to remember of it once it is written; None where a warning must come again.
    """

    name: str
    kept: KeptTree
    changes: Difference
    lock: Lock
    lock_before: Lock
    reserve_ms: int
    is_kept: bool
    made: Made | None

    @property
    def tree(self) -> FileTree:
        """Give the files of generated/<name>/."""
        return self.kept.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a build found and made.

    Attributes:
        clients: none where a finding breaks.
        workspace: its clients only where they were to be held.
        seen: paths of the files that the clients were read from, and of those that are not there.
    """

    findings: tuple[Finding, ...]
    clients: tuple[BuiltClient, ...]
    workspace: Workspace
    seen: frozenset[str]
    locate: Locate


class Each(Protocol):
    """Calls a function with each item, and gives the results in the order of the items."""

    def __call__(self, function: Callable[[A], B], items: Sequence[A], /) -> Iterable[B]:
        """Call it with each; a result is asked for when the one before was taken."""
        ...


def in_turn(function: Callable[[A], B], items: Sequence[A]) -> Iterable[B]:
    """Call a function with one item after the other."""
    return map(function, items)


def nothing_known(client: str) -> Made | None:
    """Know nothing of earlier builds, so that every client is made."""
    return None


def in_memory(tree: FileTree) -> KeptTree:
    """Keep a tree where it is."""
    return tree


def build(
    read: Read,
    present: Callable[[str], FileTree],
    *,
    only: Sequence[str] = (),
    before: Callable[[str], Made | None] = nothing_known,
    maker: str = "",
    each: Each = in_turn,
    below: Below = nothing_below,
    keep: Callable[[FileTree], KeptTree] = in_memory,
    is_held: bool = True,
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
        keep: takes the files of a client until they are written.
        is_held: whether the result has the clients as they were read.
    """
    opened = open_workspace(read, only=only, below=below)
    building = _Building(opened, read, present, before, maker, is_held)
    built: list[BuiltClient] = []
    told: list[_ClientResult] = []
    for one in each(building.client, opened.wanted):
        if one.built is not None:
            built.append(replace(one.built, kept=keep(one.built.tree)))
        told.append(replace(one, built=None))
    found = [
        *opened.findings,
        *(fault for one in told for fault in one.read),
        *(fault for one in told for fault in one.found),
    ]
    return Result(
        findings=tuple(dict.fromkeys(found)),
        clients=() if stops(found) else tuple(built),
        workspace=replace(
            opened.workspace,
            clients=tuple(client for one in told for client in one.clients),
        ),
        seen=frozenset(path for one in told for path in one.seen),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _ClientResult:
    """What came of one client; its findings are its own, and hide no other client's.

    Attributes:
        clients: as it was read, where it is held.
        read: what is wrong with its files.
        found: what was found when it was made.
        seen: paths that were read, or were not there.
    """

    built: BuiltClient | None
    clients: tuple[Client, ...]
    read: tuple[Finding, ...]
    found: tuple[Finding, ...]
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Building:
    """Reads and builds clients, each without the others."""

    opened: Opened
    read: Read
    present: Callable[[str], FileTree]
    before: Callable[[str], Made | None]
    maker: str
    is_held: bool

    def client(self, name: str) -> _ClientResult:
        seen: set[str] = set()

        def read(path: str) -> bytes:
            seen.add(path)
            return self.read(path)

        workspace, faults = self.opened.client(name, read)
        built: BuiltClient | None = None
        found: tuple[Finding, ...] = ()
        for client in workspace.clients:
            built, found = self._built(client, workspace, read)
        return _ClientResult(
            built=built,
            clients=workspace.clients if self.is_held else (),
            read=faults,
            found=found,
            seen=frozenset(seen),
        )

    def _built(
        self, client: Client, workspace: Workspace, read: Read
    ) -> tuple[BuiltClient | None, tuple[Finding, ...]]:
        ledger, faults = read_events(read, self.opened.contracts.below, client.name)
        keys = [each.key for each in client.api.operations]
        going = announced(ledger, client.api.document, keys)
        said = {(path, sha256(read(path)).hexdigest()) for each in going for path in each.files}
        client = replace(client, inputs=tuple(sorted({*client.inputs, *said})))
        building = _Client(client, going, workspace, self.present(client.name), self.maker)
        made, found = building.build(self.before(client.name))
        return made, (*faults, *found)


@dataclass(frozen=True, slots=True)
class _Client:
    """Builds one client in a workspace of its own."""

    client: Client
    going: tuple[Deprecation, ...]
    workspace: Workspace
    present: FileTree
    maker: str

    def build(self, before: Made | None) -> tuple[BuiltClient | None, tuple[Finding, ...]]:
        plan, found = plan_client(self.client, self.workspace)
        document, faults = served_document(self.client.api)
        found += faults
        if plan is None and document is not None:
            return None, with_stubs(self.client, self.workspace, found, document)
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
            kept=tree,
            changes=difference(_known(self.present, tree), tree),
            lock=_told(dict(tree.files)[LOCK]),
            lock_before=_told(dict(self.present.files).get(LOCK, b"")),
            reserve_ms=self.client.composition.defaults.reserve_ms,
            is_kept=is_kept,
            made=made,
        )


def _told(lock: bytes) -> Lock:
    """Read of a lock what is told of it."""
    return replace(Lock.parse(lock), inputs=(), upstreams=(), outputs=())


def _known(present: FileTree, tree: FileTree) -> FileTree:
    """Give what stands in a folder, without the files that neither lock nor tree knows."""
    files = dict(present.files)
    named = {path for path, _ in Lock.parse(files.get(LOCK, b"")).outputs}
    known = {LOCK, *named, *(path for path, _ in tree.files)}
    return FileTree.of({path: content for path, content in present.files if path in known})
