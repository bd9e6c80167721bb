"""BFFs of the storefront over fakes: one upstream truth, processes that come and go."""

import threading

import httpx2
import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from bffgen.tasks.dev import Running, fakes
from bffgen.verify.serve import serve_fakes
from tests.verify.contracts import ROOT

PATHS = {
    "web": "/products/{}",
    "mobile": "/v3/products/{}",
    "partner": "/v1/products/{}",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the storefront's BFFs into a folder of their own."""
    folder = tmp_path_factory.mktemp("generated")
    outcome = build(lambda path: (ROOT / path).read_bytes(), lambda name: FileTree())
    for client in outcome.clients:
        for path, content in client.tree.files:
            where = folder / client.name / path
            where.parent.mkdir(parents=True, exist_ok=True)
            where.write_bytes(content)
    assert {each.name for each in outcome.clients} == PATHS.keys()
    return outcome.workspace, lambda name: str(folder / name)


def asked(running, client, product):
    return httpx2.get(running.bffs[client] + PATHS[client].format(product))


def test_every_client_sees_the_same_product(built):
    workspace, folder = built
    with Running(workspace, folder, real={}, seed=3) as running:
        assert sorted(running.fakes) == sorted(each.name for each in workspace.upstreams)
        for client in workspace.clients:
            running.start(client)
        # An id that no example shows: all of it is drawn.
        web, mobile, partner = (
            asked(running, client, "chair-7") for client in ("web", "mobile", "partner")
        )
        gone = [asked(running, client, "missing-1").status_code for client in PATHS]
    assert [each.status_code for each in (web, mobile, partner)] == [200, 200, 200]
    assert web.json()["sku"] == partner.json()["sku"]
    assert web.json()["price"]["amount"] == partner.json()["price"]["amount"]
    assert mobile.json()["priceMinor"] == round(partner.json()["price"]["amount"] * 100)
    assert gone == [404, 404, 404]


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
        price = httpx2.get(f"{real['pricing']}/prices/{answer['sku']}?currency=EUR").json()
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
            httpx2.get(first)
        fake = next(iter(running.fakes.values()))
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(fake)
    assert set(threading.enumerate()) == before
