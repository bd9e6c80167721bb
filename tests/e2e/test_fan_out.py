"""Sources of several calls over real sockets: how many calls, how many at once, what fails.

The workspace is the base `row` of the cases; its upstreams are small servers that count what is
out at one time. The BFF is a process of its own.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.recorder import is_awaited
from tests.e2e.served import Bff

ROW = """\
format: composition/1
operations:
  getRow:
    budget: 90s
    sources:
      row: {call: recommendations.forProduct, timeout: 20s}
      prices:
        call: pricing.listPrices
        batch: {skus: row.items.*.sku, max: 3, limit: 30, match: sku}
        concurrency: 2
        timeout: SHORT
      images:
        call: media.listImages
        batch: {ids: row.items.*.imageId, max: 4, limit: 12}
        concurrency: 1
        required: false
        timeout: 20s
      ratings:
        call: reviews.getRating
        each: row.items as item
        limit: 10
        concurrency: 3
        with: {productId: item.productId}
        required: false
        timeout: SHORT
        report_as: stars
    body:
      cards:
        each: row.items as item
        skip_if_missing: [prices.by(item.sku)]
        map:
          id: item.productId
          title: item.title
          price: prices.by(item.sku)
          imageUrl: images.by(item.imageId).url
          stars: ratings.by(item.productId).average
    omit: [cards.kind]
