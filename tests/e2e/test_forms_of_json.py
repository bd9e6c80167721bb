"""The media type of a JSON answer, over real sockets.

The case of tests/cases/composition/media/forms-of-json, its upstream recorded.
"""

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PRODUCT = {"id": "p-1", "sku": "s-1", "title": "Lamp", "price": 9.5}
READ = ("GET", "/products/p-1")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The upstream and the BFF."""
    name = "composition/media/forms-of-json"
    folder = built_case(name, tmp_path_factory.mktemp("forms"))[0]
    with Recorder(answers={READ: (200, PRODUCT)}) as recorder:
        recorder.told[READ] = {"Content-Type": "application/vnd.catalog+json; charset=utf-8"}
        urls = {"BFF_UPSTREAM_CATALOG_URL": recorder.url, "BFF_UPSTREAM_STOCK_URL": recorder.url}
        with Bff(folder, urls) as bff:
            yield recorder, bff


@pytest.mark.parametrize(
    ("path", "asked", "given"),
    [
        ("/products/p-1", {}, "application/vnd.shop.v2+json"),
        ("/products/p-1", {"Accept": "application/json"}, "application/json"),
        ("/products/p-1", {"Accept": "text/html"}, "application/vnd.shop.v2+json"),
        ("/titles/p-1", {"Accept": "text/plain"}, "application/vnd.shop.title+json"),
    ],
)
def test_an_answer_has_the_media_type_of_its_contract(served, path, asked, given):
    recorder, bff = served
    answered = bff.ask(path, **asked)
    assert (answered.status, answered.headers["content-type"]) == (200, given)
    assert answered.json()["title"] == "Lamp"
    assert recorder.sent[-1].headers["accept"] == "application/vnd.catalog+json"


def test_caches_are_told_that_the_form_was_chosen(served):
    _, bff = served
    assert bff.ask("/products/p-1").headers["vary"] == "Accept"
    assert "vary" not in bff.ask("/titles/p-1").headers
