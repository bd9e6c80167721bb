"""What a finding does, apart from the finding: imported where nothing else is needed.

In:  nothing.
Out: Effect.
"""

from enum import StrEnum


class Effect(StrEnum):
    """What a finding does to a build or a client; the printed severity follows from it."""

    BREAKS = "breaks"
    RISKY = "risky"
    SAFE = "safe"
