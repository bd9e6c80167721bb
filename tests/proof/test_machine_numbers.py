"""Senders whose numbers are of 64 bits: what they never write breaks nobody (PITFALLS 42)."""

import pytest

from bffgen.proof import prove

INT64 = {"type": "integer", "format": "int64"}
WIDE = {"type": "integer", "maximum": 2**63 - 1}
LARGE = 2**63

# (sent, read, answer where any number is sent, where those of machines are).
QUESTIONS = {
    "an integer": ({"type": "integer"}, INT64, "no", "yes"),
    "an integer, closely": ({"type": "integer"}, {"maximum": 2**63 - 2}, "no", "no"),
    "a member": (
        {"type": "object", "properties": {"n": {"type": "integer"}}},
        {"type": "object", "properties": {"n": INT64}},
        "no",
        "yes",
    ),
    "an element by reference": (
        {"type": "array", "items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}},
        {"type": "array", "items": INT64},
        "no",
        "yes",
    ),
    # A double may be an integer that 64 bits do not hold.
    "a number": ({"type": "number"}, {"type": "number", "maximum": LARGE}, "no", "no"),
    "a number that no double is": ({"type": "number"}, {"maximum": 10**309}, "no", "yes"),
    "a text": ({"type": "string"}, {"type": "string", "maxLength": 3}, "no", "no"),
    "one of two": (
        {"oneOf": [{"type": "integer"}, {"type": "string"}]},
        {"anyOf": [INT64, {"type": "string"}]},
        "no",
        "yes",
    ),
    # Narrower branches would let through what two branches hold.
    "what two branches hold": (
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        {"not": {"type": "integer"}},
        "yes",
        "yes",
    ),
    "what is not": ({"type": "string"}, {"not": {"type": "integer"}}, "yes", "yes"),
    "what the sender asks": (
        {"type": "integer", "not": {"type": "integer", "minimum": 0}},
        {"minimum": -(2**63)},
        "no",
        "yes",
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_machines_never_write_is_sent_by_nobody(question):
    sent, read, of_any, of_machines = QUESTIONS[question]
    assert prove(sent, read, formats="assert").answer == of_any
    assert prove(sent, read, formats="assert", numbers="int64").answer == of_machines


def test_an_answer_says_that_it_rests_on_the_numbers_of_machines():
    proof = prove({"type": "integer"}, WIDE, numbers="int64")
    assert (proof.answer, proof.rests_on) == ("yes", ("numbers fit int64 or a double",))
    assert prove({"type": "integer"}, {"type": "integer"}, numbers="int64").rests_on == ()
