"""Tell what is live of each client, and whether its ledger is whole.

In:  readers of the workspace's files, which clients, an instant, maybe a commit.
Out: Kept: what each client's folder says; LiveSets; findings.
How: contract -> govern. A ledger that is not whole decides nothing: who asks for a decision asks
     for a Sound one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bffgen.contract.ledger import read_ledger
from bffgen.contract.source import SourceFault, Sources
from bffgen.contract.verify import not_canonical, unchanged_since, verify
from bffgen.contract.workspace import read_held
from bffgen.govern.live import live_set
from bffgen.govern.timeline import timeline
from bffgen.model.finding import Finding, stops
from bffgen.model.ledger import Ledger
from bffgen.model.live import LiveSet
from bffgen.model.place import Locate
from bffgen.model.policy import Policy
from bffgen.model.timeline import Timeline
from bffgen.tasks.reading import Read, locate_in

__all__ = [
    "Kept",
    "Ledgers",
    "Sound",
    "SourceFault",
    "Sources",
    "ledgers",
    "live_sets",
    "timelines",
    "with_files",
]

Below: TypeAlias = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The ledger of one client that may decide: it is whole, and its policy is known."""

    name: str
    policy: Policy
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The ledger of one client.

    Attributes:
        policy: None where policy.yaml is missing or has faults; nothing is decided then.
        broken: why nothing can be decided by it; none of a whole one.
    """

    name: str
    policy: Policy | None
    ledger: Ledger
    broken: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The ledgers of a workspace.

    Attributes:
        findings: what is wrong with the files that were read, those of ledgers apart.
        names: of all clients that bffgen.yaml has.
    """

    kept: tuple[Kept, ...]
    findings: tuple[Finding, ...]
    names: tuple[str, ...]
    locate: Locate

    @property
    def broken(self) -> tuple[Finding, ...]:
        """Give what is wrong with any of them."""
        return tuple(each for kept in self.kept for each in kept.broken)

    @property
    def sound(self) -> tuple[Sound, ...]:
        """Give those that may decide."""
        return tuple(
            Sound(name=each.name, policy=each.policy, ledger=each.ledger)
            for each in self.kept
            if each.policy is not None and not each.broken
        )

    @property
    def sole(self) -> Sound | None:
        """Give the one that was asked for; None where it may not decide, or a file has faults."""
        return None if stops(self.findings) else next(iter(self.sound), None)


def ledgers(
    read: Read,
    below: Below,
    *,
    only: Sequence[str] = (),
    sources: Sources | None = None,
    against: str | None = None,
    is_thorough: bool = False,
) -> Ledgers:
    """Read the ledgers of a workspace, and verify them.

    Args:
        against: a commit, of whose facts none may have changed; sources: where it is found.
        is_thorough: whether each contract is parsed to see that it is canonical.

    Raises:
        SourceFault: there is no such commit.
    """
    names, held, faults = read_held(read, only=only)
    kept = []
    for each in held:
        ledger, found = read_ledger(read, below, each.name)
        broken = [*found]
        if each.policy is not None:
            channels = {channel.name: channel.builds for channel in each.policy.channels}
            parties = [party.name for party in each.policy.parties]
            broken += verify(ledger, read, channels, parties)
        if is_thorough:
            broken += not_canonical(ledger, read)
        if sources is not None and against is not None:
            broken += _lost(sources, against, each.name, read)
        kept.append(Kept(name=each.name, policy=each.policy, ledger=ledger, broken=tuple(broken)))
    return Ledgers(kept=tuple(kept), findings=faults, names=names, locate=locate_in(read))


def with_files(read: Read, below: Below, files: Mapping[str, bytes], client: str) -> Ledgers:
    """Read and verify a client's ledger as it would be with further files."""

    def also(path: str) -> bytes:
        return files[path] if path in files else read(path)

    def listed(folder: str) -> Sequence[str]:
        more = (each for each in files if each.startswith(f"{folder}/"))
        return sorted({*below(folder), *more})

    return ledgers(also, listed, only=(client,))


def live_sets(found: Ledgers, as_of: datetime) -> tuple[LiveSet, ...]:
    """Derive what is live, of each client whose policy is known and whose ledger is whole."""
    return tuple(live_set(each.ledger, each.policy, as_of) for each in found.sound)


def timelines(found: Ledgers, as_of: datetime) -> tuple[Timeline, ...]:
    """Put on a line of time what is known of each client whose ledger is whole."""
    return tuple(
        timeline(each.ledger, each.policy, live_set(each.ledger, each.policy, as_of))
        for each in found.sound
    )


def _lost(sources: Sources, ref: str, client: str, read: Read) -> tuple[Finding, ...]:
    there = sources.workspace_at(ref)

    def below(folder: str) -> Sequence[str]:
        return sources.below_at(ref, folder)

    return tuple(unchanged_since(ref, client, read, (there.read, below)))
