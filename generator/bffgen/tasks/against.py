"""Compare a candidate with many releases, at the cost of few.

In:  releases, newest first; the candidate; what compares two sides and remembers it.
Out: Several: what was found against each release, and what was asked for it.
How: the releases are put together in rounds (`compat/rounds.py`); where they do not come apart, or
     are few, each distinct contract is compared by itself. What readers are taken to do is frozen
     in each release, so only releases that are alike in that are put together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bffgen.compat.rounds import Round, Rounds, rounds
from bffgen.contract.side import Bundles, bundled_side
from bffgen.contract.source import Source
from bffgen.model.canonical import Json, canonical_bytes, sorted_bytes
from bffgen.model.comparison import ChangeFinding, Side
from bffgen.model.finding import Finding, Mark, stops
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, Place
from bffgen.model.record import Record
from bffgen.model.release import Release
from bffgen.tasks.comparing import Memory, Told, compare_sides

# From so many distinct contracts on they are put together.
_MANY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """What came of it.

    Attributes:
        findings: against each release, by its version; of every class.
        baseline: the newest release as a side; revision: the candidate.
        asked: questions put to the proof engine; undecided: those that it left open.
        hidden: how many of the findings hurt only peers that send undeclared names.
    """

    findings: dict[str, tuple[ChangeFinding, ...]] = field(hash=False)
    baseline: Side
    revision: Side
    asked: int
    undecided: int
    hidden: int


@dataclass(slots=True, kw_only=True)
class Comparing:
    """Compares the sides of one client, and keeps where their files were read.

    Attributes:
        bundles: what was read of sides.
        faults: what is wrong with them.
        located: by the name of a file, what finds its lines.
    """

    candidate: Source
    frozen: Callable[[Release], Source]
    document: Callable[[str], Json]
    memory: Memory | None
    as_published: bool
    bundles: Bundles = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    located: dict[str, Locate] = field(default_factory=dict)

    def pair(self, first: Source, second: Source, peers: Peers) -> Told:
        """Compare two sides."""
        return compare_sides(
            *(first, second, peers, self.memory),
            as_published=self.as_published,
            bundles=self.bundles,
        )

    def several(self, releases: Sequence[Release]) -> Several | None:
        """Compare the candidate with releases, newest first; None where a side cannot be read.

        With none it is its own baseline.
        """
        if not releases:
            return self._alone()
        alike: dict[Peers, list[Release]] = defaultdict(list)
        for each in releases:
            alike[each.peers].append(each)
        found: dict[str, tuple[ChangeFinding, ...]] = {}
        records: list[Record] = []
        for peers, group in alike.items():
            part = self._alike(group, peers, records)
            if part is None:
                return None
            found |= part
        last = records[0]
        return Several(
            findings=found,
            baseline=self._side(releases[0], last.baseline),
            revision=last.revision,
            asked=sum(each.asked for each in records),
            undecided=sum(len(each.reasons) for each in records),
            hidden=sum(one.class_ != "A" for each in records for one in each.findings),
        )

    def _alone(self) -> Several | None:
        bundled, found = bundled_side(self.candidate, self.bundles)
        self.faults += found
        if bundled is None or stops(found):
            return None
        info = bundled.document.get("info")
        said = info if isinstance(info, dict) else {}
        side = Side(
            name=self.candidate.name,
            title=str(said.get("title", "")),
            version=str(said.get("version", "")),
            digest=sha256(sorted_bytes(bundled.document)).hexdigest(),
            root=Place(document=self.candidate.document(self.candidate.root)),
        )
        return Several(findings={}, baseline=side, revision=side, asked=0, undecided=0, hidden=0)

    def _alike(
        self, releases: Sequence[Release], peers: Peers, records: list[Record]
    ) -> dict[str, tuple[ChangeFinding, ...]] | None:
        by_contract: dict[str, list[Release]] = defaultdict(list)
        for each in releases:
            by_contract[each.contract_sha256].append(each)
        distinct = [group[0] for group in by_contract.values()]
        apart = self._rounds(distinct) if len(distinct) >= _MANY else None
        if apart is None:
            found = self._one_by_one(distinct, peers, records)
        else:
            found = self._in_rounds(apart, distinct, peers, records)
        if found is None:
            return None
        return {
            each.version: found[group[0].version]
            for group in by_contract.values()
            for each in group
        }

    def _rounds(self, distinct: Sequence[Release]) -> Rounds | None:
        bundled, _ = bundled_side(self.candidate, self.bundles)
        if bundled is None:
            return None
        return rounds([self.document(each.version) for each in distinct], bundled.document)

    def _one_by_one(
        self, distinct: Sequence[Release], peers: Peers, records: list[Record]
    ) -> dict[str, tuple[ChangeFinding, ...]] | None:
        found = {}
        for each in distinct:
            record = self._kept(self.pair(self.frozen(each), self.candidate, peers))
            if record is None:
                return None
            records.append(record)
            found[each.version] = record.findings
        return found

    def _in_rounds(
        self, apart: Rounds, distinct: Sequence[Release], peers: Peers, records: list[Record]
    ) -> dict[str, tuple[ChangeFinding, ...]] | None:
        found: dict[str, list[ChangeFinding]] = {each.version: [] for each in distinct}
        for each in apart.rounds:
            side = _side_of(each)
            record = self._kept(self.pair(side, self.candidate, peers))
            if record is None:
                return None
            records.append(record)
            for finding in record.findings:
                for position in apart.about(each, finding):
                    release = distinct[position]
                    found[release.version].append(_of_release(finding, side.root, release))
        return {version: tuple(every) for version, every in found.items()}

    def _kept(self, told: Told) -> Record | None:
        self.faults += told.findings
        if told.record is None or stops(told.findings):
            return None
        names = (each.name for each in told.record.files)
        self.located |= dict.fromkeys(names, told.locate)
        return told.record

    def _side(self, release: Release, shown: Side) -> Side:
        """Describe a release as a side, whatever it was compared as."""
        document = self.document(release.version)
        info = document.get("info") if isinstance(document, dict) else None
        said = info if isinstance(info, dict) else {}
        return replace(
            shown,
            name=f"{release.client} {release.version}",
            version=str(said.get("version", "")),
            digest=sha256(sorted_bytes(document)).hexdigest(),
            root=Place(document=release.contract),
        )


def _side_of(each: Round) -> Source:
    content = canonical_bytes(each.document)
    # By its content: releases that are read otherwise have rounds of their own.
    path = f"round-{sha256(content).hexdigest()[:16]}.json"

    def read(file: str) -> bytes:
        if file != path:
            raise FileNotFoundError(file)
        return content

    return Source(name=path, root=path, read=read, label=lambda file: file)


def _of_release(finding: ChangeFinding, path: str, release: Release) -> ChangeFinding:
    """Show a finding of a round at the release that it is about."""
    return replace(finding, marks=tuple(_marks(finding.marks, path, release)))


def _marks(marks: Sequence[Mark], path: str, release: Release) -> Iterator[Mark]:
    for mark in marks:
        place = mark.place
        if place.document == path:
            place = Place(document=release.contract, pointer=place.pointer)
        yield replace(mark, place=place)
