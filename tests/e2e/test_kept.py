"""The storefront with what it keeps and asks again: counted at its upstreams, over real sockets.

The BFFs are those of contracts/; where a test waits for an answer to become stale, its `ttl` is
cut to a fraction of a second.
"""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.callers import CUSTOMER, EDITOR, OTHER, bearer
from tests.patience import patient
from tests.workspaces import plant

PAGE = "/products/lamp-1001"
SCREEN = "/v3/products/lamp-1001?px=320"
TTL_S = 0.4
DOWN = {"status": 503}


@pytest.fixture(autouse=True)
def _healthy(upstreams):
    upstreams.reset()


@pytest.fixture(scope="module")
def changed(root, tmp_path_factory):
    """Build a client of the storefront with texts of its composition changed."""
    known = {}

    def make(client, *pairs):
        if (client, pairs) not in known:

            def read(path):
                text = (root / path).read_text()
                if path == f"contracts/clients/{client}/composition.yaml":
                    for old, new in pairs:
                        assert old in text
                        text = text.replace(old, new)
                return text.encode()

            outcome = build(patient(read), lambda _: FileTree(), only=[client])
            assert outcome.findings == ()
            known[client, pairs] = plant(outcome.clients[0].tree, tmp_path_factory.mktemp(client))
        return known[client, pairs]

    return make


@pytest.fixture
def keeping(changed, started):
    """Start a BFF that keeps; it ends with the test."""
    running = []

    def start(client, *pairs):
        folder = changed(client, *pairs)
        keeps = (folder / f"{client}_bff" / "runtime" / "cache.py").exists()
        bff = started(client, folder, **({"BFF_CACHE_BYTES": "64MiB"} if keeps else {}))
        running.append(bff)
        return bff.__enter__()

    yield start
    for bff in running:
        bff.__exit__()


def asked(upstreams, service, path):
    """The requests of a service for a path."""
    return [each for each in upstreams.record(service).requests if each.path == path]


def calls(upstreams, service, path):
    return len(asked(upstreams, service, path))


def test_what_is_kept_is_asked_for_once_and_the_log_says_so(upstreams, keeping):
    bff = keeping("web")
    pages = [bff.ask(PAGE) for _ in range(4)]
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages}) == 1
    assert calls(upstreams, "catalog", PAGE) == 1
    assert calls(upstreams, "pricing", "/prices/LMP-1001-BRS") == 1
    assert calls(upstreams, "reviews", "/products/lamp-1001/reviews") == 1
    assert calls(upstreams, "inventory", "/stock/LMP-1001-BRS") == 4
    # A line is written after its answer was sent.
    while len(lines := [json.loads(each) for each in bff.log if '"getProductPage"' in each]) < 4:
        time.sleep(0.01)
    assert "cache" not in lines[0]
    assert lines[-1]["cache"] == {"product": "hit", "price": "hit", "rating": "hit"}


def test_two_callers_and_a_stranger_never_share_a_price(upstreams, keeping):
    bff = keeping("web")
    callers = [bearer(CUSTOMER), bearer(OTHER), {}]
    for each in callers * 3:
        assert bff.ask(PAGE, **each).status == 200
    quotes = asked(upstreams, "pricing", "/prices/LMP-1001-BRS")
    who = [parse_qs(urlsplit(each.target).query).get("customerId") for each in quotes]
    assert who == [["c-40017"], ["c-1"], None]
    assert calls(upstreams, "catalog", PAGE) == 1


def test_spellings_of_a_language_fill_nothing(upstreams, keeping):
    bff, rng = keeping("web"), random.Random(3)
    for _ in range(120):
        tags = rng.sample(["de", "fr", "de-AT", "en-GB", "it", "fr-CH", "*"], rng.randint(1, 5))
        spelled = ", ".join(f"{tag};q={rng.random():.3f}" for tag in tags)
        assert bff.ask("/categories/lighting", Accept_Language=spelled).status == 200
        assert bff.ask(PAGE, Accept_Language=spelled).status == 200
    kept = asked(upstreams, "catalog", PAGE)
    assert sorted(each.header("accept-language") for each in kept) == ["de", "en", "fr"]
    others = asked(upstreams, "catalog", "/categories/lighting")
    assert {each.header("accept-language") for each in others} == {"de", "en", "fr"}


SHORT = ("cache: {ttl: 60s, stale_while_revalidate: 30s", f"cache: {{ttl: {TTL_S * 1000:.0f}ms")
REVALIDATED = (SHORT[0], f"{SHORT[1]}, stale_while_revalidate: 30s")


