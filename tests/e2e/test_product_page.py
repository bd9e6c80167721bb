"""One product, asked of the generated BFFs over real sockets, upstreams failing in every way.

The upstreams are raw servers (`upstreams.py`), the BFFs are processes (`served.py`): nothing is
mocked below the wire.
"""

import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from bffgen.contract.lower import lower
from bffgen.contract.refs import bundle
from bffgen.model.pool import Pool
from bffgen.proof.validate import first_fault
from tests.e2e.callers import ACME, CUSTOMER, bearer
from tests.e2e.shop import PRODUCT
from tests.e2e.upstreams import SERVICES

PATHS = {
    "web": "/products/lamp-1001",
    "mobile": "/v3/products/lamp-1001?px=320",
    "partner": "/v1/products/lamp-1001",
    "admin": "/products/lamp-1001",
}
# A service without which the page is not answered.
REQUIRED = {"web": "pricing", "mobile": "pricing", "partner": "pricing", "admin": "catalog"}
PRODUCT_PATHS = ("/products/{productId}", "/v3/products/{id}", "/v1/products/{product_id}")
UNKNOWN = {
    "web": "/products/missing-1",
    "mobile": "/v3/products/missing-1",
    "partner": "/v1/products/missing-1",
    "admin": "/products/missing-1",
}


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def cut(built, started):
    """Mobile, built with a rating that may take longer than the whole budget."""
    chain = {"product": "4900ms", "price": "4900ms"}
    beside = {"stock": "5s", "hero": "5s"}
    late = {**chain, **beside, "rating": "20s", "getProduct": "10s"}
    with started("mobile", built("mobile", warned=("compose-optional-cut",), **late)) as bff:
        yield bff


def _faults(root, client, status, answered):
    """Hold an answer against the client's contract, with jsonschema-rs."""
    made = bundle(
        f"contracts/clients/{client}/openapi.yaml", lambda path: (root / path).read_bytes()
    )
    api = lower(made, Pool())
    response = next(each for each in api.operations if each.path in PRODUCT_PATHS).response(status)
    kind = answered.headers["content-type"]
    media = next(each for each in response.content if each.media_type == kind)
    return first_fault(api.meaning, media.schema_pointer, answered.json())


@pytest.mark.parametrize("client", PATHS)
def test_a_complete_answer_fits_the_contract_and_is_whole(root, bffs, client):
    answered = bffs[client].ask(PATHS[client])
    assert answered.status == 200
    assert _faults(root, client, "200", answered) is None
    assert "bff-incomplete" not in answered.headers


def test_mobile_answers_what_its_screen_shows(bffs):
    assert bffs["mobile"].ask(PATHS["mobile"]).json() == {
        "id": "lamp-1001",
        "name": "Arc floor lamp, brushed brass",
        "brandName": "Nordlys",
        "summary": "Slender brass arc lamp with a marble foot.",
        "imageUrl": "https://img.shop.example/lamp-1001-front/w320.avif",
        "priceMinor": 34990,
        "currency": "EUR",
        "inStock": True,
        "stars": 4.6,
        "starCount": 128,
    }


def test_related_products_have_a_price_each_in_one_call(upstreams, bffs):
    page = bffs["web"].ask(PATHS["web"]).json()
    assert page["related"] == [
        {
            "id": "table-2040",
            "title": "Marble side table",
            "price": {"amount": 219.0, "currency": "EUR"},
            "imageUrl": "https://img.shop.example/table-2040-front/w320.webp",
        },
        {
            "id": "bulb-31",
            "title": "LED bulb, dimmable",
            "price": {"amount": 12.5, "currency": "EUR"},
        },
    ]
    assert len(upstreams.record("pricing").requests) == 2  # the product's own, and all others


def test_a_page_goes_without_what_is_late_and_names_it_once(root, upstreams, hasty):
    upstreams.hang("recommendations")
    upstreams.hang("reviews")
    answered = hasty["web"].ask(PATHS["web"])
    assert answered.status == 200
    told = answered.headers["bff-incomplete"]
    assert sorted(told.split(", ")) == ["related;reason=timeout", "reviews;reason=timeout"]
    page = answered.json()
    assert sorted(page["unavailable"]) == ["related", "reviews"]
    assert "related" not in page
    assert "reviews" not in page
    assert _faults(root, "web", "200", answered) is None


