"""Vendor the contracts of upstreams from where they are at home, their digests locked.

In:  a reader of the workspace's files, the upstreams that are wanted.
Out: Pulled: the files to put, what changed, findings; nothing where one of them cannot be read.
How: a contract is read there with all that it refers to, as a comparison reads a side; what would
     stand outside of the folder of the vendored contract is refused.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from posixpath import basename, dirname, join, normpath, relpath

from bffgen.contract.manifest import FOLDER, read_pulls
from bffgen.contract.pull import PullFault, commit_of, fetched
from bffgen.contract.side import read_side
from bffgen.contract.source import Source
from bffgen.model.finding import Finding, finding, stops
from bffgen.model.place import Locate
from bffgen.model.pool import Pool
from bffgen.model.pull import LOCK, Pull, Vendored, lock, parse
from bffgen.tasks.reading import Read, locate_in

__all__ = ["PullFault", "Pulled", "fetched", "pull"]


@dataclass(slots=True, kw_only=True)
class Pulled:
    """What was fetched.

    Attributes:
        files: path relative to the workspace -> content, the lock among them; what is as it was is
            none of them.
        told: (upstream, where it came from, whether anything changed), in the order of bffgen.yaml.
        names: of the upstreams that can be pulled.
    """

    names: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[str, str, bool]] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    locate: Locate


def pull(read: Read, *, only: Sequence[str] = ()) -> Pulled:
    """Fetch the contracts of upstreams."""
    entries, findings = read_pulls(read)
    made = Pulled(names=tuple(name for name, _, _ in entries), locate=locate_in(read))
    found = [*findings]
    locked = {each.path: each for each in _locked(read)}
    for name, contract, home in entries:
        if only and name not in only:
            continue
        fetched_files, faults = _fetched(contract, home)
        found += faults
        fresh = {path: each for path, each in fetched_files.items() if each != _now(read, path)}
        made.files |= fresh
        made.told.append((name, home.told, bool(fresh)))
        locked = {path: each for path, each in locked.items() if each.upstream != name}
        for path, content in fetched_files.items():
            inside = relpath(path, FOLDER)
            digest = sha256(content).hexdigest()
            locked[inside] = Vendored(path=inside, upstream=name, source=home.told, digest=digest)
    made.findings = tuple(dict.fromkeys(found))
    where = f"{FOLDER}/{LOCK}"
    if stops(found):
        made.files = {}
    elif made.told and (content := lock(locked.values())) != _now(read, where):
        made.files[where] = content
    return made


def _locked(read: Read) -> tuple[Vendored, ...]:
    return parse(_now(read, f"{FOLDER}/{LOCK}") or b"") or ()


def _now(read: Read, path: str) -> bytes | None:
    try:
        return read(path)
    except OSError:
        return None


def _fetched(contract: str, home: Pull) -> tuple[dict[str, bytes], list[Finding]]:
    """Fetch one contract with all that it refers to, by the paths of the workspace."""
    try:
        with _source(home) as source:
            api, found = read_side(source, Pool())
            if api is None or stops(found):
                return {}, [*found]
            files: dict[str, bytes] = {}
            for document, _ in api.files:
                path = source.path(document)
                beside = relpath(path, dirname(source.root))
                if beside.startswith(".."):
                    problem = f"`{document}` is outside of the folder of the contract"
                    return {}, [finding("input-pull", home.place, problem=problem)]
                name = basename(contract) if path == source.root else beside
                files[normpath(join(dirname(contract), name))] = source.read(path)
            return files, []
    except PullFault as fault:
        return {}, [finding("input-pull", home.place, problem=str(fault))]


@contextmanager
def _source(home: Pull) -> Iterator[Source]:
    if home.url:
        content = fetched(home.url)

        def alone(path: str) -> bytes:
            if path == root:
                return content
            raise FileNotFoundError(path)

        root = basename(home.url.partition("?")[0].rstrip("/")) or "openapi.yaml"
        yield Source(name=home.url, root=root, read=alone, label=lambda path: f"{home.url}:{path}")
        return
    with commit_of(home.git, home.ref) as commit:
        yield Source(
            name=home.told,
            root=normpath(home.path),
            read=commit.read,
            label=lambda path: f"{home.git}#{home.ref}:{path}",
        )
