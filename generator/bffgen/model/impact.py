"""What a change of an upstream does to an operation of a client.

In:  nothing; `tasks/impact.py` makes these values.
Out: Impact, its effect.
How: the classes are those of RELEASES.md 9, the mildest first.
"""

from enum import StrEnum
from typing import Final

from bffgen.model.effect import Effect


class Impact(StrEnum):
    """One class; the text is how it is printed."""

    # Nothing that the operation uses is touched.
    NONE = "none"
    # Something is, and every binding still proves.
    SHIELDED = "shielded"
    # The proof fails in what may be missing: its fallback is served from now on.
    DEGRADED = "degraded"
    # The composition has to change; the client's contract need not.
    MAPPING_BROKEN = "mapping-broken"
    # No mapping keeps the contract of the client: a value is newly missing, or wider.
    LEAKS = "leaks"

    @property
    def effect(self) -> Effect:
        """Say what it does to the client."""
        return _EFFECTS[self]

    @property
    def rank(self) -> int:
        """Order classes: the higher the worse."""
        return tuple(Impact).index(self)


_EFFECTS: Final = {
    Impact.NONE: Effect.SAFE,
    Impact.SHIELDED: Effect.SAFE,
    Impact.DEGRADED: Effect.RISKY,
    Impact.MAPPING_BROKEN: Effect.BREAKS,
    Impact.LEAKS: Effect.BREAKS,
}
