"""A negation is left out only where what holds has no value together with what it denies."""

import pytest

from bffgen.proof import prove


@pytest.mark.parametrize(
    ("held", "denied", "witness"),
    [
        ({"type": "integer", "maximum": 100}, {"minimum": 0, "maximum": 100}, -1),
        ({"type": "integer", "minimum": -1}, {"minimum": 0}, -1),
        ({"type": "boolean"}, {"enum": [False]}, True),
    ],
)
def test_zero_and_false_are_values_and_no_proof_that_there_is_none(held, denied, witness):
    """Two negations of one meaning, each met by 0 or false: neither may go for that."""
    sender = {
        "allOf": [
            {"type": "object", "required": ["d"], "properties": {"d": held}},
            {"properties": {"d": {"not": denied}}},
        ]
    }
    receiver = {"properties": {"d": {"type": ["integer", "boolean"], **denied}}}
    assert prove(sender, receiver).witness == {"d": witness}
