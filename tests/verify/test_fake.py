"""Fakes of the storefront's upstreams and of small contracts: true, consistent, plausible."""

import pytest

from bffgen.proof.validate import first_fault
from bffgen.verify.fake import Fake
from tests.processes import told_under_seeds
from tests.verify.asking import ask, value_of
from tests.verify.contracts import answers, lowered, parameter, storefront, upstream_api

SEEDS = range(200)

# Every operation of contracts/upstreams/, asked for what no example shows; see `ask`.
REQUESTS = [
    ("catalog", "getProduct", "/v2/products/chair-7", {}),
    ("catalog", "listProducts", "/v2/products", {"query": "updatedSince=2026-01-01T00:00:00Z"}),
    ("catalog", "batchGetProducts", "/v2/products/batch", {"sent": {"ids": ["chair-7", "sofa-1"]}}),
    ("catalog", "searchProducts", "/v2/search", {"query": "q=chair"}),
    ("catalog", "getCategory", "/v2/categories/chairs", {}),
    ("catalog", "updateProduct", "/products/chair-7", {"method": "PATCH", "sent": {"title": "X"}}),
    ("inventory", "getStock", "/api/stock/CHR-0007-OAK", {}),
    ("inventory", "batchGetStock", "/stock-queries", {"sent": {"skus": ["CHR-0007-OAK"]}}),
    (
        "inventory",
        "adjustStock",
        "/stock/CHR-0007-OAK/adjustments",
        {"sent": {"warehouse": "RTM2", "delta": 3, "reason": "FOUND"}},
    ),
    (
        "inventory",
        "reserveStock",
        "/reservations",
        {
            "sent": {"lines": [{"sku": "CHR-0007-OAK", "quantity": 4}]},
            "headers": {"idempotency-key": "attempt-1"},
        },
    ),
    ("inventory", "releaseStock", "/reservations/res-7", {"method": "DELETE"}),
    ("media", "getAsset", "/assets/chair-7-front", {"query": "width=320&format=webp"}),
    ("media", "getGallery", "/galleries/chair-7", {"query": "width=1200"}),
    ("media", "batchGetAssets", "/assets/batch", {"sent": {"ids": ["chair-7-front"]}}),
    ("orders", "listOrders", "/v1/orders", {"query": "customerId=c-7"}),
    (
        "orders",
        "createOrder",
        "/v1/orders",
        {
            "sent": {
                "customerId": "c-7",
                "reservationId": "res-7",
                "lines": [
                    {
                        "sku": "CHR-0007-OAK",
                        "quantity": 4,
                        "unitPrice": {"value": 99.5, "currency": "EUR"},
                    }
                ],
                "shipTo": {
                    "name": "Ola Berg",
                    "street": "Kungsgatan 1",
                    "postalCode": "111 43",
                    "city": "Stockholm",
                    "country": "SE",
                },
                "payment": {"method": "invoice", "email": "ola@mail.example"},
            },
            "headers": {"idempotency-key": "attempt-1"},
        },
    ),
    ("orders", "getOrder", "/v1/orders/o-2026-7", {}),
    (
        "orders",
        "cancelOrder",
        "/v1/orders/o-2026-7/cancellation",
        {"method": "POST", "query": "reason=FRAUD", "headers": {"idempotency-key": "attempt-1"}},
    ),
    ("pricing", "quotePrice", "/prices/CHR-0007-OAK", {"query": "currency=SEK"}),
    (
        "pricing",
        "batchQuote",
        "/quotes",
        {"query": "currency=SEK", "sent": {"skus": ["CHR-0007-OAK"]}},
    ),
    (
        "pricing",
        "setPrice",
        "/prices/CHR-0007-OAK",
        {"method": "PUT", "sent": {"amount": 99.5, "currency": "EUR", "reason": "COST"}},
    ),
    ("recommendations", "forProduct", "/v1/products/chair-7/recommendations", {}),
    ("reviews", "getSummary", "/v1/products/chair-7/reviews/summary", {}),
    ("reviews", "listReviews", "/v1/products/chair-7/reviews", {"query": "limit=2&sort=newest"}),
    ("reviews", "listQueue", "/v1/moderation/queue", {"query": "cursor=r-7"}),
    (
        "reviews",
        "moderateReview",
        "/v1/moderation/reviews/r-7",
        {"method": "PUT", "sent": {"decision": "PUBLISHED"}},
    ),
]


