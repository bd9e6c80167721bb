"""What a BFF tells of an operation that goes.

In:  nothing; `govern/announced.py` makes these values of a client's ledger and its contract.
Out: Deprecation.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """An operation that goes.

    Attributes:
        operation: `METHOD path`, as the contract writes it.
        since: the day on which its clients could first know; None where nobody says.
        sunset: the first day without it; None where nobody says.
        replacement: what to use instead, in its author's words; empty where nothing is.
        successor: the path of the contract that the replacement is; empty where it is none, or has
            parameters that the operation's own path has not.
        guide: the address that the replacement is; empty where it is none.
        files: paths of the events that say so, sorted; none where the contract alone does.
    """

    operation: str
    since: date | None
    sunset: date | None
    replacement: str
    successor: str
    guide: str
    files: tuple[str, ...]
