"""Hold what a candidate promises beside its contract against what releases promised.

In:  the candidate's Promises and contract; releases with theirs.
Out: findings of each release beside those of its contract; whose promises nobody knows.
How: releases that promise the same of one contract are compared once. What the contracts say
     themselves is told of them alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bffgen.compat.promises import Side, compare_promises
from bffgen.compat.rule import rules
from bffgen.contract.internal import published
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.comparison import ChangeFinding
from bffgen.model.place import Place
from bffgen.model.policy import Family
from bffgen.model.promises import Promises
from bffgen.model.release import Release

# A list that gets pages has new cursors, and one that a client does not know is none that it holds.
_TOLD_BY: dict[str, tuple[str, ...]] = {"cursor-format-changed": ("pagination-added",)}


@dataclass(slots=True, kw_only=True)
class Promising:
    """Compares one candidate with releases.

    Attributes:
        promises: None where nobody knows what the candidate promises.
        document: its contract, as its author wrote it.
        contract: gives the frozen contract of a version.
        unknown: versions that could not be compared, in the order in which they were met;
        silent: those of them whose own promises nobody knows.
    """

    promises: Promises | None
    document: Json
    contract: Callable[[str], Json]
    family: Family
    unknown: dict[str, None] = field(default_factory=dict)
    silent: dict[str, None] = field(default_factory=dict)
    _found: dict[tuple[Promises, str], tuple[ChangeFinding, ...]] = field(default_factory=dict)

    def beside(self, release: Release, found: Sequence[ChangeFinding]) -> tuple[ChangeFinding, ...]:
        """Give what a release promised and the candidate does not.

        Args:
            found: of the comparison of the two contracts.
        """
        if release.promises is None:
            self.silent[release.version] = None
        if self.promises is None or release.promises is None:
            self.unknown[release.version] = None
            return ()
        if release.promises == self.promises:
            return ()
        key = release.promises, release.contract_sha256
        if key not in self._found:
            was = Side(
                promises=release.promises,
                document=as_seen(self.contract(release.version), self.family),
            )
            now = Side(promises=self.promises, document=as_seen(self.document, self.family))
            self._found[key] = compare_promises(was, now, rules())
        return tuple(each for each in self._found[key] if not is_told(each, found))


def as_seen(document: Json, family: Family) -> Json:
    """Give a contract as its readers have it: third parties never see what is internal."""
    if family is not Family.THIRD_PARTY or not isinstance(document, dict):
        return document
    places = (("", Place(document="")),)
    return published(Bundle(document=document, files=(), values={}, places=places)).document


def is_told(finding: ChangeFinding, found: Sequence[ChangeFinding]) -> bool:
    """Say whether the contracts tell the same themselves."""
    told_by = (finding.rule, *_TOLD_BY.get(finding.rule, ()))
    met = {name for name, _ in finding.operations}
    for each in found:
        if each.rule not in told_by:
            continue
        same = {name for name, _ in each.operations}
        if met <= same and (met or _values(each) == _values(finding)):
            return True
    return False


def _values(finding: ChangeFinding) -> str:
    return str(dict(finding.facts).get("value", ""))
