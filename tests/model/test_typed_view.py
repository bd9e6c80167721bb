"""A discriminator decides which schema a value has, for both sides (PITFALLS 8, 9)."""

import copy

import pytest

from bffgen.model.typed_view import typed_view
from bffgen.proof.validate import is_valid

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def document(thing, **others):
    """Give a document whose `Body` is what stands at a position."""
    return {"openapi": "3.1.0", "components": {"schemas": {"Body": thing, **others}}}


def valid(written, value, at="/components/schemas/Body"):
    return is_valid(typed_view(written), at, value)


CAT = {"type": "object", "properties": {"lives": WHOLE}}
DOG = {"type": "object", "properties": {"tricks": WHOLE}}


def choice(mapping=None, keyword="oneOf", **more):
    discriminator = {"propertyName": "kind", **({"mapping": mapping} if mapping else {}), **more}
    return {keyword: [ref("Cat"), ref("Dog")], "discriminator": discriminator}


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("mapping", "value", "is_read"),
    [
        (None, {"kind": "Cat", "lives": 9}, True),
        (None, {"kind": "Dog", "lives": "nine"}, True),
        (None, {"kind": "Cat", "lives": "nine"}, False),
        (None, {"kind": "cat"}, False),
        (None, {"lives": 9}, False),
        ({"cat": "Cat"}, {"kind": "cat"}, True),
        ({"cat": "#/components/schemas/Cat"}, {"kind": "cat", "lives": "x"}, False),
        # Names count beside what is mapped, and two keys may name one schema.
        ({"cat": "Cat", "tom": "Cat"}, {"kind": "Cat", "lives": 9}, True),
        ({"cat": "Cat", "tom": "Cat"}, {"kind": "tom", "lives": 9}, True),
        ({"cat": "Cat", "tom": "Cat"}, {"kind": "tom", "lives": "x"}, False),
        # A name that is mapped to another schema is that one's key.
        ({"Cat": "Dog"}, {"kind": "Cat", "lives": "x"}, True),
        ({"Cat": "Dog"}, {"kind": "Cat", "tricks": "x"}, False),
        # What names nothing changes nothing.
        ({"cat": "Lost"}, {"kind": "cat"}, False),
    ],
)
def test_a_branch_is_read_by_its_keys(keyword, mapping, value, is_read):
    assert valid(document(choice(mapping, keyword), Cat=CAT, Dog=DOG), value) is is_read


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        ({"lives": 9}, True),
        ({"lives": "x"}, False),
        ({"kind": "?", "lives": 9}, True),
        ({"kind": "Cat", "lives": 9}, True),
        ({"kind": "Dog", "lives": "x"}, True),
        ({"kind": "Dog", "tricks": "x"}, False),
    ],
)
def test_the_default_is_read_where_no_key_is_known(value, is_read):
    written = document(choice(defaultMapping="Cat"), Cat=CAT, Dog=DOG)
    assert valid(written, value) is is_read


def test_branches_that_have_no_name_are_left_as_they_are():
    written = document({"oneOf": [{"type": "null"}, ref("Cat")],
                        "discriminator": {"propertyName": "kind"}}, Cat=CAT)  # fmt: skip
    assert valid(written, None)
    assert not valid(written, {"lives": 9})


def test_a_branch_whose_author_lists_other_values_is_read_by_those():
    cat = {"type": "object", "properties": {"kind": {"const": "feline"}}}
    dog = {"type": "object", "properties": {"kind": {"enum": ["canine", "wolf"]}}}
    written = document(choice(), Cat=cat, Dog=dog)
    assert valid(written, {"kind": "feline"})
    assert valid(written, {"kind": "wolf"})
    assert not valid(written, {})


PET = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT},
       "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}}}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "is_read"),
    [
        ({"kind": "Pet", "lives": "any"}, True),
        ({"kind": "Cat", "lives": 9}, True),
        ({"kind": "cat", "lives": 9}, True),
        ({"kind": "cat", "lives": "x"}, False),
        ({"kind": "Kitten", "lives": 9}, True),
        ({"kind": "Kitten", "lives": "x"}, False),
        ({"kind": "Kitten", "lives": 9, "age": "x"}, False),
        ({"kind": "fish"}, False),
    ],
)
@pytest.mark.parametrize(
    "position", [ref("Pet"), {"allOf": [ref("Pet")]}, {"anyOf": [ref("Pet"), {"type": "null"}]}]
)
def test_a_position_of_a_base_is_any_of_its_heirs(position, value, is_read):
    written = document(
        {"properties": {"pet": position}},
        Pet=PET,
        Cat={"allOf": [ref("Pet"), {"properties": {"lives": WHOLE}}]},
        Kitten={"allOf": [ref("Cat"), {"properties": {"age": WHOLE}}]},
    )
    assert valid(written, {"pet": value}) is is_read


def test_an_heir_inherits_from_the_base_itself():
    cat = {"allOf": [ref("Pet"), {"properties": {"lives": WHOLE}}]}
    written = document(ref("Pet"), Pet=PET, Cat=cat)
    at = "/components/schemas/Cat"
    assert valid(written, {"kind": "anything", "lives": 9}, at)
    assert not valid(written, {"lives": 9}, at)


def test_a_base_that_lists_the_keys_of_its_heirs_is_no_value_of_its_own():
    pet = {**PET, "properties": {"kind": {"enum": ["cat"]}}}
    cat = {"allOf": [ref("Pet"), {"properties": {"lives": WHOLE}}]}
    written = document(ref("Pet"), Pet=pet, Cat=cat)
    assert valid(written, {"kind": "cat", "lives": 9})
    assert not valid(written, {"kind": "cat", "lives": "x"})


def test_a_base_without_heirs_is_itself():
    lonely = document(ref("Pet"), Pet=PET)
    assert typed_view(lonely) == lonely


def test_a_base_may_be_listed_by_another_choice():
    written = document(
        {"oneOf": [ref("Pet"), ref("Fish")], "discriminator": {"propertyName": "kind"}},
        Pet={**PET, "discriminator": {"propertyName": "breed"}},
        Cat={"allOf": [ref("Pet"), {"properties": {"lives": WHOLE}}]},
        Fish={"type": "object"},
    )
    assert valid(written, {"kind": "Pet", "breed": "Cat", "lives": 9})
    assert not valid(written, {"kind": "Pet", "breed": "Cat", "lives": "x"})


def test_the_contract_is_not_changed_and_one_without_discriminators_is_its_own_view():
    written = document(choice(), Cat=CAT, Dog=DOG)
    pristine = copy.deepcopy(written)
    typed_view(written)
    assert written == pristine
    plain = document({"properties": {"discriminator": {"propertyName": "kind"}}})
    assert typed_view(plain) is plain


@pytest.mark.parametrize(
    "discriminator",
    [5, "kind", {}, {"propertyName": 5}, {"propertyName": "k", "mapping": []},
     {"propertyName": "k", "mapping": {"a": 5}, "defaultMapping": 5}],
)  # fmt: skip
def test_what_is_no_discriminator_says_nothing(discriminator):
    written = document({"oneOf": [TEXT, 5], "discriminator": discriminator})
    assert typed_view(written) == written