def test_fifty_who_are_shown_a_stale_page_cause_one_call(upstreams, keeping):
    bff = keeping("web", REVALIDATED)
    fresh = bff.ask(PAGE)
    assert "cache-status" not in fresh.headers
    time.sleep(TTL_S)
    upstreams.answer("catalog", delay_s=0.5)
    with ThreadPoolExecutor(50) as threads:
        pages = list(threads.map(lambda _: bff.ask(PAGE), range(50)))
    assert {page.body for page in pages} == {fresh.body}
    told = {page.headers["cache-status"].partition("=")[0] for page in pages}
    assert told == {"product;hit;ttl"}
    upstreams.wait_for("catalog", lambda seen: seen.answered == 2)
    assert calls(upstreams, "catalog", PAGE) == 2
    assert all("bff-incomplete" not in page.headers for page in pages)


def test_a_stale_page_stands_in_where_the_catalog_is_down(upstreams, keeping):
    bff = keeping("web", SHORT)
    fresh = bff.ask(PAGE)
    upstreams.answer("catalog", **DOWN)
    time.sleep(TTL_S)
    stale = bff.ask(PAGE)
    assert (stale.status, stale.body) == (200, fresh.body)
    assert stale.headers["cache-status"].startswith("product;hit;ttl=-")
    # The call, and the same again; who comes next does not wait for it.
    assert calls(upstreams, "catalog", PAGE) == 3
    assert bff.ask(PAGE).body == fresh.body
    assert calls(upstreams, "catalog", PAGE) == 3


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [({"status": 404}, 404), ({"status": 200, "body": b'{"id": 7}'}, 502)],
)
def test_what_the_catalog_says_is_not_covered_by_what_it_said(
    upstreams, keeping, behaviour, status
):
    bff = keeping("web", SHORT)
    assert bff.ask(PAGE).status == 200
    upstreams.answer("catalog", **behaviour)
    time.sleep(TTL_S)
    assert bff.ask(PAGE).status == status


def test_many_equal_requests_at_once_are_one_call_of_what_is_kept(upstreams, keeping):
    bff = keeping("web")
    upstreams.answer("catalog", delay_s=0.3)
    with ThreadPoolExecutor(20) as threads:
        pages = list(threads.map(lambda _: bff.ask(PAGE), range(20)))
    assert {page.status for page in pages} == {200}
    assert calls(upstreams, "catalog", PAGE) == 1


def test_caches_of_clients_are_told_the_time_that_is_left(upstreams, keeping):
    fresh = (("Cache-Control", "max-age=1000"),)
    for service in ("inventory", "reviews", "media"):
        upstreams.answer(service, headers=fresh)
    bff = keeping("mobile")
    first, second = bff.ask(SCREEN), bff.ask(SCREEN)
    assert first.headers["cache-control"] in (
        "public, max-age=9, s-maxage=9",
        "public, max-age=10, s-maxage=10",
    )
    assert second.headers["cache-control"].startswith("public, max-age=")
    assert (
        bff.ask(SCREEN, Authorization=bearer(CUSTOMER)["Authorization"])
        .headers["cache-control"]
        .startswith("private, max-age=")
    )


# --- asked again

AGAIN = ("defaults: {timeout: 900ms,", "defaults: {retry: {attempts: 1}, timeout: 900ms,")


def test_what_reads_is_asked_again_and_a_write_never(upstreams, keeping):
    bff = keeping("admin", AGAIN)
    upstreams.answer("catalog", **DOWN)
    assert bff.ask(PAGE, **bearer(EDITOR)).status == 502
    assert calls(upstreams, "catalog", PAGE) == 2
    upstreams.forget()
    headers = {**bearer(EDITOR), "If_Match": '"1"'}
    assert bff.send(PAGE, {"title": "A lamp"}, method="PATCH", **headers).status == 502
    assert calls(upstreams, "catalog", PAGE) == 1


def test_a_dropped_connection_is_made_up_for_as_often_as_it_says(upstreams, keeping):
    bff = keeping("admin", AGAIN)
    assert bff.ask(PAGE, **bearer(EDITOR)).status == 200
    upstreams.forget()
    upstreams.drop("catalog")
    assert bff.ask(PAGE, **bearer(EDITOR)).status == 502
    assert calls(upstreams, "catalog", PAGE) == 2


def test_a_service_that_is_down_is_asked_for_a_fifth_more(upstreams, keeping):
    bff = keeping("web")
    upstreams.answer("catalog", **DOWN)
    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(lambda _: bff.ask("/categories/lighting").status, range(60)))
    assert set(statuses) == {502}
    assert 60 + 3 <= calls(upstreams, "catalog", "/categories/lighting") <= 60 + 12
