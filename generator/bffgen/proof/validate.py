"""The judge: is this JSON value a value of that schema? The only module that asks jsonschema-rs.

In:  a document whose schemas have 2020-12 spelling, a pointer to one of them, a JSON value.
Out: yes or no, or the first fault with its place in the value.
How: only what the schema reaches is handed over, as a schema of its own; the formats of
     formats.py are asserted, others are annotations (COMPATIBILITY.md 3).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from jsonschema_rs import (
    Draft4Validator,
    Draft6Validator,
    Draft7Validator,
    Draft201909Validator,
    Draft202012Validator,
    ReferencingError,
    ValidationError,
    ValidationErrorKind,
)

from bffgen.model.canonical import Json
from bffgen.model.dialect import Era
from bffgen.model.place import join
from bffgen.proof.beyond import is_beyond
from bffgen.proof.labour import Labour
from bffgen.proof.standalone import standalone

_BY_ERA: Final = {
    Era.OPENAPI_30: Draft4Validator,
    Era.DRAFT_4: Draft4Validator,
    Era.DRAFT_6: Draft6Validator,
    Era.DRAFT_7: Draft7Validator,
    Era.DRAFT_2019: Draft201909Validator,
    Era.DRAFT_2020: Draft202012Validator,
}

# A validator of a small schema takes some 100 KiB; a build asks a few hundred.
_KEPT: Final = 512
# Those for values of some names: a witness and its readings are judged one after the other.
_KEPT_FOR_NAMES: Final = 32


class Unbuildable(ValueError):
    """A schema that jsonschema-rs cannot judge by; the text says why."""


def judge_for(
    document: Json, pointer: str, value: Json, *, asserts_formats: bool
) -> Callable[[Json], bool]:
    """Give a test for one value and what is made of it by leaving out or by putting in its parts.

    It is kept for a while, by the document's identity: what the schema reaches must not change.

    Only what these values are held to is built, so that a schema which reaches a whole document
    costs no more than the value does; raises as `validator` does.
    """
    names = frozenset(_names(value))
    judge, labour = _built_for(_Same(document), pointer, names, asserts_formats)
    _demand_soon(labour, value)
    return judge.is_valid


def _demand_soon(labour: Labour, value: Json) -> None:
    if labour.is_endless(value):
        raise Unbuildable("it is asked of the value more often than jsonschema-rs can in a while")


def judge_as_written(
    schema: Json, era: Era, document: Json, pointer: str, value: Json
) -> Callable[[Json], bool]:
    """Give the test of a schema by its author's own draft, formats as annotations.

    Raises as `validator` does.

    Args:
        document: the same in 2020-12 spelling, at the pointer.
        value: it is for this value, and what is made of it by leaving out.
    """
    if not isinstance(schema, dict | bool):
        raise Unbuildable("a schema is an object or a boolean")
    names = frozenset(_names(value))
    _demand_soon(Labour(standalone(document, pointer, names=names)), value)
    try:
        return _BY_ERA[era](schema, validate_formats=False, offline=True).is_valid
    except (ValidationError, ReferencingError, ValueError) as fault:
        raise Unbuildable(str(fault)) from fault


def _names(value: Json) -> Iterator[str]:
    work = [value]
    while work:
        here = work.pop()
        if isinstance(here, dict):
            yield from here
            work += here.values()
        elif isinstance(here, list):
            work += here


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
    judge = _built(_Same(document), pointer)
    if judge.is_valid(value):
        return None
    faults = [
        (join("", *fault.instance_path), join("", *fault.schema_path), fault.message)
        for fault in judge.iter_errors(value)
    ]
    where, _, message = min(faults)
    return where, message


def fault_if_judged(document: Json, pointer: str, value: Json) -> tuple[str, str] | None:
    """Ask `first_fault`; a schema that cannot be judged by refuses nothing."""
    try:
        return first_fault(document, pointer, value)
    except Unbuildable:
        return None


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


@lru_cache(maxsize=_KEPT_FOR_NAMES)
def _built_for(
    same: _Same, pointer: str, names: frozenset[str], asserts_formats: bool
) -> tuple[Draft202012Validator, Labour]:
    written = standalone(same.document, pointer, names=names, asserts_formats=asserts_formats)
    return _made(written), Labour(written)


def _build(document: Json, pointer: str) -> Draft202012Validator:
    return _made(standalone(document, pointer))


def _made(schema: Json) -> Draft202012Validator:
    if not isinstance(schema, dict | bool):
        raise Unbuildable("a schema is an object or a boolean")
    if is_beyond(schema):
        raise Unbuildable("it is larger, or unevaluated deeper, than jsonschema-rs goes")
    try:
        return Draft202012Validator(schema, validate_formats=True, offline=True)
    except ValidationError as fault:
        raise Unbuildable(fault.message) from fault
    except ValueError as fault:
        # Nested deeper than jsonschema-rs goes.
        raise Unbuildable(str(fault)) from fault
