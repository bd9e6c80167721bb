"""Import what builds say that they use: a manifest of an app's build, or Pact files of its tests.

In:  readers of the workspace's files, a client, the files, the builds that Pact files are of.
Out: Taken: the file to be put; or why not.
How: each place is looked for in the contract that the build was made by. A manifest that names what
     is not there is refused; of what a test matches and the contract does not have, the nearest
     that it has is read, and so all below that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bffgen.contract.ledger import READS, folder_of
from bffgen.contract.pact import Interaction, Pact, read_pact
from bffgen.contract.reads import read_reads, written_reads
from bffgen.govern.target import pointers, written_at
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.event import Shipped
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.lineage import Way
from bffgen.model.outline import followed, outlines
from bffgen.model.place import Locate, Place, join
from bffgen.model.policy import Liveness
from bffgen.model.reads import BuildReads, OperationReads, Reads, Teller
from bffgen.model.release import Release
from bffgen.model.spelling import nearest
from bffgen.model.template import Templates
from bffgen.model.tree import at
from bffgen.tasks.ledger import Below, Sound, ledgers
from bffgen.tasks.reading import Read, Written

__all__ = ["Taken", "Teller", "import_reads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of it.

    Attributes:
        path: of the file; empty where nothing is written.
        builds: what was taken, as it will be read.
        messages: of Pact files, how many interactions are none over HTTP.
        names: of all clients that bffgen.yaml has.
    """

    path: str = ""
    content: bytes = b""
    builds: tuple[BuildReads, ...] = ()
    messages: int = 0
    findings: tuple[Finding, ...] = ()
    broken: tuple[Finding, ...] = ()
    names: tuple[str, ...]
    locate: Locate


def import_reads(
    read: Read,
    below: Below,
    client: str,
    teller: Teller,
    files: Sequence[Written],
    builds: Sequence[tuple[str, str]],
) -> Taken:
    """Import files; what was known of the same builds is replaced."""
    found = ledgers(read, below, only=(client,))
    nothing = Taken(
        findings=found.findings, broken=found.broken, names=found.names, locate=found.locate
    )
    kept = found.sole
    if kept is None:
        return nothing
    taking = _Taking(read, kept)
    if teller is Teller.MANIFEST:
        made = [each for name, content in files for each in taking.manifest(name, content)]
    else:
        made = taking.pacts(files, builds)
    if taking.faults:
        return replace(nothing, findings=(*found.findings, *taking.faults))
    fresh = {(each.channel, each.build): each for each in made}
    before = kept.ledger.reads.builds if kept.ledger.reads is not None else ()
    every = {(each.channel, each.build): each for each in before} | fresh
    path = f"{folder_of(client)}/{READS}"
    reads = Reads(client=client, builds=tuple(every.values()), place=Place(document=path))
    return replace(
        nothing,
        path=path,
        content=written_reads(reads),
        builds=tuple(fresh.values()),
        messages=taking.messages,
    )


