"""A BFF whose contract asks for credentials, over real sockets: who is let in, and what leaks."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pytest

from bffgen.tasks.dev import fakes
from bffgen.verify.serve import serve_fakes
from tests.e2e.cases import built_case
from tests.e2e.served import Bff

TOKEN, WEAK, KEY = "token-of-the-login-1", "token-without-scope", "key-of-the-app-00001"
OPS, OTHER = "token-of-operations1", "key-of-another-user"
WRONG = "secret-that-is-no-key"
CALLERS = {
    TOKEN: {"sub": "u-1", "scopes": ["products.read"]},
    WEAK: {"sub": "u-1"},
    KEY: {"sub": "u-1", "client_id": "app"},
    OPS: {"sub": "o-1", "roles": ["ops"]},
    OTHER: {"sub": "u-2"},
}
SECRETS = (TOKEN, WEAK, KEY, OPS, OTHER, WRONG, "u-1", "o-1")


def written(name, folder):
    """Build a case of security and write it: the folder of its BFF, and its workspace."""
    return built_case(f"composition/security/{name}", folder)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The case of alternatives."""
    return written("alternatives", tmp_path_factory.mktemp("secured"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.write_text(json.dumps(CALLERS))
    return {"BFF_TEST_KEYS_FILE": str(path), "BFF_ALLOW_TEST_KEYS": "1"}


@pytest.fixture(scope="module")
def bff(workspace, keys):
    folder, read = workspace
    with serve_fakes(fakes(read, ("catalog", "stock"), seed=1)) as addresses:
        urls = {f"BFF_UPSTREAM_{name.upper()}_URL": url for name, url in addresses.items()}
        with Bff(folder, urls, BFF_HOST="127.0.0.1", **keys) as served:
            yield served


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # the contract's `{}`
        (bearer(OPS), 200),
        ({**bearer(TOKEN), "X_App_Key": KEY}, 200),
        ({"Cookie": f"a=b; session={OTHER}"}, 200),
        # Known, and let in as a stranger would be: no alternative but `{}` holds.
        (bearer(TOKEN), 200),
        ({**bearer(WEAK), "X_App_Key": KEY}, 200),
        # Sent, and no credential; or of two subjects.
        (bearer(WRONG), 401),
        ({"Authorization": f"Basic {OPS}"}, 401),
        ({**bearer(OPS), "X_App_Key": WRONG}, 401),
        ({**bearer(TOKEN), "X_App_Key": OTHER}, 401),
        ({"Cookie": f"session={OTHER}; session={OTHER}"}, 401),
    ],
)
def test_the_contract_says_who_is_let_in(bff, headers, status):
    answered = bff.ask("/products/p-1", **headers)
    assert answered.status == status, answered.body
    if status == 401:
        assert answered.json()["code"] == "unauthenticated"
        assert answered.headers["content-type"] == "application/problem+json"
        assert 'Bearer realm="web"' in answered.headers["www-authenticate"]
        assert 'name="X-App-Key"' in answered.headers["www-authenticate"]


def test_no_credential_and_no_subject_is_in_an_answer_or_a_log(bff):
    values = (None, TOKEN, WEAK, KEY, OPS, OTHER, WRONG)
    for token, key, target in product(values, values, ("/products/p-1", "/nothing")):
        given = bearer(token) if token else {}
        answered = bff.ask(target, **given, **({"X_App_Key": key} if key else {}))
        said = answered.body.decode() + str(answered.headers)
        assert not [each for each in SECRETS if each in said]
    log = "".join(bff.log)
    assert "test keys alone" in log
    assert not [each for each in SECRETS if each in log]


