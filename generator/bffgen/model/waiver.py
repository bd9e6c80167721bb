"""One finding that somebody accepts for a while.

In:  nothing; `contract/waivers.py` makes these values of the files that people write.
Out: Waiver.
How: by fingerprint alone, which no rewording moves; the text of its reason decides nothing.
"""

from dataclasses import dataclass
from datetime import date

from bffgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An approval with an owner and an end.

    Attributes:
        finding: fingerprint, 12 hex digits.
        releases: versions that it is for; of two documents none, as there is one baseline.
        operations: `METHOD path` of those it is for; empty for all that the finding reaches.
        created: None where nobody says.
        expires: the first day on which it holds no longer.
    """

    finding: str
    releases: tuple[str, ...] = ()
    operations: tuple[str, ...]
    reason: str
    owner: str
    created: date | None = None
    expires: date
    place: Place
