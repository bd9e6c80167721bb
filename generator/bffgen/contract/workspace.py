"""Read a whole workspace: bffgen.yaml, the clients' folders, the upstreams' contracts.

In:  a reader of files by workspace-relative path, the names of the clients that are wanted.
Out: a Workspace, and every finding about every file, in one run.
How: all contracts are lowered into one pool; a client that does not read is left out of the
     Workspace, so that the other clients are still judged.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from posixpath import normpath

from bffgen.contract.callers import callers_api
from bffgen.contract.composition import read_composition, read_defaults, read_format
from bffgen.contract.dialect import modern
from bffgen.contract.disk import not_read
from bffgen.contract.document import check_document
from bffgen.contract.fields import Fields, unsupported
from bffgen.contract.hooks import Below, nothing_below, read_hooks
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.lower import lower
from bffgen.contract.overlay import overlaid, read_overlay
from bffgen.contract.policy import read_policy
from bffgen.contract.refs import bundle
from bffgen.contract.returns import read_schemas
from bffgen.contract.settings import settings_api
from bffgen.contract.yaml import read_document
from bffgen.model.api import Api
from bffgen.model.canonical import Json, digest
from bffgen.model.client import Client, Credentials, Hooks, Upstream, Workspace
from bffgen.model.composition import RESERVED, Composition, Defaults
from bffgen.model.finding import Effect, Finding, Mark, finding, stops, unknown
from bffgen.model.overlay import Action
from bffgen.model.place import Place
from bffgen.model.policy import Policy
from bffgen.model.pool import Pool
from bffgen.model.pull import LOCK, Pull, parse
from bffgen.model.view import Side, view

FORMAT = "bffgen/1"
FOLDER = "contracts"
FILE = f"{FOLDER}/bffgen.yaml"

# Tokens that are fetched and renewed come with their own issue.
_LATER_CREDENTIALS = "client_credentials"

# A client is a folder and a Python package; an upstream begins paths and is a Python module.
_CLIENT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_UPSTREAM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One upstream of bffgen.yaml before its contract is read."""

    name: str
    written: Json
    contract: str
    safe: tuple[tuple[str, Place], ...]
    credentials: Credentials
    place: Place
    contract_place: Place
    overlay: tuple[str, Place] | None
    pull: Pull | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    """bffgen.yaml: what it names, nothing of it read yet."""

    clients: tuple[tuple[str, Place], ...]
    upstreams: tuple[_Entry, ...]
    defaults: Defaults
    written_defaults: Json


def read_workspace(
    read: Read, *, only: Sequence[str] = (), below: Below = nothing_below
) -> tuple[Workspace, tuple[Finding, ...]]:
    """Read the workspace whose files `read` gives.

    Args:
        read: bytes of a file by its path relative to the workspace; OSError where there is none.
        only: the clients that are wanted, all of them if empty.
        below: paths of the files below a folder, for what is copied whole.
    """
    reader = _Workspace(read, below)
    manifest = reader.manifest()
    place = Place(document=FILE)
    if manifest is None:
        nothing = Workspace(names=(), clients=(), upstreams=(), unread=frozenset(), place=place)
        return nothing, tuple(reader.faults)
    # What a broken bffgen.yaml names is not known: every file is read, and nothing bound to it.
    is_known = not any(each.rule.startswith("input-") for each in reader.faults if stops([each]))
    upstreams = {entry.name: reader.upstream(entry) for entry in manifest.upstreams}
    reader.vendored(manifest)
    names = tuple(name for name, _ in manifest.clients)
    wanted = [name for name in names if not only or name in only]
    clients = [reader.client(name, manifest) for name in wanted]
    workspace = Workspace(
        names=names,
        clients=tuple(each for each in clients if each is not None and is_known),
        upstreams=tuple(each for each in upstreams.values() if each is not None),
        unread=frozenset(name for name, each in upstreams.items() if each is None),
        place=place,
    )
    return workspace, tuple(dict.fromkeys(reader.faults))


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
    reader = _Workspace(read, nothing_below)
    manifest = reader.manifest()
    if manifest is None:
        return (), (), tuple(reader.faults)
    names = tuple(name for name, _ in manifest.clients)
    entry = Place(document=FILE).at("clients")
    found = [
        Held(
            name=name,
            contract=f"{FOLDER}/clients/{name}/openapi.yaml",
            place=entry,
            policy=reader.policy(name, entry),
        )
        for name in names
        if not only or name in only
    ]
    return names, tuple(found), tuple(dict.fromkeys(reader.faults))


