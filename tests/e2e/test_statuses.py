"""Successes of several statuses, over real sockets.

The case of tests/cases/composition/statuses/several-successes, its upstream recorded.
"""

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PRODUCT = {"id": "p-1", "title": "Lamp", "shelf": 4}
READ, OFFER, STOCK = ("GET", "/products/p-1"), ("GET", "/products/p-1/offer"), ("GET", "/stock/p-1")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The answers of the upstream, and the BFF."""
    name = "composition/statuses/several-successes"
    folder = built_case(name, tmp_path_factory.mktemp("statuses"))[0]
    answers = {}
    with Recorder(answers=answers) as recorder:
        urls = {"BFF_UPSTREAM_CATALOG_URL": recorder.url, "BFF_UPSTREAM_STOCK_URL": recorder.url}
        with Bff(folder, urls) as bff:
            yield answers, bff


@pytest.fixture(autouse=True)
def _healthy(served):
    answers, _ = served
    answers |= {
        READ: (200, PRODUCT),
        OFFER: (200, {"percent": 5}),
        STOCK: (200, {"count": 3}),
    }


def shown(bff):
    answered = bff.ask("/products/p-1")
    return answered.status, answered.json()


@pytest.mark.parametrize("status", [200, 203])
def test_every_success_of_one_schema_is_read(served, status):
    answers, bff = served
    answers[READ] = (status, PRODUCT)
    assert shown(bff) == (
        200,
        {"id": "p-1", "title": "Lamp", "percent": 5, "count": 3, "offer": {"percent": 5}},
    )


def test_a_success_without_a_body_is_an_absent_value(served):
    answers, bff = served
    answers[OFFER] = (204, None)
    assert shown(bff) == (200, {"id": "p-1", "title": "Lamp", "percent": 0, "count": 3})


@pytest.mark.parametrize("status", [200, 201, 226])
def test_a_range_holds_all_its_statuses(served, status):
    answers, bff = served
    answers[STOCK] = (status, {"count": 8})
    assert shown(bff)[1]["count"] == 8


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (READ, (201, PRODUCT)),
        (READ, (204, None)),
        (OFFER, (200, {"per": 5})),
        (STOCK, (204, None)),
        (STOCK, (304, None)),
    ],
)
def test_what_no_success_of_the_contract_is_fails(served, asked, answer):
    answers, bff = served
    answers[asked] = answer
    assert shown(bff)[0] == 502


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((200, PRODUCT), {"id": "p-1", "title": "Lamp"}),
        ((202, {"job": "j-1", "done": False}), {"job": "j-1"}),
    ],
)
def test_of_two_schemas_a_value_is_either(served, answer, told):
    answers, bff = served
    answers["PUT", "/products/p-1"] = answer
    answered = bff.ask("/products/p-1", method="PUT")
    assert (answered.status, answered.json()) == (200, told)
