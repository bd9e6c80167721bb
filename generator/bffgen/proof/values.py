"""JSON values as the search makes and compares them.

In:  JSON values.
Out: their types, exact numbers, and whether they are equal as JSON has it: `1` is `1.0` and never
     `true`, members have no order.
"""

from fractions import Fraction
from itertools import count
from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.value import exact, stand_in
from bffgen.proof.facts import Number

Kind: TypeAlias = Literal["null", "boolean", "number", "string", "array", "object"]
# In the order in which a witness is looked for.
KINDS: Final[tuple[Kind, ...]] = ("null", "boolean", "number", "string", "array", "object")

_serials: Final = count()


def kind_of(value: Json) -> Kind:
    """Give the JSON type of a value; an integer is a number."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"


def number_of(value: Json) -> Number:
    """Give a number exactly as it is written."""
    found = exact(value) if isinstance(value, int | float) else None
    if isinstance(found, int | Fraction):
        return found
    raise ValueError("no number that JSON has a form for")


def written(number: Number) -> Json:
    """Write a number as JSON; a fraction may lose what a double does not hold."""
    return number.numerator if number.denominator == 1 else float(number)


def identity(value: Json) -> object:
    """Give what is equal for equal values and for no others."""
    return stand_in(value, _serials.__next__)


def is_equal(one: Json, other: Json) -> bool:
    """Say whether two values are one in JSON."""
    return identity(one) == identity(other)