def read_pulls(
    read: Read,
) -> tuple[tuple[tuple[str, str, Pull], ...], tuple[Finding, ...]]:
    """Read where contracts are at home; nothing but bffgen.yaml is opened.

    Returns:
        Of each upstream that says so its name, the path of its contract, and where; findings.
    """
    reader = _Workspace(read, nothing_below)
    manifest = reader.manifest()
    entries = () if manifest is None else manifest.upstreams
    found = tuple(
        (each.name, normpath(f"{FOLDER}/{each.contract}"), each.pull)
        for each in entries
        if each.pull is not None and each.contract
    )
    return found, tuple(reader.faults)


def contract_of(
    read: Read, upstream: str
) -> tuple[str | None, tuple[str, ...], tuple[Finding, ...]]:
    """Find where the contract of an upstream is; nothing but bffgen.yaml is opened.

    Returns:
        Its path, None where bffgen.yaml does not say; the names of all upstreams; findings.
    """
    reader = _Workspace(read, nothing_below)
    manifest = reader.manifest()
    entries = () if manifest is None else manifest.upstreams
    path = next((each.contract for each in entries if each.name == upstream), "")
    names = tuple(each.name for each in entries)
    return normpath(f"{FOLDER}/{path}") if path else None, names, tuple(reader.faults)