def test_what_the_phone_has_already_costs_no_payload(upstreams, bffs):
    first = bffs["mobile"].ask(PATHS["mobile"])
    again = bffs["mobile"].ask(PATHS["mobile"], If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache"
    upstreams.answer("reviews", body=b'{"average": 1.5, "count": 2}')
    changed = bffs["mobile"].ask(PATHS["mobile"], If_None_Match=first.headers["etag"])
    assert (changed.status, changed.json()["stars"]) == (200, 1.5)


def test_an_answer_that_lacks_a_part_is_never_taken_for_the_whole(upstreams, bffs):
    first = bffs["mobile"].ask(PATHS["mobile"])
    upstreams.refuse("media")
    lacking = bffs["mobile"].ask(PATHS["mobile"], If_None_Match=first.headers["etag"])
    assert (lacking.status, lacking.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in lacking.headers


def test_partner_answers_what_a_sync_needs(bffs):
    assert bffs["partner"].ask(PATHS["partner"]).json() == {
        "product_id": "lamp-1001",
        "sku": "LMP-1001-BRS",
        "price": {"amount": 349.9, "currency": "EUR"},
        "available": True,
        "updated_at": "2026-03-14T09:26:53Z",
        "deleted": False,
    }


def test_web_answers_each_picture_with_a_text(bffs):
    page = bffs["web"].ask(PATHS["web"]).json()
    assert [image["alt"] for image in page["images"]] == [
        "Arc floor lamp beside an armchair",
        "Arc floor lamp, brushed brass",  # the gallery has none: the title of the product
    ]


@pytest.mark.parametrize("client", UNKNOWN)
def test_an_unknown_product_is_a_404_problem(root, bffs, client):
    answered = bffs[client].ask(UNKNOWN[client])
    assert (answered.status, answered.json()["code"]) == (404, "not-found")
    assert _faults(root, client, "404", answered) is None


def test_an_admin_sees_where_the_pieces_lie_and_which_version_it_is(bffs):
    answered = bffs["admin"].ask(PATHS["admin"])
    assert answered.headers["etag"] == '"v318"'
    product = answered.json()
    assert [each["code"] for each in product["stock"]["warehouses"]] == ["BER1", "RTM2"]
    assert (product["brand"], product["price"]["listPrice"]) == ("Nordlys", 429.0)


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("web", {}, 200),  # pages of products are for everybody
        ("web", bearer(CUSTOMER), 200),
        ("web", bearer("token-of-nobody-at-all"), 401),
        ("mobile", {}, 200),
        ("partner", {"X-Api-Key": ACME}, 200),
        ("partner", {"X-Api-Key": "key-of-nobody-at-all-0"}, 401),
        ("admin", bearer("token-of-nobody-at-all"), 401),
        ("admin", bearer(CUSTOMER), 403),  # known, and no staff
    ],
)
def test_who_calls_decides_before_anything_else(root, upstreams, bffs, client, headers, status):
    answered = bffs[client].ask(PATHS[client], **headers)
    assert answered.status == status
    assert _faults(root, client, str(status), answered) is None
    if status != 200:
        assert [upstreams.record(name).requests for name in SERVICES] == [()] * len(SERVICES)


def test_a_partner_without_a_key_is_told_which_one_is_asked_for(bffs):
    answered = bffs["partner"].ask(PATHS["partner"], X_Api_Key="")
    assert answered.status == 401
    assert "X-Api-Key" in answered.headers["www-authenticate"]


@pytest.mark.parametrize("client", PATHS)
def test_a_request_outside_the_contract_says_what_is_wrong(root, bffs, client):
    path = PATHS[client].partition("?")[0].replace("lamp-1001", "LAMP")
    answered = bffs[client].ask(path)
    problem = answered.json()
    assert (answered.status, problem["code"]) == (422, "invalid-request")
    assert len(problem["errors"]) == 1
    assert _faults(root, client, "422", answered) is None