def test_every_operation_of_the_storefront_is_asked():
    operations = {
        (upstream.name, each.operation_id)
        for upstream in storefront().upstreams
        for each in upstream.api.operations
    }
    assert {(name, operation) for name, operation, _, _ in REQUESTS} == operations


@pytest.mark.parametrize(("name", "operation", "path", "more"), REQUESTS)
def test_two_hundred_seeds_answer_by_the_contract(name, operation, path, more):
    api = upstream_api(name)
    promised = next(r for r in api.operation(operation).responses if r.status.startswith("2"))
    for seed in SEEDS:
        answer = ask(Fake(api, seed), path, **more)
        assert answer.status == int(promised.status)
        if not promised.content:
            assert answer.body == b""
            continue
        (media,) = promised.content
        assert dict(answer.headers)["Content-Type"] == media.media_type
        assert first_fault(api.meaning, media.schema_pointer, value_of(answer)) is None


@pytest.mark.parametrize(("name", "operation", "path", "more"), REQUESTS)
def test_equal_requests_have_equal_answers_and_other_seeds_others(name, operation, path, more):
    api = upstream_api(name)
    first = Fake(api, 5)
    answer = ask(first, path, **more)
    for other, _, its_path, its_more in REQUESTS:
        if other == name:
            ask(first, its_path, **its_more)
    assert ask(first, path, **more) == answer == ask(Fake(api, 5), path, **more)
    bodies = {ask(Fake(api, seed), path, **more).body for seed in range(8)}
    assert len(bodies) > 1 or bodies == {b""}


def test_no_answer_hangs_on_the_order_of_a_set():
    script = (
        "from tests.verify.contracts import storefront\n"
        "from random import Random\n"
        "from tests.verify.test_fake import REQUESTS, ask\n"
        "from tests.verify.test_sample import SCHEMAS\n"
        "from bffgen.verify.sample import sample\n"
        "from bffgen.verify.fake import Fake\n"
        "for name, _, path, more in REQUESTS:\n"
        "    print(ask(Fake(storefront().upstream(name).api, 3), path, **more))\n"
        "for schema in SCHEMAS.values():\n"
        "    print([sample(schema, '', Random(seed)) for seed in range(5)])\n"
    )
    said = told_under_seeds("-c", script)
    assert len(said) == 1
    assert "FakeAnswer(status=200" in said.pop()


