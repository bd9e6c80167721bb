"""A view is made for what it changes, and for nothing else."""

from bffgen.model.peer_view import Role
from bffgen.model.pool import Pool
from bffgen.model.view import Side
from bffgen.model.views import Views

TEXT = {"type": "string"}
ID = {**TEXT, "readOnly": True}
THING = "/components/schemas/Thing"
OWN = {"type": "object", "required": ["id", "name"], "properties": {"id": ID, "name": TEXT}}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def document(thing, **others):
    return {"openapi": "3.1.0", "components": {"schemas": {"Thing": thing, **others}}}


class _Contract:
    """What Views asks of an Api."""

    def __init__(self, written):
        self.meaning, self.pool = written, Pool()


def test_a_view_is_made_only_for_what_reaches_a_mark():
    contract = _Contract(
        document(OWN, Plain={"items": ref("Plain")}, Above={"items": ref("Thing")})
    )
    views = Views(contract)
    for name, is_own in (("Plain", True), ("Thing", False), ("Above", False)):
        pointer = f"/components/schemas/{name}"
        asked = contract.pool.intern(contract.meaning, pointer)
        found, viewed = views.schema(asked, pointer, Side.ASKED, Role.SENDER)
        assert (found == asked) is is_own
        assert (viewed is contract.meaning) is is_own
        assert found == contract.pool.intern(viewed, pointer)


def test_a_mark_for_the_other_direction_changes_nothing():
    first = _Contract(document({"properties": {"id": ID}, "required": ["id"]}))
    second = document({"properties": {"id": TEXT}, "required": ["id"]})
    asked = first.pool.intern(first.meaning, THING)
    found, _ = Views(first).schema(asked, THING, Side.ANSWERED, Role.SENDER)
    assert found == first.pool.intern(second, THING) != asked


def test_what_travels_is_read_by_its_type():
    choice = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind"}}
    cat = {"required": ["id"], "properties": {"id": ID}}
    contract = _Contract(document(choice, Cat=cat, Dog={}))
    asked = contract.pool.intern(contract.meaning, THING)
    _, viewed = Views(contract).schema(asked, THING, Side.ASKED, Role.RECEIVER)
    schemas = viewed["components"]["schemas"]
    assert schemas["Thing"]["oneOf"][0]["properties"] == {"kind": {"enum": ["Cat"]}}
    assert schemas["Cat"] == {"required": [], "properties": {"id": True}}
