"""Where an operation meets a place, and whether a contract has it marked on each way to it."""

import pytest

from bffgen.govern.positions import is_marked
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
    # OpenAPI 3.0 reads nothing beside a reference.
    (contract(an_object(c={**refers("Card"), **GOES}), "3.0.3", Card=an_object(b=TEXT)), "c/b"),
]
MARKED = [
    (contract(refers("Node"), Node=node({**TEXT, **GOES})), "children/badge"),
    (contract(refers("Node"), Node=node(**GOES)), "children/children/badge"),
    (contract(refers("Node"), Node=node(children={**refers("Node"), **GOES})), "children/badge"),
    (wide({**TEXT, **GOES}), "p7/badge"),
    (contract(an_object(c={**refers("Card"), **GOES}), Card=an_object(b=TEXT)), "c/b"),
    # What is gone needs none.
    (contract(refers("Node"), Node=node()), "children/bdge"),
]


@pytest.mark.parametrize(("document", "path"), UNMARKED)
def test_what_has_no_mark_on_some_way_is_not_marked(document, path):
    assert not is_marked(f"GET /t#/response/200/{path}", document)


@pytest.mark.parametrize(("document", "path"), MARKED)
def test_what_lies_in_a_mark_on_each_way_or_is_gone_is_marked(document, path):
    assert is_marked(f"GET /t#/response/200/{path}", document)
