"""JSON values as hashable stand-ins: equal values, equal stand-ins.

In:  JSON values, numbers as any reader gives them.
Out: stand-ins, which keys of the pool hold, and the values back from them.
How: a number stands for itself, exactly; what Python would take for equal and JSON does not
     (`true` and `1`) is told apart by a tuple around it.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from bffgen.model.canonical import Json

# Values nested deeper than this are equal to nothing but themselves.
_DEPTH: Final = 200
_DEEPER: Final = "deeper"


def exact(number: float) -> object:
    """Give a number as its author wrote it: an int or a Fraction; floats carry noise.

    An infinity, which no JSON text holds, stands for itself.
    """
    if isinstance(number, int):
        return number
    try:
        fraction = Fraction(repr(number))
    except ValueError:
        return ("number", repr(number))
    return fraction.numerator if fraction.denominator == 1 else fraction


def stand_in(value: Json, serial: Callable[[], int], depth: int = 0) -> object:
    """Give a hashable stand-in: object keys are unordered, `1` is `1.0`, `True` is no number.

    Args:
        serial: gives a number that was never given, for what is nested too deep.
        depth: how deep the value stands in the one that was asked for.
    """
    match value:
        case None | str():
            return value
        case bool():
            return ("true",) if value else ("false",)
        case int() | float():
            return exact(value)
        case _ if depth > _DEPTH:
            return (_DEEPER, serial())
        case list():
            return ("[", *(stand_in(each, serial, depth + 1) for each in value))
        case _:
            names = sorted(value)
            return ("{", *((name, stand_in(value[name], serial, depth + 1)) for name in names))


def value_of(found: object) -> Json:
    """Give the value that a stand-in stands for.

    Raises:
        ValueError: it stands for what was nested too deep or is no JSON.
    """
    match found:
        case None | str() | int():
            return found
        case Fraction():
            return float(found)
        case ("true" | "false" as word,):
            return word == "true"
        case ("[", *items):
            return [value_of(each) for each in items]
        case ("{", *members):
            return {str(name): value_of(each) for name, each in map(_pair, members)}
        case _:
            raise ValueError("no JSON value that is known")


def _pair(member: object) -> tuple[object, object]:
    match member:
        case (name, value):
            return name, value
        case _:
            raise ValueError("no member of an object")