def test_documents_and_probes_are_open_and_unknown_paths_say_nothing_of_callers(bff):
    given = bearer(WRONG)
    assert [bff.ask(f"/{each}", **given).status for each in ("openapi.json", "-/ready")] == [
        200
    ] * 2
    assert bff.ask("/nothing", **given).status == 404
    assert bff.ask("/products/p-1", method="DELETE", **given).status == 405


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        (("BFF_TEST_KEYS_FILE", "BFF_ALLOW_TEST_KEYS"), "BFF_TEST_KEYS_FILE: not set"),
        (("BFF_ALLOW_TEST_KEYS",), "BFF_TEST_KEYS_FILE: test keys protect nothing"),
    ],
)
def test_without_a_way_to_tell_who_calls_the_process_ends(workspace, keys, left_out, told):
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BFF_")}
    given = {name: text for name, text in keys.items() if name not in left_out}
    urls = {f"BFF_UPSTREAM_{name}_URL": "https://a.example" for name in ("CATALOG", "STOCK")}
    ended = subprocess.run(
        [sys.executable, "-m", "web_bff"],
        env={**kept, **given, **urls, "PYTHONPATH": str(workspace[0])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (2, "settings: 1 fault")
    assert told in ended.stderr


# --- what a caller sees

SEES_ALL, SUPPORT, SALES, READER = (f"key-number-{n}-of-callers" for n in range(4))
UNFIT, NO_TIER = "key-of-an-odd-claim-1", "key-without-a-tier-12"
TIER = "https://shop.example/tier"


def known(sub, *roles, scopes=("products.read",), **claims):
    claims = {TIER: "gold", **claims}
    return {"sub": sub, "roles": roles, "scopes": scopes, "claims": claims}


WHO = {
    SEES_ALL: known("ann-1", "ops", "support", currency="USD"),
    SUPPORT: known("bob-1", "support"),
    SALES: known("cid-1", scopes=("products.read", "stock.read")),
    READER: known("dan-1"),
    UNFIT: known("eve-1", "ops", currency="dollars"),
    NO_TIER: {**known("fay-1", "ops"), "claims": {}},
}


class Counted:
    """An upstream that answers one body and counts."""

    def __init__(self, body):
        self.count = 0
        counted = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self):
                counted.count += 1
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The case of who calls, with its two upstreams."""
    folder, _ = written("who-calls", tmp_path_factory.mktemp("shop"))
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    path.write_text(json.dumps(WHO))
    product = {"id": "p-1", "sku": "s-1", "title": "Lamp", "price": 9.5}
    with (
        Counted(json.dumps(product).encode()) as catalog,
        Counted(b'{"available": true}') as stock,
        Bff(
            folder,
            {"BFF_UPSTREAM_CATALOG_URL": catalog.url, "BFF_UPSTREAM_STOCK_URL": stock.url},
            BFF_TEST_KEYS_FILE=str(path),
            BFF_ALLOW_TEST_KEYS="1",
        ) as served,
    ):
        yield served, catalog, stock


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        (SEES_ALL, {"price": 9.5, "inStock": True, "currency": "USD"}),
        (SUPPORT, {"inStock": True, "currency": "EUR"}),
        (SALES, {"inStock": True, "currency": "EUR"}),
    ],
)
def test_each_caller_sees_what_is_meant_for_them(shop, key, sees):
    bff, catalog, stock = shop
    before = (catalog.count, stock.count)
    answered = bff.ask("/products/p-1", **bearer(key))
    who = WHO[key]
    assert answered.status == 200
    assert answered.json() == {
        "id": "p-1",
        "title": "Lamp",
        "reader": who["sub"],
        "roles": sorted(who["roles"]),
        **sees,
    }
    assert (catalog.count, stock.count) == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize(
    ("key", "status", "challenge"),
    [(READER, 403, ""), (UNFIT, 401, "invalid_token"), (NO_TIER, 401, "invalid_token")],
)
def test_who_is_not_let_in_costs_no_call(shop, key, status, challenge):
    bff, catalog, stock = shop
    before = (catalog.count, stock.count)
    answered = bff.ask("/products/p-1", **bearer(key))
    assert answered.status == status
    assert challenge in answered.headers.get("www-authenticate", "")
    assert (catalog.count, stock.count) == before


@pytest.mark.parametrize(
    ("key", "sees", "asks_stock"),
    [
        (None, {}, 0),
        (READER, {"reader": "gold"}, 0),
        (SALES, {"reader": "gold", "price": 9.5, "inStock": True}, 1),
        (SUPPORT, {"reader": "gold"}, 0),
        (SEES_ALL, {"reader": "gold", "price": 9.5, "currency": "USD"}, 0),
    ],
)
def test_a_source_is_asked_for_whoever_sees_something_of_it(shop, key, sees, asks_stock):
    bff, _, stock = shop
    before = stock.count
    answered = bff.ask("/offers/p-1", **(bearer(key) if key else {}))
    assert (answered.status, answered.json()) == (200, {"id": "p-1", "title": "Lamp", **sees})
    assert stock.count == before + asks_stock
    assert "bff-incomplete" not in answered.headers
    log = "".join(bff.log)
    assert not [each for each in (*WHO, "ann-1", "dollars", "gold") if each in log]
