"""Lists of the storefront over real sockets: pages, cards, batches, a whole sync of the range."""

from urllib.parse import quote

import pytest

from tests.e2e.callers import CUSTOMER, MORE, OTHER, bearer
from tests.e2e.shop import AS_OF, ENTRIES

FIRST, SECOND = MORE["partner"]["BFF_CURSOR_KEYS"], "second-key-for-cursors-000000000"
SYNC = "/v1/products?limit=100"


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


def walk(bff, path, cursor_of):
    """Ask for page after page; gives the pages."""
    pages, cursor = [], None
    while cursor is not None or not pages:
        more = "" if cursor is None else f"&cursor={quote(cursor, safe='')}"
        answered = bff.ask(path + more)
        assert answered.status == 200, answered.body
        pages.append(answered.json())
        cursor = pages[-1].get(cursor_of)
        assert len(pages) < 20
    return pages


def test_a_search_is_walked_from_page_to_page(bffs):
    pages = walk(bffs["web"], "/search?q=article&limit=48", "nextCursor")
    ids = [item["id"] for page in pages for item in page["items"]]
    assert (len(ids), len(set(ids)), pages[0]["total"]) == (240, 240, 240)


def test_a_tile_has_the_price_the_stock_and_the_picture_of_its_own_product(bffs):
    (tile,) = bffs["web"].ask("/search?q=marble").json()["items"]
    assert tile == {
        "id": "table-2040",
        "title": "Marble side table",
        "brand": "Nordlys",
        "price": {"amount": 219.0, "currency": "EUR"},
        "inStock": False,
        "imageUrl": "https://img.shop.example/table-2040-front/w320.webp",
    }


def test_a_page_of_tiles_is_four_calls_however_many_tiles_there_are(upstreams, bffs):
    page = bffs["web"].ask("/search?q=article&limit=48").json()
    assert len(page["items"]) == 48
    calls = {
        each: len(upstreams.record(each).requests)
        for each in ("catalog", "pricing", "inventory", "media")
    }
    assert calls == {"catalog": 1, "pricing": 1, "inventory": 1, "media": 1}


def test_prices_that_cannot_be_had_are_left_out_and_told(upstreams, bffs):
    upstreams.refuse("pricing")
    answered = bffs["mobile"].ask("/v3/products?q=marble")
    (card,) = answered.json()["cards"]
    assert (card["id"], card["inStock"], "priceMinor" in card) == ("table-2040", False, False)
    assert answered.headers["bff-incomplete"] == "prices;reason=connect"


def test_a_cursor_that_the_service_refuses_is_the_clients_fault(upstreams, bffs):
    upstreams.answer("catalog", status=400)
    answered = bffs["web"].ask("/search?q=article&cursor=x")
    assert (answered.status, answered.json()["code"]) == (400, "refused")


def test_what_goes_with_a_product_has_the_stars_of_each(upstreams, bffs):
    answered = bffs["mobile"].ask("/v3/products/lamp-1001/more")
    assert answered.json() == {
        "more": [
            {"id": "table-2040", "name": "Marble side table", "stars": 4.6},
            {"id": "bulb-31", "name": "LED bulb, dimmable", "stars": 4.6},
        ]
    }
    paths = {each.path for each in upstreams.record("reviews").requests}
    assert paths == {f"/products/{each}/reviews/summary" for each in ("table-2040", "bulb-31")}


def test_stars_that_come_too_late_are_left_out_and_told_once(upstreams, hasty):
    upstreams.hang("reviews")
    answered = hasty["mobile"].ask("/v3/products/lamp-1001/more")
    assert [sorted(each) for each in answered.json()["more"]] == [["id", "name"]] * 2
    assert answered.headers["bff-incomplete"] == "stars;reason=timeout"


def test_a_partner_copies_the_whole_range_with_its_tombstones(bffs):
    pages = walk(bffs["partner"], SYNC, "next_cursor")
    products = [each for page in pages for each in page["items"]]
    assert [each["product_id"] for each in products] == list(ENTRIES)
    gone = {each["product_id"] for each in products if each["deleted"]}
    assert gone == {name for name, entry in ENTRIES.items() if entry["deleted"]}
    assert all(each["price"]["amount"] > 0 for each in products)
    assert {page["synced_until"] for page in pages} == {AS_OF}
    since = bffs["partner"].ask("/v1/products?updated_since=2026-03-15T00:00:00Z").json()
    assert since == {"items": [], "synced_until": AS_OF}


def test_a_page_links_to_the_next_one_and_is_not_for_keeping(bffs):
    answered = bffs["partner"].ask(SYNC)
    cursor = quote(answered.json()["next_cursor"], safe="")
    assert answered.headers["link"].endswith('; rel="next"')
    assert cursor in answered.headers["link"]
    assert answered.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "other",
    [
        "/v1/products?limit=100&updated_since=2026-01-01T00:00:00Z&cursor=",  # of another walk
        "/v1/products?limit=100&currency=SEK&cursor=",
        "/v1/products?limit=100&cursor=x",  # changed
    ],
)
def test_a_cursor_is_good_for_its_own_walk_alone(upstreams, bffs, other):
    cursor = bffs["partner"].ask(SYNC).json()["next_cursor"]
    assert "100" not in cursor  # the service's own cursor does not show
    upstreams.forget()
    answered = bffs["partner"].ask(other + quote(cursor, safe=""))
    assert (answered.status, answered.json()["code"]) == (400, "cursor-invalid")
    assert upstreams.record("catalog").requests == ()


