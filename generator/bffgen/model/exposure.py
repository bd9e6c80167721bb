"""What an operation may answer to everybody although an upstream calls it sensitive.

In:  nothing; `contract/exposure.py` makes these values of `expose_sensitive`.
Out: Exposure, a field of the answer with the author's text.
How: a field is named as lineage names it: the names of members, `*` for each element.
"""

from dataclasses import dataclass
from typing import Final

from bffgen.model.lineage import Way
from bffgen.model.place import Place, join

# What a schema, or a header, of an upstream's contract says of values that are not for everybody.
SENSITIVE: Final = "x-sensitive"
# How lineage names a header of the answer.
HEADER: Final = "header "


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """`#/customer/email`: one entry of `expose_sensitive`.

    Attributes:
        way: to the field, from the answer.
        text: as written.
    """

    way: Way
    text: str
    place: Place


def spelled_field(way: Way) -> str:
    """Write a field of an answer as `expose_sensitive` names it."""
    return way[0] if way and way[0].startswith(HEADER) else f"#{join('', *way)}"
