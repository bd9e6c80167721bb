"""Compare two sides; or remember what came of it, when neither has changed since.

In:  two Sources, what peers do, a Memory.
Out: Told: a Record, or what keeps a side from being read; where to find lines.
How: a record is kept by the names and bytes of both documents, by what peers do and by what
     bffgen itself is. Files that the documents refer to are known once they were read, so what is
     remembered counts only while each of them has the digest that it had.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b, sha256
from typing import Final, Protocol

from bffgen.compat.compare import compare
from bffgen.compat.rule import rules
from bffgen.contract.pointer import locator
from bffgen.contract.side import Bundles, read_sides
from bffgen.contract.source import Source
from bffgen.model.api import Api
from bffgen.model.canonical import (
    Json,
    JsonFault,
    canonical_bytes,
    plain_bytes,
    read_json,
    sorted_bytes,
)
from bffgen.model.comparison import Side
from bffgen.model.finding import Finding, stops
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, On, Place, Span
from bffgen.model.pool import Pool
from bffgen.model.record import File, Record, SideName, read, written

_Sides = tuple[Source, Source]
# Whether a file that is not there will be there tomorrow, its digest does not say.
_LOST: Final = frozenset(("input-file-missing", "input-file-unreadable"))
_NAMES: Final[tuple[SideName, SideName]] = ("baseline", "revision")


class Memory(Protocol):
    """What is kept between two runs; all of it may be lost at any time."""

    def recall(self, key: str) -> bytes | None:
        """Give what was kept by a key."""
        ...

    def keep(self, key: str, content: bytes) -> None:
        """Keep something by its key."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What came of two sides.

    Attributes:
        record: None where a side cannot be read.
        findings: what is wrong or odd about what was read.
        locate: finds lines in the files of both sides.
    """

    record: Record | None
    findings: tuple[Finding, ...]
    locate: Locate


def compare_sides(
    baseline: Source,
    revision: Source,
    peers: Peers,
    memory: Memory | None = None,
    *,
    as_published: bool = False,
    bundles: Bundles | None = None,
) -> Told:
    """Compare two sides, unless it is remembered what comes of them.

    Args:
        as_published: without the parts that are internal, as third parties have them.
        bundles: where one side is compared with many, what was read of it. Then lines are not
            remembered: few of many findings are printed, and finding all costs as much as reading.
    """
    sides = baseline, revision
    key = None
    if memory is not None:
        key = _key(sides, peers, as_published=as_published, has_spans=bundles is None)
    known = None if memory is None or key is None else _recalled(memory, key, sides)
    if known is not None:
        return Told(known, known.doubts, _remembered(known, locate_among(sides, known.doubts)))
    (one, of_one), (two, of_two) = read_sides(
        *sides, Pool(), as_published=as_published, bundles=bundles
    )
    doubts = tuple(dict.fromkeys((*of_one, *of_two)))
    apis = [each for each in (one, two) if each is not None]
    values = {path: value for api in apis for path, value in api.values.items()}
    locate = locate_among(sides, doubts, values)
    if one is None or two is None or stops(doubts):
        return Told(None, doubts, locate)
    record = record_of((baseline, one), (revision, two), peers, doubts)
    if memory is not None and key is not None and not _LOST.intersection(e.rule for e in doubts):
        record = replace(record, spans=_spans(record, locate) if bundles is None else {})
        content = plain_bytes(written(record))
        memory.keep(key, sha256(content).hexdigest().encode() + b"\n" + content)
    return Told(record, doubts, locate)


def record_of(
    baseline: tuple[Source, Api],
    revision: tuple[Source, Api],
    peers: Peers,
    doubts: tuple[Finding, ...] = (),
) -> Record:
    """Compare two contracts that lie in one pool."""
    found = compare(baseline[1], revision[1], peers, rules())
    files = [
        File(side=side, path=source.path(document), name=document, digest=digest)
        for side, (source, api) in zip(_NAMES, (baseline, revision), strict=True)
        for document, digest in api.files
    ]
    return Record(
        baseline=_side(*baseline),
        revision=_side(*revision),
        findings=found.findings,
        asked=found.asked,
        reasons=found.reasons,
        doubts=doubts,
        files=tuple(files),
        spans={},
    )


def locate_among(
    sources: Iterable[Source],
    doubts: Iterable[Finding] = (),
    values: Mapping[str, Json] | None = None,
) -> Locate:
    """Give what finds lines in the files of all sides.

    Args:
        doubts: what was found while they were read.
        values: what the files say that could be read, by their paths as they are printed.
    """
    files = tuple(sources)
    repeating = {
        mark.place.document
        for each in doubts
        if each.rule == "input-keys-passed"
        for mark in each.marks
    }

    def content(document: str) -> bytes | None:
        found = (source.content(document) for source in files)
        return next((each for each in found if each is not None), None)

    return locator(content, last_counts=True, values=values, repeating=repeating)


def _side(source: Source, api: Api) -> Side:
    return Side(
        name=source.name,
        title=api.title,
        version=api.version,
        digest=sha256(sorted_bytes(api.document)).hexdigest(),
        root=Place(document=source.document(source.root)),
    )


def _key(sides: _Sides, peers: Peers, *, as_published: bool, has_spans: bool = True) -> str | None:
    """Name what comes of two documents; None where one cannot be read."""
    named: list[Json] = []
    try:
        for each in sides:
            content = each.read(each.root)
            named.append([each.name, each.document(each.root), sha256(content).hexdigest()])
    except OSError:
        return None
    named += [asdict(peers), as_published]
    named += [] if has_spans else ["without lines"]
    return blake2b(canonical_bytes(named), digest_size=20).hexdigest()


def _recalled(memory: Memory, key: str, sides: _Sides) -> Record | None:
    """Remember a record, if every file that it was made of is what it was."""
    digest, _, content = (memory.recall(key) or b"").partition(b"\n")
    if sha256(content).hexdigest().encode() != digest:
        return None
    try:
        record = read(read_json(content))
        by_name = dict(zip(_NAMES, sides, strict=True))
        for each in record.files:
            source = by_name[each.side]
            if each.path == source.root:
                continue  # its bytes and its name are part of the key
            if source.document(each.path) != each.name:
                return None
            if sha256(source.read(each.path)).hexdigest() != each.digest:
                return None
    except (OSError, ValueError, KeyError, JsonFault):
        return None
    return record


def _spans(record: Record, locate: Locate) -> dict[tuple[Place, On], Span | None]:
    marks = (mark for each in (*record.findings, *record.doubts) for mark in each.marks)
    return {(mark.place, mark.on): locate(mark.place, mark.on) for mark in marks}


def _remembered(record: Record, locate: Locate) -> Locate:
    """Find lines without the files, where they are remembered."""

    def found(place: Place, on: On) -> Span | None:
        if (place, on) in record.spans:
            return record.spans[place, on]
        return locate(place, on)

    return found
