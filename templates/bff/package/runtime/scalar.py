"""From the text of one parameter to its value, or why the contract refuses it.

In:  decoded text and the bounds of the parameter's schema.
Out: str, int, float or bool within the bounds; or TextRefused with a message for the client.
How: JSON's own grammar for numbers (RFC 8259 6), so that Python's wider one lets nothing more in:
     no sign +, no blanks, no underscores, no digits of other scripts.
"""

import re
from fractions import Fraction
from math import isfinite
from typing import Final, TypedDict, TypeVar

from .body import matches
from .formats import FORMATS, FormatName

# JSON Schema counts 1.0 as an integer (2020-12, 6.1.1). The digits are bounded since Python
# needs quadratic time to read them; 40 are twice what any format of integers holds.
_INTEGER: Final = re.compile(r"(-?(?:0|[1-9][0-9]{0,39}))(?:\.0{1,40})?")
# Three digits of exponent: a double ends at 308, and a fraction of more would fill the memory.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,79})(?:\.[0-9]{1,80})?(?:[eE][+-]?[0-9]{1,3})?")
_SHOWN: Final = 40  # characters of a refused text that are given back


class TextRefused(ValueError):
    """A text outside its parameter's schema; the message is for the client."""


class TextBounds(TypedDict, total=False):
    """What a schema of type string may say."""

    min_length: int
    max_length: int
    pattern: str
    format: FormatName


class NumberBounds(TypedDict, total=False):
    """What a schema of type integer or number may say."""

    minimum: float
    maximum: float
    exclusive_minimum: float
    exclusive_maximum: float
    multiple_of: float


Choice = TypeVar("Choice", bound=str | int)


def text_of(text: str, bounds: TextBounds) -> str:
    """Take a text; lengths count characters, a pattern may match anywhere in it."""
    shortest, longest = bounds.get("min_length", 0), bounds.get("max_length")
    if len(text) < shortest:
        raise TextRefused(f"has {len(text)} characters; the contract wants at least {shortest}")
    if longest is not None and len(text) > longest:
        raise TextRefused(f"has {len(text)} characters; the contract wants at most {longest}")
    pattern = bounds.get("pattern")
    if pattern is not None and not matches(pattern)(text):
        raise TextRefused(f"{_shown(text)} does not match the contract's pattern `{pattern}`")
    format_name = bounds.get("format")
    if format_name is not None and not FORMATS[format_name](text):
        raise TextRefused(f"{_shown(text)} is no {format_name}")
    return text


def integer_of(text: str, bounds: NumberBounds) -> int:
    """Read an integer of at most 40 digits; `1.0` is one, `+1`, `01` and `1e0` are not."""
    found = _INTEGER.fullmatch(text)
    if found is None:
        raise TextRefused(f"{_shown(text)} is no integer")
    value = int(found[1])
    _hold(value, text, bounds)
    return value


def number_of(text: str, bounds: NumberBounds) -> float:
    """Read a number as JSON writes it and a double holds it."""
    value = float(text) if _NUMBER.fullmatch(text) else float("nan")
    if not isfinite(value):
        raise TextRefused(f"{_shown(text)} is no number")
    _hold(value, text, bounds)
    return value


def boolean_of(text: str) -> bool:
    """Read `true` or `false`."""
    if text not in ("true", "false"):
        raise TextRefused(f"{_shown(text)} is neither `true` nor `false`")
    return text == "true"


def choice_of(text: str, among: tuple[Choice, ...]) -> Choice:
    """Take one of the values; an integer may be written in each of its ways."""
    found = _INTEGER.fullmatch(text)
    for choice in among:
        if text == choice or (isinstance(choice, int) and found and int(found[1]) == choice):
            return choice
    raise TextRefused(f"{_shown(text)} is none of {', '.join(f'`{choice}`' for choice in among)}")


def _hold(value: float, text: str, bounds: NumberBounds) -> None:
    if "minimum" in bounds and value < bounds["minimum"]:
        raise TextRefused(f"{_shown(text)} is below the contract's minimum {bounds['minimum']}")
    if "maximum" in bounds and value > bounds["maximum"]:
        raise TextRefused(f"{_shown(text)} is above the contract's maximum {bounds['maximum']}")
    if "exclusive_minimum" in bounds and value <= bounds["exclusive_minimum"]:
        raise TextRefused(f"{_shown(text)} is not above {bounds['exclusive_minimum']}")
    if "exclusive_maximum" in bounds and value >= bounds["exclusive_maximum"]:
        raise TextRefused(f"{_shown(text)} is not below {bounds['exclusive_maximum']}")
    # Fractions of the decimal texts: 0.3 is a multiple of 0.1, as whoever wrote them expects.
    if "multiple_of" in bounds and Fraction(text) % Fraction(str(bounds["multiple_of"])):
        raise TextRefused(f"{_shown(text)} is no multiple of {bounds['multiple_of']}")


def _shown(text: str) -> str:
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[:_SHOWN]}`..."
