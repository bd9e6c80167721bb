"""How the members of a body of parts travel (`multipart/form-data`).

In:  nothing; `compose/parts.py` makes this value of a media type and its `encoding`.
Out: Parts: which members are files, what each may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bffgen.model.media import bare

PARTS: Final = "multipart/form-data"
ANY_TYPE: Final = ("*/*",)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMember:
    """A member that is a file, or a list of files.

    Attributes:
        pointer: the schema of one file, behind references.
        repeats: it is a list, a part an element.
        types: media types that it may have, ranges included, in lower case.
        at_least, at_most: bytes of one file.
    """

    name: str
    pointer: str
    repeats: bool
    types: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What of a body of parts travels otherwise than as a field, in the schema's order.

    Attributes:
        types: (field, media type) of those whose contract names one.
    """

    files: tuple[FileMember, ...] = ()
    types: tuple[tuple[str, str], ...] = ()

    @property
    def by_name(self) -> Mapping[str, FileMember]:
        """Give the files by the member that each is."""
        return {each.name: each for each in self.files}

    @property
    def pointers(self) -> frozenset[str]:
        """Give the schemas that are files."""
        return frozenset(each.pointer for each in self.files)


def is_parts(media_type: str) -> bool:
    """Say whether a media type is that of bodies of parts."""
    return bare(media_type) == PARTS