"""
POLICY = "format: policy/1\nfamily: browser\nbudgets: {latency: 90s, calls: 40}\n"
SERVICES = ("recommendations", "pricing", "media", "reviews")
# Where a call is late, its source's cap is what the test waits for; a machine that stalls for
# seconds must not make the other calls of that source late too.
COMPOSITION, HASTY = (ROW.replace("SHORT", cap) for cap in ("20s", "5s"))
# Long enough for calls that may be out together to be.
CALL_S = 0.03
# Beyond every cap: what is waited for here comes, unless something is broken.
LIMIT_S = 60.0


class Service:
    """One upstream on a port of its own.

    Attributes:
        asked: the keys of each call, in the order in which the calls came in.
        peak: the most calls that were out at one time.
        together: no call ends before so many have been out at one time.
        fails: key -> status of a call that asks for it.
        late: keys whose calls are not answered while the caller waits.
    """

    def __init__(self, answer):
        self._answer = answer
        self._lock = threading.Condition()
        self.out = 0
        self.forget()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                service.handle(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def forget(self):
        """Be as new once the calls of the last test are over."""
        with self._lock:
            assert self._lock.wait_for(lambda: not self.out, LIMIT_S)
            self.asked, self.peak, self.together = [], 0, 0
            self.fails, self.late, self.unknown = {}, (), ()

    def handle(self, handler):
        parts = urlsplit(handler.path)
        listed = [each for values in parse_qs(parts.query).values() for each in values]
        keys = listed or [unquote(parts.path).split("/")[2]]
        with self._lock:
            self.asked.append(tuple(keys))
            self.out += 1
            self.peak = max(self.peak, self.out)
            self._lock.notify_all()
            self._lock.wait_for(lambda: self.peak >= self.together, LIMIT_S)
        if set(keys) & {*self.late}:
            is_awaited(handler.connection, for_s=LIMIT_S)
        else:
            time.sleep(CALL_S)
        status = next((self.fails[key] for key in keys if key in self.fails), 200)
        said = self._answer([key for key in keys if key not in self.unknown])
        body = json.dumps(said if status == 200 else {}).encode()
        with self._lock:
            self.out -= 1
            self._lock.notify_all()
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass  # the caller has given up, as it should when it is late


class World:
    """The four services, and the elements that the row has."""

    def __init__(self):
        self.numbers = range(8)
        self.services = {
            "recommendations": Service(lambda _: {"items": [item(n) for n in self.numbers]}),
            "pricing": Service(lambda skus: {"prices": [price(sku) for sku in skus]}),
            "media": Service(lambda ids: {each: {"url": f"/{each}.jpg"} for each in ids}),
            "reviews": Service(lambda ids: {"average": float(ids[0][1:]), "count": 1}),
        }

    def __getattr__(self, name):
        return self.services[name]

    def forget(self):
        self.numbers = range(8)
        for service in self.services.values():
            service.forget()


def item(number):
    """Give an element; the third has no image, the fifth the sku of the first."""
    return {
        "productId": f"p{number}",
        "sku": "s0" if number == 5 else f"s{number}",
        "title": f"Thing {number}",
        "kind": "SIMILAR",
        "imageId": None if number == 3 else f"i{number}",
    }


def price(sku):
    return {"sku": sku, "amount": float(sku[1:]), "currency": "EUR"}


@pytest.fixture(scope="module")
def serving():
    world = World()
    with world.recommendations, world.pricing, world.media, world.reviews:
        yield world


@pytest.fixture
def world(serving):
    serving.forget()
    return serving


@pytest.fixture(scope="module")
def built(root, serving, tmp_path_factory):
    """Build a BFF over the world; gives it, not yet started."""
    base = root / "tests/cases/bases/row"
    environment = {
        f"BFF_UPSTREAM_{name.upper()}_URL": serving.services[name].url for name in SERVICES
    }

    def make(composition):
        own = {"composition.yaml": composition, "policy.yaml": POLICY}

        def read(path):
            name = path.rpartition("/")[2]
            return own[name].encode() if name in own else (base / path).read_bytes()

        outcome = build(read, lambda _: FileTree())
        assert [each.rule for each in outcome.findings if each.effect == "breaks"] == []
        folder = tmp_path_factory.mktemp("row") / "generated/web"
        for path, content in outcome.clients[0].tree.files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return Bff(folder, environment)

    return make


@pytest.fixture(scope="module")
def bff(built):
    """Every call may take long."""
    with built(COMPOSITION) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(built):
    """Prices and ratings are waited for a short time."""
    with built(HASTY) as running:
        yield running


def cards(answered):
    assert answered.status == 200, answered.body
    return {card["id"]: card for card in answered.json()["cards"]}


def test_many_elements_cost_few_calls(world, bff):
    world.numbers = range(10)

    answer = cards(bff.ask("/products/x/row"))

    assert list(answer) == [f"p{n}" for n in range(10)]
    assert len(world.recommendations.asked) == 1
    assert sorted(world.pricing.asked) == [  # nine that differ, three a call
        ("s0", "s1", "s2"),
        ("s3", "s4", "s6"),
        ("s7", "s8", "s9"),
    ]
    assert world.media.asked == [  # the one without an image is not asked for
        ("i0", "i1", "i2", "i4"),
        ("i5", "i6", "i7", "i8"),
        ("i9",),
    ]
    assert len(world.reviews.asked) == 10
    assert answer["p5"]["price"] == answer["p0"]["price"] == {"amount": 0.0, "currency": "EUR"}
    assert "imageUrl" not in answer["p3"]
    assert answer["p9"]["stars"] == 9.0


def test_no_more_calls_are_out_than_the_source_says(world, bff):
    world.numbers = range(10)
    world.pricing.together, world.reviews.together = 2, 3
    answered = bff.ask("/products/x/row")

    assert answered.status == 200
    assert "bff-incomplete" not in answered.headers
    peaks = [world.services[name].peak for name in ("pricing", "media", "reviews")]
    assert peaks == [2, 1, 3]


def test_no_elements_are_no_calls(world, bff):
    world.numbers = ()

    assert cards(bff.ask("/products/x/row")) == {}
    assert [world.services[name].asked for name in SERVICES[1:]] == [[], [], []]


def test_a_failed_chunk_leaves_its_own_keys_out_and_is_reported(world, bff):
    world.media.fails = {"i1": 500}
    answered = bff.ask("/products/x/row")

    with_image = [name for name, card in cards(answered).items() if "imageUrl" in card]
    assert with_image == ["p5", "p6", "p7"]
    assert answered.headers["bff-incomplete"] == "images;reason=status"


def test_elements_that_fail_are_reported_once_in_the_clients_word(world, bff):
    world.reviews.fails = {"p1": 500, "p2": 404}
    answered = bff.ask("/products/x/row")

    without = [name for name, card in cards(answered).items() if "stars" not in card]
    assert without == ["p1", "p2"]
    assert answered.headers["bff-incomplete"] == "stars;reason=status"


def test_a_late_element_costs_itself_alone(world, hasty):
    world.reviews.late = ("p2",)
    answered = hasty.ask("/products/x/row")

    without = [name for name, card in cards(answered).items() if "stars" not in card]
    assert without == ["p2"]
    assert answered.headers["bff-incomplete"] == "stars;reason=timeout"


def test_a_failed_chunk_of_a_required_source_is_the_answer(world, bff):
    world.pricing.fails = {"s4": 500}
    answered = bff.ask("/products/x/row")

    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")


def test_a_late_chunk_of_a_required_source_is_the_answer(world, hasty):
    world.pricing.late = ("s4",)
    answered = hasty.ask("/products/x/row")

    assert (answered.status, answered.json()["code"]) == (504, "upstream-timeout")


def test_keys_that_the_upstream_does_not_know_are_not_there(world, bff):
    world.pricing.unknown = ("s2",)
    world.media.unknown = ("i4", "i6")
    answered = bff.ask("/products/x/row")

    found = cards(answered)
    assert list(found) == ["p0", "p1", "p3", "p4", "p5", "p6", "p7"]  # without a price, left out
    assert [name for name in found if "imageUrl" not in found[name]] == ["p3", "p4", "p6"]
    assert "bff-incomplete" not in answered.headers


def test_more_elements_than_an_optional_source_takes_go_without(world, bff):
    world.numbers = range(14)
    found = cards(bff.ask("/products/x/row"))

    assert [name for name in found if "stars" not in found[name]] == ["p10", "p11", "p12", "p13"]
    assert len(world.reviews.asked) == 10


def test_more_keys_than_a_required_source_takes_are_a_failure(world, bff):
    world.numbers = range(40)
    answered = bff.ask("/products/x/row")

    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")
    assert world.pricing.asked == []
