"""Note which part of an upstream's answer is read, while an operation is bound.

In:  the way to a value, token by token, and the property of the client that it is copied to.
Out: a UseTree a source, from which `cut.py` makes the schema of its narrow model.
How: a tree that grows while binding; nothing behind `compose/` sees it.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

# One token of the way to a value: a member by name, the element of an array or a map, or a header
# of the answer, which is no part of the body.
Token: TypeAlias = tuple[Literal["name", "element", "header"], str]


@dataclass(slots=True)
class UseTree:
    """What is read of a value.

    Attributes:
        members: of an object; element: of an array or a map.
        headers: of the whole answer, by their names in the upstream's contract.
        whole: the value is read with all that is below it.
        narrowed_by: (pointer in the client's contract, whether null is handled apart) for each
            property that the value is copied to: its bounds also sit on the model.
    """

    members: dict[str, "UseTree"] = field(default_factory=dict)
    element: "UseTree | None" = None
    headers: dict[str, "UseTree"] = field(default_factory=dict)
    whole: bool = False
    narrowed_by: set[tuple[str, bool]] = field(default_factory=set)

    def at(self, tokens: tuple[Token, ...]) -> "UseTree":
        """Give the node at the end of a way; what was not there is made."""
        node = self
        for kind, name in tokens:
            if kind == "name":
                node = node.members.setdefault(name, UseTree())
            elif kind == "header":
                node = node.headers.setdefault(name, UseTree())
            else:
                node.element = node.element or UseTree()
                node = node.element
        return node
