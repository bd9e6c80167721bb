"""What a schema says beyond what it admits: facts that no value shows and somebody goes by.

In:  a schema in 2020-12 spelling.
Out: the values that an open enum lists (PITFALLS 37); whether its author may mean null without
     saying so (PITFALLS 10).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from bffgen.model.canonical import Json
from bffgen.model.keywords import NULLABLE_FACT, says_nothing

_EXTENSIBLE: Final = "x-extensible-enum"


class OpenEnum(NamedTuple):
    """The listed values of an open enum, and the path from its schema to the list."""

    values: tuple[Json, ...]
    path: tuple[str | int, ...]


def open_enum(schema: Mapping[str, Json]) -> OpenEnum | None:
    """Give what an open enum lists; None for what is none.

    Written as `x-extensible-enum: [..]`, or as a choice between an enum of texts and any text.
    """
    listed = schema.get(_EXTENSIBLE)
    if isinstance(listed, list):
        return OpenEnum(tuple(listed), (_EXTENSIBLE,))
    branches = schema.get("anyOf")
    if not isinstance(branches, list) or len(branches) != 2:
        return None
    for number, (branch, other) in enumerate((branches, branches[::-1])):
        values = branch.get("enum") if isinstance(branch, dict) else None
        are_texts = isinstance(values, list) and all(isinstance(each, str) for each in values)
        if isinstance(values, list) and are_texts and _is_any_text(other):
            return OpenEnum(tuple(values), ("anyOf", number, "enum"))
    return None


def _is_any_text(schema: Json) -> bool:
    return (
        isinstance(schema, dict)
        and schema.get("type") == "string"
        and all(keyword == "type" or says_nothing(keyword) for keyword in schema)
    )


def may_mean_null(schema: Mapping[str, Json]) -> bool:
    """Say whether `nullable: true` was written without a `type`: void by the letter of 3.0."""
    return schema.get(NULLABLE_FACT) is True
