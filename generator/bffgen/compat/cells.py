"""The statuses of two sides taken apart into cells, each with the entry that answers it.

In:  the responses of one operation in both contracts.
Out: Cell: a status, a range or the rest, with the most specific entry of each side.
How: each exact status named by either side, what is left of each range, what is left of `default`.
     Beside an explicit 2xx, `default` means 4XX and 5XX; 1xx is ignored (PITFALLS.md 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bffgen.model.api import Response

DEFAULT: Final = "default"
_NOT_MODIFIED: Final = "304"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Statuses that each side answers by one entry.

    Attributes:
        status: three digits, a range or `default`.
        baseline: None where the baseline says nothing of these statuses.
        revision: None where the revision says nothing of them.
    """

    status: str
    baseline: Response | None
    revision: Response | None


def cells(baseline: Sequence[Response], revision: Sequence[Response]) -> tuple[Cell, ...]:
    """Take two sets of responses apart: exact statuses, then ranges, then the rest."""
    named = {each.status for each in (*baseline, *revision)}
    told = sorted((each for each in named if not each.startswith("1")), key=_order)
    found = (
        Cell(status=each, baseline=entry(baseline, each), revision=entry(revision, each))
        for each in told
    )
    return tuple(each for each in found if each.baseline is not None or each.revision is not None)


def entry(responses: Sequence[Response], status: str) -> Response | None:
    """Give the most specific entry that answers a status, a range or the rest."""
    by_status = {each.status: each for each in responses}
    found = by_status.get(status)
    if found is None and status.isdigit():
        found = by_status.get(f"{status[0]}XX")
    if found is None and (not is_success(status) or not _has_success(responses)):
        found = by_status.get(DEFAULT)
    return found


def is_success(status: str) -> bool:
    """Say whether a status is one that a client takes for done: 2xx, and 3xx but 304."""
    return status[:1] in ("2", "3") and status != _NOT_MODIFIED


def _has_success(responses: Sequence[Response]) -> bool:
    return any(each.status.startswith("2") for each in responses)


def _order(status: str) -> tuple[int, str]:
    if status == DEFAULT:
        return (2, status)
    return (0 if status.isdigit() else 1, status)
