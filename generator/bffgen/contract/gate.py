"""Read what policy.yaml says of releases: `release`, `evidence`, `parties`.

In:  the mapping of the file, the client's family and channels.
Out: a Gate, a Demand, Parties; what does not fit is in the faults of the mapping.
How: what is not said is the default of the family (RELEASES.md 5).
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bffgen.contract.fields import Fields
from bffgen.model.finding import Mark, finding
from bffgen.model.policy import (
    Channel,
    Family,
    Gate,
    Level,
    Notice,
    Party,
    Period,
    Unit,
)
from bffgen.model.usage import Demand


class _Mode(StrEnum):
    """What counts of use may do."""

    DECISIVE = "decisive"
    ADVISORY = "advisory"
    OFF = "off"


_FAIL_ON: Final = ("block", "warn")
_YEAR: Final = Period(count=365, unit=Unit.DAYS)


def read_gate(file: Fields, family: Family | None) -> Gate:
    """Take `release`: what a release must keep, and what stops it."""
    usual = Level.SOURCE if family is Family.THIRD_PARTY else Level.WIRE
    fields = file.mapping("release")
    if fields is None:
        return Gate(level=usual)
    level = Level(fields.choice("level", Level) or usual)
    gate = Gate(level=level, is_strict=fields.choice("fail_on", _FAIL_ON) == "warn")
    fields.done()
    return gate


def read_demand(file: Fields, family: Family | None) -> Demand:
    """Take `evidence`: what counts must be before they end a build."""
    usual = _Mode.DECISIVE if family is Family.APP_STORE else _Mode.ADVISORY
    fields = file.mapping("evidence") or Fields({}, file.place, file.faults)
    mode = fields.choice("mode", _Mode) or usual
    demand = Demand(
        is_decisive=mode == _Mode.DECISIVE,
        min_days=fields.days("min_window") or 28,
        max_age_days=fields.days("max_age") or 7,
        min_coverage=fields.percent("min_coverage") or Decimal(95),
    )
    fields.done()
    return demand


def read_parties(
    file: Fields, family: Family | None, channels: Sequence[Channel]
) -> tuple[Party, ...]:
    """Take `parties`: who signed for a third-party client, each with its own notice."""
    written = file.mapping("parties")
    if written is None:
        return ()
    if family is not None and family is not Family.THIRD_PARTY:
        problem = f"parties of a client of family `{family}`: they sign for third-party clients"
        mark = Mark(place=file.at("parties"), on="key")
        file.faults.append(finding("input-schema", mark, problem=problem))
    owed = [each.retirement.notice for each in channels if isinstance(each.retirement, Notice)]
    usual = owed[0] if owed else _YEAR
    parties = []
    for name in sorted(written):
        fields = Fields.of(written.raw(name), written.at(name), written.faults)
        parties.append(
            Party(
                name=name,
                notice=fields.period("notice") or usual,
                agreed=fields.day("agreed"),
                ids=tuple(text for text, _ in fields.texts("ids")),
                place=fields.place,
            )
        )
        fields.done()
    return tuple(parties)
