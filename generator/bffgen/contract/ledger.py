"""Read a client's ledger: its releases, its events, the counts of its use.

In:  a reader of the workspace's files, the paths below a folder, the client's name.
Out: a Ledger with what reads; findings for all that does not.
How: one small file a fact, so that two people add facts without touching the same file. Whether
     the facts fit each other, and the frozen contracts their digests, is asked by
     `contract/verify.py`.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from bffgen.contract.disk import not_listed, not_read
from bffgen.contract.event import read_event
from bffgen.contract.fields import Fields
from bffgen.contract.reads import read_reads
from bffgen.contract.release import read_release
from bffgen.contract.usage import read_usage
from bffgen.contract.yaml import read_document
from bffgen.model.canonical import Json
from bffgen.model.event import Event
from bffgen.model.finding import Finding, finding
from bffgen.model.ledger import Ledger
from bffgen.model.place import Place
from bffgen.model.reads import Reads
from bffgen.model.release import FILE, Release, order
from bffgen.model.usage import Usage

Read: TypeAlias = Callable[[str], bytes]
# Gives the paths of the files below a folder, sorted; none where there is no folder.
Below: TypeAlias = Callable[[str], Sequence[str]]

RELEASES: Final = "releases"
EVENTS: Final = "events"
USAGE: Final = "evidence/usage.json"
READS: Final = "evidence/reads.json"


def folder_of(client: str) -> str:
    """Give the path of a client's folder."""
    return f"contracts/clients/{client}"


def read_ledger(read: Read, below: Below, client: str) -> tuple[Ledger, tuple[Finding, ...]]:
    """Read the ledger of a client."""
    reader = _Reader(read, below, client)
    ledger = Ledger(
        client=client,
        releases=tuple(sorted(reader.releases(), key=order)),
        events=reader.dated(),
        usage=reader.usage(),
        reads=reader.reads(),
        place=Place(document=reader.folder),
    )
    return ledger, tuple(reader.faults)


def read_events(read: Read, below: Below, client: str) -> tuple[Ledger, tuple[Finding, ...]]:
    """Read what happened alone: a ledger without releases and counts, which cost more to read."""
    reader = _Reader(read, below, client)
    ledger = Ledger(client=client, events=reader.dated(), place=Place(document=reader.folder))
    return ledger, tuple(reader.faults)


class _Reader:
    """Reads the files of one client, and collects what is wrong with them."""

    def __init__(self, read: Read, below: Below, client: str) -> None:
        self.folder = folder_of(client)
        self.faults: list[Finding] = []
        self._read, self._below, self._client = read, below, client

    def releases(self) -> list[Release]:
        above = f"{self.folder}/{RELEASES}/"
        paths = self._listed(above.rstrip("/"))
        versions = dict.fromkeys(
            path.removeprefix(above).partition("/")[0]
            for path in paths
            if "/" in path[len(above) :]
        )
        found = []
        # A folder that begins with a dot is one that was never put in its place.
        for version in (each for each in versions if not each.startswith(".")):
            folder = f"{above}{version}"
            fields = self._fields(f"{folder}/{FILE}")
            release = None if fields is None else read_release(fields, self._client, folder)
            if release is not None:
                found.append(release)
        return found

    def dated(self) -> tuple[Event, ...]:
        return tuple(sorted(self.events(), key=lambda each: (each.at, each.place.document)))

    def events(self) -> list[Event]:
        found = []
        for path in self._listed(f"{self.folder}/{EVENTS}"):
            if not path.endswith(".yaml"):
                self.faults.append(finding("ledger-strange-file", Place(document=path), path=path))
                continue
            fields = self._fields(path)
            event = None if fields is None else read_event(fields)
            if event is not None:
                found.append(event)
        return found

    def _listed(self, folder: str) -> Sequence[str]:
        """List a folder; one that cannot be is a fault, as facts in it would be passed over."""
        try:
            return self._below(folder)
        except OSError as fault:
            self.faults.append(not_listed(fault, Place(document=folder), folder))
            return ()

    def usage(self) -> Usage | None:
        path, content = self._evidence(USAGE)
        usage = None if content is None else read_usage(content, path, self._client)
        if isinstance(usage, tuple):
            self.faults += usage
            return None
        return usage

    def reads(self) -> Reads | None:
        path, content = self._evidence(READS)
        reads = None if content is None else read_reads(content, path, self._client)
        if isinstance(reads, tuple):
            self.faults += reads
            return None
        return reads

    def _evidence(self, name: str) -> tuple[str, bytes | None]:
        path = f"{self.folder}/{name}"
        try:
            return path, self._read(path)
        except FileNotFoundError:
            return path, None
        except OSError as fault:
            self.faults.append(not_read(fault, Place(document=self.folder), path))
            return path, None

    def _fields(self, path: str) -> Fields | None:
        try:
            content = self._read(path)
        except OSError as fault:
            self.faults.append(not_read(fault, Place(document=path), path))
            return None
        value: Json | tuple[Finding, ...] = read_document(content, path)
        if isinstance(value, tuple):
            self.faults += value
            return None
        return Fields.of(value, Place(document=path), self.faults)
