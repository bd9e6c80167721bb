"""Values that travel between rooms cannot be changed, and compare and hash by what they hold."""

import importlib
import pkgutil
from dataclasses import dataclass, field, fields, is_dataclass

import pytest

import bffgen.model


def dataclasses_of(module):
    return [
        each
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    ]


VALUES = [
    value
    for found in pkgutil.iter_modules(bffgen.model.__path__, "bffgen.model.")
    for value in dataclasses_of(importlib.import_module(found.name))
]


def faults(value):
    """Say what keeps a dataclass from being a value."""
    params = value.__dataclass_params__
    if not params.frozen:
        yield "not frozen"
    if "__slots__" not in vars(value):
        yield "not slotted"
    if any(not each.kw_only for each in fields(value) if each.init):
        yield "takes arguments by position"
    if value.__hash__ is None or not params.eq:
        yield "not hashable by what it holds"
    for each in fields(value):
        kind = str(each.type)
        if kind.startswith(("list", "dict", "set", "bytearray")) and each.hash is not False:
            yield f"`{each.name}` is a {kind}, which can be changed"


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__qualname__)
def test_a_value_is_frozen_slotted_and_hashable(value):
    assert list(faults(value)) == []


def test_the_values_of_every_module_are_found():
    assert {"Place", "Finding", "FileTree", "Composition"} <= {each.__name__ for each in VALUES}


@dataclass(slots=True, kw_only=True)
class Thawed:
    name: str


@dataclass(frozen=True, kw_only=True)
class Roomy:
    name: str


@dataclass(frozen=True, slots=True)
class Positional:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Same:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    names: list[str]


@pytest.mark.parametrize("planted", [Thawed, Roomy, Positional, Same, Holding])
def test_a_planted_class_that_is_no_value_is_found(planted):
    assert list(faults(planted))


def test_a_member_left_out_of_the_hash_may_be_json():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Constant:
        value: dict[str, str] = field(hash=False)

    assert list(faults(Constant)) == []
