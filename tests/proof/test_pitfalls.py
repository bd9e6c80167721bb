"""PITFALLS.md, as far as `prove` can be asked: each item, with its harmless twin."""

import pytest

from bffgen.model.peers import Decoder
from bffgen.proof import prove
from bffgen.proof.prove import side_of
from bffgen.proof.prover import Prover

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
TOLERATES = Decoder(unknown_enum="tolerate")
FAILS = Decoder(unknown_field="fail")
ACCEPTS_NULL = Decoder(null_for_optional="accept")
CLOSED, OPEN = {"producer": "closed"}, {"producer": "open"}


def has(**properties):
    return {"type": "object", "properties": properties}


def must_have(**properties):
    return {**has(**properties), "required": sorted(properties)}


CARD = {**has(kind=TEXT), "if": has(kind={"const": "card"}), "then": has(cvv=TEXT)}
EITHER = {"anyOf": [must_have(a=TEXT), must_have(b=TEXT)]}
TAGGED = {"oneOf": [must_have(kind={"const": "a"}), must_have(kind={"const": "b"})]}
PARTS = {"allOf": [has(id=TEXT), has(name=TEXT)]}
SHARED = {"allOf": [has(a=has(x=TEXT)), has(a=has(y=TEXT))]}
SLIP = {"allOf": [{**has(a=TEXT), "additionalProperties": False}, must_have(b=TEXT)]}


@pytest.mark.parametrize(
    ("item", "sub", "sup", "policy", "answer"),
    [
        # 1: closedness comes from the sender's schema alone
        (1, {"type": "object"}, {"if": has(kind={"const": "x"}), "then": {"maxProperties": 1}},
         CLOSED, "no"),
        (1, {"type": "object"}, {"not": {**has(a=TEXT), "minProperties": 2}}, CLOSED, "no"),
        (1, has(a=TEXT), {"not": {**has(a=TEXT), "minProperties": 2}}, CLOSED, "yes"),
        # 2: declared names are those of every branch, taken or not
        (2, EITHER, {"maxProperties": 1}, CLOSED, "no"),
        (2, EITHER, {"maxProperties": 2}, CLOSED, "yes"),
        (2, CARD, has(cvv=WHOLE), CLOSED, "no"),
        (2, CARD, has(other=WHOLE), CLOSED, "yes"),
        (2, SHARED, has(a={"maxProperties": 1}), CLOSED, "no"),
        # 3: what is open by other words; what closing would empty
        (3, {**has(a=TEXT), "unevaluatedProperties": TEXT}, has(b=WHOLE), CLOSED, "no"),
        (3, {**has(a=TEXT), "additionalProperties": TEXT}, has(b=WHOLE), CLOSED, "no"),
        (3, {**has(a=TEXT), "unevaluatedProperties": False}, has(b=WHOLE), CLOSED, "yes"),
        (3, {**has(a=TEXT), "minProperties": 2}, has(a=WHOLE), CLOSED, "no"),
        (3, {**has(a=TEXT), "minProperties": 1}, has(b=WHOLE), CLOSED, "yes"),
        # 5: oneOf is not monotone; tags stay
        (5, TAGGED, TAGGED, {"decoder": TOLERATES}, "yes"),
        (5, must_have(kind={"const": "c"}), TAGGED, {"decoder": TOLERATES}, "no"),
        # 6: closed once an instance location
        (6, PARTS, PARTS, {**CLOSED, "decoder": FAILS}, "yes"),
        (6, {"allOf": [has(id=TEXT), has(name=TEXT, more=TEXT)]}, PARTS,
         {**CLOSED, "decoder": FAILS}, "no"),
        (6, SHARED, SHARED, {**CLOSED, "decoder": FAILS}, "yes"),
        # 7: what stands beside a component counts
        (7, has(a=TEXT), has(a=TEXT, b=WHOLE), CLOSED, "yes"),
        (7, PARTS, {"allOf": [has(id=TEXT, name=WHOLE), has(name=TEXT)]}, CLOSED, "no"),
        # 30: formats are known from two sides
        (30, {"type": "string", "format": "date"}, {"maxLength": 10}, {"formats": "assert"}, "yes"),
        (30, {"type": "string", "format": "date"}, {"maxLength": 9}, {"formats": "assert"}, "no"),
        (30, {"type": "string", "format": "int32"}, TEXT, {"formats": "assert"}, "yes"),
        (30, TEXT, {"format": "int64"}, {"formats": "assert"}, "yes"),
        (30, WHOLE, {"format": "int64"}, {"formats": "assert"}, "no"),
        (30, WHOLE, {"format": "int64"}, {}, "yes"),
        (30, {"type": "string", "format": "email"}, {"maxLength": 254}, {"formats": "assert"},
         "unknown"),
        # 41: a tolerated enum is its type, with the null that it had
        (41, TEXT, {"enum": ["a", "b"]}, {"decoder": TOLERATES}, "yes"),
        (41, {"type": ["string", "null"]}, {"enum": ["a", "b"]}, {"decoder": TOLERATES}, "no"),
        (41, {"type": ["string", "null"]}, {"enum": ["a", "b", None]}, {"decoder": TOLERATES},
         "yes"),
        (41, WHOLE, {"enum": [1, 2]}, {"decoder": TOLERATES}, "no"),
        (41, TEXT, {"const": "a"}, {"decoder": TOLERATES}, "no"),
        # the rest of the decoder
        (41, has(a={"type": ["string", "null"]}), has(a=TEXT), {"decoder": ACCEPTS_NULL}, "yes"),
        (41, must_have(a={"type": ["string", "null"]}), must_have(a=TEXT),
         {"decoder": ACCEPTS_NULL}, "no"),
    ],
)  # fmt: skip
def test_a_pitfall_and_its_harmless_twin(item, sub, sup, policy, answer):
    assert prove(sub, sup, **policy).answer == answer, item


def test_4_a_sender_without_values_fits_everything_and_is_found():
    assert prove(SLIP, {"type": "integer"}).answer == "yes"
    prover = Prover()
    assert prover.value_of(side_of(SLIP)).answer == "yes"
    assert prover.value_of(side_of(has(a=TEXT)), "a").witness == {"a": ""}
    closed = {**has(a=TEXT), "additionalProperties": False}
    assert prover.value_of(side_of(closed), "b").answer == "yes"


@pytest.mark.parametrize(
    ("sub", "sup", "policy", "rests_on"),
    [
        (has(a=TEXT), has(a=TEXT, b=WHOLE), CLOSED, ("closed-producer",)),
        (has(a=TEXT), {"type": "object"}, CLOSED, ()),
        (has(a=TEXT), has(a=WHOLE), CLOSED, ()),
        (TEXT, {"enum": ["a", "b"]}, {"decoder": TOLERATES}, ("decoder",)),
        ({"format": "date", "type": "string"}, {"maxLength": 10}, {"formats": "assert"},
         ("format is asserted",)),
        (TEXT, {"type": "string", "format": "date"}, {"formats": "assert"},
         ("format is asserted",)),
        (TEXT, WHOLE, {"formats": "assert"}, ()),
    ],
)  # fmt: skip
def test_an_answer_names_the_assumptions_that_it_rests_on(sub, sup, policy, rests_on):
    assert prove(sub, sup, **policy).rests_on == rests_on
