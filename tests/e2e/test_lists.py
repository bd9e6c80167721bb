"""Lists of the storefront over real sockets: pages, cards, what goes with a product."""

from urllib.parse import quote

import pytest

from tests.e2e.callers import write_keys
from tests.e2e.served import Bff
from tests.e2e.upstreams import Upstreams


@pytest.fixture(scope="module")
def upstreams():
    with Upstreams() as running:
        yield running


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return write_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def web(root, upstreams, keys):
    with Bff(root / "generated/web", upstreams.environment(), **keys) as bff:
        yield bff


@pytest.fixture(scope="module")
def mobile(root, upstreams, keys):
    with Bff(root / "generated/mobile", upstreams.environment(), **keys) as bff:
        yield bff


def test_a_search_is_walked_from_page_to_page(web):
    found, cursor = [], ""
    for _ in range(20):
        page = web.ask(f"/search?q=article&limit=48{cursor}").json()
        found += [item["id"] for item in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={quote(page['nextCursor'])}"
    assert (len(found), len(set(found)), page["total"]) == (240, 240, 240)


def test_a_cursor_that_the_service_refuses_is_the_clients_fault(upstreams, web):
    upstreams.answer("catalog", status=400)
    answered = web.ask("/search?q=article&cursor=x")
    assert (answered.status, answered.json()["code"]) == (400, "refused")


def test_what_goes_with_a_product_has_the_stars_of_each(upstreams, mobile):
    answered = mobile.ask("/v3/products/lamp-1001/more")
    assert answered.json() == {
        "more": [
            {"id": "table-2040", "name": "Marble side table", "stars": 4.6},
            {"id": "bulb-31", "name": "LED bulb, dimmable", "stars": 4.6},
        ]
    }
    paths = {each.path for each in upstreams.record("reviews").requests}
    assert paths == {f"/products/{each}/reviews/summary" for each in ("table-2040", "bulb-31")}


def test_stars_that_come_too_late_are_left_out_and_told_once(upstreams, mobile):
    upstreams.hang("reviews")
    answered = mobile.ask("/v3/products/lamp-1001/more")
    assert [sorted(each) for each in answered.json()["more"]] == [["id", "name"]] * 2
    assert answered.headers["bff-incomplete"] == "stars;reason=timeout"
