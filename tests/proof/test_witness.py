"""A witness is small, plain, and the author's own where that does."""

import pytest

from bffgen.proof import prove

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def product(**properties):
    return {"type": "object", "required": ["id"], "properties": {"id": TEXT, **properties}}


@pytest.mark.parametrize(
    ("sub", "sup", "witness"),
    [
        # required members only, and the bound just crossed
        (product(n=WHOLE), product(id=WHOLE), {"id": ""}),
        ({"type": "integer", "maximum": 10}, {"maximum": 9}, 10),
        ({"type": "string", "maxLength": 3}, {"maxLength": 2}, "aaa"),
        ({"type": "array", "items": TEXT}, {"maxItems": 1}, ["", ""]),
        # declared names before fresh ones
        (product(), {"maxProperties": 1}, {"id": "", "extra": None}),
        (product(name=TEXT), {"maxProperties": 1}, {"id": "", "name": ""}),
        # the author's examples and defaults, where the whole still passes
        (product(id={**TEXT, "examples": ["p-1"]}, n=TEXT), {"maxProperties": 1},
         {"id": "p-1", "n": ""}),
        (product(id={**TEXT, "default": "p-1"}), {"properties": {"id": WHOLE}}, {"id": "p-1"}),
        (product(id={**TEXT, "examples": ["long"]}), {"properties": {"id": {"minLength": 1}}},
         {"id": ""}),
        ({"type": "array", "minItems": 1, "items": {**TEXT, "examples": [5, "a"]}},
         {"items": WHOLE}, ["a"]),
        ({"$ref": "#/$defs/p", "$defs": {"p": product(id={**TEXT, "examples": ["p-1"]})}},
         {"properties": {"id": WHOLE}}, {"id": "p-1"}),
        # what is listed is shown with no more than is needed
        ({"enum": [{"a": 1, "b": 2}]}, {"properties": {"a": TEXT}}, {"a": 1, "b": 2}),
        ({"type": "array", "contains": WHOLE}, {"items": TEXT}, [0]),
    ],
)  # fmt: skip
def test_a_witness_is_small_and_its_authors_own(sub, sup, witness):
    assert prove(sub, sup).witness == witness


def test_the_order_of_keys_does_not_matter():
    one = prove(product(a=TEXT, b=TEXT), {"maxProperties": 1})
    other = prove({**product(b=TEXT, a=TEXT)}, {"maxProperties": 1})
    assert one.witness == other.witness == {"id": "", "a": ""}