def test_an_optional_source_late_beyond_its_cap_never_costs_the_answer(upstreams, hasty):
    upstreams.hang("reviews")
    seen = [hasty["mobile"].ask(PATHS["mobile"]) for _ in range(40)]
    assert [each.status for each in seen] == [200] * 40
    assert {each.headers["bff-incomplete"] for each in seen} == {"stars;reason=timeout"}
    assert {each.headers["cache-control"] for each in seen} == {"no-store"}


def test_an_optional_source_late_beyond_the_budget_is_cut_and_never_a_504(upstreams, cut):
    upstreams.hang("reviews")
    with ThreadPoolExecutor(max_workers=40) as threads:
        seen = list(threads.map(cut.ask, [PATHS["mobile"]] * 40))
    assert [each.status for each in seen] == [200] * 40
    assert {each.headers["bff-incomplete"] for each in seen} == {"stars;reason=budget"}
    assert all(each.json()["starCount"] == 0 for each in seen)


def test_what_waits_for_a_missing_source_is_told_once(upstreams, bffs):
    upstreams.refuse("media")
    upstreams.refuse("inventory")
    answered = bffs["mobile"].ask(PATHS["mobile"])
    assert answered.status == 200
    assert answered.headers["bff-incomplete"] == "stock;reason=connect, image;reason=connect"
    assert answered.json()["inStock"] is True  # the fallback of the composition


def test_an_absent_input_makes_no_call_and_is_not_told(upstreams, bffs):
    body = json.dumps({**PRODUCT, "mediaIds": []}).encode()
    upstreams.answer("catalog", body=body)
    answered = bffs["mobile"].ask(PATHS["mobile"])
    assert "imageUrl" not in answered.json()
    assert "bff-incomplete" not in answered.headers
    assert upstreams.record("media").requests == ()


@pytest.mark.parametrize("client", PATHS)
def test_a_required_source_that_is_late_is_a_504(root, upstreams, started, client):
    """The BFF as it lies in generated/: where more than this source is late, it is a 504 too."""
    upstreams.hang(REQUIRED[client])
    with started(client, root / "generated" / client, may_be_late=True) as bff:
        answered = bff.ask(PATHS[client])
    assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")
    assert _faults(root, client, "504", answered) is None


@pytest.mark.parametrize("client", PATHS)
def test_a_required_source_that_is_refused_is_a_502(root, upstreams, bffs, client):
    upstreams.refuse(REQUIRED[client])
    answered = bffs[client].ask(PATHS[client])
    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")
    assert _faults(root, client, "502", answered) is None


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (("pricing", 422), ("inventory", 500), 422),  # mapped, before a plain failure
        (("inventory", 500), ("pricing", 422), 502),  # the plain failure came first
        (("inventory", 404), ("pricing", 422), 502),  # 404 of inventory is not mapped
    ],
)
def test_of_two_required_failures_the_first_wins(upstreams, bffs, first, second, status):
    upstreams.answer(first[0], status=first[1], body=b"{}")
    # Later than any stall; only a BFF that goes on after the first failure hears of it.
    upstreams.answer(second[0], status=second[1], body=b"{}", delay_s=15.0)
    assert [bffs["partner"].ask(PATHS["partner"]).status for _ in range(5)] == [status] * 5


def test_a_required_failure_cancels_its_sibling(upstreams, bffs):
    upstreams.answer("inventory", status=500, body=b"{}", after="pricing")  # both are out by then
    upstreams.hang("pricing")
    answered = bffs["partner"].ask(PATHS["partner"])
    assert answered.status == 502
    assert upstreams.wait_for("pricing", lambda seen: seen.cancelled == 1).answered == 0


