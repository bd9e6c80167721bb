"""Fakes over real sockets: ready when the block begins, gone when it ends."""

import gc
import socket
import threading
from functools import partial
from pathlib import Path

import httpx2
import pytest

from bffgen.verify.fake import Fake
from bffgen.verify.serve import NotServed, serve_fakes
from tests.verify.contracts import answers, lowered, parameter, storefront, upstream_api

ROUNDS = 20
get = partial(httpx2.get, timeout=60)


def fakes(*names, seed=1):
    return {name: Fake(upstream_api(name), seed) for name in names}


def open_files():
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_every_upstream_has_an_address_with_its_base_path():
    names = [each.name for each in storefront().upstreams]
    with serve_fakes(fakes(*names)) as addresses:
        assert sorted(addresses) == sorted(names)
        assert addresses["catalog"].endswith("/v2")
        assert len({httpx2.URL(each).port for each in addresses.values()}) == len(names)
        with httpx2.Client(timeout=60) as client:
            product = client.get(f"{addresses['catalog']}/products/lamp-1001").json()
            price = client.get(
                f"{addresses['pricing']}/prices/{product['sku']}", params={"currency": "EUR"}
            )
            gone = client.get(f"{addresses['catalog']}/products/missing-1")
    assert (price.json()["sku"], price.json()["currency"]) == (product["sku"], "EUR")
    assert gone.status_code == 404
    assert gone.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "TRACE", "QUERY"])
def test_every_method_is_answered_by_the_contract(method):
    with serve_fakes(fakes("catalog")) as addresses:
        answer = httpx2.request(method, f"{addresses['catalog']}/products/chair-7", timeout=60)
    if method == "HEAD":
        assert (answer.status_code, answer.content) == (200, b"")
    else:
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PATCH")


def test_what_is_sent_over_the_wire_is_what_the_fake_reads():
    needed = parameter("name", location="path")
    echo = {"type": "object", "required": ["name", "note"], "properties": {
        "name": {"type": "string"}, "note": {"type": "string"}}}  # fmt: skip
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    api = lowered({"/things/{name}": {
        "put": {**answers(echo, parameters=[needed]), "requestBody": body}}})  # fmt: skip
    with serve_fakes({"things": Fake(api, 1)}) as addresses:
        url = f"{addresses['things']}/things/a%2Fb%20%C3%A9"
        answer = httpx2.put(url, json={"note": "short"}, timeout=60)
    assert answer.json() == {"name": "a/b é", "note": "short"}


def test_a_start_and_stop_leave_nothing_behind():
    gc.collect()  # what earlier tests left open would go in between, and be counted
    threads, files = set(threading.enumerate()), open_files()
    for _ in range(ROUNDS):
        with serve_fakes(fakes("pricing", "media")) as addresses:
            assert get(f"{addresses['media']}/assets/a-1").status_code == 200
            port = httpx2.URL(addresses["pricing"]).port
        with pytest.raises(httpx2.ConnectError):
            get(f"http://127.0.0.1:{port}/")
    gc.collect()
    assert set(threading.enumerate()) <= threads
    assert open_files() <= files


def test_a_connection_that_is_kept_alive_does_not_keep_a_fake():
    with httpx2.Client(timeout=60) as client, serve_fakes(fakes("media")) as addresses:
        assert client.get(f"{addresses['media']}/assets/a-1").status_code == 200
    assert not [each for each in threading.enumerate() if each.name == "fakes"]


def test_a_port_is_taken_when_it_is_named_and_a_taken_one_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = f"media: port {port} of 127.0.0.1 cannot be had"
        with pytest.raises(NotServed, match=told), serve_fakes(fakes("media"), {"media": port}):
            pass
    with serve_fakes(fakes("media"), {"media": port}) as addresses:
        assert addresses["media"] == f"http://127.0.0.1:{port}"


def test_a_block_that_fails_ends_its_fakes():
    with pytest.raises(RuntimeError, match="a fault of the block"), serve_fakes(fakes("media")):
        raise RuntimeError("a fault of the block")
    assert not [each for each in threading.enumerate() if each.name == "fakes"]
