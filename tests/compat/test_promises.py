"""What is promised beside two contracts: which differences are told, and which hurt nobody."""

from dataclasses import replace

import pytest

from bffgen.compat.promises import Side, compare_promises
from bffgen.compat.rule import rules
from bffgen.contract.promising import read_promised
from bffgen.model.comparison import NoWitness
from bffgen.model.family import Family
from bffgen.model.policy import Every, Period, Rate, Unit
from tests.cli.field import contract
from tests.workspaces import reader, written

FOLDER = "contracts/clients/app"
PAGES = {"source": "shop", "cursor": "request.query.cursor", "next": "shop.next"}


def side(document=None, **composition):
    document = document or contract()
    said = written({"format": "composition/1", **composition})
    read = reader({f"{FOLDER}/composition.yaml": said})
    promises, faults = read_promised(read, FOLDER, Family.BROWSER, document)
    assert faults == ()
    return Side(promises=promises, document=document)


def told(was, now):
    return compare_promises(was, now, rules())


def cart(**said):
    return {"operations": {"addToCart": {"call": "shop.addToCart", **said}}}


def home(**said):
    return {"operations": {"getHome": {"call": "shop.getHome", **said}}}


def shown(*to, value="shop.badge"):
    return home(body={"badge": {"value": value, "visible_to": list(to)}})


def cached(control):
    return home(headers={"Cache-Control": control})


def codes(**words):
    enum = {"enum": "problem.code", "map": words, "default": "failed"}
    return {"errors": {"body": {"code": enum}}}


KEY = {"header": "Idempotency-Key"}
PRIVATE, PUBLIC = {"const": "private"}, {"const": "public, max-age=60"}
DERIVED = {"derive": "strictest"}


@pytest.mark.parametrize(
    ("was", "now", "rule"),
    [
        (cart(), cart(allow=["role(a)"]), "access-narrowed"),
        (cart(allow=["role(a)", "role(b)"]), cart(allow=["role(a)"]), "access-narrowed"),
        (cart(allow=["role(a)"]), cart(allow=["role(b)"]), "access-narrowed"),
        (cart(allow=["role(a)"]), cart(allow=["role(a)", "role(b)"]), None),
        (cart(allow=["role(a)"]), cart(), None),
        (home(), shown("role(a)"), "access-narrowed"),
        (shown("role(a)"), home(), None),
        (shown("role(a)"), shown("role(a)", value="shop.other"), None),
        (cart(), cart(writable_by={"note": ["role(a)"]}), "access-narrowed"),
        (
            cart(writable_by={"note": ["role(a)"]}),
            cart(writable_by={"note.text": ["role(a)"]}),
            None,
        ),
        (home(), {"omit_operations": ["getHome"]}, "operation-unserved"),
        ({"omit_operations": ["getHome"]}, home(), None),
        (cart(idempotency=KEY), cart(idempotency={**KEY, "required": True}),
         "idempotency-became-required"),
        (cart(idempotency={**KEY, "required": True}), cart(idempotency=KEY), None),
        (cart(), cart(request={"max_body": "16KiB"}), "request-limit-lowered"),
        (cart(request={"max_body": "16KiB"}), cart(), None),
        (cart(), cart(request={"within": "1s"}), "request-limit-lowered"),
        (cart(), cart(request={"types": ["application/json"]}), None),
        (cart(request={"types": ["application/json"]}), cart(), None),
        (home(), home(request={"max_body": "16KiB"}), None),
        (home(paginate=PAGES), home(paginate={**PAGES, "seal": True}), "cursor-format-changed"),
        (home(paginate={**PAGES, "seal": True}), home(paginate=PAGES), "cursor-format-changed"),
        (home(), home(paginate={**PAGES, "seal": True}), "cursor-format-changed"),
        (home(), home(paginate=PAGES), None),
        (home(paginate=PAGES), home(paginate={**PAGES, "next": "shop.later"}),
         "cursor-format-changed"),
        (cached(PRIVATE), cached(PUBLIC), "response-cache-policy-changed"),
        (cached(DERIVED), cached(PUBLIC), "response-cache-policy-changed"),
        (cached(PUBLIC), cached(PRIVATE), None),
        (cached(DERIVED), cached(PRIVATE), None),
        (cached(PRIVATE), home(), "response-cache-policy-changed"),
        (cached(DERIVED), cached({"const": "no-store"}), "response-cache-policy-changed"),
        (home(), cached(PUBLIC), None),
        (home(headers={"ETag": {"derive": "body"}}), home(), "response-cache-policy-changed"),
        (codes(gone="gone"), codes(gone="gone", conflict="clash"), "error-code-added"),
        (codes(gone="gone", conflict="clash"), codes(gone="gone"), "error-code-removed"),
        ({}, {"errors": {"body": {"code": "problem.code"}}}, "response-default-media-type-changed"),
    ],
)  # fmt: skip
def test_what_is_promised_no_longer_is_told_and_what_is_promised_more_is_not(was, now, rule):
    found = told(side(**was), side(**now))

    assert [each.rule for each in found] == ([rule] if rule else [])


def paged(name, following="next"):
    pages = {"source": name, "cursor": "request.query.cursor", "next": f"{name}.{following}"}
    sources = {name: {"call": "shop.getHome"}}
    return {"operations": {"getHome": {"sources": sources, "paginate": pages, "body": {}}}}


def test_the_name_of_a_source_is_not_in_its_cursors():
    assert told(side(**paged("page")), side(**paged("one"))) == ()
    assert [each.rule for each in told(side(**paged("page")), side(**paged("page", "later")))] == [
        "cursor-format-changed"
    ]


