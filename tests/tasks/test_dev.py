"""BFFs of the storefront over fakes: one upstream truth, processes that come and go."""

import re
import shlex
import threading
from functools import partial

import httpx2
import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from bffgen.tasks.dev import Running, fakes
from bffgen.verify.keys import caller, curl
from bffgen.verify.serve import serve_fakes
from tests.e2e.cases import built_case
from tests.patience import patient
from tests.verify.contracts import ROOT
from tests.workspaces import built as workspace_built
from tests.workspaces import files, one, plant

get = partial(httpx2.get, timeout=60)

PATHS = {
    "web": "/products/{}",
    "mobile": "/v3/products/{}",
    "partner": "/v1/products/{}",
    "admin": "/products/{}",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the storefront's BFFs into a folder of their own."""
    folder = tmp_path_factory.mktemp("generated")
    read = patient(lambda path: (ROOT / path).read_bytes())
    outcome = build(read, lambda name: FileTree())
    for client in outcome.clients:
        plant(client.tree, folder / client.name)
    assert {each.name for each in outcome.clients} == PATHS.keys()
    return outcome.workspace, lambda name: str(folder / name)


def asked(running, client, product):
    key = running.keys[client]
    headers = {"X-Api-Key": key} if client == "partner" else {"Authorization": f"Bearer {key}"}
    return get(running.bffs[client] + PATHS[client].format(product), headers=headers)


def test_every_client_sees_the_same_product(built):
    workspace, folder = built
    with Running(workspace, folder, real={}, seed=3) as running:
        assert sorted(running.fakes) == sorted(each.name for each in workspace.upstreams)
        for client in workspace.clients:
            running.start(client)
        # An id that no example shows: all of it is drawn.
        web, mobile, partner, admin = (asked(running, client, "chair-7") for client in PATHS)
        gone = [asked(running, client, "missing-1").status_code for client in PATHS]
    assert [each.status_code for each in (web, mobile, partner, admin)] == [200] * 4
    assert admin.json()["title"] == web.json()["title"]
    assert web.json()["sku"] == partner.json()["sku"]
    assert web.json()["price"]["amount"] == partner.json()["price"]["amount"]
    assert mobile.json()["priceMinor"] == round(partner.json()["price"]["amount"] * 100)
    assert gone == [404] * 4


def test_an_upstream_that_is_real_is_asked_instead_of_a_fake(built):
    workspace, folder = built
    client = next(each for each in workspace.clients if each.name == "partner")
    others = fakes(workspace, ["pricing"], seed=99)
    with (
        serve_fakes(others) as real,
        Running(workspace, folder, real=real, seed=3) as running,
    ):
        assert "pricing" not in running.fakes
        running.start(client)
        answer = asked(running, "partner", "chair-7").json()
        price = get(f"{real['pricing']}/prices/{answer['sku']}?currency=EUR").json()
    assert answer["price"]["amount"] == price["amount"]


def test_a_bff_starts_anew_alone_and_all_are_gone_at_the_end(built):
    workspace, folder = built
    before = set(threading.enumerate())
    client = next(each for each in workspace.clients if each.name == "mobile")
    with Running(workspace, folder, real={}, seed=3) as running:
        first = running.start(client)
        port = httpx2.URL(first).port
        assert running.start(client, port) == first
        assert asked(running, "mobile", "lamp-1001").status_code == 200
        running.stop("mobile")
        assert running.bffs == {}
        with pytest.raises(httpx2.ConnectError):
            get(first)
        fake = next(iter(running.fakes.values()))
    with pytest.raises(httpx2.ConnectError):
        get(fake)
    assert set(threading.enumerate()) == before


def test_a_bff_that_asks_who_calls_comes_with_a_key_and_a_command(tmp_path):
    tree = secured(
        [{"key": [], "oauth": ["things.read"]}, {}],
        key={"type": "apiKey", "in": "query", "name": "api key"},
        oauth=OAUTH,
    )
    outcome, made = workspace_built(tree, late={})
    plant(made, tmp_path)
    (client,) = outcome.workspace.clients
    with Running(outcome.workspace, lambda _: str(tmp_path), real={}, seed=1) as running:
        running.start(client)
        curl, option, header, url = shlex.split(running.try_it(client))
        assert (curl, option) == ("curl", "--header")
        name, _, value = header.partition(": ")
        assert get(url, headers={name: value}).status_code == 200
        wrong = get(url, headers={name: f"{value}x"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "unauthenticated")
        first = running.keys["web"]
        running.start(client)
        assert running.keys["web"] == first


OAUTH = {
    "type": "oauth2",
    "flows": {
        "clientCredentials": {
            "tokenUrl": "https://login.example/token",
            "scopes": {"things.read": "Read.", "things.write": "Write."},
        }
    },
}
THING = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def secured(security, **schemes):
    """Give the files of a workspace whose one client asks who calls."""
    mine = one(THING, security=security)
    mine["components"]["securitySchemes"] = schemes
    return files(mine, {"shop": one(THING)}, {"getThing": "shop.getThing"})


@pytest.mark.parametrize(
    ("security", "command"),
    [
        ([{}, {"bearer": []}], "curl --header 'Authorization: Bearer K' http://bff/things/{}"),
        ([{"header": []}], "curl --header 'X-Key: K' http://bff/things/{}"),
        ([{"cookie": []}], "curl --cookie session=K http://bff/things/{}"),
        ([{"query": []}, {"bearer": []}], "curl 'http://bff/things/{}?api%20key=K'"),
    ],
)
def test_a_command_carries_the_key_where_its_scheme_says(security, command):
    schemes = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
        "query": {"type": "apiKey", "in": "query", "name": "api key"},
    }
    outcome, _ = workspace_built(secured(security, **schemes))
    written = curl(outcome.workspace.clients[0], "http://bff", "K")
    assert re.fullmatch(re.escape(command).replace(r"\{\}", "[^?' ]+"), written), written


def test_the_caller_has_every_scope_and_role_and_claim_that_anybody_names():
    sent = {"type": "object", "properties": {"urgent": {"type": "boolean"}}}
    mine = one(
        {"type": "object", "properties": {"name": {"type": "string"}, "priced": PRICED}},
        {"Priced": {"type": "object", "properties": {"price": {"type": "string"}}}},
        security=[{"bearer": ["ops"]}, {"oauth": ["things.read"]}],
        requestBody={"content": {"application/json": {"schema": sent}}},
    )
    mine["components"]["securitySchemes"] = {"bearer": BEARER, "oauth": OAUTH}
    composition = {
        "format": "composition/1",
        "identity": {
            "claims": {
                "tier": {"type": "string", "enum": ["gold"], "required": True},
                "level": {"type": "integer", "minimum": 3, "examples": [2, 7]},
            },
            "roles": ["audit", "ops", "sales"],
        },
        "shapes": {"Priced": {"price": {"value": "it.name", "visible_to": ["scope(prices)"]}}},
        "operations": {
            "getThing": {
                "call": "shop.getThing",
                "allow": ["role(sales)", "scope(things.write)"],
                "writable_by": {"urgent": ["scope(things.hurry)"]},
            }
        },
    }
    tree = files(mine, {"shop": one(THING)}, {}, composition=composition)
    outcome, _ = workspace_built(tree)
    found = caller(outcome.workspace.clients[0])
    assert found["scopes"] == ["prices", "things.hurry", "things.read", "things.write"]
    assert found["roles"] == ["audit", "ops", "sales"]
    assert found["claims"] == {"tier": "gold", "level": 7}


BEARER = {"type": "http", "scheme": "bearer"}
PRICED = {"$ref": "#/components/schemas/Priced"}


def test_a_bff_whose_function_gives_pages_comes_with_a_key_for_their_cursors(tmp_path):
    folder, workspace = built_case("composition/hooks/implement-tells-caches-and-pages", tmp_path)
    with Running(workspace, lambda _: str(folder), real={}, seed=1) as running:
        assert get(f"{running.start(workspace.clients[0])}/products").status_code == 200
