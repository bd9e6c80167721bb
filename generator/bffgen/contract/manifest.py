"""Read bffgen.yaml: which clients a workspace has, which upstreams, and where they are at home.

In:  a reader of files by workspace-relative path.
Out: a Manifest, of which no other file is opened yet; findings.
How: the names of clients and upstreams become folders and Python modules, so they are held to that
     here, once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from posixpath import normpath

from bffgen.contract.composition import read_defaults, read_format
from bffgen.contract.disk import not_read
from bffgen.contract.fields import Fields, unsupported
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json
from bffgen.model.client import Credentials
from bffgen.model.composition import RESERVED, Defaults
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.pull import LOCK, Pull, parse

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
class Entry:
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
class Manifest:
    """bffgen.yaml: what it names, nothing of it read yet."""

    clients: tuple[tuple[str, Place], ...]
    upstreams: tuple[Entry, ...]
    defaults: Defaults
    written_defaults: Json


class Files:
    """Reads files and keeps what is wrong with them."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.faults: list[Finding] = []

    def content(self, path: str, mentioned: Place) -> bytes | None:
        """Give the bytes of a file that is mentioned somewhere; None after a fault."""
        try:
            return self.read(path)
        except OSError as fault:
            self.faults.append(not_read(fault, mentioned, path))
            return None

    def parsed(self, path: str, mentioned: Place) -> Json:
        """Give what a file says; None after a fault."""
        content = self.content(path, mentioned)
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


def read_manifest(files: Files) -> Manifest | None:
    """Read bffgen.yaml; None where nothing of it can be read."""
    value = files.parsed(FILE, Place(document=FILE))
    if value is None:
        return None
    file = Fields.of(value, Place(document=FILE), files.faults)
    read_format(file, FORMAT)
    clients = _clients(file, files.faults)
    file.demand("clients")
    if file.raw("clients") == []:
        problem = "an empty list where names of clients belong"
        files.faults.append(finding("input-schema", file.at("clients"), problem=problem))
    entries = [_entry(*item, files.faults) for item in file.items("upstreams")]
    defaults = read_defaults(file.mapping("defaults"), Defaults())
    file.done()
    return Manifest(
        clients=clients,
        upstreams=tuple(sorted(entries, key=lambda each: each.name)),
        defaults=defaults,
        written_defaults=file.raw("defaults"),
    )


def _clients(file: Fields, faults: list[Finding]) -> tuple[tuple[str, Place], ...]:
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
            faults.append(finding("input-schema", place, problem=problem))
    return tuple(found.items())


def _entry(name: str, value: Json, place: Place, faults: list[Finding]) -> Entry:
    fields = Fields.of(value, place, faults)
    if name in RESERVED or not _UPSTREAM_NAME.fullmatch(name):
        problem = f"`{name}` cannot be the name of an upstream: letters, digits and `_`"
        if name in RESERVED:
            problem = f"`{name}` is a reserved word and cannot be the name of an upstream"
        mark = Mark(place=place, on="key")
        faults.append(finding("input-schema", mark, problem=problem))
    credentials = fields.choice("credentials", (*Credentials, _LATER_CREDENTIALS))
    if credentials == _LATER_CREDENTIALS:
        mark = Mark(place=fields.at("credentials"))
        faults.append(unsupported(f"`credentials: {credentials}`", mark))
        credentials = None
    overlay = fields.text("overlay")
    entry = Entry(
        name=name,
        written=_without_pull(value),
        contract=fields.required_text("contract"),
        safe=tuple(fields.texts("safe")),
        credentials=Credentials(credentials or Credentials.NONE),
        place=place,
        contract_place=fields.at("contract"),
        overlay=(overlay, fields.at("overlay")) if overlay else None,
        pull=_pull(fields),
    )
    fields.done()
    return entry


def _pull(fields: Fields) -> Pull | None:
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


def check_vendored(files: Files, manifest: Manifest) -> None:
    """Warn of vendored contracts that are not as they were vendored."""
    try:
        locked = parse(files.read(f"{FOLDER}/{LOCK}")) or ()
    except OSError:
        return
    pulled = {each.name: each.pull for each in manifest.upstreams if each.pull is not None}
    for each in locked:
        if each.upstream not in pulled:
            continue
        path = f"{FOLDER}/{each.path}"
        try:
            digested = sha256(files.read(path)).hexdigest()
        except OSError:
            continue
        if digested != each.digest:
            files.faults.append(
                finding(
                    "input-pull-changed",
                    pulled[each.upstream].place,
                    effect=Effect.RISKY,
                    path=path,
                    upstream=each.upstream,
                )
            )


def read_pulls(
    read: Read,
) -> tuple[tuple[tuple[str, str, Pull], ...], tuple[Finding, ...]]:
    """Read where contracts are at home; nothing but bffgen.yaml is opened.

    Returns:
        Of each upstream that says so its name, the path of its contract, and where; findings.
    """
    files = Files(read)
    manifest = read_manifest(files)
    entries = () if manifest is None else manifest.upstreams
    found = tuple(
        (each.name, normpath(f"{FOLDER}/{each.contract}"), each.pull)
        for each in entries
        if each.pull is not None and each.contract
    )
    return found, tuple(files.faults)


def contract_of(
    read: Read, upstream: str
) -> tuple[str | None, tuple[str, ...], tuple[Finding, ...]]:
    """Find where the contract of an upstream is; nothing but bffgen.yaml is opened.

    Returns:
        Its path, None where bffgen.yaml does not say; the names of all upstreams; findings.
    """
    files = Files(read)
    manifest = read_manifest(files)
    entries = () if manifest is None else manifest.upstreams
    path = next((each.contract for each in entries if each.name == upstream), "")
    names = tuple(each.name for each in entries)
    return normpath(f"{FOLDER}/{path}") if path else None, names, tuple(files.faults)


def _without_pull(entry: Json) -> Json:
    """Leave out where a contract was pulled from: the contract itself is what counts."""
    if not isinstance(entry, dict):
        return entry
    return {key: value for key, value in entry.items() if key != "pull"}
