"""Note which part of an upstream's answer is read, while an operation is bound.

In:  the way to a value, token by token, and the property of the client that it is copied to.
Out: a UseTree a source, from which `cut.py` makes the schema of its narrow model.
How: a tree that grows while binding; nothing behind `compose/` sees it.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bffgen.model.canonical import Json

# One token of the way to a value: a member by name, the element of an array or a map, one of the
# objects that it may be by its schema, or a header of the answer, which is no part of the body.
Token: TypeAlias = tuple[Literal["name", "element", "header", "branch"], str]


@dataclass(slots=True)
class UseTree:
    """What is read of a value.

    Attributes:
        members: of an object; element: of an array or a map.
        branches: of a union, where it is taken apart, by their schemas; in the contract's order.
        only: of a branch, the texts that a member has there and in no other branch.
        is_apart: the value is a branch, known by the members that it has.
        headers: of the whole answer, by their names in the upstream's contract.
        whole: the value is read with all that is below it.
        narrowed_by: (pointer in the client's contract, whether null is handled apart) for each
            property that the value is copied to: its bounds also sit on the model.
        again: values that this one is read as, too; itself or one around it where a schema leads
            back to itself.
    """

    members: dict[str, "UseTree"] = field(default_factory=dict)
    element: "UseTree | None" = None
    branches: dict[str, "UseTree"] = field(default_factory=dict)
    only: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    is_apart: bool = False
    headers: dict[str, "UseTree"] = field(default_factory=dict)
    whole: bool = False
    narrowed_by: set[tuple[str, bool]] = field(default_factory=set)
    again: list["UseTree"] = field(default_factory=list)

    def at(self, tokens: tuple[Token, ...]) -> "UseTree":
        """Give the node at the end of a way; what was not there is made."""
        node = self
        for kind, name in tokens:
            if kind == "name":
                node = node.members.setdefault(name, UseTree())
            elif kind == "branch":
                node = node.branches.setdefault(name, UseTree())
            elif kind == "header":
                node = node.headers.setdefault(name, UseTree())
            else:
                node.element = node.element or UseTree()
                node = node.element
        return node

    @property
    def has_own(self) -> bool:
        """Say whether anything is read of the value but as others are."""
        return bool(
            (self.members or self.element or self.headers or self.whole or self.narrowed_by)
            or (self.branches or self.only or self.is_apart)
        )


def all_of(use: UseTree) -> tuple[UseTree, ...]:
    """Give all that says what is read of a value, each once: two values with the same are alike."""
    found: dict[int, UseTree] = {}
    work = [use]
    while work:
        each = work.pop()
        if id(each) not in found:
            found[id(each)] = each
            work += reversed(each.again)
    return tuple(each for each in found.values() if each.has_own) or (use,)


def together(uses: tuple[UseTree, ...]) -> UseTree:
    """Give what is read of one value by all of these; of what is below it one step at a time."""
    if len(uses) == 1:
        return uses[0]
    made = UseTree(
        whole=any(each.whole for each in uses), is_apart=any(each.is_apart for each in uses)
    )
    for each in uses:
        made.only |= each.only
        made.narrowed_by |= each.narrowed_by
        made.headers |= each.headers
        for name, below in each.members.items():
            made.members.setdefault(name, UseTree()).again.append(below)
        for name, below in each.branches.items():
            made.branches.setdefault(name, UseTree()).again.append(below)
        if each.element is not None:
            made.element = made.element or UseTree()
            made.element.again.append(each.element)
    return made
