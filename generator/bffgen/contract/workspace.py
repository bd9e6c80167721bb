"""Read a whole workspace: bffgen.yaml, the clients' folders, the upstreams' contracts.

In:  a reader of files by workspace-relative path, the names of the clients that are wanted.
Out: a Workspace, and every finding about every file, in one run; or the workspace opened, whose
     clients are then read one by one and let go.
How: contracts that are read together are lowered into one pool; a client that does not read is left
     out of the Workspace, so that the other clients are still judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from posixpath import normpath

from bffgen.contract.callers import callers_api
from bffgen.contract.composition import read_composition
from bffgen.contract.dialect import modern
from bffgen.contract.document import check_document
from bffgen.contract.hooks import Below, nothing_below, read_hooks
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.lower import lower
from bffgen.contract.manifest import (
    FILE,
    FOLDER,
    Entry,
    Files,
    Manifest,
    Read,
    check_vendored,
    read_manifest,
)
from bffgen.contract.overlay import overlaid, read_overlay
from bffgen.contract.policy import read_policy
from bffgen.contract.refs import bundle
from bffgen.contract.returns import read_schemas
from bffgen.contract.settings import settings_api
from bffgen.model.api import Api
from bffgen.model.canonical import digest
from bffgen.model.client import Client, Hooks, Upstream, Workspace
from bffgen.model.composition import Composition, Defaults
from bffgen.model.finding import Finding, Mark, finding, stops, unknown
from bffgen.model.overlay import Action
from bffgen.model.place import Place
from bffgen.model.policy import Policy
from bffgen.model.pool import Pool
from bffgen.model.view import Side, view

__all__ = [
    "FILE",
    "FOLDER",
    "Held",
    "Opened",
    "Read",
    "open_workspace",
    "read_held",
    "read_workspace",
]


def read_workspace(
    read: Read, *, only: Sequence[str] = (), below: Below = nothing_below
) -> tuple[Workspace, tuple[Finding, ...]]:
    """Read the workspace whose files `read` gives.

    Args:
        read: bytes of a file by its path relative to the workspace; OSError where there is none.
        only: the clients that are wanted, all of them if empty.
        below: paths of the files below a folder, for what is copied whole.
    """
    opened = open_workspace(read, only=only, below=below)
    contracts = opened.contracts
    clients = [contracts.client(name, opened.manifest) for name in opened.wanted]
    workspace = replace(
        opened.workspace,
        clients=tuple(each for each in clients if each is not None and opened.is_known),
    )
    return workspace, tuple(dict.fromkeys(contracts.files.faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A workspace whose clients are still to be read.

    Attributes:
        workspace: without clients.
        wanted: names of the clients that are wanted, in the order of bffgen.yaml.
        findings: about bffgen.yaml and upstreams.
        is_known: whether bffgen.yaml holds. What a broken one names is not known: every file is
            read, and nothing bound to it.
    """

    workspace: Workspace
    wanted: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_known: bool
    manifest: Manifest
    contracts: "Contracts"

    def client(self, name: str, read: Read) -> tuple[Workspace, tuple[Finding, ...]]:
        """Read one client into a workspace of its own; nothing else holds what was read of it.

        Returns:
            A workspace with this client or, where it does not read, with none; findings about it.
        """
        pool = self.contracts.pool.copy()
        contracts = Contracts(Files(read), self.contracts.below, pool)
        client = contracts.client(name, self.manifest)
        workspace = replace(
            self.workspace,
            clients=() if client is None or not self.is_known else (client,),
            upstreams=tuple(each.within(pool) for each in self.workspace.upstreams),
        )
        return workspace, tuple(dict.fromkeys(contracts.files.faults))


