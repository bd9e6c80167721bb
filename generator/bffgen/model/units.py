"""Sizes and spans as people write them: `16KiB`, `10s`.

In:  a number of bytes, or of milliseconds.
Out: its text in the largest unit that it is whole in, as `contract/fields.py` reads it.
"""

from typing import Final

_SIZES: Final = (("MiB", 1024 * 1024), ("KiB", 1024), ("B", 1))
_SPANS: Final = (("m", 60_000), ("s", 1000), ("ms", 1))


def size(count: int) -> str:
    """Write bytes."""
    return _in_units(count, _SIZES)


def span(count_ms: int) -> str:
    """Write milliseconds."""
    return _in_units(count_ms, _SPANS)


def _in_units(number: int, units: tuple[tuple[str, int], ...]) -> str:
    unit, one = next(each for each in units if number % each[1] == 0)
    return f"{number // one}{unit}"
