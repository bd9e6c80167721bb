"""What a hook is given of parameters in any style, and what it gives; keys of a batch in one text.

In:  a function of the team that reads a list, an object and a cookie, and asks with both.
Out: what the upstream was sent.
"""

import subprocess
import sys

import pytest

from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.workspaces import built, contract, files, operation, parameter, plant

TEXT = {"type": "string", "maxLength": 20}
TITLES = {
    "type": "object",
    "required": ["titles"],
    "properties": {"titles": {"type": "array", "items": TEXT}},
}
PRODUCT = {
    "type": "object",
    "required": ["sku", "title"],
    "properties": {"sku": TEXT, "title": TEXT},
}
FILTER = {
    "type": "object",
    "properties": {"status": {"enum": ["open", "closed"]}, "max-price": {"type": "integer"}},
}
SKUS = {"type": "array", "maxItems": 5, "items": TEXT}
CLIENT = contract(
    {
        "/products": operation(
            TITLES,
            "listProducts",
            parameters=(
                parameter("sku", SKUS),
                parameter("filter", FILTER, style="deepObject"),
                parameter("seen", SKUS, location="cookie", explode=False),
            ),
        ),
        "/titles": operation(
            TITLES, "listTitles", parameters=(parameter("sku", SKUS, required=True),)
        ),
    }
)
SHOP = contract(
    {
        "/v1/products": operation(
            {
                "type": "object",
                "required": ["items"],
                "properties": {"items": {"type": "array", "items": PRODUCT}},
            },
            "findProducts",
            parameters=(
                parameter("skus", SKUS, style="pipeDelimited", explode=False),
                parameter("filter", FILTER, style="deepObject"),
                parameter("seen", SKUS, location="cookie", explode=False),
            ),
        )
    }
)
OPERATIONS = {
    "listProducts": {"implement": "list_products", "uses": ["shop.findProducts"]},
    "listTitles": {
        "sources": {
            "found": {
                "call": "shop.findProducts",
                "batch": {"skus": "request.query.sku", "max": 2, "limit": 5, "match": "sku"},
            }
        },
        "body": {"titles": "found.items.*.title"},
    },
}
HOOKS = '''"""The team's own code."""

from pydantic import MISSING
from web_bff.answers import ListProducts200, ListProductsResponse, Titles
from web_bff.ports import Call, ListProductsRequest, ListProductsUpstreams


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Ask for what has not been seen."""
    seen = [] if request.seen is MISSING else request.seen
    skus = [] if request.sku is MISSING else [sku for sku in request.sku if sku not in seen]
    most = MISSING if request.filter is MISSING else request.filter.max_price
    found = await up.find_products(
        skus=skus, filter={"status": "open", "max-price": most}, seen=request.seen
    )
    return ListProducts200(Titles(titles=[each.title for each in found.body.items]))
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    client = {**CLIENT, "components": {"schemas": {"Titles": TITLES}}}
    for path in ("/products", "/titles"):
        content = client["paths"][path]["get"]["responses"]["200"]["content"]
        content["application/json"]["schema"] = {"$ref": "#/components/schemas/Titles"}
    outcome, made = built(files(client, {"shop": SHOP}, OPERATIONS, hooks=HOOKS), late={})
    assert made is not None, [(each.rule, each.facts) for each in outcome.findings]
    return plant(made, tmp_path_factory.mktemp("hooks"))


@pytest.fixture(scope="module")
def served(folder):
    answers = {("GET", "/v1/products"): (200, {"items": [{"sku": "a", "title": "Lamp"}]})}
    with (
        Recorder(answers=answers) as shop,
        Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url}) as bff,
    ):
        yield bff, shop


def test_a_hook_reads_lists_objects_and_cookies_and_asks_with_them(served):
    bff, shop = served
    shop.sent.clear()
    answered = bff.ask("/products?sku=a&sku=b%7Cc&sku=d&filter[max-price]=9", Cookie="seen=b%7Cc,x")
    assert (answered.status, answered.json()) == (200, {"titles": ["Lamp"]})
    (one,) = shop.sent
    assert one.target == ("/v1/products?skus=a%7Cd&filter%5Bstatus%5D=open&filter%5Bmax-price%5D=9")
    assert one.headers["cookie"] == "seen=b%7Cc,x"


def test_a_value_that_has_no_form_is_not_sent(served):
    bff, shop = served
    shop.sent.clear()
    answered = bff.ask("/products?sku=b%7Cc")
    assert (answered.status, answered.json()["code"], shop.sent) == (502, "upstream-failed", [])


def test_keys_of_a_batch_travel_in_one_text(served):
    bff, shop = served
    shop.sent.clear()
    answered = bff.ask("/titles?sku=a&sku=b&sku=c")
    assert (answered.status, answered.json()) == (200, {"titles": ["Lamp"]})
    assert sorted(each.target for each in shop.sent) == [
        "/v1/products?skus=a%7Cb",
        "/v1/products?skus=c",
    ]


def test_the_hook_is_held_to_the_types_of_its_parameters(folder):
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "."]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
