"""How long an upstream asks to be left alone.

In:  the headers of its answer.
Out: seconds, or None where it does not say.
How: a date is held against the answer's own, so that no wall clock of ours stands in.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

_SECONDS: Final = re.compile(r"[0-9]{1,9}")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After.

    Source:
        RFC 9110 10.2.3.
    """
    told = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(told):
        return float(told)
    then, now = _date(told), _date(headers.get("Date", ""))
    if then is None or now is None:
        return None
    return max((then - now).total_seconds(), 0.0)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
