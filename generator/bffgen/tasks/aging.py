"""What time does to a candidate: ends that do not fit together, names that come back.

In:  a client with its ledger, what it was compared with, where its contracts are.
Out: findings, weighed by the client's family.
How: asked of the working tree against all that is live alone; a pair has no memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bffgen.contract.internal import published
from bffgen.contract.side import bundled_side
from bffgen.govern.licence import Facts
from bffgen.govern.lifecycle import Candidate, lifecycle, reintroduced, weighed
from bffgen.govern.tombstones import Returned, means_otherwise, returned
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Finding
from bffgen.model.overrides import Overrides
from bffgen.model.policy import Family
from bffgen.model.release import Release, Stage
from bffgen.tasks.against import Comparing
from bffgen.tasks.promising import Promising, as_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Aging:
    """What the task is asked of.

    Attributes:
        raw: gives the bytes of a release's contract.
        changes: what was found against releases, by version.
        promising: compares what is promised beside the contracts.
    """

    facts: Facts
    comparing: Comparing = field(hash=False)
    raw: Callable[[Release], bytes] = field(hash=False)
    overrides: Overrides
    changes: Mapping[str, tuple[ChangeFinding, ...]] = field(hash=False)
    promising: Promising = field(hash=False)

    def findings(self) -> tuple[Finding, ...]:
        """Find what does not fit."""
        bundled, _ = bundled_side(self.comparing.candidate, self.comparing.bundles)
        if bundled is None:
            return ()
        if self.facts.policy.family is Family.THIRD_PARTY:
            bundled = published(bundled)
        published_before = self.facts.ledger.published
        head = published_before[-1] if published_before else None
        candidate = Candidate(
            document=bundled.document,
            place=bundled.place,
            changes=None if head is None else self._since(head),
        )
        found = [*lifecycle(self.facts, candidate)]
        if head is not None:
            found += reintroduced(tuple(self._returned(head, bundled.document)), candidate)
        return weighed(found, self.facts.policy, self.overrides)

    def _since(self, head: Release) -> tuple[ChangeFinding, ...] | None:
        """Give what changed since the newest release, which need not be live."""
        known = self.changes.get(head.version)
        found = self._between(head, is_forth=True) if known is None else _told(known)
        return None if found is None else (*found, *self.promising.beside(head, found))

    def _returned(self, head: Release, document: Json) -> Iterator[Returned]:
        newest = self._seen(self.facts.contract(head.version))
        for each in returned(document, newest, self._older(head)):
            release = self.facts.ledger.release(each.versions[0])
            if release is None:
                continue
            forth = self._between(release, is_forth=True) or ()
            back = self._between(release, is_forth=False) or ()
            if means_otherwise(each, (*forth, *back)):
                yield each

    def _between(self, release: Release, *, is_forth: bool) -> tuple[ChangeFinding, ...] | None:
        """Compare a release with the candidate, or the candidate with it."""
        first, second = self.comparing.frozen(release), self.comparing.candidate
        sides = (first, second) if is_forth else (second, first)
        record = self.comparing.pair(*sides, release.peers).record
        return None if record is None else _told(record.findings)

    def _older(self, head: Release) -> Sequence[tuple[str, bytes]]:
        """Give the contracts that were published before, newest first; equal ones once."""
        seen = {head.contract_sha256}
        found = []
        for release in reversed(self.facts.ledger.releases):
            is_published = release.stage is Stage.PRODUCTION
            is_published &= release.version not in self.facts.ledger.yanked
            if is_published and release.contract_sha256 not in seen:
                seen.add(release.contract_sha256)
                found.append((release.version, self._raw(release)))
        return found

    def _raw(self, release: Release) -> bytes:
        """Give a contract as its readers had it, canonical."""
        if self.facts.policy.family is not Family.THIRD_PARTY:
            return self.raw(release)
        return canonical_bytes(self._seen(self.facts.contract(release.version)))

    def _seen(self, document: Json) -> Json:
        """Give a contract without what its readers never saw."""
        return as_seen(document, self.facts.policy.family)


def _told(findings: Sequence[ChangeFinding]) -> tuple[ChangeFinding, ...]:
    return tuple(each for each in findings if each.class_ == "A")
