"""What an answer rests on: the assumptions without which it would be another."""

import json

import pytest

from bffgen.model.finding import Effect
from bffgen.model.peers import Decoder, Peers
from tests.compat.examples import findings
from tests.compat.test_text_readings import ANY, TEXT, document
from tests.conformance.compared import compared


@pytest.mark.parametrize(
    ("place", "rests_on"),
    [
        # The empty text is refused whatever a format is, and no path has it (PITFALLS 29).
        ("query", set()),
        ("path", {"format is asserted"}),
    ],
)
def test_what_an_answer_rests_on_is_asked_of_the_texts_that_can_stand_there(place, rests_on):
    was, now = TEXT, {**TEXT, "minLength": 1, "format": "date"}
    found = findings(ANY, document(place, was), document(place, now))
    broken = [each for each in found if each.effect is Effect.BREAKS]
    assert broken
    assert {assumed for each in broken for assumed in each.rests_on} == rests_on


INT64 = {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}
WIDER = {"enum": ["a", "b", "c"]}
# What is answered, by which assumption that is, and what it rests on then.
CHOSEN = {
    "numbers of 64 bits": (
        INT64,
        {"type": "integer"},
        Peers(numbers="int64"),
        {"numbers fit int64 or a double"},
    ),
    "a tolerant decoder": (
        {"enum": ["a", "b"]},
        WIDER,
        Peers(decoder=Decoder(unknown_enum="tolerate")),
        {"decoder"},
    ),
    "neither": (WIDER, {"enum": ["a"]}, Peers(numbers="int64"), set()),
}


def answering(schema):
    content = {"application/json": {"schema": {"type": "object", "properties": {"p": schema}}}}
    answered = {"200": {"description": "Answered.", "content": content}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/x": {"get": {"responses": answered}}},
    }


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_safe_by_an_assumption_that_was_chosen_says_so(name):
    was, now, peers, rests_on = CHOSEN[name]
    sides = (json.dumps(answering(each)).encode() for each in (was, now))
    (found,) = compared(*sides, "json", peers).findings
    assert found.effect is Effect.SAFE
    assert {*found.rests_on} == rests_on
