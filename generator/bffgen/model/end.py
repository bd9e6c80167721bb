"""What an object of a contract says of its own end: that it is deprecated, and until when.

In:  an operation, parameter, header or schema as it is written.
Out: an End.
How: `deprecated` says that an end comes, `x-sunset` when: the first day without the promise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bffgen.model.calendar import read_day
from bffgen.model.canonical import Json

_SUNSET: Final = "x-sunset"
# What follows a day in an instant (RFC 3339 5.6), of which the day counts.
_TIME: Final = re.compile("[Tt ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What a contract says of an element's end.

    Attributes:
        day: of the sunset; None where none is said, or what is said is no day.
        text: as it is written.
        key: of what says it, for a place to show; the empty text where nothing does.
    """

    is_deprecated: bool
    day: date | None
    text: str
    key: str

    @property
    def fact(self) -> Json:
        """Give it in normal form."""
        day = None if self.day is None else self.day.isoformat()
        return {"deprecated": self.is_deprecated, "sunset": day}

    @property
    def words(self) -> str:
        """Say it in short words."""
        if not self.is_deprecated:
            return "not deprecated"
        if self.day is not None:
            return f"deprecated, sunset {self.day.isoformat()}"
        return f"deprecated, sunset {self.text} (no day)" if self.text else "deprecated"


def end_of(written: Mapping[str, Json]) -> End:
    """Read what an object of a contract says of its end; a sunset alone means deprecated too."""
    said = written.get(_SUNSET)
    text = "" if said is None else str(said)
    try:
        day = read_day(_TIME.split(text, maxsplit=1)[0])
    except ValueError:
        day = None
    is_deprecated = written.get("deprecated") is True
    key = _SUNSET if day is not None else "deprecated" if is_deprecated else ""
    return End(is_deprecated=is_deprecated or day is not None, day=day, text=text, key=key)
