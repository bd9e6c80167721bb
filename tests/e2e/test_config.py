"""Settings of a composition, over real sockets: what is answered, what is sent, what is not asked.

The case of tests/cases/composition/config/values, its two upstreams recorded.
"""

import os
import subprocess
import sys

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PRODUCT = {"id": "p-1", "sku": "s-1", "title": "Lamp", "price": 9.5}
ANSWERS = {
    ("GET", "/products/p-1"): (200, PRODUCT),
    ("GET", "/stock/s-1"): (200, {"available": True}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case("composition/config/values", tmp_path_factory.mktemp("config"))[0]


@pytest.mark.parametrize(
    ("settings", "in_stock", "asks"),
    [
        ({}, True, ["/stock/s-1?market=eu"]),
        ({"SHOW_STOCK": "true", "MARKET": "eu"}, True, ["/stock/s-1?market=eu"]),
        ({"MARKET": "us"}, True, ["/stock/s-1?market=us"]),
        ({"SHOW_STOCK": "0"}, False, []),
        ({"SHOW_STOCK": "false", "SELL_UNSEEN": "1"}, True, []),
    ],
)
def test_settings_are_values_and_switches(folder, settings, in_stock, asks):
    set_so = {f"BFF_CONFIG_{name}": text for name, text in settings.items()}
    with (
        Recorder(answers=ANSWERS) as recorder,
        Bff(
            folder,
            {"BFF_UPSTREAM_CATALOG_URL": recorder.url, "BFF_UPSTREAM_STOCK_URL": recorder.url},
            **set_so,
        ) as bff,
    ):
        answered = bff.ask("/products/p-1")
        assert (answered.status, answered.json()["inStock"]) == (200, in_stock)
        assert "bff-incomplete" not in answered.headers
        assert [each.target for each in recorder.sent] == ["/products/p-1", *asks]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("BFF_CONFIG_MARKET", "asia", "BFF_CONFIG_MARKET: it should be 'eu' or 'us'"),
        ("BFF_CONFIG_SHOW_STOCK", "maybe", "BFF_CONFIG_SHOW_STOCK: it should be a valid boolean"),
        ("BFF_CONFIG_MARKETS", "eu", "BFF_CONFIG_MARKETS: no such setting; the nearest is"),
    ],
)
def test_a_setting_that_does_not_fit_ends_the_start(folder, name, text, told):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BFF_")}
    urls = {f"BFF_UPSTREAM_{each}_URL": "https://up.example" for each in ("CATALOG", "STOCK")}
    ended = subprocess.run(
        [sys.executable, "-m", "web_bff"],
        env={**kept, **urls, name: text, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (2, "settings: 1 fault")
    assert told in ended.stderr
