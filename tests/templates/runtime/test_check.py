"""What no class can say of a value: what is told of it, and how long the process is held for it."""

import time

import pytest
from bff_package.runtime.check import LISTED_SIZE, Check, CheckedRoot
from bff_package.runtime.problem import Invalid
from pydantic import ValidationError

NOT_ONE = {"type": "array", "items": {"not": {"const": 1}}}
APART = {
    "type": "array",
    "uniqueItems": True,
    "items": {"anyOf": [{"type": "string"}, {"type": "boolean"}]},
}


class Numbers(CheckedRoot, check=Check(NOT_ONE)):
    """Numbers, none of which is one."""

    root: list[int]


def told(schema, value):
    with pytest.raises(Invalid) as found:
        Check(schema).hold(value, "#/body")
    return [(each.pointer, each.message) for each in found.value.errors]


def test_all_faults_of_a_small_value_are_told_in_the_order_of_their_places():
    assert told(NOT_ONE, [1, 2, 1]) == [
        ("#/body/0", "is outside the contract's `not`"),
        ("#/body/2", "is outside the contract's `not`"),
    ]


def test_several_faults_of_one_place_are_told_each():
    schema = {"not": {"required": ["a"]}, "propertyNames": {"maxLength": 1}}

    assert [message for _, message in told(schema, {"a": 1, "long": 2})] == [
        "is outside the contract's `not`",
        "is outside the contract's `maxLength`",
    ]


def test_what_holds_is_taken():
    Check(NOT_ONE).hold([2, 3], "#/body")
    assert Numbers([2, 3]).root == [2, 3]


@pytest.mark.parametrize(
    "value",
    [[1] * (LISTED_SIZE + 1), [1, "x" * LISTED_SIZE], [1, {"x" * LISTED_SIZE: 1}]],
    ids=["values", "text", "name"],
)
def test_of_a_large_value_the_first_fault_is_told(value):
    assert told(NOT_ONE, [*value, 1]) == [("#/body/0", "is outside the contract's `not`")]


@pytest.mark.parametrize(("schema", "count"), [(NOT_ONE, 500_000), (APART, 300_000)])
def test_a_body_of_a_megabyte_full_of_faults_does_not_hold_the_process(schema, count):
    value, began = [1] * count, time.perf_counter()

    assert len(told(schema, value)) == 1
    # Telling all of them took 18 s and 40 s.
    assert time.perf_counter() - began < 2


def test_what_is_built_tells_the_first_fault_soon():
    began = time.perf_counter()

    with pytest.raises(ValidationError, match="outside the contract's `not` at `/0`"):
        Numbers([1] * 200_000)
    assert time.perf_counter() - began < 2
