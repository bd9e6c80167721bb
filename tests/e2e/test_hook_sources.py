"""Sources that the team's functions compute: over real sockets, functions failing in every way.

The BFF is built of tests/cases/bases/shop with a composition and hooks of this file; its upstreams
are one raw server of the standard library.
"""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.recorder import answer, serving
from tests.e2e.served import Bff
from tests.e2e.test_hooks import logged
from tests.patience import patient
from tests.workspaces import plant

SHOP = Path(__file__).parents[1] / "cases" / "bases" / "shop"
WEB = "contracts/clients/web"

PRODUCT = {"id": "p", "sku": "s", "title": "Lamp", "price": 10.0, "brand": None, "tags": []}

# By path what an upstream answers; nobody knows of other paths.
ANSWERS = {
    **{f"/products/{id_}": {**PRODUCT, "title": id_} for id_ in ("sold", "raises", "late", "odd")},
    **{f"/products/{id_}": {**PRODUCT, "title": id_} for id_ in ("a-dict", "too-long")},
    "/products/no-stock": {**PRODUCT, "title": "no-stock", "sku": "none"},
    "/stock/s": {"available": True, "count": 3},
}

SCHEMA = """{"Standing": {"type": "object", "required": ["inStock"], "properties": {
  "inStock": {"type": "boolean"}, "label": {"type": "string"}}}}"""

COMPOSITION = """
format: composition/1
operations:
  getProduct:
    sources:
      product: {call: catalog.getProduct}
      stock: {call: stock.getStock, with: {sku: product.sku}, required: false}
      standing:
        call: hooks.standing
        with: {title: product.title, available: stock.available}
        returns: schemas/standing.json#/Standing
        required: false
        report_as: availability
        FALLBACK
    body:
      from: product
      map: {title: standing.label else product.title, inStock: standing.inStock else false}
"""
REQUIRED = (
    COMPOSITION.replace("        required: false\n        report_as: availability\n", "")
    .replace("required: false}", "required: true}")
    .replace("label else product.title", "label else {const: none}")
    .replace("standing.inStock else false", "standing.inStock")
    .replace("{const: none}", '"none"')
)

WRITTEN = '''
import asyncio

from web_bff.ports import Call, Standing


async def standing(title: str, available: bool, call: Call) -> Standing:
    """Do what the title asks for."""
    match title:
        case "raises":
            raise KeyError("secret of a customer")
        case "late":
            await asyncio.sleep(600)
        case "odd":
            return "secret"
        case "a-dict":
            return {"inStock": "secret"}
        case "too-long":
            return Standing(in_stock=True, label="secret" * 20)
    return Standing(in_stock=available, label="known")
'''


