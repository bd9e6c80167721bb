"""What an overlay assumes of an upstream is held at run time, over real sockets.

The case of tests/cases/composition/overlays/assumed, its two upstreams recorded.
"""

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PRODUCT = {"id": "p-1", "sku": "s-1", "title": "Lamp", "price": 9.5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case("composition/overlays/assumed", tmp_path_factory.mktemp("overlays"))[0]


def test_an_answer_that_breaks_an_assumption_is_refused_and_no_other(folder):
    answers = {("GET", "/products/p-1"): (200, PRODUCT)}
    with Recorder(answers=answers) as recorder:
        urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}
        with Bff(folder, urls) as bff:
            statuses = {}
            for name, stock in (
                ("as assumed", {"available": True, "count": 3}),
                ("without a count", {"available": True}),
                ("less than none", {"available": True, "count": -1}),
            ):
                answers["GET", "/stock/s-1"] = (200, stock)
                answered = bff.ask("/products/p-1")
                statuses[name] = (answered.status, answered.json().get("left"))
    assert statuses == {
        "as assumed": (200, 3),
        "without a count": (502, None),
        "less than none": (502, None),
    }