@dataclass(slots=True)
class _Taking:
    """Takes what files say, and keeps what is wrong with it."""

    _read: Read
    _kept: Sound
    faults: list[Finding] = field(default_factory=list)
    messages: int = 0

    # -- manifests

    def manifest(self, name: str, content: bytes) -> Iterator[BuildReads]:
        reads = read_reads(content, name, self._kept.name)
        if not isinstance(reads, Reads):
            self.faults += reads
            return
        if not reads.builds:
            self.faults.append(_refused(Place(document=name), "a manifest of not one build"))
        for each in reads.builds:
            place = Place(document=name).at("builds", each.channel, each.build)
            release = self._release(each.channel, each.build, Mark(place=place, on="key"))
            if release is not None:
                self._hold(each, release, place.at("operations"))
            yield replace(each, teller=Teller.MANIFEST, sha256=sha256(content).hexdigest())

    def _hold(self, build: BuildReads, release: Release, place: Place) -> None:
        """Hold each place against the contract that the build was made by."""
        document = self._document(release)
        for one in build.operations:
            where = place.at(one.operation)
            if written_at(one.operation, document) is None:
                known = [each.key for each in outlines(document)]
                said = f"`{one.operation}` is no operation of release {release.version}"
                self.faults.append(
                    _refused(Mark(place=where, on="key"), said, one.operation, known)
                )
                continue
            for key, listed in (("reads", one.reads), ("sends", one.sends or ())):
                for number, target in enumerate(listed):
                    if not pointers(one.operation, target.removeprefix("#"), document):
                        said = f"`{target}` is no place of `{one.operation}` in {release.version}"
                        self.faults.append(_refused(where.at(key).at(number), said))

    # -- Pact files

    def pacts(
        self, files: Sequence[Written], builds: Sequence[tuple[str, str]]
    ) -> list[BuildReads]:
        pacts: list[Pact] = []
        for name, content in files:
            pact = read_pact(content, name)
            if isinstance(pact, Pact):
                pacts.append(pact)
                self.messages += pact.messages
            else:
                self.faults += pact
        digests = [sha256(content).hexdigest() for _, content in files]
        said = digests[0] if len(digests) == 1 else sha256("".join(digests).encode()).hexdigest()
        made = []
        for channel, build in builds:
            release = self._release(channel, build, Mark(place=self._kept.ledger.place))
            if release is None:
                continue
            asked = [each for pact in pacts for each in pact.interactions]
            found = self._matched(asked, _Frozen.of(self._document(release)), release)
            made.append(
                BuildReads(
                    channel=channel,
                    build=build,
                    teller=Teller.PACT,
                    sha256=said,
                    operations=found,
                )
            )
        return made

    def _matched(
        self, asked: Sequence[Interaction], frozen: "_Frozen", release: Release
    ) -> tuple[OperationReads, ...]:
        reads: dict[str, dict[str, None]] = {}
        statuses: dict[str, dict[str, None]] = {}
        for each in asked:
            operation = frozen.operation(each)
            if operation is None:
                said = f"`{each.method} {each.path}` is no operation of release {release.version}"
                self.faults.append(_refused(each.place.at("request", "path"), said))
                continue
            status = frozen.entry(operation, each.status)
            if status is None:
                said = f"`{operation}` of release {release.version} never answers {each.status}"
                self.faults.append(_refused(each.place.at("response", "status"), said))
                continue
            statuses.setdefault(operation, {})[status] = None
            found = reads.setdefault(operation, {})
            found |= dict.fromkeys(frozen.places(each, operation, status))
        return tuple(
            OperationReads(
                operation=each, reads=tuple(sorted(found)), statuses=tuple(sorted(statuses[each]))
            )
            for each, found in sorted(reads.items())
        )

    # -- what builds were made by

    def _release(self, channel: str, build: str, mark: Mark) -> Release | None:
        """Find the release that a build ships; where nobody names builds, the one of that name."""
        ledger, policy = self._kept.ledger, self._kept.policy
        shipped = [each for each in ledger.of(Shipped) if each.channel == channel]
        version = next((each.release for each in shipped if each.build == build), None)
        known = policy.channel(channel)
        if version is None and known is not None and not isinstance(known.retirement, Liveness):
            version = build
        release = ledger.release(version) if version is not None else None
        if release is None:
            if known is None:
                names = [each.name for each in policy.channels]
                said = f"`{channel}` is no channel of {self._kept.name}"
                self.faults.append(_refused(mark, said, channel, names))
            else:
                names = [each.build for each in shipped]
                said = f"no build `{build}` of {channel} is known; `bffgen event build` adds one"
                self.faults.append(_refused(mark, said, build, names))
        return release

    def _document(self, release: Release) -> Json:
        try:
            return read_json(self._read(release.contract))
        except (OSError, JsonFault):
            return None  # the ledger was verified: this is a file that went meanwhile


