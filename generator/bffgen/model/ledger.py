"""All that is known of a client's releases: what was frozen, and what happened since.

In:  nothing; `contract/ledger.py` makes these values of the client's folder.
Out: Ledger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bffgen.model.event import Event, Yanked
from bffgen.model.place import Place
from bffgen.model.reads import Reads
from bffgen.model.release import Release, Stage
from bffgen.model.usage import Usage

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a client's folder says.

    Attributes:
        releases: by their day, then their version.
        events: by their instant, then their file.
        usage: the newest counts; None where there are none.
        reads: what builds say that they use; None where none does.
        place: the folder.
    """

    client: str
    releases: tuple[Release, ...] = ()
    events: tuple[Event, ...] = ()
    usage: Usage | None = None
    reads: Reads | None = None
    place: Place

    def release(self, version: str) -> Release | None:
        """Give a release by its version."""
        return next((each for each in self.releases if each.version == version), None)

    def until(self, as_of: datetime) -> "Ledger":
        """Give what was known at an instant."""
        usage = self.usage
        return Ledger(
            client=self.client,
            releases=tuple(each for each in self.releases if each.released <= as_of),
            events=tuple(each for each in self.events if each.at <= as_of),
            usage=usage if usage is not None and usage.last <= as_of.date() else None,
            # Of a build, and a build never changes.
            reads=self.reads,
            place=self.place,
        )

    def later(self, as_of: datetime) -> int:
        """Count what is dated after an instant."""
        is_later = [each.released > as_of for each in self.releases]
        is_later += [each.at > as_of for each in self.events]
        is_later += [self.usage.last > as_of.date()] if self.usage is not None else []
        return sum(is_later)

    def of(self, kind: type[E]) -> Iterator[E]:
        """Give the events of a kind, in their order."""
        return (each for each in self.events if isinstance(each, kind))

    @property
    def yanked(self) -> frozenset[str]:
        """Name the releases that were never shipped."""
        return frozenset(each.release for each in self.of(Yanked))

    @property
    def head(self) -> Release | None:
        """Give the newest release that was not yanked, a beta as well."""
        kept = [each for each in self.releases if each.version not in self.yanked]
        return kept[-1] if kept else None

    @property
    def published(self) -> tuple[Release, ...]:
        """Give the production releases that were not yanked, oldest first."""
        return tuple(
            each
            for each in self.releases
            if each.version not in self.yanked and each.stage is Stage.PRODUCTION
        )