def open_workspace(read: Read, *, only: Sequence[str] = (), below: Below = nothing_below) -> Opened:
    """Read bffgen.yaml and the upstreams' contracts; it takes what `read_workspace` takes."""
    files = Files(read)
    contracts = Contracts(files, below, Pool())
    manifest = read_manifest(files)
    if manifest is None:
        manifest = Manifest(clients=(), upstreams=(), defaults=Defaults(), written_defaults=None)
    is_known = not any(each.rule.startswith("input-") for each in files.faults if stops([each]))
    upstreams = {entry.name: contracts.upstream(entry) for entry in manifest.upstreams}
    check_vendored(files, manifest)
    names = tuple(name for name, _ in manifest.clients)
    return Opened(
        workspace=Workspace(
            names=names,
            clients=(),
            upstreams=tuple(each for each in upstreams.values() if each is not None),
            unread=frozenset(name for name, each in upstreams.items() if each is None),
            place=Place(document=FILE),
        ),
        wanted=tuple(name for name in names if not only or name in only),
        findings=tuple(dict.fromkeys(files.faults)),
        is_known=is_known,
        manifest=manifest,
        contracts=contracts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A client of bffgen.yaml whose contract alone is asked for.

    Attributes:
        contract: path of its openapi.yaml.
        place: where bffgen.yaml names its clients.
        policy: None where policy.yaml is missing or has faults.
    """

    name: str
    contract: str
    place: Place
    policy: Policy | None


def read_held(
    read: Read, *, only: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[Held, ...], tuple[Finding, ...]]:
    """Read bffgen.yaml and policies; contracts, compositions and upstreams are not opened.

    Returns:
        The names of all clients; the wanted ones; findings.
    """
    files = Files(read)
    manifest = read_manifest(files)
    if manifest is None:
        return (), (), tuple(files.faults)
    names = tuple(name for name, _ in manifest.clients)
    entry = Place(document=FILE).at("clients")
    found = [
        Held(
            name=name,
            contract=f"{FOLDER}/clients/{name}/openapi.yaml",
            place=entry,
            policy=_policy(files, name, entry),
        )
        for name in names
        if not only or name in only
    ]
    return names, tuple(found), tuple(dict.fromkeys(files.faults))


class Contracts:
    """Lowers contracts into one pool; what is wrong with files is kept among their faults."""

    def __init__(self, files: Files, below: Below, pool: Pool) -> None:
        self.files, self.below, self.pool = files, below, pool
        self.read, self.faults = files.read, files.faults

    def upstream(self, entry: Entry) -> Upstream | None:
        """Read the contract of an upstream; None after a fault."""
        if not entry.contract:
            return None
        if normpath(f"{FOLDER}/{entry.contract}").startswith(".."):
            self.faults.append(
                finding("input-reference-remote", entry.contract_place, reference=entry.contract)
            )
            return None
        for path, place in (entry.overlay,) if entry.overlay else ():
            if normpath(f"{FOLDER}/{path}").startswith(".."):
                self.faults.append(finding("input-reference-remote", place, reference=path))
                return None
        assumed = self._overlay(*entry.overlay) if entry.overlay else ()
        if assumed is None:
            return None
        api = self._api(
            f"{FOLDER}/{entry.contract}", entry.contract_place, is_own=False, assumed=assumed
        )
        if api is None:
            return None
        known = [each.name for each in api.operations]
        for name, place in entry.safe:
            if api.operation(name) is None:
                within = f"the contract of `{entry.name}`"
                self.faults.append(unknown(Mark(place=place), "operation", name, known, within))
        safe = tuple(name for name, _ in entry.safe)
        return Upstream(
            name=entry.name,
            api=view(api, Side.ANSWERED),
            requests=view(api, Side.ASKED),
            safe=safe,
            credentials=entry.credentials,
            place=entry.place,
            assumed=assumed,
            entry=(_part("upstreams", entry.name), digest(entry.written)),
        )

    def client(self, name: str, manifest: Manifest) -> Client | None:
        """Read a client's folder; None after a fault."""
        folder = f"{FOLDER}/clients/{name}"
        entry = Place(document=FILE).at("clients")
        api = self._api(f"{folder}/openapi.yaml", entry, is_own=True)
        composition = self._composition(folder, manifest.defaults)
        policy_path = f"{folder}/policy.yaml"
        policy = _policy(self.files, name, entry)
        hooks, hooks_read = self._hooks(folder)
        if api is None or composition is None or policy is None or not hooks_read:
            return None
        schemas, faults = read_schemas(composition, folder, self.read, self.pool)
        self.faults.extend(faults)
        if stops(faults):
            return None
        inputs = dict((*api.files, *(schemas.api.files if schemas is not None else ())))
        written = [composition.place.document] if composition.is_written else []
        for path in (policy_path, *written):
            inputs[path] = sha256(self.read(path)).hexdigest()
        if manifest.written_defaults is not None:
            inputs[_part("defaults")] = digest(manifest.written_defaults)
        for each in hooks.files if hooks is not None else ():
            inputs[each.place.document] = sha256(each.content).hexdigest()
        return Client(
            name=name,
            folder=folder,
            api=view(api, Side.ANSWERED),
            requests=view(api, Side.ASKED),
            composition=composition,
            callers=callers_api(composition.callers, composition.place, self.pool),
            settings=settings_api(composition.settings, composition.place, self.pool),
            policy=policy,
            hooks=hooks,
            schemas=schemas,
            inputs=tuple(sorted(inputs.items())),
        )

    def _composition(self, folder: str, defaults: Defaults) -> Composition | None:
        """Read composition.yaml; without one every operation is a function's to answer."""
        path = f"{folder}/composition.yaml"
        try:
            self.read(path)
        except OSError:
            return Composition(
                defaults=defaults,
                operations=(),
                omit_operations=(),
                place=Place(document=f"{folder}/openapi.yaml"),
                is_written=False,
            )
        value = self.files.parsed(path, Place(document=path))
        if value is None:
            return None
        composition, faults = read_composition(value, Place(document=path), defaults)
        self.faults.extend(faults)
        return None if stops(faults) else composition

    def _hooks(self, folder: str) -> tuple[Hooks | None, bool]:
        """Read hooks if there are any; the flag says whether what is there could be read."""
        hooks = read_hooks(folder, self.read, self.below)
        if isinstance(hooks, tuple):
            self.faults.extend(hooks)
            return None, False
        return hooks, True

    def _overlay(self, name: str, mentioned: Place) -> tuple[Action, ...] | None:
        """Read what is assumed of a contract; None after a fault."""
        path = normpath(f"{FOLDER}/{name}")
        value = self.files.parsed(path, mentioned)
        if value is None:
            return None
        actions, faults = read_overlay(value, Place(document=path))
        self.faults.extend(faults)
        return None if stops(faults) else actions

    def _api(
        self, path: str, mentioned: Place, *, is_own: bool, assumed: Sequence[Action] = ()
    ) -> Api | None:
        if self.files.content(path, mentioned) is None:
            return None
        bundled = bundle(path, self.read)
        if isinstance(bundled, tuple):
            self.faults.extend(bundled)
            return None
        if assumed:
            overlay = assumed[0].place.document
            file = (overlay, sha256(self.read(overlay)).hexdigest())
            laid, found = overlaid(bundled, assumed, file, self.pool)
            self.faults.extend(found)
            if laid is None:
                return None
            bundled = laid
        faults = check_document(bundled)
        self.faults.extend(faults)
        if stops(faults):
            return None
        meaning = modern(bundled.document)
        faults = lint(Contract.of(bundled, meaning, self.read, is_own=is_own))
        self.faults.extend(faults)
        api = lower(bundled, self.pool, meaning)
        if isinstance(api, tuple):
            self.faults.extend(api)
            return None
        if stops(faults):
            return None
        return api


def _policy(files: Files, client: str, entry: Place) -> Policy | None:
    path = f"{FOLDER}/clients/{client}/policy.yaml"
    value = files.parsed(path, entry)
    if value is None:
        return None
    policy, faults = read_policy(value, Place(document=path), client)
    files.faults.extend(faults)
    return policy


def _part(*keys: str) -> str:
    """Name a part of bffgen.yaml as an input of its own: other parts concern other clients."""
    return f"{FILE}#{Place(document=FILE).at(*keys).pointer}"
