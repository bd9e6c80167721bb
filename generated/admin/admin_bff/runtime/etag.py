"""Entity tags of bytes, and whether a client has those bytes already.

In:  the bytes of an answer; `If-None-Match` of a request.
Out: a strong ETag (RFC 9110 8.8.3), and whether the client's list names it.
How: sha-256 of the bytes: the same bytes have the same tag in every process and release.
"""

import hashlib
from collections.abc import Iterable


def etag_of(content: bytes) -> str:
    """Give the strong entity tag of some bytes, quotes included."""
    return f'"{hashlib.sha256(content).hexdigest()}"'


def names(etag: str, if_none_match: Iterable[str]) -> bool:
    """Tell whether the values of `If-None-Match` name a tag.

    `*` names whatever there is, and a weak tag compares as a strong one (RFC 9110 13.1.2). A comma
    inside a foreign tag does no harm: its pieces are not tags of ours.
    """
    tags = [tag.strip().removeprefix("W/") for each in if_none_match for tag in each.split(",")]
    return etag in tags or "*" in tags
