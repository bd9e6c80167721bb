"""Where a node of a document stands in its text.

In:  nothing; contract/yaml.py, scan.py, block.py and python.py make these values.
Out: Extent; what lies below it is found by the tokens of a pointer.
"""

from dataclasses import dataclass
from typing import TypeAlias

from bffgen.model.tree import is_index


@dataclass(slots=True)
class Extent:
    """Where a node stands in its text: offsets in characters, ends not included.

    Attributes:
        start: first character of the content: behind the quote, the anchor, the block's head.
        end: of a block it may lie some lines on; equal to start where nothing is written.
        key_start: of the key that leads to the node; -1 where there is none.
        members: of a mapping by key, of a list by position; None for a scalar.
    """

    start: int
    end: int
    key_start: int = -1
    key_end: int = -1
    members: "ExtentMembers" = None

    def find(self, path: tuple[str, ...]) -> "tuple[Extent, int]":
        """Go along a path as far as it leads; say where that is and how many tokens it took."""
        extent = self
        for taken, token in enumerate(path):
            members = extent.members
            if isinstance(members, dict) and token in members:
                extent = members[token]
            elif isinstance(members, list) and is_index(token, members):
                extent = members[int(token)]
            else:
                return extent, taken
        return extent, len(path)


ExtentMembers: TypeAlias = dict[str, Extent] | list[Extent] | None
