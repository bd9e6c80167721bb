"""Numbers within bounds, plausible by the name of what they count.

In:  the words of a property's name, bounds and steps, a source of randomness.
Out: an int, or a float with few digits; or that the bounds leave none.
How: exact fractions; a row of a table says where values of that name usually lie, and the bounds
     of the schema win over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from random import Random
from typing import Final

from bffgen.model.canonical import Json

# Where nothing is said of a number: small enough to be read, large enough to be told apart.
_USUAL: Final = (0, 1000)
# A word of the name -> where such numbers lie, and with how many decimals.
_USUAL_BY_WORD: Final[tuple[tuple[tuple[str, ...], int, int, int], ...]] = (
    (("latitude", "lat"), -60, 70, 5),
    (("longitude", "lng", "lon"), -170, 170, 5),
    (("rating", "stars", "average", "score"), 1, 5, 1),
    (("percent", "percentage", "discount"), 0, 100, 1),
    (("ratio", "share", "probability", "confidence"), 0, 1, 2),
    (("price", "amount", "cost", "fee", "total", "subtotal", "tax", "balance"), 5, 900, 2),
    (("minor", "cents"), 500, 90000, 0),
    (("weight",), 1, 40, 1),
    (("width", "height", "length", "depth"), 120, 1600, 0),
    (("year",), 2019, 2026, 0),
    (("month",), 1, 12, 0),
    (("day", "days"), 1, 28, 0),
    (("hour", "hours"), 0, 23, 0),
    (("minute", "minutes", "second", "seconds"), 0, 59, 0),
    (("page", "pages", "position", "rank", "index", "offset"), 1, 12, 0),
    (("quantity", "count", "stock", "available", "items"), 0, 140, 0),
    (("age",), 18, 80, 0),
    (("port",), 1024, 9999, 0),
    (("size", "bytes"), 1024, 900000, 0),
    (("timestamp", "created", "updated", "expires"), 1767225600, 1773480413, 0),
    (("id",), 1000, 99999, 0),
)


class NoNumber(ValueError):
    """The bounds leave no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a number is held to; None where nothing is said.

    Attributes:
        above: the number is greater than this.
        below: the number is less than this.
        steps: it is a multiple of each of these, all > 0.
        whole: it has no fraction.
    """

    least: Fraction | None = None
    most: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None
    steps: tuple[Fraction, ...] = ()
    whole: bool = False

    def allow(self, value: Fraction) -> bool:
        """Say whether a number is within the bounds, steps apart."""
        return not (
            (self.least is not None and value < self.least)
            or (self.most is not None and value > self.most)
            or (self.above is not None and value <= self.above)
            or (self.below is not None and value >= self.below)
        )


def exact(value: Json) -> Fraction | None:
    """Read a JSON number as what its digits say: 0.1 is a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(repr(value))


def draw_number(words: Sequence[str], bounds: Bounds, rng: Random) -> int | float:
    """Draw a number.

    Args:
        words: of the name of what is counted, in lower case; the last one counts most.
        bounds: what the schema says.
        rng: what is drawn from.

    Raises:
        NoNumber: where the bounds leave none.
    """
    low, high, decimals = _usual(words)
    step = _step(bounds, decimals)
    first, last = _range(bounds, Fraction(low), Fraction(high), step)
    # Now and then the edge of what is allowed, where faults of readers lie.
    edge = rng.random()
    number = first if edge < 0.04 else last if edge < 0.08 else rng.randint(first, last)
    value = number * step
    return int(value) if value.denominator == 1 and bounds.whole else float(value)


def _usual(words: Sequence[str]) -> tuple[int, int, int]:
    for word in reversed(words):
        for names, low, high, decimals in _USUAL_BY_WORD:
            if word in names:
                return low, high, decimals
    return (*_USUAL, 0)


def _step(bounds: Bounds, decimals: int) -> Fraction:
    """Give the step that every wanted number is a multiple of."""
    steps = [Fraction(1)] if bounds.whole else []
    steps += bounds.steps
    if not steps:
        return _fine(bounds, Fraction(1, 10**decimals))
    denominator = lcm(*(each.denominator for each in steps))
    return Fraction(lcm(*(int(each * denominator) for each in steps)), denominator)


def _fine(bounds: Bounds, step: Fraction) -> Fraction:
    """Refine a step of our own until the bounds have a multiple of it."""
    low = max((each for each in (bounds.least, bounds.above) if each is not None), default=None)
    high = min((each for each in (bounds.most, bounds.below) if each is not None), default=None)
    if low is None or high is None:
        return step
    if low == high:
        return abs(low) or step
    while low < high and high - low < 4 * step:
        step /= 10
    return step


def _range(bounds: Bounds, low: Fraction, high: Fraction, step: Fraction) -> tuple[int, int]:
    """Give the first and the last multiple of a step: usual ones if the bounds have any."""
    lows = [each for each in (bounds.least, bounds.above) if each is not None]
    highs = [each for each in (bounds.most, bounds.below) if each is not None]
    hard_low, hard_high = max(lows, default=None), min(highs, default=None)
    for soft_low, soft_high in ((low, high), *_wider(hard_low, hard_high, high - low, step)):
        first = ceil(max([soft_low, *lows]) / step)
        last = floor(min([soft_high, *highs]) / step)
        first += not bounds.allow(first * step)
        last -= not bounds.allow(last * step)
        if first <= last:
            return first, last
    raise NoNumber("the bounds leave no number")


def _wider(
    low: Fraction | None, high: Fraction | None, width: Fraction, step: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """Give where to look if no usual number is allowed: near a bound, then all between them."""
    reach = max(width, step * 4)
    if low is not None and high is not None:
        return [(low, min(high, low + reach)), (low, high)]
    if low is not None:
        return [(low, low + reach)]
    return [(high - reach, high)] if high is not None else [(-reach, reach)]