class _Workspace:
    """Reads files and keeps what is wrong with them."""

    def __init__(self, read: Read, below: Below) -> None:
        self.read, self.below = read, below
        self.pool = Pool()
        self.faults: list[Finding] = []

    def manifest(self) -> _Manifest | None:
        value = self._parsed(FILE, Place(document=FILE))
        if value is None:
            return None
        file = Fields.of(value, Place(document=FILE), self.faults)
        read_format(file, FORMAT)
        clients = self._clients(file)
        file.demand("clients")
        if file.raw("clients") == []:
            problem = "an empty list where names of clients belong"
            self.faults.append(finding("input-schema", file.at("clients"), problem=problem))
        entries = [self._entry(*item) for item in file.items("upstreams")]
        defaults = read_defaults(file.mapping("defaults"), Defaults())
        file.done()
        return _Manifest(
            clients=clients,
            upstreams=tuple(sorted(entries, key=lambda each: each.name)),
            defaults=defaults,
            written_defaults=file.raw("defaults"),
        )

    def _clients(self, file: Fields) -> tuple[tuple[str, Place], ...]:
        """Take the names of the clients: each is a folder, so it leads nowhere else."""
        found: dict[str, Place] = {}
        for name, place in file.texts("clients"):
            problem = ""
            if not _CLIENT_NAME.fullmatch(name):
                problem = f"`{name}` cannot be the name of a client: letters, digits, `-` and `_`"
            elif name in found:
                problem = f"`{name}` is listed twice"
            else:
                found[name] = place
            if problem:
                self.faults.append(finding("input-schema", place, problem=problem))
        return tuple(found.items())

    def _entry(self, name: str, value: Json, place: Place) -> _Entry:
        fields = Fields.of(value, place, self.faults)
        if name in RESERVED or not _UPSTREAM_NAME.fullmatch(name):
            problem = f"`{name}` cannot be the name of an upstream: letters, digits and `_`"
            if name in RESERVED:
                problem = f"`{name}` is a reserved word and cannot be the name of an upstream"
            mark = Mark(place=place, on="key")
            self.faults.append(finding("input-schema", mark, problem=problem))
        credentials = fields.choice("credentials", (*Credentials, _LATER_CREDENTIALS))
        if credentials == _LATER_CREDENTIALS:
            mark = Mark(place=fields.at("credentials"))
            self.faults.append(unsupported(f"`credentials: {credentials}`", mark))
            credentials = None
        overlay = fields.text("overlay")
        entry = _Entry(
            name=name,
            written=_without_pull(value),
            contract=fields.required_text("contract"),
            safe=tuple(fields.texts("safe")),
            credentials=Credentials(credentials or Credentials.NONE),
            place=place,
            contract_place=fields.at("contract"),
            overlay=(overlay, fields.at("overlay")) if overlay else None,
            pull=self._pull(fields),
        )
        fields.done()
        return entry

    def _pull(self, fields: Fields) -> Pull | None:
        """Read where a contract is at home: `{url}`, or `{git, ref, path}`."""
        home = fields.mapping("pull")
        if home is None:
            return None
        place = fields.at("pull")
        if "url" in home:
            pull = Pull(url=home.required_text("url"), place=place)
        else:
            pull = Pull(
                git=home.required_text("git"),
                ref=home.required_text("ref"),
                path=home.required_text("path"),
                place=place,
            )
        home.done()
        return pull

    def vendored(self, manifest: _Manifest) -> None:
        """Warn of vendored contracts that are not as they were vendored."""
        try:
            locked = parse(self.read(f"{FOLDER}/{LOCK}")) or ()
        except OSError:
            return
        pulled = {each.name: each.pull for each in manifest.upstreams if each.pull is not None}
        for each in locked:
            if each.upstream not in pulled:
                continue
            path = f"{FOLDER}/{each.path}"
            try:
                digested = sha256(self.read(path)).hexdigest()
            except OSError:
                continue
            if digested != each.digest:
                self.faults.append(
                    finding(
                        "input-pull-changed",
                        pulled[each.upstream].place,
                        effect=Effect.RISKY,
                        path=path,
                        upstream=each.upstream,
                    )
                )

    def upstream(self, entry: _Entry) -> Upstream | None:
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

    def client(self, name: str, manifest: _Manifest) -> Client | None:
        folder = f"{FOLDER}/clients/{name}"
        entry = Place(document=FILE).at("clients")
        api = self._api(f"{folder}/openapi.yaml", entry, is_own=True)
        composition = self._composition(folder, manifest.defaults)
        policy_path = f"{folder}/policy.yaml"
        policy = self.policy(name, entry)
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
        value = self._parsed(path, Place(document=path))
        if value is None:
            return None
        composition, faults = read_composition(value, Place(document=path), defaults)
        self.faults.extend(faults)
        return None if stops(faults) else composition

    def policy(self, client: str, entry: Place) -> Policy | None:
        path = f"{FOLDER}/clients/{client}/policy.yaml"
        value = self._parsed(path, entry)
        if value is None:
            return None
        policy, faults = read_policy(value, Place(document=path), client)
        self.faults.extend(faults)
        return policy

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
        value = self._parsed(path, mentioned)
        if value is None:
            return None
        actions, faults = read_overlay(value, Place(document=path))
        self.faults.extend(faults)
        return None if stops(faults) else actions

    def _api(
        self, path: str, mentioned: Place, *, is_own: bool, assumed: Sequence[Action] = ()
    ) -> Api | None:
        if self._bytes(path, mentioned) is None:
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

    def _bytes(self, path: str, mentioned: Place) -> bytes | None:
        try:
            return self.read(path)
        except OSError as fault:
            self.faults.append(not_read(fault, mentioned, path))
            return None

    def _parsed(self, path: str, mentioned: Place) -> Json:
        content = self._bytes(path, mentioned)
        if content is None:
            return None
        value = read_document(content, path)
        if isinstance(value, tuple):
            self.faults.extend(value)
            return None
        if value is None:
            self.faults.append(
                finding("input-schema", Place(document=path), problem="an empty file")
            )
        return value


def _without_pull(entry: Json) -> Json:
    """Leave out where a contract was pulled from: the contract itself is what counts."""
    if not isinstance(entry, dict):
        return entry
    return {key: value for key, value in entry.items() if key != "pull"}


def _part(*keys: str) -> str:
    """Name a part of bffgen.yaml as an input of its own: other parts concern other clients."""
    return f"{FILE}#{Place(document=FILE).at(*keys).pointer}"
