"""Over real sockets: a tree as deep as it is, and an order that says how it was paid."""

import json

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.callers import CUSTOMER, SUPPORT, bearer
from tests.e2e.shop import CATEGORY, ORDER

OF_ORDER = "/orders/o-2026-000812"
PAYMENTS = [
    {"method": "card", "brand": "VISA", "lastDigits": "4242"},
    {"method": "invoice", "dueOn": "2026-04-14"},
    {"method": "wallet", "provider": "paywell"},
]


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def contracts(root):
    def read(path):
        return (root / path).read_bytes()

    return {
        client: lower(bundle(f"contracts/clients/{client}/openapi.yaml", read), Pool())
        for client in ("web", "admin")
    }


def held(api, operation, answered):
    """Give what was answered, which fits the contract."""
    response = api.operation(operation).response(str(answered.status))
    (media,) = response.content
    assert first_fault(api.meaning, media.schema_pointer, answered.json()) is None
    return answered.json()


def told(upstreams, service, body):
    upstreams.answer(service, body=json.dumps(body).encode())


def test_a_tree_is_answered_to_its_leaves_and_no_further(upstreams, bffs, contracts):
    web = contracts["web"]
    assert (
        held(contracts["web"], "getCategory", bffs["web"].ask("/categories/lighting")) == CATEGORY
    )

    deep = {"id": "leaf", "name": "Leaf", "children": [], "shelf": 7}
    for level in range(40):
        deep = {"id": f"level-{level}", "name": "Level", "children": [deep], "shelf": 7}
    told(upstreams, "catalog", deep)
    found = held(web, "getCategory", bffs["web"].ask("/categories/lighting"))
    for _ in range(40):
        assert found.keys() == {"id", "name", "children"}
        (found,) = found["children"]
    assert found == {"id": "leaf", "name": "Leaf", "children": []}


def test_a_tree_that_is_broken_at_any_depth_is_a_bad_gateway(upstreams, bffs):
    wrong = {"id": "a", "name": "A", "children": [{"id": "b", "name": "B", "children": [{}]}]}
    told(upstreams, "catalog", wrong)
    assert bffs["web"].ask("/categories/lighting").status == 502


@pytest.mark.parametrize("payment", PAYMENTS, ids=lambda payment: payment["method"])
@pytest.mark.parametrize(("client", "who"), [("web", CUSTOMER), ("admin", SUPPORT)])
def test_an_order_says_how_it_was_paid(upstreams, bffs, contracts, client, who, payment):
    told(upstreams, "orders", {**ORDER, "payment": {**payment, "reference": "p-1"}})
    answered = bffs[client].ask(OF_ORDER, **bearer(who))
    assert held(contracts[client], "getOrder", answered)["payment"] == payment


@pytest.mark.parametrize(
    "payment",
    [
        {"method": "cheque", "bank": "Alpha"},
        {"brand": "VISA", "lastDigits": "4242"},
        {"method": "card", "provider": "paywell"},
        {"method": "invoice", "dueOn": "soon"},
        None,
    ],
)
def test_a_payment_of_no_branch_is_a_bad_gateway(upstreams, bffs, payment):
    told(upstreams, "orders", {**ORDER, "payment": payment})
    assert bffs["web"].ask(OF_ORDER, **bearer(CUSTOMER)).status == 502
