"""Compare each client's contract with the one that its clients hold.

In:  a reader of the workspace's files, a commit, which clients are wanted, how it is told.
Out: Checked: a Report with a section a client, clients that are new, faults of what was read.
How: the contract of the working tree is the revision, the same path at the commit the baseline; how
     clients read is what the policy of the baseline says, as that is what they were built by. A
     client that is gone is compared with a contract that promises nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bffgen.compat.promises import Side, compare_promises
from bffgen.compat.rule import rules
from bffgen.contract.promising import read_promised
from bffgen.contract.side import nothing_promised, read_bundle, read_side
from bffgen.contract.source import Source, SourceFault, Sources
from bffgen.contract.waivers import of_baseline, read_waivers
from bffgen.contract.workspace import FILE, Held, read_held
from bffgen.govern.decide import decide, report
from bffgen.model.comparison import ChangeFinding
from bffgen.model.finding import Effect, Finding, stops
from bffgen.model.overrides import Overrides
from bffgen.model.peers import Peers
from bffgen.model.place import Locate, On, Place, Span
from bffgen.model.policy import Family, usual_decoder
from bffgen.model.pool import Pool
from bffgen.model.record import Record
from bffgen.model.told import Report, Section
from bffgen.tasks.comparing import Memory, compare_sides, locate_among, record_of
from bffgen.tasks.diff import (
    Asked,
    all_rules,
    by_todays_names,
    compared,
    unknown_rules,
)
from bffgen.tasks.promising import as_seen, is_told
from bffgen.tasks.reading import Read, Written, locate_beside

__all__ = ["Checked", "SourceFault", "Sources", "check"]


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
    memory: Memory | None = None,
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
    checking = _Checking(revision, baseline, asked, waivers, memory)
    if not stops(faults) or wanted:
        checking.clients(wanted, names, only)
    checking.faults[:0] = faults
    return Checked(
        report=report(checking.sections, asked.fail_on, checked=all_rules()),
        findings=tuple(dict.fromkeys(checking.faults)),
        fresh=tuple(checking.fresh),
        names=names,
        locate=locate_beside(checking.locate, checking.written),
    )


class _Checking:
    """Compares client after client, and keeps what comes of it."""

    def __init__(
        self,
        revision: Source,
        baseline: Source,
        asked: Asked,
        waivers: Callable[[str], Sequence[Written]],
        memory: Memory | None,
    ) -> None:
        self._revision, self._baseline = revision, baseline
        self._asked, self._waivers, self._memory = asked, waivers, memory
        # Where the files of a client were read, by the names that they are printed by.
        self._located: dict[str, Locate] = {}
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
        is_third_party = self._family(held) is Family.THIRD_PARTY
        peers = self._peers(held, before)
        told = compare_sides(first, second, peers, self._memory, as_published=is_third_party)
        self.faults += told.findings
        if told.record is not None:
            names = (each.name for each in told.record.files)
            self._located |= dict.fromkeys(names, told.locate)
            promised = self._promised((first, before), (second, held), told.record.findings)
            found = (*told.record.findings, *promised)
            self._section(held, replace(told.record, findings=found), peers)

    def _promised(
        self,
        was: tuple[Source, Held],
        now: tuple[Source, Held],
        found: Sequence[ChangeFinding],
    ) -> tuple[ChangeFinding, ...]:
        """Give what was promised beside the contract and is no longer.

        A composition of the commit that cannot be read is nobody's to mend, and promises nothing.
        """
        sides = []
        for source, held in (was, now):
            bundled, _ = read_bundle(source)
            if bundled is None or held.policy is None:
                return ()
            folder = held.contract.rpartition("/")[0]
            policy = held.policy
            promises, faults = read_promised(
                source.read, folder, policy.family, bundled.document, policy.budgets
            )
            if source is now[0]:
                self.faults += faults
            if promises is None:
                return ()
            sides.append(Side(promises=promises, document=as_seen(bundled.document, policy.family)))
        one, two = sides
        if one.promises == two.promises:
            return ()
        told = compare_promises(one, two, rules())
        return tuple(_named(e, was[0], now[0]) for e in told if not is_told(e, found))

    def locate(self, place: Place, on: On) -> Span | None:
        """Find a line in any file that was read."""
        known = self._located.get(place.document)
        if known is None:
            known = locate_among((self._revision, self._baseline))
            self._located[place.document] = known
        return known(place, on)

    def _gone(self, held: Held) -> None:
        """Compare a client that is no longer one with a contract that promises nothing."""
        first = replace(self._baseline, root=held.contract)
        first = replace(first, name=first.document(held.contract))
        pool = Pool()
        is_third_party = self._family(held) is Family.THIRD_PARTY
        one, found = read_side(first, pool, as_published=is_third_party)
        if one is None:
            # What was promised is not known: that nothing went is not either.
            self.faults += found
            return
        second = replace(self._revision, root=FILE, name=FILE)
        peers = self._peers(held, held)
        two = second, nothing_promised(one, held.place)
        self._section(held, record_of((first, one), two, peers), peers)

    def _family(self, held: Held) -> Family | None:
        return held.policy.family if held.policy else None

    def _peers(self, held: Held, before: Held) -> Peers:
        """Say what a client's peers do: as they were built by the policy of the baseline."""
        if before.policy:
            return before.policy.peers
        return Peers(decoder=usual_decoder(self._family(held)))

    def _section(self, held: Held, record: Record, peers: Peers) -> None:
        overrides = held.policy.overrides if held.policy else Overrides()
        if held.policy is not None:
            found = unknown_rules(overrides, held.policy.place.at("severity"))
            self.faults += (replace(each, effect=Effect.RISKY) for each in found)
        written = self._waivers(held.name)
        waivers, faults = read_waivers(written)
        self.written += written
        self.faults += faults
        self.sections.append(
            decide(
                compared(record, peers, is_pure=self._asked.is_pure),
                client=held.name,
                family=self._family(held),
                overrides=by_todays_names(overrides),
                waivers=of_baseline(waivers),
                as_of=self._asked.as_of,
            )
        )


def _named(finding: ChangeFinding, was: Source, now: Source) -> ChangeFinding:
    """Call the files as their sides do, by which their lines are found."""
    marks = [
        replace(mark, place=replace(mark.place, document=side.document(mark.place.document)))
        for mark, side in zip(finding.marks, (now, was), strict=True)
    ]
    return replace(finding, marks=tuple(marks))
