"""What time does to a candidate: ends that do not fit together, names that come back.

In:  a client with its ledger, what it was compared with, where its contracts are.
Out: findings, weighed by the client's family.
How: asked of the working tree against all that is live alone; a pair has no memory.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bffgen.contract.internal import published
from bffgen.contract.side import Bundles, bundled_side
from bffgen.contract.source import Source
from bffgen.govern.licence import Facts
from bffgen.govern.lifecycle import Candidate, lifecycle, reintroduced, weighed
from bffgen.govern.tombstones import Returned, means_otherwise, returned
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Finding
from bffgen.model.overrides import Overrides
from bffgen.model.policy import Family
from bffgen.model.record import Record
from bffgen.model.release import Release, Stage

# Compares two sides as the peers of a release read them; None where one cannot be read.
Compare = Callable[[Source, Source, Release], Record | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aging:
    """What the task is asked of.

    Attributes:
        frozen: gives the side that a release is; raw: the bytes of its contract.
        bundles: what was read of the candidate.
    """

    facts: Facts
    candidate: Source = field(hash=False)
    compare: Compare = field(hash=False)
    frozen: Callable[[Release], Source] = field(hash=False)
    raw: Callable[[Release], bytes] = field(hash=False)
    bundles: Bundles = field(hash=False)
    overrides: Overrides

    def findings(self) -> tuple[Finding, ...]:
        """Find what does not fit."""
        bundled, _ = bundled_side(self.candidate, self.bundles)
        if bundled is None:
            return ()
        if self.facts.policy.family is Family.THIRD_PARTY:
            bundled = published(bundled)
        head = self.facts.ledger.head
        record = None if head is None else self._record(head)
        candidate = Candidate(
            document=bundled.document,
            place=bundled.place,
            changes=None if record is None else _told(record),
        )
        found = [*lifecycle(self.facts, candidate)]
        if head is not None:
            found += reintroduced(tuple(self._returned(head, bundled.document)), candidate)
        return weighed(found, self.facts.policy, self.overrides)

    def _returned(self, head: Release, document: Json) -> Iterator[Returned]:
        newest = self.facts.contract(head.version)
        for each in returned(document, newest, self._older(head)):
            release = self.facts.ledger.release(each.versions[0])
            if release is None:
                continue
            forth = self.compare(self.frozen(release), self.candidate, release)
            back = self.compare(self.candidate, self.frozen(release), release)
            if means_otherwise(each, [*_of(forth), *_of(back)]):
                yield each

    def _older(self, head: Release) -> Sequence[tuple[str, bytes]]:
        """Give the contracts that were published before, newest first; equal ones once."""
        seen = {head.contract_sha256}
        found = []
        for release in reversed(self.facts.ledger.releases):
            is_published = release.stage is Stage.PRODUCTION
            is_published &= release.version not in self.facts.ledger.yanked
            if is_published and release.contract_sha256 not in seen:
                seen.add(release.contract_sha256)
                found.append((release.version, self.raw(release)))
        return found

    def _record(self, head: Release) -> Record | None:
        return self.compare(self.frozen(head), self.candidate, head)


def _told(record: Record) -> tuple[ChangeFinding, ...]:
    return tuple(each for each in record.findings if each.class_ == "A")


def _of(record: Record | None) -> tuple[ChangeFinding, ...]:
    return () if record is None else _told(record)