class _Upstreams(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = ANSWERS.get(self.path)
        answer(self, 404 if body is None else 200, body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def upstreams():
    with serving(_Upstreams) as address:
        yield {"BFF_UPSTREAM_CATALOG_URL": address, "BFF_UPSTREAM_STOCK_URL": address}


def written(target, composition, late=None):
    """Build the shop, with time to spare for what is not `late`."""
    contract = (SHOP / WEB / "openapi.yaml").read_text()
    contract = contract.replace("title: {type: string}", "title: {type: string, maxLength: 40}")
    own = {
        f"{WEB}/openapi.yaml": contract,
        f"{WEB}/composition.yaml": composition,
        f"{WEB}/hooks.py": WRITTEN,
        f"{WEB}/schemas/standing.json": SCHEMA,
    }

    def read(path):
        return own[path].encode() if path in own else (SHOP / path).read_bytes()

    outcome = build(patient(read, late), lambda _: FileTree())
    # What the function may make too long is warned of; that it is its own fault is shown below.
    assert {each.rule for each in outcome.findings} <= {"compose-bound"}
    return plant(outcome.clients[0].tree, target)


# In a composition that is not `REQUIRED`, what becomes of a line.
WITHOUT_FALLBACK = ("        FALLBACK\n", "")
STANDING_IN = ("FALLBACK", "fallback: {inStock: true, label: stood in}")
# The one limit that what is late runs into.
SHORT = {"standing": "150ms"}


@pytest.fixture(scope="module")
def optional(upstreams, tmp_path_factory):
    """The shop whose answer can do without what the function computes."""
    target = tmp_path_factory.mktemp("optional")
    with Bff(written(target, COMPOSITION.replace(*WITHOUT_FALLBACK)), upstreams) as bff:
        yield bff


@pytest.fixture(scope="module")
def required(upstreams, tmp_path_factory):
    """The shop that has no answer without it."""
    target = tmp_path_factory.mktemp("required")
    with Bff(written(target, REQUIRED.replace(*WITHOUT_FALLBACK)), upstreams) as bff:
        yield bff


@pytest.fixture(scope="module")
def standing_in(upstreams, tmp_path_factory):
    """The shop with a value that stands in."""
    target = tmp_path_factory.mktemp("standing-in")
    with Bff(written(target, COMPOSITION.replace(*STANDING_IN)), upstreams) as bff:
        yield bff


@pytest.fixture(scope="module")
def hasty(upstreams, tmp_path_factory):
    """The shop whose function has little time, where its answer can do without."""
    target = tmp_path_factory.mktemp("hasty")
    composition = COMPOSITION.replace(*WITHOUT_FALLBACK)
    with Bff(written(target, composition, SHORT), upstreams, may_be_late=True) as bff:
        yield bff


@pytest.fixture(scope="module")
def strict(upstreams, tmp_path_factory):
    """The same where it has no answer without."""
    target = tmp_path_factory.mktemp("strict")
    composition = REQUIRED.replace(*WITHOUT_FALLBACK)
    with Bff(written(target, composition, SHORT), upstreams, may_be_late=True) as bff:
        yield bff


@pytest.mark.parametrize("shop", ["optional", "required", "standing_in"])
def test_a_function_is_given_the_values_of_the_sources_that_it_waits_for(shop, request):
    answered = request.getfixturevalue(shop).ask("/products/sold")

    assert answered.status == 200
    assert answered.json() == {"id": "p", "title": "known", "price": 10.0, "inStock": True}
    assert "bff-incomplete" not in answered.headers


@pytest.mark.parametrize("product", ["raises", "odd", "a-dict"])
def test_a_required_function_that_fails_is_a_problem_without_detail(required, product):
    answered = required.ask(f"/products/{product}")

    told = answered.json()
    assert (answered.status, told["code"]) == (500, "hook-failed")
    assert "secret" not in answered.body.decode()
    line = logged(required, told["instance"])
    assert "hook-failed" in line
    assert "secret" not in line


def test_where_a_function_has_raised_is_logged_by_its_name(required):
    told = required.ask("/products/raises").json()

    line = logged(required, told["instance"])
    assert "hook-failed, `standing` raised" in line
    assert '"exception":"KeyError"' in line


def test_a_required_function_that_is_late_is_late_as_any_source(strict):
    answered = strict.ask("/products/late")

    assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")


@pytest.mark.parametrize("shop", ["optional", "required", "standing_in"])
def test_a_value_outside_the_clients_contract_is_the_functions_fault(shop, request):
    answered = request.getfixturevalue(shop).ask("/products/too-long")

    assert (answered.status, answered.json()["code"]) == (500, "hook-failed")
    assert "secret" not in answered.body.decode()


@pytest.mark.parametrize(
    ("product", "reason"),
    [
        ("raises", "bad-body"),
        ("odd", "bad-body"),
        ("a-dict", "bad-body"),
    ],
)
def test_an_answer_goes_out_without_an_optional_function_that_fails(optional, product, reason):
    answered = optional.ask(f"/products/{product}")

    told = {"id": "p", "title": product, "price": 10.0, "inStock": False}
    assert (answered.status, answered.json()) == (200, told)
    assert answered.headers["bff-incomplete"] == f"availability;reason={reason}"
    assert answered.headers["cache-control"] == "no-store"


def test_an_answer_goes_out_without_an_optional_function_that_is_late(hasty):
    answered = hasty.ask("/products/late")

    assert (answered.status, answered.json()["inStock"]) == (200, False)
    assert answered.headers["bff-incomplete"] == "availability;reason=timeout"


def test_an_optional_function_that_raises_is_logged_with_its_place(optional):
    optional.ask("/products/raises")

    assert "hooks.py" in logged(optional, "KeyError")
    assert all("secret" not in line for line in optional.log)


def test_a_function_that_lacks_its_input_is_not_called_and_told_once(optional):
    answered = optional.ask("/products/no-stock")

    assert answered.json()["inStock"] is False
    told = answered.headers["bff-incomplete"]
    assert told == "stock;reason=status, availability;reason=status"


@pytest.mark.parametrize("product", ["raises", "no-stock"])
def test_a_fallback_stands_in_for_a_function(standing_in, product):
    answered = standing_in.ask(f"/products/{product}")

    told = answered.json()
    assert (answered.status, told["title"], told["inStock"]) == (200, "stood in", True)
    assert "availability" in answered.headers["bff-incomplete"]


def test_the_line_of_a_request_tells_what_the_function_took(optional):
    optional.ask("/products/sold", X_Request_ID="hook-source-line")

    line = json.loads(logged(optional, "hook-source-line"))
    assert line["sources"]["standing"]["service"] == "hooks"
    assert line["sources"]["standing"]["outcome"] == "ok"
