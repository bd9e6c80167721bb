"""Say what a scalar of YAML is: the core schema of YAML 1.2.

In:  the text of a scalar without quotes, or one whose author named its type.
Out: the value it has in JSON.
How: YAML 1.2.2 10.3.2, to the letter: `NO`, `12:30` and dates are texts, `010` is ten.
"""

import re
from math import isinf
from typing import Final

from bffgen.model.canonical import Json

# A plain scalar that begins with none of these is a text; so is nearly every one.
LEADS: Final = frozenset("-+.0123456789~nNtTfF")

TAG: Final = "tag:yaml.org,2002:"

_CONSTANTS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# As in JSON, where an integer of more digits is beyond a double.
_MAX_DIGITS = 308
_MAX_BITS = 1023
_TYPES: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "bool": bool,
    "int": int,
    "float": (int, float),
}


class NotJson(ValueError):
    """A scalar that JSON has no form for; the text says why, lower case."""


def is_whole(text: str) -> bool:
    """Say whether a plain scalar is a decimal whole number."""
    return _INTEGER.fullmatch(text) is not None


def read_plain(text: str) -> Json:
    """Read a scalar without quotes.

    Raises:
        NotJson: an infinity, NaN, or a number beyond the range of a double.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > _MAX_DIGITS:
            raise NotJson(f"an integer of {len(text)} digits is beyond the range of a double")
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        whole = int(text, 0)
        if whole.bit_length() > _MAX_BITS:
            said = f"an integer of {whole.bit_length()} bits"
            raise NotJson(f"{said} is beyond the range of a double")
        return whole
    if _FLOAT.fullmatch(text):
        number = float(text)
        if isinf(number):
            raise NotJson(f"`{text}` is beyond the range of a double")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise NotJson(f"`{text}` is not a number of JSON")
    return text


def read_tagged(text: str, tag: str) -> Json:
    """Read a scalar whose type its author has named.

    Raises:
        NotJson: the tag is not one of JSON, or the text is not of its type.
    """
    name = tag.removeprefix(TAG)
    if name == "str":
        return text
    if name not in _TYPES:
        raise NotJson(f"the tag `{name}` is not one of JSON")
    value = read_plain(text)
    # A boolean is an int of Python.
    if not isinstance(value, _TYPES[name]) or isinstance(value, bool) != (name == "bool"):
        raise NotJson(f"`{text}` is not of its tag `{name}`")
    return float(value) if name == "float" and isinstance(value, int) else value
