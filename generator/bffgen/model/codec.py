"""Values as JSON and back, by what their classes say.

In:  a type: a dataclass, a pair or many of one, a mapping, a Literal, a StrEnum, a union; JSON.
Out: Codec: what writes a value of it, and what reads one.
How: a dataclass is a list of its fields in their order, so that a field which it gains is written
     and read as well; one of several dataclasses has its name in front. What is read is taken apart
     as strictly as it was written: anything else is a ValueError.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Literal, NamedTuple, cast, get_args, get_origin

from bffgen.model.canonical import Json


class Codec(NamedTuple):
    """How values of a type are written and read; `read` raises ValueError."""

    write: Callable[[object], Json]
    read: Callable[[Json], object]


def codec_of(kind: object) -> Codec:
    """Make the codec of a type.

    Raises:
        TypeError: nothing is known of such types.
    """
    outer, arguments = get_origin(kind), get_args(kind)
    if kind is Json:
        return Codec(_same, lambda value: value)
    if kind is str or kind is int:
        return _of_plain((kind,))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Codec(str, kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_class(kind)
    if outer is Literal:
        return _of_words(arguments)
    if outer is tuple and arguments[-1] is ...:
        return _of_many(codec_of(arguments[0]))
    if outer in (tuple, dict) and len(arguments) == 2:
        pair = _of_pair(*map(codec_of, arguments))
        return pair if outer is tuple else _of_mapping(pair)
    if outer is UnionType:
        return _of_union(arguments)
    raise TypeError(f"{kind} has no form in JSON")


def _of_plain(kinds: Sequence[object]) -> Codec:
    def read(value: Json) -> object:
        # By the very type: `true` is no number.
        if type(value) not in kinds:
            raise ValueError(f"none of {kinds}")
        return value

    return Codec(_same, read)


def _of_words(words: Sequence[object]) -> Codec:
    known = frozenset(words)

    def read(value: Json) -> object:
        if type(value) is not str or value not in known:
            raise ValueError(f"none of {words}")
        return value

    return Codec(_same, read)


def _of_many(each: Codec) -> Codec:
    write, read = each
    return Codec(
        lambda values: [*map(write, cast("Iterable[object]", values))],
        lambda value: tuple(map(read, _list(value))),
    )


def _of_pair(first: Codec, second: Codec) -> Codec:
    write, write_second = first.write, second.write
    read, read_second = first.read, second.read

    def written(value: object) -> Json:
        one, other = cast("tuple[object, object]", value)
        return [write(one), write_second(other)]

    def pair(value: Json) -> tuple[object, object]:
        one, other = _list(value)
        return read(one), read_second(other)

    return Codec(written, pair)


def _of_mapping(pair: Codec) -> Codec:
    write, read = pair
    return Codec(
        lambda values: [*map(write, cast("Mapping[object, object]", values).items())],
        lambda value: dict(cast("Iterable[tuple[object, object]]", map(read, _list(value)))),
    )


def _of_class(kind: type) -> Codec:
    names = [each.name for each in fields(kind)]
    codecs = [codec_of(each.type) for each in fields(kind)]
    writes, reads = [each.write for each in codecs], [each.read for each in codecs]
    make: Callable[..., object] = kind

    def write(value: object) -> Json:
        return [write(getattr(value, name)) for name, write in zip(names, writes, strict=True)]

    def read(value: Json) -> object:
        row = zip(names, reads, _list(value), strict=True)
        return make(**{name: read(one) for name, read, one in row})

    return Codec(write, read)


def _of_union(kinds: Sequence[type]) -> Codec:
    """Make the codec of plain values, of a value that may be absent, or of one of some classes."""
    some = [each for each in kinds if each is not NoneType]
    if all(each in (str, int) for each in some):
        return _of_plain(kinds)
    if len(some) == 1:
        held = codec_of(some[0])
        return Codec(
            lambda value: None if value is None else held.write(value),
            lambda value: None if value is None else held.read(value),
        )
    by_name = {each.__name__: codec_of(each) for each in some}

    def write(value: object) -> Json:
        name = type(value).__name__
        return [name, by_name[name].write(value)]

    def read(value: Json) -> object:
        name, rest = _list(value)
        if not isinstance(name, str) or name not in by_name:
            raise ValueError(f"none of {[*by_name]}")
        return by_name[name].read(rest)

    return Codec(write, read)


def _same(value: object) -> Json:
    return cast("Json", value)


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value
