"""What is wrong with a body, in the words of the contract and without a value of the client.

In:  what pydantic found, the JSON value that it looked at.
Out: Faults, one a place and kind, in the order of the body; at most MOST_FAULTS.
How: the names on pydantic's way are followed on the value itself, so that the branches of unions,
     which stand among them, are not taken for members.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError

from .body import Json
from .faults import MOST_FAULTS
from .problem import Fault, token

# A member that the contract does not have is named by the client: longer ones are not given back.
_LONGEST_NAME: Final = 64

_SAID: Final[Mapping[str, str]] = {
    "missing": "is absent; the contract requires it",
    "extra_forbidden": "is no member that the contract has",
    "model_type": "is no object",
    "model_attributes_type": "is no object",
    "dict_type": "is no object",
    "list_type": "is no array",
    "string_type": "is no text",
    "int_type": "is no integer",
    "int_from_float": "is no integer",
    "float_type": "is no number",
    "finite_number": "is a number that no double holds",
    "bool_type": "is neither true nor false",
    "none_required": "is not null",
    "literal_error": "is none of {expected}",
    "string_too_short": "has too few characters; the contract wants at least {min_length}",
    "string_too_long": "has too many characters; the contract wants at most {max_length}",
    "string_pattern_mismatch": "does not match the contract's pattern `{pattern}`",
    "too_short": "has too few elements; the contract wants at least {min_length}",
    "too_long": "has too many elements; the contract wants at most {max_length}",
    "greater_than": "is not above {gt}",
    "greater_than_equal": "is below the contract's minimum {ge}",
    "less_than": "is not below {lt}",
    "less_than_equal": "is above the contract's maximum {le}",
    "union_tag_invalid": "has a {discriminator} that is none of {expected_tags}",
    "union_tag_not_found": "has no {discriminator}, which says what kind it is",
    "multiple_of": "is no multiple of {multiple_of}",
    "value_error": "is {error}",
}
_OTHERWISE: Final = "is not what the contract says"


def faults_of(found: ValidationError, value: Json, root: str) -> tuple[Fault, ...]:
    """Say what was found.

    Args:
        root: the pointer of the value itself, a URI fragment.
    """
    by_pointer: dict[str, list[str]] = {}
    for each in found.errors(include_url=False, include_input=False):
        said = _SAID.get(each["type"], _OTHERWISE).format(**each.get("ctx", {}))
        messages = by_pointer.setdefault(root + _way(each["loc"], value), [])
        if said not in messages:
            messages.append(said)
    faults = [Fault(pointer, ", ".join(said)) for pointer, said in by_pointer.items()]
    return tuple(faults[:MOST_FAULTS])


def _way(location: tuple[int | str, ...], value: Json) -> str:
    """Follow a location on the value; what is neither member nor element of it is a branch."""
    way = ""
    here = value
    last = len(location) - 1
    for number, each in enumerate(location):
        if isinstance(here, dict) and isinstance(each, str):
            if each in here:
                here = here[each]
            elif number < last:
                continue
            if len(each) <= _LONGEST_NAME:
                way += f"/{token(each)}"
        elif isinstance(here, list) and isinstance(each, int) and each < len(here):
            here = here[each]
            way += f"/{each}"
    return way
