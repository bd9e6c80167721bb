"""A contract of one or more files, as one OpenAPI document.

In:  nothing; `contract/refs.py` makes these values.
Out: Bundle: the document, the files it is made of, and the author's place of each of its nodes.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from bffgen.model.canonical import Json
from bffgen.model.place import Place, parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One OpenAPI document whose references are all local.

    Attributes:
        document: shares its unchanged parts with what was read; never to be altered.
        files: (path, sha-256 of its bytes) of every file it is made of, sorted.
        values: what each of them says, by its path; never to be altered.
        places: (pointer of the document, place of what stands there), for every node that is not
            where its parent's place says; sorted, the first is the root's.
    """

    document: dict[str, Json] = field(hash=False)
    files: tuple[tuple[str, str], ...]
    values: Mapping[str, Json] = field(hash=False)
    places: tuple[tuple[str, Place], ...]

    def place(self, pointer: str) -> Place:
        """Give the file and pointer where its author wrote what stands at a pointer."""
        above = pointer
        while True:
            index = bisect_left(self.places, above, key=lambda placed: placed[0])
            if index < len(self.places) and self.places[index][0] == above:
                place = self.places[index][1]
                below = pointer.removeprefix(above)
                return Place(document=place.document, pointer=place.pointer + below)
            above = parent(above)
