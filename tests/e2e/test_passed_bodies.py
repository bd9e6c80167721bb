"""Bodies that are no JSON, passed on over real sockets as they come.

The case of tests/cases/composition/passed/as-it-is, its upstream a server that says what it sends.
"""

import contextlib
import http.client
import http.server
import json
import socket
import threading
from pathlib import Path

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import serving
from tests.e2e.served import Bff

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
MIB = 1024 * 1024
LIMIT_S = 60.0


class Upstream:
    """What the upstream does for a path, and what became of it."""

    def __init__(self):
        self.does = {}
        self.sent = 0
        self.was_left = threading.Event()
        self.seen = []


@pytest.fixture(scope="module")
def upstream():
    """The upstream of all tests here."""
    return Upstream()


@pytest.fixture(scope="module")
def bff(tmp_path_factory, upstream):
    """The BFF before its upstream."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            upstream.seen.append((self.path, self.headers["Accept"]))
            upstream.does[self.path.partition("?")[0]](self)

        def log_message(self, format, *args):
            pass

    folder = built_case("composition/passed/as-it-is", tmp_path_factory.mktemp("passed"))[0]
    with serving(Handler) as url:
        urls = {"BFF_UPSTREAM_CATALOG_URL": url, "BFF_UPSTREAM_STOCK_URL": url}
        with Bff(folder, urls) as running:
            yield running


def whole(body, media_type="image/png", **headers):
    """Answer with a body of a told length."""

    def answer(handler):
        handler.send_response(200)
        if media_type is not None:
            handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, text in headers.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def chunks(*pieces, media_type="image/png"):
    """Answer with chunks."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    return answer


def product(handler):
    """Answer the product that the prices wait for."""
    body = json.dumps({"id": "p-1", "sku": "s-1", "title": "Lamp", "price": 9.5}).encode()
    whole(body, "application/json")(handler)


def test_bytes_go_on_with_their_type_and_length_and_nothing_else(upstream, bff):
    upstream.does["/products/p-1/image"] = whole(
        PNG, Set_Cookie="who=me", ETag='"1"', Content_Disposition="inline", X_Shelf="7"
    )
    answered = bff.ask("/products/p-1/image")
    assert (answered.status, answered.body) == (200, PNG)
    kept = {name: text for name, text in answered.headers.items() if name != "x-request-id"}
    kept.pop("date", None)
    kept.pop("server", None)
    assert kept == {"content-type": "image/png", "content-length": str(len(PNG))}
    assert upstream.seen[-1][1] == "image/png, image/webp"


def test_a_body_without_a_length_goes_on_without_one(upstream, bff):
    upstream.does["/products/p-1/image"] = chunks(PNG[:9], PNG[9:], media_type="image/webp; q=x")
    answered = bff.ask("/products/p-1/image")
    assert (answered.status, answered.body) == (200, PNG)
    assert answered.headers["content-type"] == "image/webp; q=x"
    assert "content-length" not in answered.headers


def test_an_empty_body_is_a_body(upstream, bff):
    upstream.does["/products/p-1/image"] = whole(b"")
    answered = bff.ask("/products/p-1/image")
    assert (answered.status, answered.body, answered.headers["content-length"]) == (200, b"", "0")


def test_a_header_that_is_declared_and_mapped_goes_on(upstream, bff):
    upstream.does["/products/p-1"] = product
    named = 'attachment; filename="prices.csv"'
    upstream.does["/prices.csv"] = whole(
        b"sku,price\r\n", "text/csv; charset=utf-8", Content_Disposition=named
    )
    answered = bff.ask("/prices/p-1")
    assert (answered.status, answered.body) == (200, b"sku,price\r\n")
    assert answered.headers["content-disposition"] == named
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    assert upstream.seen[-1] == ("/prices.csv?sku=s-1", "text/csv")


def test_the_only_type_of_a_contract_stands_where_an_upstream_tells_none(upstream, bff):
    upstream.does["/products/p-1"] = product
    upstream.does["/prices.csv"] = whole(b"a\r\n", None, Content_Disposition="inline")
    answered = bff.ask("/prices/p-1")
    assert (answered.status, answered.headers["content-type"]) == (200, "text/csv")


