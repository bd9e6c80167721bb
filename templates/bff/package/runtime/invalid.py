"""Bodies of upstreams that break their contract, and what of them is served all the same.

In:  the type of a body, the source's name, the client's word for it.
Out: `dropping` reads a body without the elements of its lists that are broken; what a body breaks
     by which pointer, noted with the request that is answered.
How: on a body that strict reading has refused alone. It is parsed to plain values, the innermost
     element around each fault is taken out, and the rest is read again, a few rounds at most. A
     pointer is made of the contract's names, never of data.
"""

from collections.abc import Callable, Iterable, Sequence
from types import UnionType
from typing import Final, TypeAlias, TypeVar, cast, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json

from .body import Json, integral_floats_as_integers, reader
from .exchange import EXCHANGE
from .fetch import UpstreamFailed

T = TypeVar("T")
Way: TypeAlias = tuple[str | int, ...]

MOST_ROUNDS: Final = 8
"""A fault may hide another one; whoever sends more than this many layers of them is given up."""

MOST_FAULTS: Final = 1000
"""Spelling out more than this many costs more than any answer is worth."""


def dropping(model: type[T] | UnionType, *, source: str, told_as: str) -> Callable[[bytes], T]:
    """Make a reader that leaves broken elements of lists out, as `on_invalid: drop_item` has it.

    Args:
        source: what the composition calls it; told_as: what `BFF-Incomplete` does.
    """
    strictly = reader(model)
    adapter = TypeAdapter(cast("type[T]", model))

    def read(body: bytes) -> T:
        try:
            return strictly(body)
        except UpstreamFailed as failed:
            first = failed
        value = mended(body, first)
        names = names_of(model)
        dropped = 0
        for _ in range(MOST_ROUNDS):
            try:
                made = read_strictly(adapter, value)
            except ValidationError as found:
                faults = ways(found, value, first)
                elements = {_element(way, value) for way in faults}
                if () in elements:
                    raise first from None
                note(source, "drop_item", (pointer(way, names) for way in faults))
                value = _without(value, elements)
                dropped += len(elements)
                continue
            exchange = EXCHANGE.get(None)
            if exchange is not None:
                exchange.dropped[told_as] = exchange.dropped.get(told_as, 0) + dropped
            return made
        raise first

    return read


def mended(body: bytes, first: UpstreamFailed) -> Json:
    """Parse a body that was refused, integral floats as integers; no JSON is the first fault."""
    try:
        mended: Json = from_json(integral_floats_as_integers(from_json(body)))
    except ValueError:
        raise first from None
    return mended


def read_strictly(adapter: TypeAdapter[T], value: Json) -> T:
    """Read a value as its bytes would be."""
    written = integral_floats_as_integers(value)
    return adapter.validate_json(written, strict=True, by_alias=True, by_name=False)


def ways(found: ValidationError, value: Json, first: UpstreamFailed) -> Sequence[Way]:
    """Give the place of each fault in a value; of too many the body's own fault is raised."""
    if found.error_count() > MOST_FAULTS:
        raise first from None
    errors = found.errors(include_url=False, include_context=False, include_input=False)
    return [_way(each["loc"], value) for each in errors]


def _way(location: tuple[int | str, ...], value: Json) -> Way:
    """Follow a location on a value; what is neither member nor element there is a branch."""
    way: list[str | int] = []
    here = value
    for number, each in enumerate(location):
        is_last = number == len(location) - 1
        if isinstance(here, dict) and isinstance(each, str) and (each in here or is_last):
            way.append(each)
            here = here.get(each)
        elif isinstance(here, list) and isinstance(each, int) and each < len(here):
            way.append(each)
            here = here[each]
    return tuple(way)


def _element(way: Way, value: Json) -> Way:
    """Give the way to the innermost element of a list around a fault; empty outside of lists."""
    numbers = [number for number, each in enumerate(way) if isinstance(each, int)]
    return way[: numbers[-1] + 1] if numbers else ()


def _without(value: Json, elements: Iterable[Way]) -> Json:
    """Take elements out: the inner ones first, and of one list the last ones first."""
    for way in sorted(elements, key=lambda way: (len(way), _order(way)), reverse=True):
        here = value
        for step in way[:-1]:
            here = here[step]  # type: ignore[index]
        if isinstance(here, list) and isinstance(way[-1], int):
            del here[way[-1]]
    return value


def _order(way: Way) -> tuple[tuple[str, int], ...]:
    return tuple((each, 0) if isinstance(each, str) else ("", each) for each in way)


# -- what is noted --------------------------------------------------------------------------------


def note(source: str, mode: str, pointers: Iterable[str]) -> None:
    """Note what a body breaks, with the request that it is for."""
    exchange = EXCHANGE.get(None)
    if exchange is None:
        return
    for each in pointers:
        key = (source, each, mode)
        exchange.invalid[key] = exchange.invalid.get(key, 0) + 1


def pointer(way: Way, names: frozenset[str]) -> str:
    """Write a way as a pointer: elements, and names that no contract has, are `*`."""
    steps = (each if isinstance(each, str) and each in names else "*" for each in way)
    return "#" + "".join(f"/{each.replace('~', '~0').replace('/', '~1')}" for each in steps)


def names_of(model: object) -> frozenset[str]:
    """Give the names that the objects of a type have in JSON, at any depth."""
    return frozenset(
        field.alias or _camel(each, name)
        for each in models_in(model)
        for name, field in each.model_fields.items()
    )


def models_in(model: object) -> Sequence[type[BaseModel]]:
    """Give the classes that a type is made of."""
    found: list[type[BaseModel]] = []
    work = [model]
    while work:
        here = work.pop()
        if isinstance(here, type) and issubclass(here, BaseModel):
            if here not in found:
                found.append(here)
                work += (field.annotation for field in here.model_fields.values())
        else:
            work += get_args(here)
    return found


def _camel(model: type[BaseModel], name: str) -> str:
    """Give what JSON calls a field without an alias of its own."""
    generate = model.model_config.get("alias_generator")
    return str(generate(name)) if callable(generate) else name
