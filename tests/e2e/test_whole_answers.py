"""Answers that are no object, over real sockets: lists, maps, plain values, null.

The case of tests/cases/composition/roots/whole-answers, its upstream recorded.
"""

import json

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

LAMP = {"id": "p-1", "sku": "s-1", "title": "Lamp", "shelf": 4}
CHAIR = {"id": "p-2", "sku": "s-2", "title": "Chair", "aisle": 7}
SOLD = {"kind": "Sold", "amount": 9.5, "till": "t-1"}
RETURNED = {"kind": "Returned", "reason": "broken"}

SHOWN = [{"id": "p-1", "title": "Lamp"}, {"id": "p-2", "title": "Chair"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case("composition/roots/whole-answers", tmp_path_factory.mktemp("roots"))[0]


@pytest.fixture(scope="module")
def served(folder):
    """The answers of the upstream, and the BFF."""
    answers = {}
    with Recorder(answers=answers) as recorder:
        urls = {"BFF_UPSTREAM_CATALOG_URL": recorder.url, "BFF_UPSTREAM_STOCK_URL": recorder.url}
        with Bff(folder, urls) as bff:
            yield answers, bff


@pytest.mark.parametrize(
    ("theirs", "told", "path", "answered"),
    [
        ("/products", [LAMP, CHAIR], "/products", SHOWN),
        ("/products", [], "/products", []),
        ("/products", [LAMP, CHAIR], "/products/titles", ["Lamp", "Chair"]),
        (
            "/products/by-sku",
            {"s-1": LAMP, "s-2": CHAIR},
            "/products/by-sku",
            {"s-1": SHOWN[0], "s-2": SHOWN[1]},
        ),
        ("/products/count", 7, "/products/count", 7),
        ("/products/count", 0, "/products/count", 0),
        ("/products/featured", LAMP, "/products/featured", SHOWN[0]),
        ("/events", [SOLD, RETURNED], "/events", [{"kind": "Sold", "amount": 9.5}, RETURNED]),
    ],
)
def test_a_whole_answer_is_what_the_contract_says(served, theirs, told, path, answered):
    answers, bff = served
    answers["GET", theirs] = (200, told)
    found = bff.ask(path)
    assert (found.status, found.headers["content-type"]) == (200, "application/json")
    assert json.loads(found.body) == answered


def test_null_is_an_answer_like_any_other(served):
    answers, bff = served
    answers["GET", "/products/featured"] = (200, b"null")
    found = bff.ask("/products/featured")
    assert (found.status, found.body) == (200, b"null")


def test_no_body_is_no_null(served):
    answers, bff = served
    answers["GET", "/products/featured"] = (200, None)
    assert bff.ask("/products/featured").status == 502


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/products", [LAMP] * 51),
        ("/products", {"items": []}),
        ("/products/count", -1),
        ("/products/count", "7"),
        ("/events", [{"kind": "Lost"}]),
    ],
)
def test_what_is_outside_the_contract_is_a_bad_gateway(served, path, told):
    answers, bff = served
    answers["GET", path] = (200, told)
    assert bff.ask(path).status == 502