@pytest.mark.parametrize(
    ("name", "path", "query", "wanted"),
    [
        ("catalog", "/products/lamp-1001", "", {"sku": "LMP-1001-BRS", "id": "lamp-1001"}),
        ("pricing", "/prices/LMP-1001-BRS", "currency=EUR", {"amount": 349.9, "currency": "EUR"}),
        ("pricing", "/prices/LMP-1001-BRS", "currency=JPY", {"amount": 349.9, "currency": "JPY"}),
        ("inventory", "/stock/LMP-1001-BRS", "", {"total": 42, "leadTimeDays": None}),
        ("reviews", "/products/lamp-1001/reviews/summary", "", {"average": 4.6, "count": 128}),
        ("media", "/assets/lamp-1001-front", "width=320&format=avif", {"width": 320}),
        # An element of the gallery's example, asked for alone.
        ("media", "/assets/lamp-1001-side", "", {"altText": None, "height": 1500}),
    ],
)
def test_an_example_is_answered_for_the_ids_that_it_shows(name, path, query, wanted):
    answer = value_of(ask(Fake(upstream_api(name), 1), path, query))
    assert {key: answer[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("name", "path", "query", "wanted"),
    [
        ("catalog", "/products/chair-7", "", {"id": "chair-7"}),
        ("media", "/assets/chair-7-side", "width=777", {"assetId": "chair-7-side", "width": 777}),
        ("pricing", "/prices/CHR-7", "currency=SEK", {"sku": "CHR-7", "currency": "SEK"}),
    ],
)
def test_what_is_asked_for_comes_back(name, path, query, wanted):
    for seed in range(20):
        answer = value_of(ask(Fake(upstream_api(name), seed), path, query))
        assert {key: answer[key] for key in wanted} == wanted


def test_one_id_is_one_thing_in_every_operation():
    fake = Fake(upstream_api("reviews"), 9)
    listed = value_of(ask(fake, "/products/chair-7/reviews"))
    assert listed["summary"] == value_of(ask(fake, "/products/chair-7/reviews/summary"))
    media = Fake(upstream_api("media"), 9)
    for each in value_of(ask(media, "/galleries/chair-7"))["items"]:
        assert value_of(ask(media, f"/assets/{each['assetId']}")) == each


def test_one_id_is_one_thing_at_every_upstream_of_a_seed():
    thing = {"type": "object", "required": ["id", "title"], "properties": {
        "id": {"type": "string"}, "title": {"type": "string"}}}  # fmt: skip
    own = parameter("thingId", location="path")
    shop = Fake(lowered({"/things/{thingId}": {"get": answers(thing, parameters=[own])}}), 4)
    ads = Fake(lowered({"/ads/{thingId}": {"get": answers(thing, parameters=[own])}}), 4)
    assert value_of(ask(shop, "/things/x-1")) == value_of(ask(ads, "/ads/x-1"))
    assert value_of(ask(shop, "/things/x-1")) != value_of(ask(shop, "/things/x-2"))


def test_an_action_answers_the_thing_that_the_path_names():
    cancelled = ask(
        Fake(upstream_api("orders"), 1),
        "/orders/o-2026-7/cancellation",
        "reason=FRAUD",
        method="POST",
        headers={"idempotency-key": "attempt-1"},
    )
    assert value_of(cancelled)["id"] == "o-2026-7"


@pytest.mark.parametrize(
    ("name", "path", "query"),
    [
        ("catalog", "/products/missing-1", ""),
        ("inventory", "/stock/MISSING-1", ""),
        ("media", "/assets/missing", ""),
        ("pricing", "/prices/MISSING", "currency=EUR"),
    ],
)
def test_a_missing_id_is_answered_with_the_declared_problem(name, path, query):
    api = upstream_api(name)
    answer = ask(Fake(api, 1), path, query)
    matched = next(
        each
        for each in api.operations
        if each.path.endswith("}") and path.startswith(each.path.split("{")[0])
    )
    media = matched.response("404").content[0]
    assert (answer.status, dict(answer.headers)["Content-Type"]) == (404, media.media_type)
    problem = value_of(answer)
    assert first_fault(api.meaning, media.schema_pointer, problem) is None
    assert (problem["status"], problem["title"]) == (404, "Not Found")


def test_a_missing_id_is_known_where_no_404_is_declared():
    assert (
        ask(Fake(upstream_api("reviews"), 1), "/products/missing-1/reviews/summary").status == 200
    )


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "told"),
    [
        ("GET", "/nothing", "", 404, "the contract has no path `/nothing`"),
        ("POST", "/prices/ABC-1", "", 405, "declared for GET, PUT, and POST was sent"),
        ("GET", "/prices/ABC-1", "", 422, "query parameter `currency` is required and missing"),
        ("GET", "/prices/abc", "currency=EUR", 422, "path parameter `sku` does not fit"),
        ("GET", "/prices/ABC-1", "currency=euro", 422, "query parameter `currency` does not fit"),
    ],
)
def test_a_request_outside_the_contract_is_told_why(method, path, query, status, told):
    answer = ask(Fake(upstream_api("pricing"), 1), path, query, method=method)
    assert answer.status == status
    assert dict(answer.headers)["Content-Type"] == "application/problem+json"
    assert told in value_of(answer)["detail"]


def test_a_wrong_method_is_told_the_declared_ones():
    answer = ask(Fake(upstream_api("pricing"), 1), "/prices/ABC-1", method="DELETE")
    assert dict(answer.headers)["Allow"] == "GET, PUT"


def test_the_base_path_of_the_server_may_be_left_out():
    fake = Fake(upstream_api("catalog"), 1)
    assert fake.base_path == "/v2"
    assert ask(fake, "/v2/products/chair-7") == ask(fake, "/products/chair-7")