@pytest.mark.parametrize(
    "answer",
    [
        whole(b"<html>", "text/html"),
        whole(b"GIF89a", "image/gif"),
        whole(PNG, None),
        whole(PNG, Content_Encoding="gzip"),
        whole(bytes(256 * 1024 + 1)),
    ],
    ids=["text", "another image", "no type", "coded", "told too large"],
)
def test_what_fails_at_once_is_a_problem(upstream, bff, answer):
    upstream.does["/products/p-1/image"] = answer
    answered = bff.ask("/products/p-1/image")
    assert (answered.status, answered.json()["code"]) == (502, "upstream-failed")


def test_a_status_of_the_upstream_is_told_as_for_json(upstream, bff):
    def missing(handler):
        handler.send_error(404)

    upstream.does["/products/p-1/image"] = missing
    answered = bff.ask("/products/p-1/image")
    assert (answered.status, answered.json()["code"]) == (404, "not-found")


PART = bytes(100_000)


@pytest.mark.parametrize(
    ("length", "rest", "ends"),
    [(200_000, (), False), (None, (), False), (None, (PART, PART), True)],
    ids=["length", "chunks", "above the limit"],
)
def test_a_body_that_breaks_off_is_seen_to_be_not_whole(upstream, bff, length, rest, ends):
    is_begun = threading.Event()

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        told = ("Transfer-Encoding", "chunked") if length is None else ("Content-Length", length)
        handler.send_header(*map(str, told))
        handler.end_headers()
        for number, piece in enumerate((PART, *rest)):
            framed = piece if length is not None else b"%x\r\n%s\r\n" % (len(piece), piece)
            handler.wfile.write(framed)
            # What is wrong before a first byte is answered is a problem, and another test.
            assert number or is_begun.wait(LIMIT_S)
        if ends:
            handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = not ends

    upstream.does["/products/p-1/image"] = answer
    connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=LIMIT_S)
    with contextlib.closing(connection):
        connection.request("GET", "/products/p-1/image")
        response = connection.getresponse()
        is_begun.set()
        assert response.status == 200
        with pytest.raises((http.client.IncompleteRead, ConnectionError)):
            response.read()


def endless(upstream):
    """Send until nobody takes it any more."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/csv")
        handler.send_header("Content-Disposition", "inline")
        handler.send_header("Content-Length", str(64 * MIB))
        handler.end_headers()
        try:
            for _ in range(64):
                handler.wfile.write(bytes(MIB))
                upstream.sent += 1
        except OSError:
            upstream.was_left.set()
        handler.close_connection = True

    return answer


def peak_kib(bff):
    """Give the most memory that the BFF has had."""
    status = Path(f"/proc/{bff.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def test_memory_stays_flat_however_long_a_body_is(upstream, bff):
    upstream.does |= {"/products/p-1": product, "/prices.csv": endless(upstream)}
    upstream.sent = 0
    before = peak_kib(bff)
    connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=LIMIT_S)
    connection.request("GET", "/prices/p-1")
    response = connection.getresponse()
    count = 0
    while piece := response.read(MIB):
        count += len(piece)
    connection.close()
    assert (count, upstream.sent) == (64 * MIB, 64)
    assert peak_kib(bff) - before < 16 * 1024


def test_a_client_that_leaves_ends_the_call_and_one_that_waits_stops_it(upstream, bff):
    upstream.does |= {"/products/p-1": product, "/prices.csv": endless(upstream)}
    upstream.sent = 0
    upstream.was_left.clear()
    with socket.create_connection(("127.0.0.1", bff.port)) as client:
        client.sendall(b"GET /prices/p-1 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(9) == b"HTTP/1.1 "
        # Nothing more is taken: what the sockets on the way hold is all that is sent.
        assert not upstream.was_left.wait(1)
        assert upstream.sent < 32
    assert upstream.was_left.wait(LIMIT_S)
    assert upstream.sent < 48


def test_head_tells_what_get_would_and_reads_no_further(upstream, bff):
    upstream.does |= {"/products/p-1": product, "/prices.csv": endless(upstream)}
    upstream.sent = 0
    upstream.was_left.clear()
    answered = bff.ask("/prices/p-1", method="HEAD")
    assert (answered.status, answered.body) == (200, b"")
    assert answered.headers["content-length"] == str(64 * MIB)
    assert upstream.was_left.wait(LIMIT_S)
    assert upstream.sent < 32
