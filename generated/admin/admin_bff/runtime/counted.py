"""Objects of which a contract says how many members they have, or which ones go together.

In:  an object that was read or built, member by member.
Out: the same; a ValueError, which pydantic tells of the object, where its members are too few, too
     many, or one is there without another.
How: members that are absent (MISSING) do not count, and what a class does not declare was left out
     before: an object of nothing but such members is an empty one.
"""

from collections.abc import Mapping
from typing import ClassVar, Self, Unpack

from pydantic import ConfigDict, model_validator

from .body import MISSING, Body


class Counted(Body):
    """A JSON object that is counted: `class Patch(Counted, least=1)`."""

    least_members: ClassVar[int] = 0
    most_members: ClassVar[int | None] = None
    needed_by: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init_subclass__(
        cls,
        *,
        least: int = 0,
        most: int | None = None,
        needs: Mapping[str, tuple[str, ...]] | None = None,
        **config: Unpack[ConfigDict],
    ) -> None:
        """Keep what is said of the whole.

        Args:
            needs: attribute -> those without which it may not be there.
        """
        super().__init_subclass__(**config)
        cls.least_members, cls.most_members, cls.needed_by = least, most, needs or {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        there = {name for name in type(self).model_fields if getattr(self, name) is not MISSING}
        if len(there) < self.least_members:
            raise ValueError(f"an object of fewer members than the contract's {self.least_members}")
        if self.most_members is not None and len(there) > self.most_members:
            raise ValueError(f"an object of more members than the contract's {self.most_members}")
        for name in sorted(there & self.needed_by.keys()):
            if lacking := [each for each in self.needed_by[name] if each not in there]:
                raise ValueError(
                    f"an object with `{self._said(name)}` and without `{self._said(lacking[0])}`"
                )
        return self

    def _said(self, name: str) -> str:
        """Give what JSON calls an attribute."""
        return type(self).model_fields[name].alias or name