PROBLEM = {"application/json": {"schema": {
    "type": "object", "required": ["error"], "additionalProperties": False,
    "properties": {"error": {"type": "object", "required": ["code", "message"], "properties": {
        "code": {"type": "integer"}, "message": {"type": "string"}}}},
}}}  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "status"), [("422", 422), ("400", 400), ("4XX", 422), ("default", 422)]
)
def test_a_fault_is_told_in_the_form_that_is_declared(declared, status):
    responses = {
        "200": {"description": "Found."},
        declared: {"description": "Refused.", "content": PROBLEM},
    }
    needed = parameter("size", {"type": "integer"}, required=True)
    api = lowered({"/things": {"get": {"responses": responses, "parameters": [needed]}}})
    answer = ask(Fake(api, 1), "/things", "size=x")
    assert answer.status == status
    assert dict(answer.headers)["Content-Type"] == "application/json"
    error = value_of(answer)["error"]
    assert error["code"] == status
    assert "`size` does not fit" in error["message"]


@pytest.mark.parametrize(
    ("responses", "status", "kind", "is_empty"),
    [
        ({"204": {"description": "Done."}}, 204, None, True),
        ({"default": {"description": "Either."}}, 200, None, True),
        ({"2XX": {"description": "Found."}, "404": {"description": "No."}}, 200, None, True),
        ({"302": {"description": "Elsewhere."}}, 302, None, True),
        ({"404": {"description": "Never."}}, 404, None, True),
        ({"103": {"description": "Soon."}}, 501, "application/problem+json", False),
        (
            {"200": {"description": "T.", "content": {"text/csv": {"schema": {"type": "string"}}}}},
            200,
            "text/csv",
            False,
        ),
        ({"200": {"description": "P.", "content": {"image/*": {}}}}, 200, "image/png", False),
        (
            {"200": {"description": "X.", "content": {
                "text/xml": {"schema": {"type": "object"}}, "application/json": {"schema": {}}}}},
            200,
            "application/json",
            False,
        ),
        (
            {"200": {"description": "X.", "content": {"text/xml": {"schema": {"type": "object"}}}}},
            500,
            "application/problem+json",
            False,
        ),
    ],
)  # fmt: skip
def test_status_and_media_type_are_those_that_are_declared(responses, status, kind, is_empty):
    answer = ask(Fake(lowered({"/things": {"get": {"responses": responses}}}), 1), "/things")
    assert answer.status == status
    assert dict(answer.headers).get("Content-Type") == kind
    assert (answer.body == b"") == is_empty


def test_required_headers_are_given_and_others_now_and_then():
    headers = {
        "X-Total": {"required": True, "schema": {"type": "integer", "minimum": 0}},
        "ETag": {"schema": {"type": "string"}, "required": True},
        "X-Note": {"schema": {"type": "string"}, "example": "hand-made"},
        "Content-Length": {"required": True, "schema": {"type": "integer"}},
    }
    responses = {"200": {"description": "Found.", "headers": headers}}
    api = lowered({"/things": {"get": {"responses": responses}}})
    given = [dict(ask(Fake(api, seed), "/things").headers) for seed in range(40)]
    assert all(int(each["X-Total"]) >= 0 and each["ETag"].startswith('"') for each in given)
    assert {each.get("X-Note") for each in given} == {"hand-made", None}
    assert not any("Content-Length" in each for each in given)


def test_what_is_sent_to_be_made_is_what_is_made():
    order = {"type": "object", "required": ["id", "sku", "quantity", "state"], "properties": {
        "id": {"type": "string"}, "sku": {"type": "string"}, "quantity": {"type": "integer"},
        "state": {"enum": ["open", "sent"]}}}  # fmt: skip
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    made = {"responses": {"201": {"description": "Made.", "content": {
        "application/json": {"schema": order}}}}, "requestBody": body}  # fmt: skip
    fake = Fake(lowered({"/orders": {"post": made}}), 1)
    answer = ask(fake, "/orders", sent={"sku": "LMP-1", "quantity": 3, "state": "unknown"})
    value = value_of(answer)
    assert (answer.status, value["sku"], value["quantity"]) == (201, "LMP-1", 3)
    assert value["state"] in ("open", "sent")


def test_a_schema_without_values_is_told_and_not_answered():
    api = lowered({"/things": {"get": answers({"type": "string", "minLength": 2, "maxLength": 1})}})
    answer = ask(Fake(api, 1), "/things")
    assert answer.status == 500
    assert "no value was found of the schema at `/paths/" in value_of(answer)["detail"]
