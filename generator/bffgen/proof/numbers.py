"""A number of a state: within its bounds, a multiple of some steps and of none of others.

In:  a State of type number.
Out: Found, Empty, or Undecided where no number that JSON can write was found in the time.
How: exact fractions; with steps, their least common multiple is counted through one period.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import count, islice
from typing import Final

from bffgen.proof.answer import Answer, Empty, Found, Undecided
from bffgen.proof.facts import Number
from bffgen.proof.state import State
from bffgen.proof.values import number_of, written

# Multiples that are looked at before a question is given up.
_TRIED: Final = 5_000
# Decimals of the numbers that are tried; a double holds no more.
_DECIMALS: Final = 15


def value_of(state: State) -> Answer:
    """Find a number of a state."""
    unwanted = frozenset(number_of(each) for each in state.unwanted)
    if state.multiples:
        return _multiple(state, unwanted)
    if state.low is not None and state.low == state.high:
        return Found(written(state.low)) if _fits(state, state.low, unwanted) else Empty(0)
    for number in _dense(state, len(unwanted)):
        if _fits(state, number, unwanted) and number_of(written(number)) == number:
            return Found(written(number))
    return Undecided("fuel")


def _fits(state: State, number: Number, unwanted: frozenset[Number]) -> bool:
    low, high = state.low, state.high
    if low is not None and (number < low or (state.is_low_open and number == low)):
        return False
    if high is not None and (number > high or (state.is_high_open and number == high)):
        return False
    return number not in unwanted and all(number % step for step in state.no_multiples)


def _multiple(state: State, unwanted: frozenset[Number]) -> Answer:
    step = reduce(_common, state.multiples)
    if any(step % other == 0 for other in state.no_multiples):
        return Empty(0)
    # Whether a multiple is one of another step comes again after so many; in each such stretch one
    # is good, but for what is unwanted and for a bound that is not reached itself.
    period = int(reduce(_common, state.no_multiples, step) / step)
    needed = period * (len(unwanted) + state.is_low_open + state.is_high_open + 1)
    is_written = True
    for number in islice(_multiples(state, step), min(needed + 1, _TRIED)):
        if state.low is not None and state.high is not None and number > state.high:
            break
        if _fits(state, number, unwanted):
            if number_of(written(number)) == number:
                return Found(written(number))
            is_written = False
    else:
        is_written = is_written and needed < _TRIED
    return Empty(0) if is_written else Undecided("fuel")


def _multiples(state: State, step: Number) -> Iterator[Number]:
    """Give multiples from a bound on, else from zero up."""
    if state.low is not None:
        first, direction = math.ceil(Fraction(state.low) / step), 1
    elif state.high is not None:
        first, direction = math.floor(Fraction(state.high) / step), -1
    else:
        first, direction = 0, 1
    if state.low is not None and state.low <= 0 and (state.high is None or state.high >= 0):
        # Zero is the plainest of all, where it is within.
        yield 0
    yield from (n * step for n in count(first, direction))


def _dense(state: State, unwanted: int) -> Iterator[Number]:
    """Give numbers within the bounds, whole ones first, then with more and more decimals."""
    low, high = state.low, state.high
    for decimals in range(_DECIMALS + 1):
        scale = 10**decimals
        if low is not None:
            first, direction = math.ceil(low * scale), 1
        elif high is not None:
            first, direction = math.floor(high * scale), -1
        else:
            first, direction = 0, 1
        # So many are unwanted; some more are bounds or multiples.
        for n in range(unwanted + 12):
            yield Fraction(first + direction * n, scale)
    if low is not None and high is not None:
        yield from (low + Fraction(high - low) * Fraction(n, 16) for n in range(1, 16))


def _common(one: Number, other: Number) -> Number:
    """Give the least common multiple of two steps."""
    a, b = Fraction(one), Fraction(other)
    found = Fraction(
        math.lcm(a.numerator * b.denominator, b.numerator * a.denominator),
        a.denominator * b.denominator,
    )
    return found
