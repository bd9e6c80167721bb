"""How the answer of an upstream is come by where that is not one call at once.

In:  nothing; `contract/ways.py` makes these values of composition.yaml and bffgen.yaml.
Out: Retry, when a call is made again; Cache, how long an answer is kept and for whom.
"""

from dataclasses import dataclass
from enum import StrEnum

from bffgen.model.place import Place

# A failure that may pass, and that a call is made again for: no connection, or one of these.
CONNECT = "connect"
PASSING = (CONNECT, "502", "503", "504")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When a call that failed is made again.

    Attributes:
        attempts: how often after the first call, >= 0.
        when: of PASSING, in the author's order, each once.
        within_ms: it is begun only while so much time has not passed, > 0; None leaves that to the
            source's own limit.
    """

    attempts: int
    when: tuple[str, ...]
    within_ms: int | None
    place: Place


class CacheScope(StrEnum):
    """Whom an answer is kept for: every caller, or the one who asked."""

    SHARED = "shared"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """How long an answer is kept.

    Attributes:
        ttl_ms: fresh for so long at most, > 0; an upstream may say less.
        revalidate_ms: after that answered at once, and asked for anew in the background; 0: not.
        if_error_ms: after that it stands in where the upstream cannot be reached; 0: not.
        negative_ms: a 404 is kept for so long; 0: not.
    """

    ttl_ms: int
    revalidate_ms: int
    if_error_ms: int
    negative_ms: int
    scope: CacheScope
    place: Place
