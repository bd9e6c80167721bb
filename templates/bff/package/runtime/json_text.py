"""JSON that a client sends, looked through for what models cannot see, and held to a type.

In:  bytes, and the pointer of the part of the request that they are.
Out: the JSON value; the value as its type; Invalid with all faults.
How: looked through once (a member that comes twice, depth, another encoding); the model reads the
     bytes themselves, and integral floats as integers where these are refused.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from .body import Json, has_integral_floats, integral_floats_as_integers
from .body_faults import faults_of
from .problem import Fault, Invalid

T = TypeVar("T")

_DEEPEST: Final = 64
_MANY: Final = 1000
_FIRST: Final = 20


def validated_json(adapter: TypeAdapter[T], content: bytes, value: Json, root: str) -> T:
    """Hold JSON against a type.

    Args:
        value: of the content, as `json_value` gives it.
        root: the pointer of the value, a URI fragment.
    """
    try:
        return _validated(adapter, content)
    except ValidationError as found:
        fault = found
    if has_integral_floats(value):
        try:
            return _validated(adapter, integral_floats_as_integers(value))
        except ValidationError as found:
            fault = found
    raise Invalid(*_faults(adapter, fault, value, root))


def _validated(adapter: TypeAdapter[T], content: bytes) -> T:
    return adapter.validate_json(content, strict=True, by_alias=True, by_name=False)


def _faults(
    adapter: TypeAdapter[T], found: ValidationError, value: Json, root: str
) -> Sequence[Fault]:
    """Say what was found; of very many faults those near the beginning of each list.

    Spelling out what a mebibyte of faults is takes pydantic 18 s and 0.9 GB.
    """
    if found.error_count() <= _MANY:
        return faults_of(found, value, root)
    begun = _begun(value)
    try:
        _validated(adapter, integral_floats_as_integers(begun))
    except ValidationError as near:
        return faults_of(near, begun, root)
    return (Fault(root, f"has more than {_MANY} faults"),)


def json_value(content: bytes, root: str) -> Json:
    """Look through a text for what a model would not see; raise Invalid for what is no JSON."""

    def members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Invalid(Fault(root, "has an object with a member that comes twice"))
        return found

    try:
        text = content.decode()
        value: Json = json.loads(text, object_pairs_hook=members, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Invalid(Fault(root, "is not UTF-8, as JSON is")) from None
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise Invalid(Fault(root, f"is no JSON from {where} on")) from None
    except RecursionError:
        raise _too_deep(root) from None
    except ValueError as fault:
        raise Invalid(Fault(root, "is no JSON that can be read")) from fault
    # Fewer brackets than levels cannot be too deep, and counting them costs next to nothing.
    if content.count(b"[") + content.count(b"{") > _DEEPEST and _is_too_deep(value):
        raise _too_deep(root)
    return value


def _no_constant(_: str) -> Json:
    raise ValueError("NaN and Infinity are no JSON")


def _is_too_deep(value: Json) -> bool:
    level: Iterable[Json] = (value,)
    for _ in range(_DEEPEST):
        level = [inner for each in level for inner in _inside(each)]
    return any(isinstance(each, dict | list) for each in level)


def _begun(value: Json) -> Json:
    """Give a value with the first elements of its lists and the first members of its objects."""
    if isinstance(value, dict):
        return {name: _begun(each) for name, each in islice(value.items(), _MANY)}
    if isinstance(value, list):
        return [_begun(each) for each in value[:_FIRST]]
    return value


def _inside(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep(root: str) -> Invalid:
    return Invalid(Fault(root, f"is nested more than {_DEEPEST} deep"))
