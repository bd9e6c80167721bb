"""Where an operation meets a place, and whether a contract has it marked on each way to it."""

import time

import pytest

from bffgen.govern.positions import everywhere, is_marked, met
from tests.govern.test_disowned import TEXT, an_object, answered, refers

GOES = {"deprecated": True}


def contract(root, version="3.1.0", **schemas):
    """Give a contract whose `GET /t` answers with one schema."""
    return {
        "openapi": version,
        "paths": {"/t": {"get": {"responses": {"200": answered(root)}}}},
        "components": {"schemas": schemas},
    }


def node(badge=TEXT, children=None, **more):
    children = children or {"type": "array", "items": refers("Node")}
    return {**an_object(children=children, badge=badge), **more}


def wide(badge=TEXT, count=201):
    """Give an object that leads to one component in more ways than anybody tells apart."""
    names = {f"p{number}": refers("Card") for number in range(count)}
    return contract(an_object(**names), Card=an_object(badge=badge))


# It holds itself in two ways that have no word.
ANY = {
    "oneOf": [
        an_object(badge=TEXT),
        {"items": refers("Any")},
        {"additionalProperties": refers("Any")},
    ]
}
UNMARKED = [
    # The second way through a component is a way.
    (contract(refers("Node"), Node=node()), "children/badge"),
    (contract(refers("Node"), Node=node()), "children/children/children/badge"),
    (contract(refers("Node"), Node=node()), "badge"),
    (wide(), "p7/badge"),
    (contract(refers("Any"), Any=ANY), "badge"),
    (contract({"additionalProperties": refers("Card")}, Card=an_object(badge=TEXT)), "badge"),
    (contract({"patternProperties": {"^x": refers("Card")}}, Card=an_object(badge=TEXT)), "badge"),
    # Names and values mark nothing.
    (contract(refers("Card"), Card=an_object(badge=TEXT, deprecated=True)), "badge"),
    (contract(refers("Card"), Card=an_object(badge={**TEXT, "default": GOES})), "badge"),
    # A mark on one way of two to the place.
    (
        contract({"allOf": [{**refers("Card"), **GOES}, refers("Card")]}, Card=an_object(b=TEXT)),
        "b",
    ),
    # What is no day says nothing.
    (contract(an_object(b={**TEXT, "x-sunset": "2027-01-01garbage"})), "b"),
    (contract(an_object(b={**TEXT, "x-sunset": "2026-W48-4"})), "b"),
    # OpenAPI 3.0 reads nothing beside a reference.
    (contract(an_object(c={**refers("Card"), **GOES}), "3.0.3", Card=an_object(b=TEXT)), "c/b"),
]
MARKED = [
    (contract(refers("Node"), Node=node({**TEXT, **GOES})), "children/badge"),
    (contract(refers("Node"), Node=node(**GOES)), "children/children/badge"),
    (contract(refers("Node"), Node=node(children={**refers("Node"), **GOES})), "children/badge"),
    (wide({**TEXT, **GOES}), "p7/badge"),
    (contract(an_object(c={**refers("Card"), **GOES}), Card=an_object(b=TEXT)), "c/b"),
    # A sunset says that there is an end.
    (contract(an_object(b={**TEXT, "x-sunset": "2027-01-01"})), "b"),
    # What is gone needs none.
    (contract(refers("Node"), Node=node()), "children/bdge"),
]


@pytest.mark.parametrize(("document", "path"), UNMARKED)
def test_what_has_no_mark_on_some_way_is_not_marked(document, path):
    assert not is_marked(f"GET /t#/response/200/{path}", document)


@pytest.mark.parametrize(("document", "path"), MARKED)
def test_what_lies_in_a_mark_on_each_way_or_is_gone_is_marked(document, path):
    assert is_marked(f"GET /t#/response/200/{path}", document)


def meshed(count, *, holding):
    """Give components that all refer to each other and to the hub, which has a badge."""
    names = [f"T{number}" for number in range(count)]
    all_of_them = {name.lower(): refers(name) for name in names}
    hub = an_object(**all_of_them, zz_badge=TEXT)
    other = an_object(**all_of_them, hub=refers("Hub"))
    schemas = {"Hub": hub, **dict.fromkeys(names, other)}
    return contract(refers("Hub" if holding else "T0"), **schemas)


BADGE = "/components/schemas/Hub/properties/zz_badge"


@pytest.mark.parametrize("count", [12, 60])
def test_components_that_all_lead_to_each_other_are_walked_in_no_time(count):
    """Of ways that end nowhere there are as many as orders of the components."""
    document = meshed(count, holding=True)
    began = time.process_time()

    assert [each.way for each in met("GET /t", BADGE, document)] == ["/response/200/zz_badge"]
    assert [each.way for _, each in everywhere(BADGE, document)] == ["/response/200/zz_badge"]
    # All of these end at the place, and are more than anybody tells apart.
    assert [each.way for each in met("GET /t", BADGE, meshed(count, holding=False))] == [""]
    assert time.process_time() - began < 5


def test_a_place_behind_a_discriminator_is_met_in_each_way():
    pet = {**an_object(kind=TEXT), "discriminator": {"propertyName": "kind"}}
    cat = {"allOf": [refers("Pet"), an_object(lives=TEXT)]}
    place = "/components/schemas/Cat/allOf/1/properties/lives"
    found = met("GET /t", place, contract(an_object(pet=refers("Pet")), Pet=pet, Cat=cat))

    assert [each.way for each in found] == ["/response/200/pet/lives"]
    document = contract(an_object(pet=refers("Pet")), Pet=pet, Cat=cat)
    assert not is_marked("GET /t#/response/200/pet/lives", document)


def test_a_reference_is_read_as_the_fragment_of_an_address():
    root = {"$ref": "#/components/schemas/A%20b"}
    document = contract(root, **{"A b": an_object(badge=TEXT)})
    place = "/components/schemas/A b/properties/badge"

    assert [each.way for each in met("GET /t", place, document)] == ["/response/200/badge"]
    assert not is_marked("GET /t#/response/200/badge", document)
