"""Which of a few languages a caller asks for.

In:  the text of Accept-Language, the tags that upstreams answer in, the usual one first.
Out: one of these tags, always: what is sent on and kept under is never a caller's own spelling.
How: lookup: ranges by their weight, each shortened from its end until a tag equals it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from .body import MISSING

_RANGE: Final = re.compile(
    r"[ \t]*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*"
    r"(?:;[ \t]*[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)[ \t]*)?"
)
_MOST_RANGES: Final = 64
_REMEMBERED: Final = 256
"""Browsers send a few hundred texts; one that is made up costs a lookup and no memory."""


def language(asked: str | MISSING, *tags: str) -> str:
    """Give the tag that answers a request best, the first where none does.

    Args:
        asked: the header as it came, MISSING where there is none.
        tags: at least one.

    Source:
        RFC 4647 3.4 (lookup), RFC 9110 12.5.4 (Accept-Language), 12.4.2 (weights).
    """
    return tags[0] if asked is MISSING else _matched(asked, tags)


@lru_cache(_REMEMBERED)
def _matched(asked: str, tags: tuple[str, ...]) -> str:
    known = {tag.lower(): tag for tag in tags}
    weighted = list(_ranges(asked))
    refused = {each for each, weight in weighted if weight == 0}
    # The sort keeps the order of equal weights, which is the caller's.
    for each, weight in sorted(weighted, key=lambda pair: -pair[1]):
        while weight and each:
            if each in known and each not in refused:
                return known[each]
            each = _shorter(each)
    return tags[0]


def _ranges(asked: str) -> Iterator[tuple[str, float]]:
    """Read ranges in lower case with their weights; what is none is passed over, and `*` too."""
    for part in asked.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        found = _RANGE.fullmatch(part)
        if found is not None:
            yield found[1].lower(), float(found[2] or 1)


def _shorter(each: str) -> str:
    """Take the last subtag off, and a single letter before it: it says nothing alone."""
    rest = each.rpartition("-")[0]
    return rest[:-2] if rest[-2:-1] == "-" else rest
