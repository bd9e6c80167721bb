"""The two contracts of a comparison, and how a place of each is shown.

In:  two Apis of one pool.
Out: Marks; the coordinate of what no component holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bffgen.compat.match import by_name
from bffgen.model.api import Api, Operation
from bffgen.model.finding import Mark
from bffgen.model.peer_view import original
from bffgen.model.place import On


@dataclass(frozen=True)
class Pair:
    """Two contracts: of the client in the field, and of the BFF to come.

    Without slots, as what links lead to is listed once, and only where there is a link.
    """

    baseline: Api
    revision: Api

    @cached_property
    def named_in_baseline(self) -> Mapping[str, Operation]:
        """Give the operations of the baseline as `by_name` does."""
        return by_name(self.baseline)

    @cached_property
    def named_in_revision(self) -> Mapping[str, Operation]:
        """Give the operations of the revision as `by_name` does."""
        return by_name(self.revision)

    def in_baseline(self, pointer: str, on: On = "key", label: str = "") -> Mark:
        """Show a place of the baseline."""
        return Mark(place=self.baseline.place(original(pointer)), on=on, label=label)

    def in_revision(self, pointer: str, on: On = "key", label: str = "") -> Mark:
        """Show a place of the revision."""
        return Mark(place=self.revision.place(original(pointer)), on=on, label=label)
