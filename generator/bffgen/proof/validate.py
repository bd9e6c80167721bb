"""The judge: is this JSON value a value of that schema? The only module that asks jsonschema-rs.

In:  a document whose schemas have 2020-12 spelling, a pointer to one of them, a JSON value.
Out: yes or no, or the first fault with its place in the value.
How: only what the schema reaches is handed over, as a schema of its own; the formats of FORMATS
     are asserted, others are annotations (COMPATIBILITY.md 3).
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_DEFINITIONS, HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.place import join
from bffgen.model.tree import at, has, local_pointer

FORMATS: Final = frozenset(
    ("date", "date-time", "time", "uuid", "email", "ipv4", "ipv6", "uri", "hostname")
)
# Intervals of numbers; on a text they say nothing (PITFALLS 30).
_INTERVALS: Final = {"int32": 2**31, "int64": 2**63}
# Names and dialects of what is now part of another schema; `dependencies`, which 2020-12 does not
# know, jsonschema-rs applies nevertheless.
_DROPPED: Final = HOLDS_DEFINITIONS | {"$schema", "$id", "$anchor", "dependencies"}

# A validator of a small schema takes some 100 KiB; a build asks a few hundred.
_KEPT: Final = 512


class Unbuildable(ValueError):
    """A schema that jsonschema-rs cannot judge by; the text says why."""


def standalone(document: Json, pointer: str) -> Json:
    """Write the schema at a pointer as one that holds all it refers to under `$defs`.

    What is referred to is named by its pointer. O(size of what is reached).
    """
    wanted: list[str] = []
    root = _copy(document, pointer, wanted)
    if not wanted:
        return root
    definitions = {pointer: root}
    while wanted:
        here = wanted.pop()
        if here not in definitions:
            definitions[here] = _copy(document, here, wanted)
    return {"$ref": _definition(pointer), "$defs": definitions}


def validator(document: Json, pointer: str) -> Callable[[Json], bool]:
    """Give the test of the schema at a pointer.

    Validators are kept by the document's identity: a document must not change once it was used.

    Raises:
        Unbuildable: no test can be made of the schema, such as a pattern that no engine holds.
    """
    return _built(_Same(document), pointer).is_valid


def is_valid(document: Json, pointer: str, value: Json) -> bool:
    """Say whether a value is one of the schema at a pointer; raises as `validator` does."""
    return _built(_Same(document), pointer).is_valid(value)


def first_fault(document: Json, pointer: str, value: Json) -> tuple[str, str] | None:
    """Give the pointer into the value and a message of its first fault, None where it has none.

    First by the pointer into the value, then by that into the schema; raises as `validator` does.
    """
    return _first(_built(_Same(document), pointer), value)


def fault_if_judged(document: Json, pointer: str, value: Json) -> tuple[str, str] | None:
    """Ask `first_fault`; a schema that cannot be judged by refuses nothing."""
    try:
        return first_fault(document, pointer, value)
    except Unbuildable:
        return None


def fault_of(schema: Json, value: Json) -> tuple[str, str] | None:
    """Ask `first_fault` of a schema that stands alone and is not asked again."""
    return _first(_build(schema, ""), value)


class Refused(NamedTuple):
    """One reason for which the judge refuses a value.

    Attributes:
        path: reference tokens into the value.
        schema_path: into the schema, the keyword last.
        branches: of oneOf and anyOf, the reasons of each branch.
    """

    message: str
    path: tuple[str | int, ...]
    schema_path: tuple[str | int, ...]
    branches: "tuple[tuple[Refused, ...], ...]" = ()


def refusals(schema: Json, values: Iterable[Json]) -> list[tuple[Refused, ...]]:
    """Give why each value is no value of what `standalone` gives; raises as `validator` does."""
    judge = _made(schema)
    return [
        () if judge.is_valid(value) else tuple(map(_refused, judge.iter_errors(value)))
        for value in values
    ]


def _refused(fault: ValidationError) -> Refused:
    match fault.kind:
        case ValidationErrorKind.AnyOf(context) | ValidationErrorKind.OneOfNotValid(context):
            branches = tuple(tuple(map(_refused, each)) for each in context)
        case _:
            branches = ()
    path, schema_path = tuple(fault.instance_path), tuple(fault.schema_path)
    return Refused(fault.message, path, schema_path, branches)


class _Same:
    """A document by its identity; kept alive, so that no other gets its identity."""

    __slots__ = ("document",)

    def __init__(self, document: Json) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.document is self.document

    def __hash__(self) -> int:
        return id(self.document)


@lru_cache(maxsize=_KEPT)
def _built(same: _Same, pointer: str) -> Draft202012Validator:
    return _build(same.document, pointer)


def _build(document: Json, pointer: str) -> Draft202012Validator:
    return _made(standalone(document, pointer))


def _made(schema: Json) -> Draft202012Validator:
    if not isinstance(schema, dict | bool):
        raise Unbuildable("a schema is an object or a boolean")
    try:
        return Draft202012Validator(schema, validate_formats=True, offline=True)
    except ValidationError as fault:
        raise Unbuildable(fault.message) from fault
    except ValueError as fault:
        # Nested deeper than jsonschema-rs goes.
        raise Unbuildable(str(fault)) from fault


def _first(judge: Draft202012Validator, value: Json) -> tuple[str, str] | None:
    if judge.is_valid(value):
        return None
    faults = [
        (join("", *fault.instance_path), join("", *fault.schema_path), fault.message)
        for fault in judge.iter_errors(value)
    ]
    where, _, message = min(faults)
    return where, message


def _copy(document: Json, pointer: str, wanted: list[str]) -> Json:
    """Copy a schema with the schemas below it; where a `$ref` leads to is noted in `wanted`."""
    work: list[dict[str, Json]] = []

    def own(schema: Json) -> Json:
        if not isinstance(schema, dict):
            return schema
        fresh = {key: value for key, value in schema.items() if key not in _DROPPED}
        _formats(fresh)
        target = local_pointer(fresh.get("$ref"))
        if target is not None and has(document, target):
            wanted.append(target)
            fresh["$ref"] = _definition(target)
        work.append(fresh)
        return fresh

    top = own(at(document, pointer))
    while work:
        fresh = work.pop()
        for keyword, value in fresh.items():
            if keyword in HOLDS_ONE:
                fresh[keyword] = own(value)
            elif keyword in HOLDS_LIST and isinstance(value, list):
                fresh[keyword] = [own(each) for each in value]
            elif keyword in HOLDS_MAP and isinstance(value, dict):
                fresh[keyword] = {name: own(each) for name, each in value.items()}
    return top


def _formats(schema: dict[str, Json]) -> None:
    """Leave the formats that are asserted; an integer's width becomes bounds beside its own."""
    written = schema.get("format")
    if not isinstance(written, str) or written in FORMATS:
        return
    del schema["format"]
    if (size := _INTERVALS.get(written)) is not None:
        others = schema.get("allOf")
        bounds: dict[str, Json] = {"minimum": -size, "maximum": size - 1}
        schema["allOf"] = [*(others if isinstance(others, list) else ()), bounds]


def _definition(pointer: str) -> str:
    return "#" + quote(join("/$defs", pointer), safe="/$~")
