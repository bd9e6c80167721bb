"""Values by pointer, and slices that keep pointers, order and everything they refer to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.schema import at, slice_of
from bffgen.model.tree import has, local_pointer
from tests.strategies import NAMES, documents, holders

DOCUMENT = {
    "paths": {
        "/a/{id}": {
            "get": {
                "parameters": [{"schema": {"$ref": "#/components/schemas/Id"}}],
                "responses": {"200": {"$ref": "#/components/responses/R"}},
            },
            "put": {"responses": {"200": {"$ref": "#/components/responses/Other"}}},
        }
    },
    "components": {
        "responses": {"R": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/S"}}}}},
        "schemas": {
            "Unused": {},
            "S": {
                "oneOf": [{"$ref": "#/components/schemas/S"}, {"type": "null"}],
                "discriminator": {"propertyName": "k", "mapping": {"t": "#/components/schemas/T"}},
            },
            "T": {"$ref": "#/components/schemas/U/anyOf/1/items"},
            "U": {"title": "u", "anyOf": [{}, {"items": {"type": "string"}}]},
            "Id": {"type": "string"},
        },
    },
}
GET = "/paths/~1a~1{id}/get"


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#", ""),
        ("#/a~1b/c%20d", "/a~1b/c d"),
        ("#/a/0", "/a/0"),
        ("#anchor", None),
        ("other.json#/a", None),
        (5, None),
    ],
)
def test_a_local_reference_is_a_pointer(reference, pointer):
    assert local_pointer(reference) == pointer


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", DOCUMENT),
        (f"{GET}/parameters/0/schema/$ref", "#/components/schemas/Id"),
        ("/components/schemas/U/anyOf/1/items/type", "string"),
    ],
)
def test_the_value_at_a_pointer_is_the_documents_own(pointer, value):
    assert at(DOCUMENT, pointer) is value or at(DOCUMENT, pointer) == value
    assert has(DOCUMENT, pointer)


@pytest.mark.parametrize(
    "pointer", ["/nowhere", "/components/schemas/U/anyOf/2", "/components/schemas/U/anyOf/-1"]
)
def test_a_pointer_to_nothing_is_an_error(pointer):
    assert not has(DOCUMENT, pointer)
    with pytest.raises(KeyError):
        at(DOCUMENT, pointer)
    with pytest.raises(KeyError):
        slice_of(DOCUMENT, [f"{pointer}/below"])


def test_a_slice_has_what_is_pointed_at_and_all_that_it_reaches():
    found = slice_of(DOCUMENT, [GET])
    assert list(found["paths"]["/a/{id}"]) == ["get"]
    assert list(found["components"]["responses"]) == ["R"]
    # in the document's order; a list on the way is kept whole, its neighbours are not
    assert list(found["components"]["schemas"]) == ["S", "T", "U", "Id"]
    assert list(found["components"]["schemas"]["U"]) == ["anyOf"]
    assert at(found, GET) is at(DOCUMENT, GET)


def test_a_slice_of_a_schema_is_that_schema_alone_where_it_refers_to_nothing():
    found = slice_of(DOCUMENT, ["/components/schemas/Id"])
    assert found == {"components": {"schemas": {"Id": {"type": "string"}}}}
    assert slice_of(DOCUMENT, []) == {}
    assert slice_of(DOCUMENT, [""]) == DOCUMENT


@given(documents(), st.lists(st.sampled_from(NAMES), min_size=1))
def test_every_reference_of_a_slice_leads_to_what_it_led_to(document, names):
    pointers = [f"/components/schemas/{name}" for name in names]
    found = slice_of(document, pointers)
    assert found == slice_of(document, reversed(pointers))
    assert found == slice_of(found, pointers)
    for holder, key in holders(found):
        pointer = local_pointer(holder[key]["$ref"])
        assert at(found, pointer) == at(document, pointer)
