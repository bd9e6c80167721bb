"""Media types against the ranges that a contract has, and as texts of a header.

In:  a media type as it was written; media types and ranges such as `image/*`, in lower case and
     without parameters.
Out: whether it is one of them; whether it may be written at all.
"""

from collections.abc import Collection


def bare(media_type: str) -> str:
    """Give a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_within(media_type: str, types: Collection[str]) -> bool:
    """Say whether a media type is one of some, ranges included (RFC 9110 12.5.1)."""
    name = bare(media_type)
    return any(each in types for each in (name, f"{name.partition('/')[0]}/*", "*/*"))


def fits_a_header(text: str) -> bool:
    """Say whether a text may stand in a header: a line break would begin another one."""
    return text.isascii() and text.isprintable()
