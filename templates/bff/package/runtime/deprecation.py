"""What every answer of an operation tells that goes: since when, until when, what to use instead.

In:  the days and the replacement, as the client's ledger has them.
Out: the headers Deprecation (RFC 9745), Sunset (RFC 8594) and Link (RFC 8288).
How: nothing depends on today: what is past its sunset is served, and says so, until it is removed.
     Links are relative without a path from the root, so they hold wherever a proxy puts this BFF.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote

from starlette.types import Scope

from .answer import RawHeaders

_PARAMETER: Final = re.compile(r"\{([^{}]+)\}")

# RFC 3986 3.3: what a segment of a path may have as it is; `%` begins what came escaped.
_IN_A_SEGMENT: Final = "!$%&'()*+,;=:@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """That an operation goes.

    Attributes:
        since: the day on which its clients could first know; None where nobody says.
        sunset: the first day without it; None where nobody says.
        successor: the path that takes its place, with parameters of the operation's own path.
        guide: a page that tells what to do; empty where none does.
        anchor: of the operation on the page of the contract.
    """

    since: date | None = None
    sunset: date | None = None
    successor: str = ""
    guide: str = ""
    anchor: str = ""

    def headers(self, scope: Scope, path: str, *, has_page: bool) -> RawHeaders:
        """Write the headers.

        Args:
            path: template of the operation's path.
            has_page: whether the page of the contract is served.
        """
        told: list[tuple[bytes, bytes]] = []
        if self.since is not None:
            told.append((b"deprecation", b"@%d" % _instant(self.since).timestamp()))
        if self.sunset is not None:
            told.append((b"sunset", format_datetime(_instant(self.sunset), usegmt=True).encode()))
        up = "../" * (path.count("/") - 1) or "./"
        guides = [self.guide] if self.guide else []
        if has_page and self.anchor:
            guides.append(f"{up}docs#{self.anchor}")
        told += [(b"link", f'<{each}>; rel="deprecation"'.encode("ascii")) for each in guides]
        if self.successor:
            there = up + _filled(self.successor, scope["path_params"]).removeprefix("/")
            told.append((b"link", f'<{there}>; rel="successor-version"'.encode("ascii")))
        return told


def _instant(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _filled(template: str, values: dict[str, str]) -> str:
    """Put the values of this request into a path; they stand in the scope as they came escaped."""
    parts = _PARAMETER.split(template)
    filled = [values[each] if number % 2 else each for number, each in enumerate(parts)]
    return "".join(
        quote(each, safe=_IN_A_SEGMENT if number % 2 else f"/{_IN_A_SEGMENT}")
        for number, each in enumerate(filled)
    )
