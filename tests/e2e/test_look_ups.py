"""What one source found by a key is sent to another, over real sockets.

Two cases of tests/cases/composition/sources, their upstreams recorded.
"""

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

SERVICES = ("RECOMMENDATIONS", "PRICING", "REVIEWS")
ITEMS = [
    {"productId": f"p-{sku}", "sku": sku, "title": sku.title(), "kind": "SIMILAR"}
    for sku in ("lamp", "rug")
]
PRICES = [{"sku": "lamp", "amount": 9.5, "currency": "EUR"}]
ROW = {
    ("GET", "/recommendations/1"): (200, {"items": ITEMS}),
    ("GET", "/offers/lamp"): (200, {"amount": 8, "currency": "EUR"}),
    ("GET", "/offers/rug"): (200, {"amount": 7}),
    ("GET", "/products/lamp/rating"): (200, {"count": 1, "average": 4.5}),
    ("POST", "/bids"): (200, {"place": 2}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case(
        "composition/sources/look-up-in-what-is-sent", tmp_path_factory.mktemp("look-ups")
    )[0]


@pytest.mark.parametrize(
    ("prices", "stars", "asked", "bid"),
    [
        (
            PRICES,
            4.5,
            {
                "/offers/lamp?currency=EUR&amount=9.5",
                "/offers/rug?amount=0",
                "/products/lamp/rating",
            },
            {"sku": "lamp", "amount": 9.5, "by": "1"},
        ),
        ([], 2, {"/offers/lamp?amount=0", "/offers/rug?amount=0"}, {"sku": "lamp", "by": "1"}),
    ],
)
def test_what_is_found_is_sent_and_what_is_not_costs_no_call(folder, prices, stars, asked, bid):
    answers = {**ROW, ("GET", "/prices"): (200, {"prices": prices})}
    with Recorder(answers=answers) as recorder:
        urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in SERVICES}
        with Bff(folder, urls) as bff:
            answered = bff.ask("/products/1/row")
    assert answered.status == 200
    assert "bff-incomplete" not in answered.headers
    assert answered.json() == {
        "cards": [
            {
                "id": "p-lamp",
                "title": "Lamp",
                "price": {"amount": 8, "currency": "EUR"},
                "stars": stars,
            },
            {"id": "p-rug", "title": "Rug", "price": {"amount": 7}, "stars": stars},
        ]
    }
    targets = {each.target for each in recorder.sent}
    assert targets == {"/recommendations/1", "/prices?skus=lamp&skus=rug", "/bids", *asked}
    assert [each.json() for each in recorder.sent if each.method == "POST"] == [bid]


LIKED = [{"sku": "lamp", "amount": 9.5, "currency": "EUR", "likes": ["rug", "bed"]}]


@pytest.mark.parametrize(
    ("prices", "asked", "lines", "price"),
    [
        (
            LIKED,
            ["/prices?skus=lamp&skus=rug", "/prices?skus=rug&skus=bed"],
            [{"amount": 9.5}],
            {"amount": 4.75, "currency": "EUR"},
        ),
        ([], ["/prices?skus=lamp&skus=rug"], [], None),
    ],
    ids=["found", "not found"],
)
def test_what_is_found_fills_lists_gives_keys_and_goes_to_functions(
    tmp_path_factory, prices, asked, lines, price
):
    name = "composition/sources/look-up-in-lists-keys-and-functions"
    made, _ = built_case(name, tmp_path_factory.mktemp("places"))
    answers = {
        **ROW,
        ("GET", "/prices"): (200, {"prices": prices}),
        ("POST", "/baskets"): (200, {"total": 7}),
    }
    with Recorder(answers=answers) as recorder:
        urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in SERVICES[:2]}
        with Bff(made, urls) as bff:
            answered = bff.ask("/products/1/row")
    assert answered.status == 200
    assert "bff-incomplete" not in answered.headers
    own = {"price": price, "stars": 7} if price else {"stars": 7}
    assert answered.json() == {
        "cards": [{"id": f"p-{sku}", "title": sku.title(), **own} for sku in ("lamp", "rug")]
    }
    assert [each.target for each in recorder.sent if "/prices" in each.target] == asked
    sent = [each.json() for each in recorder.sent if each.method == "POST"]
    assert sent == [{"lines": lines}]
