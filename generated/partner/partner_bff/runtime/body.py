"""The base of every model, and how bytes become one.

In:  JSON bytes of an upstream, or values that a shape function builds with.
Out: frozen models in which every bound holds; MISSING stands for what is absent.
How: strict pydantic on bytes; only a body that this refuses is read again with integral floats
     as integers, which JSON Schema counts as integers (2020-12, 6.1.1).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Final, Never, TypeAlias, TypeVar, cast

from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    ConfigDict,
    PlainValidator,
    RootModel,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import from_json, to_json

from .fetch import UpstreamFailed
from .formats import FORMATS, FormatName

__all__ = [
    "MISSING",
    "Body",
    "CamelBody",
    "Date",
    "DateTime",
    "Email",
    "Exact",
    "Hostname",
    "Ipv4",
    "Ipv6",
    "NoValue",
    "RootBody",
    "Sendable",
    "Time",
    "Uri",
    "Uuid",
    "broken_members",
    "has_integral_floats",
    "integral_floats_as_integers",
    "matches",
    "reader",
    "reader_if_sent",
    "to_json",
]

T = TypeVar("T")
Sendable: TypeAlias = (
    "Body | Sequence[Sendable] | Mapping[str, Sendable] | str | int | float | bool | None"
)
"""What a body for an upstream is built of."""
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Body(BaseModel):
    """A JSON object: strict, frozen, checked when it is built; unknown members are ignored."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="ignore",
        validate_by_name=True,
        validate_by_alias=True,
        allow_inf_nan=False,
        protected_namespaces=(),
        hide_input_in_errors=True,  # values are users' data and must not reach a log
    )


class RootBody(RootModel[object]):
    """An answer that is no object: what it is stands in `root`; strict, frozen, checked alike."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        allow_inf_nan=False,
        protected_namespaces=(),
        hide_input_in_errors=True,
    )


def _camel(attribute: str) -> str:
    first, *rest = attribute.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


class CamelBody(Body):
    """A JSON object whose members are written in camel case: `short_text` is `shortText`."""

    model_config = ConfigDict(alias_generator=_camel)


def reader(model: type[T] | UnionType) -> Callable[[bytes], T]:
    """Make the function that reads a body of this type: a model, a list, dict or union of models.

    The function raises UpstreamFailed with `bad-body` for what is not JSON or not this type. It
    takes members by their names in JSON alone.
    """
    # A union is no type to a checker; whoever asks for one says what is read.
    adapter = TypeAdapter(cast("type[T]", model))

    def read(body: bytes) -> T:
        try:
            return adapter.validate_json(body, strict=True, by_alias=True, by_name=False)
        except ValidationError as fault:
            first = fault
        try:
            return adapter.validate_json(
                integral_floats_as_integers(from_json(body)),
                strict=True,
                by_alias=True,
                by_name=False,
            )
        except ValueError:  # not JSON, or still not this type: the first fault says more
            raise UpstreamFailed("bad-body") from first

    return read


def reader_if_sent(model: type[T] | UnionType) -> Callable[[bytes], T | MISSING]:
    """Make the function that reads a body which a success may lack, as a 204 does: MISSING."""
    read = reader(model)

    def read_if_sent(body: bytes) -> T | MISSING:
        return read(body) if body else MISSING

    return read_if_sent


def broken_members(fault: Exception) -> frozenset[str] | None:
    """Name the members whose bounds broke when a Body was built: `Price.label`, as JSON has it.

    None for any other exception. What the model as a whole refuses names no member.
    """
    if not isinstance(fault, ValidationError):
        return None
    model = _model_being_built(fault)
    fields = model.model_fields
    names = {str(error["loc"][0]) for error in fault.errors(include_url=False) if error["loc"]}
    written = ((fields[name].alias or name) if name in fields else name for name in names)
    return frozenset(f"{model.__name__}.{name}" for name in written)


@cache
def matches(pattern: str) -> Callable[[str], bool]:
    """Compile a contract's pattern to a search in linear time.

    The engine is the one that checks bodies, so a parameter and a member agree; a request cannot
    slow it down as it can a backtracking one.
    """
    adapter = TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])

    def search(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return False
        return True

    return search


def _exact(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    made: object = handler(value)
    if isinstance(value, bool) is not isinstance(made, bool):
        raise ValueError("none of the contract's values")
    return made


Exact: Final = WrapValidator(_exact)
"""Beside a Literal of numbers or flags: pydantic takes true for 1 and 1 for true."""


def _no_value(value: object) -> Never:
    raise ValueError("no value fits here")


NoValue: TypeAlias = Annotated[Never, PlainValidator(_no_value)]
"""What a schema leaves no value for: it stands in an empty list, and where nothing must be."""


def _formatted(name: FormatName) -> AfterValidator:
    is_format = FORMATS[name]

    def check(text: str) -> str:
        if not is_format(text):
            raise ValueError(f"not a {name}")
        return text

    return AfterValidator(check)


DateTime: TypeAlias = Annotated[str, _formatted("date-time")]
Date: TypeAlias = Annotated[str, _formatted("date")]
Time: TypeAlias = Annotated[str, _formatted("time")]
Uuid: TypeAlias = Annotated[str, _formatted("uuid")]
Uri: TypeAlias = Annotated[str, _formatted("uri")]
Email: TypeAlias = Annotated[str, _formatted("email")]
Ipv4: TypeAlias = Annotated[str, _formatted("ipv4")]
Ipv6: TypeAlias = Annotated[str, _formatted("ipv6")]
Hostname: TypeAlias = Annotated[str, _formatted("hostname")]


def _model_being_built(fault: ValidationError) -> type[BaseModel]:
    # The exception knows the model's title alone; the frame that raised it knows the model.
    frame = fault.__traceback__
    found: type[BaseModel] = BaseModel
    while frame is not None:
        built = frame.tb_frame.f_locals.get("self")
        if isinstance(built, BaseModel):
            found = type(built)
        frame = frame.tb_next
    return found


def integral_floats_as_integers(value: Json) -> bytes:
    """Write a JSON value with `1.0` as `1`."""
    return to_json(_mended(value), inf_nan_mode="constants")


def has_integral_floats(value: Json) -> bool:
    """Tell whether a JSON value has a number such as `1.0`."""
    work = [value]
    while work:
        here = work.pop()
        if isinstance(here, float) and here.is_integer():
            return True
        if isinstance(here, list):
            work += here
        elif isinstance(here, dict):
            work += here.values()
    return False


def _mended(value: Json) -> Json:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {name: _mended(item) for name, item in value.items()}
    return value