def test_a_key_for_cursors_can_be_replaced_while_partners_walk(bffs, built, started):
    cursor = bffs["partner"].ask(SYNC).json()["next_cursor"]
    with started("partner", built("partner"), BFF_CURSOR_KEYS=f"{SECOND},{FIRST}") as renewed:
        assert renewed.ask(f"{SYNC}&cursor={quote(cursor, safe='')}").status == 200


def test_a_change_log_that_no_longer_reaches_back_says_begin_again(upstreams, bffs):
    upstreams.answer("catalog", status=410)
    answered = bffs["partner"].ask("/v1/products?updated_since=2020-01-01T00:00:00Z")
    assert (answered.status, answered.json()["code"]) == (410, "gone")


def test_a_partners_page_is_whole_or_a_problem(upstreams, bffs):
    upstreams.refuse("inventory")
    answered = bffs["partner"].ask(SYNC)
    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")


def test_a_batch_answers_known_ids_in_their_order_and_leaves_out_others(bffs):
    ids = ["table-2040", "nobody-1", "lamp-1001", "p-0010"]
    answered = bffs["partner"].send("/v1/products/batch", {"ids": ids})
    assert [
        (each["product_id"], each["price"]["amount"], each["available"], each["deleted"])
        for each in answered.json()["items"]
    ] == [
        ("table-2040", 219.0, False, False),
        ("lamp-1001", 349.9, True, False),
        ("p-0010", 20, True, True),
    ]


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"ids": []}, "#/body/ids"),
        ({"ids": ["lamp-1001"] * 101}, "#/body/ids"),
        ({"ids": ["LAMP"]}, "#/body/ids/0"),
        ({"ids": ["lamp-1001"], "more": 1}, "#/body/more"),
    ],
)
def test_a_batch_outside_the_contract_is_told_where(upstreams, bffs, sent, pointer):
    answered = bffs["partner"].send("/v1/products/batch", sent)
    assert (answered.status, answered.json()["errors"][0]["pointer"]) == (422, pointer)
    assert upstreams.record("catalog").requests == ()


def test_a_cart_is_quoted_line_by_line(bffs):
    lines = [
        {"sku": "TBL-2040-MRB", "quantity": 2},
        {"sku": "NOT-SOLD-1", "quantity": 1},
        {"sku": "LMP-1001-BRS", "quantity": 1},
    ]
    answered = bffs["web"].send("/cart/quote?currency=SEK", {"lines": lines})
    assert answered.json()["lines"] == [
        {**lines[0], "unitPrice": {"amount": 219.0, "currency": "SEK"}, "inStock": False},
        {**lines[1], "inStock": False},
        {**lines[2], "unitPrice": {"amount": 349.9, "currency": "SEK"}, "inStock": True},
    ]


@pytest.mark.parametrize(
    ("headers", "status"), [(bearer(CUSTOMER), 200), (bearer(OTHER), 404), ({}, 401)]
)
def test_an_order_is_its_customers_alone(bffs, headers, status):
    answered = bffs["web"].ask("/orders/o-2026-000812", **headers)
    assert answered.status == status
    if status == 200:
        assert answered.json()["total"] == {"amount": 354.8, "currency": "EUR"}
        assert "margin" not in answered.json()


def test_a_customer_lists_their_own_orders(upstreams, bffs):
    listed = [bffs["web"].ask("/orders", **bearer(who)).json() for who in (CUSTOMER, OTHER)]
    assert [[each["id"] for each in page["orders"]] for page in listed] == [["o-2026-000812"], []]
    asked = [each.target for each in upstreams.record("orders").requests]
    assert [("customerId=c-40017" in each, "customerId=c-1" in each) for each in asked] == [
        (True, False),
        (False, True),
    ]


def test_a_customer_has_prices_of_their_own(upstreams, bffs):
    bffs["web"].ask("/products/lamp-1001", **bearer(CUSTOMER))
    asked = [each.target for each in upstreams.record("pricing").requests]
    assert ["customerId=c-40017" in each for each in asked] == [True, True]
    upstreams.forget()
    bffs["web"].ask("/products/lamp-1001")
    assert not any("customerId" in each.target for each in upstreams.record("pricing").requests)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [("text/plain", b"{}", 415), ("application/json", b"{", 422)],
)
def test_a_body_in_another_form_is_refused(bffs, content_type, body, status):
    answered = bffs["web"].send("/cart/quote", body, Content_Type=content_type)
    assert answered.status == status
    assert answered.headers["content-type"] == "application/problem+json"
