"""What travels one way, as senders and receivers see it (PITFALLS 28, COMPATIBILITY 3)."""

import copy

import pytest

from bffgen.model.peer_view import VIEWS, Role, peer_view
from bffgen.model.tree import at
from bffgen.model.view import Side
from bffgen.proof.validate import is_valid

TEXT = {"type": "string"}
ID = {**TEXT, "readOnly": True}
SECRET = {**TEXT, "writeOnly": True}
THING = "/components/schemas/Thing"


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def document(thing, **others):
    return {"openapi": "3.1.0", "components": {"schemas": {"Thing": thing, **others}}}


def valid(written, role, value, side=Side.ASKED, pointer=THING):
    return is_valid(peer_view(written, side, role), pointer, value)


OWN = {
    "type": "object",
    "required": ["id", "name", "secret"],
    "properties": {"id": ID, "name": TEXT, "secret": SECRET},
}


@pytest.mark.parametrize(
    ("side", "role", "value", "is_taken"),
    [
        (Side.ASKED, Role.SENDER, {"name": "a", "secret": "s"}, True),
        (Side.ASKED, Role.SENDER, {"name": "a", "secret": "s", "id": "1"}, False),
        (Side.ASKED, Role.SENDER, {"name": "a"}, False),
        (Side.ASKED, Role.RECEIVER, {"name": "a", "secret": "s"}, True),
        (Side.ASKED, Role.RECEIVER, {"name": "a", "secret": "s", "id": 5}, True),
        (Side.ANSWERED, Role.SENDER, {"name": "a", "id": "1"}, True),
        (Side.ANSWERED, Role.SENDER, {"name": "a", "id": "1", "secret": "s"}, False),
        (Side.ANSWERED, Role.SENDER, {"name": "a"}, False),
        (Side.ANSWERED, Role.RECEIVER, {"name": "a", "id": "1", "secret": None}, True),
    ],
)
def test_a_sender_never_writes_it_and_a_receiver_takes_and_ignores_it(side, role, value, is_taken):
    assert valid(document(OWN), role, value, side) is is_taken


def test_the_declared_names_stay_declared():
    # All properties are readOnly: nothing becomes free-form, and what is closed stays closed.
    only = {"type": "object", "properties": {"id": ID}, "additionalProperties": False}
    sender = at(peer_view(document(only), Side.ASKED, Role.SENDER), THING)
    assert sender["properties"] == {"id": False}
    assert sender["additionalProperties"] is False


