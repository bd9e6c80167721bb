"""Promises of a release: what is written is read again, and what fits nothing is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.contract.fields import Fields
from bffgen.contract.promises import read_promises, written_promises
from bffgen.contract.promising import read_promised
from bffgen.model.family import Family
from bffgen.model.place import Place
from bffgen.model.policy import Every, Period, Rate, Unit
from bffgen.model.promises import Cached, Kept, PromisedOperation, Promises, Usual
from bffgen.model.telling import TITLES
from tests.cli.field import answered, contract
from tests.workspaces import reader, written

AT = Place(document="release.yaml", pointer="/promises")
FOLDER = "contracts/clients/app"
FILE = f"{FOLDER}/composition.yaml"

_texts = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=3).map(
    lambda found: tuple(sorted(found))
)
_ways = st.dictionaries(st.from_regex(r"(/[a-z]{1,4}){1,3}", fullmatch=True), _texts, max_size=3)
_numbers = st.integers(min_value=1, max_value=10**8)
_cached = st.builds(Cached, scope=st.none() | st.sampled_from(Kept), has_etag=st.booleans())
_operations = st.builds(
    PromisedOperation,
    key=st.from_regex(r"(GET|POST) /[a-z]{1,6}", fullmatch=True),
    is_served=st.booleans(),
    allow=_texts,
    visible_to=_ways.map(lambda found: tuple(sorted(found.items()))),
    writable_by=_ways.map(lambda found: tuple(sorted(found.items()))),
    needs_key=st.booleans(),
    max_body_bytes=st.none() | _numbers,
    within_ms=st.none() | _numbers,
    types=_texts,
    cursor=st.sampled_from(("", "c1", "c1:12ab34cd")),
    cached=st.none() | _cached,
    media_type=st.sampled_from(("", "application/hal+json")),
    place=st.just(AT),
)
_promises = st.builds(
    Promises,
    codes=_texts,
    media_type=st.sampled_from(("application/json", "application/problem+json")),
    usual=st.builds(
        Usual,
        max_body_bytes=_numbers,
        within_ms=_numbers,
        media_type=st.just("application/json"),
    ),
    rate=st.none() | st.builds(Rate, count=_numbers, every=st.sampled_from(Every)),
    cursor_age=st.none()
    | st.builds(Period, count=st.integers(min_value=1, max_value=9999), unit=st.sampled_from(Unit)),
    operations=st.lists(_operations, unique_by=lambda each: each.key, max_size=4).map(
        lambda found: tuple(sorted(found, key=lambda each: each.key))
    ),
    place=st.just(AT),
)


@given(_promises)
def test_what_is_written_is_read_as_the_same(promises):
    faults = []

    again = read_promises(Fields.of(written_promises(promises), AT, faults))

    assert faults == []
    assert again == promises


def usual(**more):
    return {
        "failures": {"media": "application/problem+json", "codes": []},
        "default": {"max_body": "1MiB", "within": "10s", "media": "application/json"},
        **more,
    }


@pytest.mark.parametrize(
    ("written", "pointer", "said"),
    [
        ({}, "", ("key", "failures")),
        (usual(operations={"home": {}}), "/operations/home", ("problem", "GET /home")),
        (usual(operations={"GET /h": {"alow": []}}), "/operations/GET ~1h/alow", ("key", "alow")),
        (
            usual(operations={"GET /h": {"cache": {"scope": "all"}}}),
            "/operations/GET ~1h/cache/scope",
            ("problem", "`public`"),
        ),
        (
            usual(operations={"GET /h": {"idempotency": True}}),
            "/operations/GET ~1h/idempotency",
            ("problem", "a boolean"),
        ),
        (usual(default={"max_body": "1MB"}), "/default/max_body", ("text", "1MB")),
    ],
)
def test_what_fits_nothing_is_told_at_its_place(written, pointer, said):
    faults = []

    read_promises(Fields.of(written, AT, faults))

    found = [each for each in faults if each.marks[0].place.pointer == AT.pointer + pointer]
    key, text = said
    assert any(text in dict(each.facts).get(key, "") for each in found), faults


def composed(document=None, family=Family.BROWSER, **members):
    """Say what a composition promises of a contract."""
    said = {"format": "composition/1", **members}
    found, faults = read_promised(
        reader({FILE: written(said)}), FOLDER, family, document or contract()
    )
    assert faults == ()
    return found


def only(promises):
    (operation,) = promises.operations
    return operation


def test_a_composition_that_says_nothing_promises_what_is_usual():
    found = composed(operations={"getHome": "shop.getHome"})

    assert found.operations == ()
    assert found.codes == tuple(sorted(TITLES))
    assert found.media_type == "application/problem+json"
    assert found.usual == Usual(
        max_body_bytes=1024 * 1024, within_ms=10_000, media_type="application/json"
    )


def test_without_a_composition_nobody_knows_what_is_promised():
    assert read_promised(reader({}), FOLDER, Family.BROWSER, contract()) == (None, ())


@pytest.mark.parametrize("text", [b"format: composition/2\n", b"a: [\n", b"format: 1\nx: 2\n"])
def test_a_composition_with_faults_promises_nothing(text):
    found, faults = read_promised(reader({FILE: text}), FOLDER, Family.BROWSER, contract())

    assert found is None
    assert faults


@pytest.mark.parametrize("name", ["addToCart", "POST /cart"])
def test_what_is_said_of_an_operation_is_promised_of_it(name):
    found = only(
        composed(
            operations={
                name: {
                    "call": "shop.addToCart",
                    "allow": ["scope(cart.write)", "role(buyer)"],
                    "writable_by": {"lines.*.price": ["role(clerk)"]},
                    "idempotency": {"header": "Idempotency-Key", "required": True},
                    "request": {"max_body": "16KiB", "within": "2s", "types": ["Application/JSON"]},
                }
            }
        )
    )

    assert found.key == "POST /cart"
    assert found.allow == ("role(buyer)", "scope(cart.write)")
    assert found.writable_by == (("/lines/price", ("role(clerk)",)),)
    assert found.needs_key
    assert (found.max_body_bytes, found.within_ms) == (16 * 1024, 2000)
    assert found.types == ("application/json",)
    pointer = found.at("allow").pointer
    assert pointer.endswith("/allow")
    assert found.at("max_body").pointer.endswith("/request/max_body")


def test_a_key_that_the_contract_itself_asks_for_is_no_promise_beside_it():
    document = contract()
    document["components"] = {
        "parameters": {
            "Key": {"in": "header", "name": "Idempotency-Key", "required": True, "schema": {}}
        }
    }
    document["paths"]["/cart"]["parameters"] = [{"$ref": "#/components/parameters/Key"}]

    found = composed(
        document,
        operations={
            "addToCart": {
                "call": "shop.addToCart",
                "idempotency": {"header": "idempotency-key", "required": True},
            }
        },
    )

    assert found.operations == ()


def test_what_is_not_served_is_said():
    found = only(composed(omit_operations=["getLegacy"]))

    assert (found.key, found.is_served) == ("GET /legacy", False)
    assert found.at("served").pointer == "/omit_operations/0"


@pytest.mark.parametrize(
    ("control", "scope"),
    [
        ({"const": "private, max-age=60"}, Kept.PRIVATE),
        ({"const": "max-age=60"}, Kept.PUBLIC),
        ({"const": "No-Store, private"}, Kept.NOBODY),
        ({"derive": "strictest"}, Kept.DERIVED),
    ],
)
def test_who_may_keep_an_answer_is_promised(control, scope):
    headers = {"Cache-Control": control, "ETag": {"derive": "body"}}

    found = only(composed(operations={"getHome": {"call": "shop.getHome", "headers": headers}}))

    assert found.cached == Cached(scope=scope, has_etag=True)


PAGES = {"source": "shop", "cursor": "request.query.cursor", "next": "shop.next"}


@pytest.mark.parametrize(
    ("family", "seal", "begins"),
    [
        (Family.BROWSER, {}, "c0:"),
        (Family.THIRD_PARTY, {}, "c1:"),
        (Family.BROWSER, {"seal": True}, "c1:"),
        (Family.THIRD_PARTY, {"seal": False}, "c0:"),
    ],
)
def test_the_form_of_a_cursor_says_whether_it_is_sealed(family, seal, begins):
    one = {"call": "shop.getHome", "paginate": {**PAGES, **seal}}
    other = {**one, "call": "shop.getAll"}

    found = only(composed(family=family, operations={"getHome": one}))
    elsewhere = only(composed(family=family, operations={"getHome": other}))

    assert found.cursor.startswith(begins)
    assert found.cursor != elsewhere.cursor


def test_the_codes_of_failures_are_those_that_the_errors_tell():
    body = {
        "error": {
            "code": {
                "enum": "problem.code",
                "map": {"not-found": "NOT_FOUND", "forbidden": "FORBIDDEN"},
                "default": "FAILED",
            }
        }
    }

    found = composed(errors={"body": body, "media_type": "application/json"})

    assert found.codes == ("FAILED", "FORBIDDEN", "NOT_FOUND")
    assert found.media_type == "application/json"


def test_failures_without_a_code_promise_none():
    assert composed(errors={"body": {"message": "problem.title"}}).codes == ()


def item_document():
    """Give a contract whose components lead to each other, and one of them to itself."""
    schemas = {
        "Item": {
            "type": "object",
            "properties": {
                "margin": {"type": "number"},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
            },
        },
        "Page": {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
                "first": {"allOf": [{"$ref": "#/components/schemas/Item"}]},
            },
        },
    }
    document = contract()
    document["components"] = {"schemas": schemas}
    page = {"$ref": "#/components/schemas/Page"}
    document["paths"]["/home"]["get"]["responses"] = answered(page)
    return document


def test_members_that_only_some_may_see_are_named_wherever_they_stand():
    margin = {"margin": {"value": "shop.margin", "visible_to": ["role(finance)"]}}
    inline = {
        "getHome": {
            "call": "shop.getHome",
            "body": {
                "items": {"each": "shop.items as i", "map": margin},
                "first": {"from": "shop.first", "map": margin},
            },
        }
    }
    shaped = {"getHome": {"call": "shop.getHome"}}
    shape = {"margin": {"value": "it.margin", "visible_to": ["role(finance)"]}}

    first = only(composed(item_document(), operations=inline))
    second = only(composed(item_document(), operations=shaped, shapes={"Item": shape}))

    wanted = (("/first/margin", ("role(finance)",)), ("/items/margin", ("role(finance)",)))
    assert first.visible_to == wanted
    # A shape holds for every answer that reaches its component, parts of parts among them.
    assert set(wanted) <= set(second.visible_to)


def meshed_document(count):
    """Give a contract whose components all lead to each other, and all to one more."""
    names = [f"T{number}" for number in range(count)]
    refers = {each: {"$ref": f"#/components/schemas/{each}"} for each in (*names, "Money")}
    schemas = {each: {"type": "object", "properties": refers} for each in names}
    schemas["Money"] = {"type": "object", "properties": {"amount": {"type": "integer"}}}
    document = contract()
    document["components"] = {"schemas": schemas}
    document["paths"]["/home"]["get"]["responses"] = answered(refers["T0"])
    return document


@pytest.mark.parametrize("count", [9, 40])
def test_of_components_that_all_lead_to_each_other_not_every_way_is_named(count):
    shape = {"amount": {"value": "it.amount", "visible_to": ["role(finance)"]}}
    told = {"operations": {"getHome": {"call": "shop.getHome"}}, "shapes": {"Money": shape}}

    found = only(composed(meshed_document(count), **told)).visible_to

    assert {"/Money/amount", "/T1/Money/amount"} <= {way for way, _ in found}
    assert len(found) <= 200


def test_a_json_that_is_not_the_usual_one_is_promised():
    document = contract()
    content = document["paths"]["/home"]["get"]["responses"]["200"]["content"]
    content["application/hal+json"] = content.pop("application/json")
    content["application/json"] = content["application/hal+json"]

    assert only(composed(document)).media_type == "application/hal+json"


def test_promises_are_equal_wherever_they_stand():
    operation = {"call": "shop.getHome", "allow": ["role(a)"]}
    one = composed(operations={"getHome": operation})
    two = composed(operations={"GET /home": operation})

    assert one == two
    assert hash(one) == hash(two)
    assert one.operations[0].place != two.operations[0].place