@dataclass(frozen=True, slots=True)
class _Frozen:
    """The contract that a build was made by, as requests are looked for in it.

    Attributes:
        pointers: of each operation, by its name.
        templates: of its paths, by method.
        bases: paths below which its servers have them.
    """

    document: Json = field(hash=False)
    pointers: dict[str, str] = field(hash=False)
    templates: dict[str, Templates] = field(hash=False)
    bases: tuple[str, ...]

    @classmethod
    def of(cls, document: Json) -> "_Frozen":
        pointers = {each.key: each.pointer for each in outlines(document)}
        paths: dict[str, list[str]] = {}
        for key in pointers:
            method, _, path = key.partition(" ")
            paths.setdefault(method, []).append(path)
        templates = {method: Templates.of(each) for method, each in paths.items()}
        return cls(document, pointers, templates, tuple(dict.fromkeys(["", *_bases(document)])))

    def operation(self, asked: Interaction) -> str | None:
        """Find what a request asks, below a base path of the contract or without one."""
        templates = self.templates.get(asked.method, Templates.of(()))
        paths = (
            asked.path.removeprefix(each)
            for each in self.bases
            if asked.path.startswith(f"{each}/")
        )
        found = (templates.matching(each) for each in paths)
        template = next((each for each in found if each is not None), None)
        return None if template is None else f"{asked.method} {template}"

    def entry(self, operation: str, status: str) -> str | None:
        """Find the answer of a contract that a status is: its own, its class, `default`."""
        responses = _mapping(self.document, join(self.pointers[operation], "responses"))
        found = (each for each in (status, f"{status[0]}XX", "default") if each in responses)
        return next(found, None)

    def places(self, asked: Interaction, operation: str, status: str) -> Iterator[str]:
        """Give what a test matches as places of the contract."""
        declared = self._headers(operation, status)
        # Libraries of tests name the media type by themselves, and it is no header of a contract.
        named = {each.lower() for each in asked.headers} - {"content-type"}
        for name in declared:
            # Case says nothing, and of a test that names no header nothing is known of any.
            if not named or name.lower() in named:
                yield f"#{join('', 'headers', status, name)}"
        for way in asked.ways:
            pointer = join("", "response", status, *self._known(way, operation, status))
            # An answer without content, a 204, has nothing that could be read.
            if pointers(operation, pointer, self.document):
                yield f"#{pointer}"

    def _headers(self, operation: str, status: str) -> tuple[str, ...]:
        """Give the headers of an answer that the contract declares."""
        answer = followed(self.document, join(self.pointers[operation], "responses", status))
        return tuple(
            each
            for each in _mapping(self.document, join(answer, "headers"))
            if pointers(operation, join("", "headers", status, each), self.document)
        )

    def _known(self, way: Way, operation: str, status: str) -> Way:
        """Give the longest part of a way that the contract declares."""
        for length in range(len(way), 0, -1):
            pointer = join("", "response", status, *way[:length])
            if pointers(operation, pointer, self.document):
                return way[:length]
        return ()


def _bases(document: Json) -> Iterator[str]:
    servers = document.get("servers") if isinstance(document, dict) else None
    for each in servers if isinstance(servers, list) else ():
        url = str(each.get("url", "")) if isinstance(each, dict) else ""
        path = url.partition("://")[2].partition("/")[2] if "://" in url else url.strip("/")
        if path.rstrip("/"):
            yield f"/{path.rstrip('/')}"


def _mapping(document: Json, pointer: str) -> dict[str, Json]:
    try:
        found = at(document, pointer)
    except KeyError:
        return {}
    return found if isinstance(found, dict) else {}


def _refused(
    mark: Mark | Place, problem: str, name: str = "", known: Sequence[str] = ()
) -> Finding:
    close = nearest(name, list(known)) if name else ""
    if close:
        problem = f"{problem}; the nearest is `{close}`"
    elif name and known:
        problem = f"{problem}; known are {', '.join(f'`{each}`' for each in known[:12])}"
    return finding("input-schema", mark, problem=problem)