@pytest.mark.parametrize(
    ("thing", "others"),
    [
        ({"allOf": [{"properties": {"id": ID}}, {"required": ["id"]}]}, {}),
        ({"allOf": [ref("Base"), {"required": ["id"]}]}, {"Base": {"properties": {"id": ID}}}),
        ({"allOf": [ref("Base"), {"properties": {"id": ID}}]}, {"Base": {"required": ["id"]}}),
        ({"allOf": [ref("Mid"), {"properties": {"id": ID}}]},
         {"Mid": {"allOf": [ref("Base")]}, "Base": {"required": ["id"]}}),
        ({"$ref": "#/components/schemas/Base", "properties": {"id": ID}},
         {"Base": {"required": ["id"]}}),
        ({"properties": {"id": ref("Id")}, "required": ["id"]}, {"Id": ID}),
        ({"properties": {"id": {"allOf": [ref("Id")]}}, "required": ["id"]}, {"Id": ID}),
        ({"properties": {"id": ID}, "anyOf": [{"required": ["id"]}, {"required": ["x"]}]}, {}),
        ({"properties": {"id": ID}, "oneOf": [{"required": ["id"]}, {"required": ["x"]}]}, {}),
        ({"properties": {"id": ID}, "minProperties": 1}, {}),
        ({"allOf": [ref("Base"), {"properties": {"id": ID}}]}, {"Base": {"minProperties": 1}}),
        ({"properties": {"id": ID}, "if": {}, "then": {"required": ["id"]}}, {}),
        ({"properties": {"id": ID, "a": TEXT}, "if": {"required": ["id"]}, "then": {},
          "else": {"required": []}}, {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", Role)
def test_it_is_required_by_nothing_that_acts_at_its_place(thing, others, role):
    assert valid(document(thing, **others), role, {})


@pytest.mark.parametrize("role", Role)
def test_dependent_names_leave_with_it(role):
    thing = {"properties": {"id": ID}, "dependentRequired": {"name": ["id", "x"], "id": ["y"]}}
    assert valid(document(thing), role, {"name": 1, "x": 1})
    assert not valid(document(thing), role, {"name": 1})


def test_what_asks_is_left_as_it_is():
    thing = {"properties": {"id": ID}, "if": {"required": ["id"]}, "else": {"required": ["name"]}}
    assert not valid(document(thing), Role.SENDER, {})
    assert valid(document(thing), Role.SENDER, {"name": 1})


def test_a_component_loses_elsewhere_what_leaves_there_alone():
    base = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    thing = {"allOf": [ref("Base"), {"properties": {"id": ID}}]}
    written = document(thing, Base=base)
    for role in Role:
        assert valid(written, role, {})
        assert not valid(written, role, {}, pointer="/components/schemas/Base")
    viewed = peer_view(written, Side.ASKED, Role.SENDER)
    assert list(at(viewed, VIEWS)) == ["Base.without.id"]


def test_a_copy_that_refers_to_itself_ends():
    base = {"required": ["id"], "allOf": [ref("Base")], "properties": {"next": ref("Thing")}}
    written = document({"allOf": [ref("Base"), {"properties": {"id": ID}}]}, Base=base)
    viewed = at(peer_view(written, Side.ASKED, Role.SENDER), f"{VIEWS}/Base.without.id")
    assert viewed["allOf"] == [{"$ref": f"#{VIEWS}/Base.without.id"}]
    assert viewed["properties"] == {"next": ref("Thing")}


def test_the_keys_of_a_discriminator_lead_to_the_copies():
    cat = {"required": ["id", "kind"]}
    thing = {"properties": {"id": ID}, "oneOf": [ref("Cat"), ref("Dog")],
             "discriminator": {"propertyName": "kind", "mapping": {"c": "Cat"}}}  # fmt: skip
    written = document(thing, Cat=cat, Dog={"required": ["kind"]})
    viewed = at(peer_view(written, Side.ASKED, Role.SENDER), THING)
    copied = f"#{VIEWS}/Cat.without.id"
    assert viewed["discriminator"]["mapping"] == {"c": copied, "Cat": copied}
    assert viewed["oneOf"] == [{"$ref": copied}, ref("Dog")]


def test_the_heirs_of_a_discriminator_are_still_known():
    pet = {"required": ["id", "kind"], "discriminator": {"propertyName": "kind"}}
    written = document(ref("Pet"), Pet=pet, Cat={"allOf": [ref("Pet"), {"properties": {"id": ID}}]})
    viewed = peer_view(written, Side.ASKED, Role.SENDER)
    assert at(viewed, "/components/schemas/Cat")["allOf"][0] == ref("Pet")
    assert at(viewed, "/components/schemas/Pet")["required"] == ["kind"]


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/My%20Base",
        "#/components/schemas/My Base",
        "#/components/schemas/Holder/properties/inner",
        "#/components/schemas/Chained",
        "#/paths/~1a/get/responses/200/content/application~1json/schema",
    ],
)
def test_what_leaves_is_found_behind_however_it_is_referred_to(reference):
    base = {"type": "object", "properties": {"id": ID}}
    written = document(
        {"allOf": [{"$ref": reference}], "required": ["id", "name"]},
        **{"My Base": base, "Holder": {"properties": {"inner": base}}, "Chained": ref("My%20Base")},
    )
    content = {"application/json": {"schema": base}}
    written["paths"] = {"/a": {"get": {"responses": {"200": {"content": content}}}}}
    viewed = peer_view(written, Side.ASKED, Role.SENDER)
    assert at(viewed, THING)["required"] == ["name"]


def test_what_has_no_mark_is_shared_and_the_contract_is_not_changed():
    written = document(
        OWN, Other={"allOf": [ref("Thing")], "minProperties": 2}, Plain={"items": OWN}
    )
    pristine = copy.deepcopy(written)
    viewed = peer_view(written, Side.ASKED, Role.SENDER)
    assert written == pristine
    assert at(viewed, "/components/schemas/Other") == {"allOf": [ref("Thing")]}
    plain = document({"properties": {"readOnly": TEXT, "a": {"enum": [{"readOnly": True}]}}})
    assert peer_view(plain, Side.ASKED, Role.SENDER) is plain


def test_members_below_members_leave_too():
    inner = {"type": "object", "required": ["at"], "properties": {"at": ID}}
    thing = {"properties": {"inner": inner}, "items": {"items": inner}}
    assert valid(document(thing), Role.SENDER, {"inner": {}})
    assert valid(document(thing), Role.SENDER, [[{}]])
