"""`on_invalid: observe`: a body beyond a bound, a format or a list of values is served and counted.

In:  the type of a body; objects of the client's contract that are built of such a body.
Out: `observing` reads what is right but for those, and notes each by its pointer; an Observable is
     built with them where the request has seen one, and holds its bounds everywhere else.
How: what strict reading refuses is read by a twin of its class that knows types and members alone,
     made when it is first needed. A wrong type or a missing member is a broken body as ever.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from types import GenericAlias, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo

from .body import Body, reader
from .exchange import EXCHANGE
from .fetch import UpstreamFailed
from .invalid import mended, names_of, note, pointer, read_strictly, ways

T = TypeVar("T")

MODE: Final = "observe"

# What pydantic calls a value of the right type that is out of bounds.
_SOFT: Final = frozenset(
    {
        *(
            "string_too_short",
            "string_too_long",
            "string_pattern_mismatch",
            "too_short",
            "too_long",
        ),
        *("greater_than", "greater_than_equal", "less_than", "less_than_equal", "multiple_of"),
        *("literal_error", "value_error"),
    }
)


class Observable(Body):
    """An object of a client whose sources are observed."""

    def __init__(self, /, **data: object) -> None:
        try:
            super().__init__(**data)
        except ValidationError as fault:
            if not _has_observed() or not _is_soft(fault):
                raise
            made = type(self).model_construct(None, **data)
            for slot in ("__dict__", "__pydantic_fields_set__"):
                object.__setattr__(self, slot, getattr(made, slot))
            for slot in ("__pydantic_extra__", "__pydantic_private__"):
                object.__setattr__(self, slot, None)


def _has_observed() -> bool:
    exchange = EXCHANGE.get(None)
    return exchange is not None and any(mode == MODE for _, _, mode in exchange.invalid)


def _is_soft(fault: ValidationError) -> bool:
    errors = fault.errors(include_url=False, include_context=False, include_input=False)
    return all(each["type"] in _SOFT for each in errors)


def observing(model: type[T] | UnionType, *, source: str) -> Callable[[bytes], T]:
    """Make a reader that serves what is out of bounds.

    Args:
        source: what the composition calls it.
    """
    strictly = reader(model)
    adapter = TypeAdapter(cast("type[T]", model))
    loosely: list[TypeAdapter[T]] = []

    def read(body: bytes) -> T:
        try:
            return strictly(body)
        except UpstreamFailed as failed:
            first = failed
        value = mended(body, first)
        if not loosely:
            loosely.append(TypeAdapter(cast("type[T]", _Twins(model).of(model))))
        try:
            made = read_strictly(loosely[0], value)
        except ValidationError:
            raise first from None
        try:
            read_strictly(adapter, value)
        except ValidationError as found:
            names = names_of(model)
            note(source, MODE, (pointer(way, names) for way in ways(found, value, first)))
        return made

    return read


class _Twins:
    """Classes that hold types and members alone; each is one of its original."""

    def __init__(self, model: object) -> None:
        self._made: dict[type[BaseModel], type[BaseModel]] = {}
        self._open: set[type[BaseModel]] = set()
        self._kept = frozenset(_tags(model))

    def of(self, kind: object) -> object:
        """Give a type without bounds, and with the types of listed values in place of these."""
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._twin(kind)
        origin, given = get_origin(kind), get_args(kind)
        if origin is Annotated:
            tag = next((each for each in given[1:] if _tag(each)), None)
            inner = self.of(given[0])
            return inner if tag is None else _annotated(inner, Field(discriminator=_tag(tag)))
        if origin is Literal:
            kinds = dict.fromkeys(type(each) for each in given)
            return _union(kinds) if len(given) > 1 else kind
        if origin in (Union, UnionType):
            return _union(map(self.of, given))
        if origin is list:
            return GenericAlias(list, (self.of(given[0]),))
        if origin is dict:
            return GenericAlias(dict, (str, self.of(given[1])))
        return kind

    def _twin(self, model: type[BaseModel]) -> type[BaseModel]:
        """Give the twin of a class; one that is met inside itself stays as it is there."""
        if model in self._open:
            return model
        if model not in self._made:
            self._open.add(model)
            fields: dict[str, Any] = {
                name: (self._field(name, field), _plainly(field))
                for name, field in model.model_fields.items()
            }
            self._made[model] = create_model(model.__name__, __base__=model, **fields)
            self._open.remove(model)
        return self._made[model]

    def _field(self, name: str, field: FieldInfo) -> object:
        return field.annotation if name in self._kept else self.of(field.annotation)


def _annotated(kind: object, beside: object) -> object:
    whole: Any = Annotated
    made: object = whole[kind, beside]
    return made


def _union(kinds: Iterable[object]) -> object:
    ways: list[Any] = list(kinds)
    made: object = reduce(or_, ways)
    return made


def _plainly(field: FieldInfo) -> object:
    """Give what a field has beside its type: its name in JSON, its default, its tag."""
    alias, tag = field.alias, field.discriminator
    if field.is_required():
        return Field(alias=alias, discriminator=tag)
    return Field(default=field.default, alias=alias, discriminator=tag)


def _tags(model: object) -> list[str]:
    """Give the attributes that say which branch of a union an object is."""
    found: list[str] = []
    seen: list[object] = []
    work: list[Any] = [model]
    while work:
        here = work.pop()
        if any(here is each for each in seen):
            continue
        seen.append(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            for field in here.model_fields.values():
                found += [field.discriminator] if isinstance(field.discriminator, str) else []
                work.append(field.annotation)
            continue
        for each in get_args(here):
            tag = _tag(each)
            found += [tag] if tag is not None else []
            work.append(each)
    return found


def _tag(beside: object) -> str | None:
    tag = beside.discriminator if isinstance(beside, FieldInfo) else None
    return tag if isinstance(tag, str) else None
