"""Media types of two sides: which entry covers which.

In:  the content of a message in both contracts.
Out: the most specific entry that covers a type, or None.
How: ranges cover (`application/*`), `+json` is no range (PITFALLS.md 46); of parameters `charset`
     says nothing of JSON, every other is part of the name.
"""

from collections.abc import Iterable

from bffgen.model.api import MediaType
from bffgen.model.media import bare, is_json


def name(media_type: str) -> str:
    """Write a media type so that equal ones are equal: lower case, parameters sorted."""
    kind = bare(media_type)
    parameters = sorted(part.strip().lower() for part in media_type.split(";")[1:] if part.strip())
    kept = [each for each in parameters if not (is_json(kind) and each.startswith("charset="))]
    return ";".join((kind, *kept))


def covering(content: Iterable[MediaType], media_type: str) -> MediaType | None:
    """Give the most specific entry that covers a type or a range."""
    found = [each for each in content if covers(each.media_type, media_type)]
    return max(found, key=lambda each: _precision(each.media_type), default=None)


def covers(entry: str, media_type: str) -> bool:
    """Say whether every type of the second is one of the first."""
    whole, part = name(entry), name(media_type)
    if whole == part or bare(entry) == "*/*":
        return True
    family, _, kind = bare(entry).partition("/")
    if kind == "*":
        return bare(media_type).partition("/")[0] == family
    return ";" not in whole and bare(media_type) == whole


def is_range(media_type: str) -> bool:
    """Say whether an entry covers types that it does not name."""
    return "*" in bare(media_type)


def _precision(media_type: str) -> tuple[int, int]:
    kind = bare(media_type)
    level = 0 if kind == "*/*" else 1 if kind.endswith("/*") else 2
    return level, media_type.count(";")
