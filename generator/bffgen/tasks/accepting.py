"""Tell each client of an impact what people accept, and how loudly the rest is told.

In:  waivers and severities as people wrote them; what was judged of each client.
Out: Telling; a Section a client.
How: one waiver may be of several clients, as one change is: it is held against those whose
     operations it is about, and is unused where it is about none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bffgen.govern.decide import decide
from bffgen.model.finding import Finding
from bffgen.model.overrides import Overrides
from bffgen.model.place import Locate
from bffgen.model.told import Section
from bffgen.model.waiver import Waiver
from bffgen.tasks.diff import Asked, beside
from bffgen.tasks.impacting import Judged
from bffgen.tasks.reading import Written, locate_beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What people wrote beside the contracts.

    Attributes:
        faults: what is wrong with it.
        as_of: the day on which waivers must hold.
    """

    overrides: Overrides
    waivers: tuple[Waiver, ...]
    written: tuple[Written, ...]
    faults: tuple[Finding, ...]
    as_of: date

    @staticmethod
    def of(asked: Asked) -> "Telling":
        """Read what was asked to be told how."""
        overrides, waivers, faults = beside(asked)
        return Telling(
            overrides=overrides,
            waivers=waivers,
            written=tuple(e for e in (asked.severity, *asked.waivers) if e is not None),
            faults=tuple(faults),
            as_of=asked.as_of,
        )

    def locate(self, others: Locate) -> Locate:
        """Find lines in what people wrote, else where they are found otherwise."""
        return locate_beside(others, self.written)

    def sections(self, judged: Sequence[tuple[str, Judged]]) -> list[Section]:
        """Decide how each client is told; in the order of the clients."""
        of_each = [[w for w in self.waivers if _is_about(w, each)] for _, each in judged]
        unused = [w for w in self.waivers if not any(w in those for those in of_each)]
        return [
            self._section(client, each, [*those, *(unused if number == 0 else ())])
            for number, ((client, each), those) in enumerate(zip(judged, of_each, strict=True))
        ]

    def _section(self, client: str, judged: Judged, waivers: Sequence[Waiver]) -> Section:
        section = decide(
            judged.comparison,
            client=client,
            overrides=self.overrides,
            waivers=waivers,
            as_of=self.as_of,
        )
        return replace(
            section,
            impacts=judged.impacts,
            rebuild=judged.rebuild,
            unbuilt=judged.unbuilt,
            notes=(*section.notes, *judged.rest),
        )


def _is_about(waiver: Waiver, judged: Judged) -> bool:
    """Say whether a waiver is of a finding of a client, at one of its operations."""
    return any(
        each.fingerprint == waiver.finding
        and (not waiver.operations or any(key in waiver.operations for key, _ in each.operations))
        for each in judged.comparison.findings
    )