@pytest.mark.parametrize(
    "broken",
    [
        b'{"sku": "LMP-1001-BRS"',
        b"<html>sign in</html>",
        json.dumps({"amount": "349.9", "currency": "EUR"}).encode(),
        json.dumps({"amount": 349.9}).encode(),
        json.dumps({"amount": 349.9, "currency": "euro"}).encode(),
    ],
    ids=["truncated", "html", "wrong type", "missing member", "outside a bound"],
)
def test_a_body_that_breaks_its_contract_is_a_502_and_nothing_of_it_leaks(upstreams, bffs, broken):
    upstreams.answer("pricing", body=broken)
    answered = bffs["partner"].ask(PATHS["partner"])
    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")
    for word in (b"349", b"html", b"pricing", b"127.0.0.1", b"euro"):
        assert word not in answered.body


def test_a_body_that_breaks_its_contract_is_only_missing_where_it_is_optional(upstreams, bffs):
    upstreams.answer("reviews", body=b'{"average": 9, "count": 1}')
    answered = bffs["mobile"].ask(PATHS["mobile"])
    assert answered.status == 200
    assert answered.headers["bff-incomplete"] == "stars;reason=bad-body"


def test_an_integral_float_is_an_integer(upstreams, bffs):
    upstreams.answer("reviews", body=b'{"average": 4, "count": 128.0}')
    assert bffs["mobile"].ask(PATHS["mobile"]).json()["starCount"] == 128


def test_upstreams_are_told_how_much_time_is_left(upstreams, bffs):
    bffs["mobile"].ask(PATHS["mobile"])
    left = int(upstreams.record("catalog").requests[0].header("x-deadline-ms") or 0)
    assert 0 < left <= 20_000  # the cap of its source, and not the budget


def test_the_matched_language_is_forwarded_though_partner_does_not_declare_it(upstreams, bffs):
    bffs["partner"].ask(PATHS["partner"], Accept_Language="de, en;q=0.5")
    assert upstreams.record("catalog").requests[0].header("accept-language") == "de"
    upstreams.forget()
    bffs["partner"].ask(PATHS["partner"], Accept_Language="x" * 300)
    assert upstreams.record("catalog").requests[0].header("accept-language") == "en"


def test_a_bff_serves_its_contract_byte_for_byte(root, bffs):
    answered = bffs["mobile"].ask("/openapi.json")
    assert answered.body == (root / "generated/mobile/openapi.json").read_bytes()
    again = bffs["mobile"].ask("/openapi.json", If_None_Match=answered.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [
        ("GET", "/v3/nothing", 404, "not-found"),
        ("GET", "/v3/products/lamp-1001/", 404, "not-found"),
        ("POST", "/v3/products/lamp-1001", 405, "method-not-allowed"),
    ],
)
def test_what_the_contract_does_not_have_is_a_problem(bffs, method, target, status, code):
    answered = bffs["mobile"].ask(target, method=method)
    assert (answered.status, answered.json()["code"]) == (status, code)
    assert answered.headers["content-type"] == "application/problem+json"


def test_health_is_told_and_a_stopped_bff_ends_with_its_signal(built, started):
    with started("partner", built("partner")) as bff:
        assert [bff.ask(f"/-/{name}").status for name in ("live", "ready")] == [200, 200]
    assert bff.process.returncode in (0, -15)
    assert not [line for line in bff.log if "Traceback" in line]


def test_a_header_that_no_upstream_could_be_sent_is_the_clients_fault(bffs):
    answered = bffs["mobile"].ask(PATHS["mobile"], Accept_Language="d\xe9")
    problem = answered.json()
    assert (answered.status, problem["errors"][0]["pointer"]) == (422, "#/header/Accept-Language")


def test_clients_that_hang_up_leave_no_traceback(built, started):
    with started("mobile", built("mobile")) as bff:
        request = f"GET {PATHS['mobile']} HTTP/1.1\r\nHost: mobile\r\n\r\n".encode()
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", bff.port), timeout=60) as client:
                client.sendall(request * 20)
                assert client.recv(200)
        assert bff.ask(PATHS["mobile"]).status == 200
    assert not [line for line in bff.log if "Traceback" in line or "Exception" in line]
    assert bff.process.returncode == 0
