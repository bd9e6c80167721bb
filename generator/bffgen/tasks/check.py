"""Compare each client's contract with the one that its clients hold.

In:  a reader of the workspace's files, a commit, which clients are wanted, how it is told.
Out: Checked: a Report with a section a client, clients that are new, faults of what was read.
How: the contract of the working tree is the revision, the same path at the commit the baseline; how
     clients read is what the policy of the baseline says, as that is what they were built by. A
     client that is gone is compared with a contract that promises nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bffgen.contract.side import nothing_promised, read_side, read_sides
from bffgen.contract.source import Source, SourceFault, Sources
from bffgen.contract.waivers import read_waivers
from bffgen.contract.workspace import FILE, Held, read_held
from bffgen.govern.decide import decide, report
from bffgen.model.api import Api
from bffgen.model.finding import Effect, Finding, stops
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Peers
from bffgen.model.place import Locate
from bffgen.model.policy import Family, usual_decoder
from bffgen.model.pool import Pool
from bffgen.model.told import Report, Section
from bffgen.tasks.diff import (
    Asked,
    Written,
    all_rules,
    by_todays_names,
    compared,
    locate_among,
    side_of,
    unknown_rules,
)

__all__ = ["Checked", "SourceFault", "Sources", "check"]

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of it.

    Attributes:
        report: the clients that could be compared.
        findings: what is wrong with what was read.
        fresh: clients that the commit does not know.
        names: of all clients that bffgen.yaml has.
    """

    report: Report
    findings: tuple[Finding, ...]
    fresh: tuple[str, ...]
    names: tuple[str, ...]
    locate: Locate


def check(
    read: Read,
    sources: Sources,
    ref: str,
    asked: Asked,
    *,
    only: Sequence[str] = (),
    waivers: Callable[[str], Sequence[Written]],
) -> Checked:
    """Compare the contracts of a workspace.

    Args:
        read: bytes of a file by its path relative to the workspace.
        sources: opened in the folder of the workspace.
        ref: the commit that clients hold.
        asked: peers and family are those of each client's policy.
        only: clients, all of them if empty.
        waivers: files of a client's waivers.

    Raises:
        SourceFault: there is no such commit.
    """
    revision = Source(name="", root=FILE, read=read, label=lambda path: path)
    baseline = sources.workspace_at(ref)
    names, wanted, faults = read_held(read, only=only)
    checking = _Checking(revision, baseline, asked, waivers)
    if not stops(faults) or wanted:
        checking.clients(wanted, names, only)
    checking.faults[:0] = faults
    return Checked(
        report=report(checking.sections, asked.fail_on, checked=all_rules()),
        findings=tuple(dict.fromkeys(checking.faults)),
        fresh=tuple(checking.fresh),
        names=names,
        locate=locate_among((revision, baseline), written=checking.written),
    )


class _Checking:
    """Compares client after client, and keeps what comes of it."""

    def __init__(
        self,
        revision: Source,
        baseline: Source,
        asked: Asked,
        waivers: Callable[[str], Sequence[Written]],
    ) -> None:
        self._revision, self._baseline = revision, baseline
        self._asked, self._waivers = asked, waivers
        self.sections: list[Section] = []
        self.faults: list[Finding] = []
        self.fresh: list[str] = []
        self.written: list[Written] = []

    def clients(self, wanted: Sequence[Held], names: Sequence[str], only: Sequence[str]) -> None:
        before = {each.name: each for each in self._held_before()}
        for held in wanted:
            self._client(held, before.get(held.name, held))
        for name, held in before.items():
            if name not in names and (not only or name in only):
                self._gone(held)

    def _held_before(self) -> Sequence[Held]:
        """Read the clients of the commit; what is wrong with its files is nobody's to mend."""
        return read_held(self._baseline.read)[1]

    def _client(self, held: Held, before: Held) -> None:
        first = replace(self._baseline, root=held.contract)
        first = replace(first, name=first.document(held.contract))
        try:
            first.read(held.contract)
        except OSError:
            self.fresh.append(held.name)
            return
        second = replace(self._revision, root=held.contract, name=held.contract)
        pool = Pool()
        family = held.policy.family if held.policy else None
        (one, found), (two, more) = read_sides(
            first, second, pool, as_published=family is Family.THIRD_PARTY
        )
        self.faults += (*found, *more)
        if one is None or two is None:
            return
        self._section(held, before, (first, one), (second, two))

    def _gone(self, held: Held) -> None:
        """Compare a client that is no longer one with a contract that promises nothing."""
        first = replace(self._baseline, root=held.contract)
        first = replace(first, name=first.document(held.contract))
        pool = Pool()
        one, _ = read_side(first, pool)
        if one is None:
            return
        second = replace(self._revision, root=FILE, name=FILE)
        self._section(held, held, (first, one), (second, nothing_promised(one, held.place)))

    def _section(
        self, held: Held, before: Held, one: tuple[Source, Api], two: tuple[Source, Api]
    ) -> None:
        family = held.policy.family if held.policy else None
        overrides = held.policy.overrides if held.policy else Overrides()
        if held.policy is not None:
            found = unknown_rules(overrides, held.policy.place.at("severity"))
            self.faults += (replace(each, effect=Effect.RISKY) for each in found)
        peers = before.policy.peers if before.policy else Peers(decoder=usual_decoder(family))
        written = self._waivers(held.name)
        waivers, faults = read_waivers(written)
        self.written += written
        self.faults += faults
        comparison = compared(
            (side_of(*one), one[1]), (side_of(*two), two[1]), peers, is_pure=self._asked.is_pure
        )
        self.sections.append(
            decide(
                comparison,
                client=held.name,
                family=family,
                overrides=by_todays_names(overrides),
                waivers=waivers,
                as_of=self._asked.as_of,
            )
        )