@pytest.mark.parametrize(
    ("was", "now", "is_told"),
    [
        ("c1:6f0e31ab", "c1:94799e26", True),
        ("c0:6f0e31ab", "c1", True),
        ("c1:6f0e31ab", "c1", False),  # an ejected function goes on with what it was given
        ("c1", "c1:6f0e31ab", False),
    ],
)
def test_cursors_of_functions_have_no_form_but_their_seal(was, now, is_told):
    found = told(holding(was), holding(now))

    assert [each.rule for each in found] == ["cursor-format-changed"] * is_told


def holding(cursor):
    found = side(**home(paginate=PAGES))
    (one,) = found.promises.operations
    promises = replace(found.promises, operations=(replace(one, cursor=cursor),))
    return Side(promises=promises, document=found.document)


def limited(rate, age):
    found = side(**home())
    return Side(
        promises=replace(found.promises, rate=rate, cursor_age=age), document=found.document
    )


def rate(count, every="m"):
    return Rate(count=count, every=Every(every))


DAY, WEEK = Period(count=24, unit=Unit.HOURS), Period(count=7, unit=Unit.DAYS)


@pytest.mark.parametrize(
    ("was", "now", "rules"),
    [
        ((rate(600), None), (rate(599), None), ["rate-limit-lowered"]),
        ((rate(600), None), (rate(10, "s"), None), []),
        ((rate(600), None), (rate(9, "s"), None), ["rate-limit-lowered"]),
        ((rate(600), None), (None, None), []),
        ((None, None), (rate(600), None), ["rate-limit-lowered"]),
        ((None, WEEK), (None, DAY), ["cursor-age-shortened"]),
        ((None, DAY), (None, WEEK), []),
        ((None, None), (None, WEEK), ["cursor-age-shortened"]),
    ],
)
def test_what_is_limited_more_is_told(was, now, rules):
    assert [each.rule for each in told(limited(*was), limited(*now))] == rules


JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BOTH = f"{JSON}, {FORM}"


def taking(*forms, types=()):
    """Give a side whose contract takes bodies in some forms, and whose composition names `types`"""
    document = contract()
    body = document["paths"]["/cart"]["post"]["requestBody"]
    body["content"] = dict.fromkeys(forms, body["content"][JSON])
    document["components"] = {"requestBodies": {"Cart": body}}
    document["paths"]["/cart"]["post"]["requestBody"] = {"$ref": "#/components/requestBodies/Cart"}
    return side(document, **cart(**({"request": {"types": [*types]}} if types else {})))


@pytest.mark.parametrize(
    ("was", "now", "lost"),
    [
        (taking(JSON), taking(JSON, types=[JSON]), None),
        (taking(JSON), taking(JSON, FORM, types=[JSON]), None),
        (taking(JSON, FORM), taking(JSON, FORM, types=[JSON]), "in any declared form"),
        (taking(JSON, FORM, types=[JSON, FORM]), taking(JSON, FORM, types=[FORM]), BOTH),
        # That the contract has one form less is told by the contracts.
        (taking(JSON, FORM), taking(JSON, types=[JSON]), None),
    ],
)  # fmt: skip
def test_a_form_that_the_contract_takes_and_the_composition_no_longer_is_told(was, now, lost):
    found = told(was, now)

    assert [each.rule for each in found] == (["request-limit-lowered"] if lost else [])
    assert all(dict(each.facts)["was"] == lost for each in found)


def test_the_form_that_is_answered_first_is_promised():
    document = contract()
    content = document["paths"]["/home"]["get"]["responses"]["200"]["content"]
    other = {"application/hal+json": content["application/json"], **content}
    turned = contract()
    turned["paths"]["/home"]["get"]["responses"]["200"]["content"] = other

    (found,) = told(side(document), side(turned))

    assert found.rule == "response-default-media-type-changed"
    assert found.operations == (("GET /home", "no"),)
    assert found.witness.after == "answered as application/hal+json"


def test_an_operation_that_came_or_went_is_told_by_the_contracts_alone():
    less = contract()
    del less["paths"]["/cart"]

    assert told(side(**cart()), side(less)) == ()
    assert told(side(less), side(**cart(allow=["role(a)"]))) == ()


def test_a_parameter_of_the_path_by_another_name_is_the_same_operation():
    one, other = contract(), contract()
    one["paths"]["/homes/{id}"] = one["paths"].pop("/home")
    other["paths"]["/homes/{key}"] = other["paths"].pop("/home")

    (found,) = told(side(one, **home()), side(other, **home(allow=["role(a)"])))

    assert found.operations == (("GET /homes/{id}", "no"),)


def test_a_finding_shows_both_places_and_who_is_hurt():
    (found,) = told(side(**cart()), side(**cart(allow=["scope(cart.write)"])))

    revision, baseline = (each.place for each in found.marks)
    assert revision.pointer == "/operations/addToCart/allow"
    assert baseline.pointer == ""
    assert found.witness.line == "POST /cart   of a caller without `scope(cart.write)`"
    assert found.witness.after == "refused with 403"
    assert not isinstance(found.witness, NoWitness)


def test_two_operations_that_are_narrowed_alike_have_findings_of_their_own():
    was = side(**cart(), omit_operations=["getLegacy"])
    now = side(
        operations={
            "addToCart": {"call": "shop.addToCart", "allow": ["role(a)"]},
            "getHome": {"call": "shop.getHome", "allow": ["role(a)"]},
        },
        omit_operations=["getLegacy"],
    )

    found = told(was, now)

    assert [each.operations[0][0] for each in found] == ["POST /cart", "GET /home"]
    assert len({each.fingerprint for each in found}) == 2
