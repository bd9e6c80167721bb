"""What the shop's own people do through the admin BFF: real sockets, scopes of each caller."""

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.callers import EDITOR, FINANCE, MODERATOR, OPS, SUPPORT, bearer, write_keys
from tests.e2e.served import Bff
from tests.e2e.upstreams import Upstreams

ORDER = "/orders/o-2026-000812"


@pytest.fixture(scope="module")
def upstreams():
    with Upstreams() as running:
        yield running


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def admin(root, upstreams, tmp_path_factory):
    keys = write_keys(tmp_path_factory.mktemp("keys"))
    with Bff(root / "generated/admin", upstreams.environment(), **keys) as bff:
        yield bff


@pytest.fixture(scope="module")
def api(root):
    made = bundle("contracts/clients/admin/openapi.yaml", lambda path: (root / path).read_bytes())
    return lower(made, Pool())


def fault(api, operation, answered):
    """Say what of an answer does not fit the contract; None where all of it does."""
    response = api.operation(operation).response(str(answered.status))
    kind = answered.headers["content-type"]
    media = next(each for each in response.content if each.media_type == kind)
    return first_fault(api.meaning, media.schema_pointer, answered.json())


@pytest.mark.parametrize(
    ("operation", "target", "who", "status"),
    [
        ("getOrder", ORDER, SUPPORT, 200),
        ("getOrder", ORDER, FINANCE, 200),
        ("getOrder", ORDER, OPS, 200),
        ("getOrder", ORDER, EDITOR, 403),
        ("getOrder", "/orders/o-2026-1", SUPPORT, 404),
        ("getOrder", "/orders/x", SUPPORT, 422),
        ("listOrders", "/orders?customerId=c-40017", SUPPORT, 200),
        ("listOrders", "/orders", MODERATOR, 403),
        ("listReviewQueue", "/reviews/queue", MODERATOR, 200),
        ("listReviewQueue", "/reviews/queue", SUPPORT, 403),
    ],
)
def test_a_scope_opens_what_it_names_and_nothing_else(admin, api, operation, target, who, status):
    answered = admin.ask(target, **bearer(who))
    assert answered.status == status
    assert fault(api, operation, answered) is None


def test_an_order_speaks_of_money_in_one_way(admin):
    order = admin.ask(ORDER, **bearer(SUPPORT)).json()
    assert order["total"] == {"amount": 354.8, "currency": "EUR"}
    assert order["lines"][0]["unitPrice"] == {"amount": 349.9, "currency": "EUR"}
    assert order["customerId"] == "c-40017"


def test_orders_of_one_customer_are_those_alone(upstreams, admin):
    found = [admin.ask(f"/orders?customerId={each}", **bearer(OPS)) for each in ("c-40017", "c-1")]
    assert [len(each.json()["orders"]) for each in found] == [1, 0]
