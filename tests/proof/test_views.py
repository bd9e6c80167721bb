"""Views of a side: what a peer sends and reads, seen from the values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.peers import Decoder
from bffgen.model.pool import Pool
from bffgen.proof import prove
from bffgen.proof.prove import side_of
from bffgen.proof.prover import Prover
from bffgen.proof.side import Side
from bffgen.proof.validate import Unbuildable, is_valid
from bffgen.proof.views.producer import ClosedProducer
from bffgen.proof.views.reader import AS_WRITTEN, Reader
from tests.proof.drawn import recursive, schemas
from tests.strategies import values

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
ANY = st.one_of(schemas(), recursive())
LENIENT = Decoder(unknown_enum="tolerate", null_for_optional="accept")
STRICT = Decoder(unknown_field="fail")


def is_of(side, value):
    try:
        return is_valid(side.document, side.pointer, value)
    except Unbuildable:
        return None


def closed(schema):
    return Prover(producer="closed").sent(side_of(schema))


@given(ANY, st.lists(values(), max_size=10))
def test_a_closed_producer_sends_values_of_its_schema_alone(schema, drawn):
    view = closed(schema)
    for value in drawn:
        assert is_of(view, value) is not True or is_of(side_of(schema), value) is not False


@given(ANY, st.lists(values(), max_size=10))
def test_a_strict_reader_takes_values_of_its_schema_alone(schema, drawn):
    view = Prover(decoder=STRICT).read(side_of(schema))
    for value in drawn:
        assert is_of(view, value) is not True or is_of(side_of(schema), value) is not False


@given(ANY, st.lists(values(), max_size=10))
def test_a_lenient_reader_takes_every_value_of_its_schema(schema, drawn):
    view = Prover(decoder=LENIENT).read(side_of(schema))
    for value in drawn:
        assert is_of(side_of(schema), value) is not True or is_of(view, value) is not False


BRANCHES = {
    "oneOf": [
        {"type": "object", "properties": {"in": {"type": "object", "properties": {"a": TEXT}}}},
        {"type": "object", "properties": {"other": TEXT}},
    ]
}


@pytest.mark.parametrize("policy", [{"producer": "closed"}, {"decoder": STRICT}])
def test_branches_that_are_narrower_stay_exclusive_as_they_are_written(policy):
    """Of two branches that a value fits, a view may leave one: it is no value all the same."""
    side = side_of(BRANCHES)
    prover = Prover(**policy)
    view = prover.sent(side) if prover.producer == "closed" else prover.read(side)
    # Neither fits one branch alone; the second would, if the first refused `z` on its own.
    for value in ({"in": {"a": "x"}}, {"in": {"z": 1}}):
        assert not is_of(side, value)
        assert not is_of(view, value)
    # A strict reader has heard of `in` in the other branch alone.
    assert is_of(view, {"in": 5}) == (prover.producer == "closed")


@given(ANY)
def test_what_no_view_alters_keeps_its_int(schema):
    side = side_of(schema)
    pool = Pool()
    view = Reader(side.document, AS_WRITTEN) if isinstance(side.document, dict) else None
    if view is not None:
        shown = view.side("")
        assert pool.intern(shown.document, shown.pointer) == pool.intern(side.document, "")


@given(ANY, ANY)
def test_a_closed_producer_only_turns_no_into_yes(sub, sup):
    plain, held = prove(sub, sup).answer, prove(sub, sup, producer="closed").answer
    assert not (plain == "yes" and held == "no")


NODE = {"type": "object", "properties": {"id": TEXT, "next": {"$ref": "#/components/schemas/N"}}}
DOCUMENT = {
    "components": {
        "schemas": {
            "N": NODE,
            "Shared": {"allOf": [{"$ref": "#/components/schemas/N"}, {"properties": {"n": WHOLE}}]},
            "Map": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/N"}},
            "Text": TEXT,
        }
    }
}


@pytest.mark.parametrize(
    ("name", "sent", "kept_back"),
    [
        ("N", {"next": {"id": "a"}}, {"next": {"next": {"other": 1}}}),
        ("N", {}, {"other": 1}),
        ("Shared", {"id": "a", "n": 1}, {"id": "a", "m": 1}),
        ("Shared", {"next": {"id": "a"}}, {"next": {"n": 1}}),
        ("Map", {"any": {"id": "a"}}, {"any": {"other": 1}}),
    ],
)
def test_every_object_of_a_document_is_closed_at_its_own_place(name, sent, kept_back):
    view = ClosedProducer(DOCUMENT, lambda side: False).side(f"/components/schemas/{name}")
    assert is_of(view, sent)
    assert not is_of(view, kept_back)
    assert is_of(Side(DOCUMENT, f"/components/schemas/{name}"), kept_back)


def test_views_of_one_document_share_what_they_have_in_common():
    producer = ClosedProducer(DOCUMENT, lambda side: False)
    pool = Pool()
    first, again, text = (producer.side(f"/components/schemas/{n}") for n in ("N", "N", "Text"))
    assert first == again
    assert pool.intern(text.document, text.pointer) == pool.intern(
        DOCUMENT, "/components/schemas/Text"
    )
