"""What an answer lacks, and the header that says so.

In:  names in the client's words and the reasons of the calls that failed.
Out: the text of `BFF-Incomplete`, such as `reviews;reason=timeout, recommendations;reason=budget`.
How: a structured field: a list of tokens, or of strings where a name is no token (RFC 9651 3.1).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .exchange import EXCHANGE
from .fetch import Reason

_TOKEN = re.compile(r"[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that the answer goes without.

    Attributes:
        name: the client's word for it, one per answer.
        reason: why it is not there.
        dropped: elements of lists that were left out; 0 where all of it is missing.
    """

    name: str
    reason: Reason
    dropped: int = 0


def all_missing(told: Mapping[str, Reason]) -> tuple[Missing, ...]:
    """Give what an answer goes without: sources, and elements that were left out of others.

    Args:
        told: the sources by name, each with its reason.
    """
    exchange = EXCHANGE.get(None)
    dropped = exchange.dropped if exchange is not None else {}
    return (
        *(Missing(name, reason) for name, reason in told.items()),
        *(Missing(n, "bad-body", count) for n, count in dropped.items() if n not in told),
    )


def incomplete(missing: Sequence[Missing]) -> str:
    """Write the value of the header `BFF-Incomplete`, in the order given.

    Source:
        RFC 9651 4.1.1 (lists), 4.1.6 (strings), 4.1.7 (tokens).
    """
    return ", ".join(f"{_item(part.name)};reason={part.reason}{_count(part)}" for part in missing)


def _count(part: Missing) -> str:
    return f";dropped={part.dropped}" if part.dropped else ""


def stale_parts(stale: Mapping[str, int]) -> str:
    """Write the value of the header `Cache-Status` for parts that are stale.

    Args:
        stale: names in the client's words, each with the seconds since when.

    Source:
        RFC 9211 2.1 (hit), 2.4 (ttl: below 0 what is stale).
    """
    return ", ".join(f"{_item(name)};hit;ttl=-{seconds}" for name, seconds in stale.items())


def _item(name: str) -> str:
    if _TOKEN.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
