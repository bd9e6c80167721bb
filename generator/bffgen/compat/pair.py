"""The two contracts of a comparison, and how a place of each is shown.

In:  two Apis of one pool.
Out: Marks; the coordinate of what no component holds.
"""

from dataclasses import dataclass

from bffgen.model.api import Api
from bffgen.model.finding import Mark
from bffgen.model.peer_view import original
from bffgen.model.place import On


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contracts: of the client in the field, and of the BFF to come."""

    baseline: Api
    revision: Api

    def in_baseline(self, pointer: str, on: On = "key", label: str = "") -> Mark:
        """Show a place of the baseline."""
        return Mark(place=self.baseline.place(original(pointer)), on=on, label=label)

    def in_revision(self, pointer: str, on: On = "key", label: str = "") -> Mark:
        """Show a place of the revision."""
        return Mark(place=self.revision.place(original(pointer)), on=on, label=label)
