"""What a workspace assumes of another team's contract.

In:  nothing; `contract/overlay.py` makes these values of an overlay.
Out: Action, one change of a contract, and where it goes.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.place import Place

# A name of a mapping, an index of a list, or None for each of them.
Step: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of an overlay (OpenAPI Overlay 1.0.0, 4.4.3).

    Attributes:
        target: as written; steps: the same, parsed.
        description: why, as its author says; empty without one.
        update: what is merged into each node that the target selects; None of a removal.
        place: of the action; the target stands below it.
    """

    target: str
    steps: tuple[Step, ...]
    description: str
    update: Json = field(hash=False)
    is_removal: bool
    place: Place
