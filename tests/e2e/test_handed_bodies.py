"""Bodies of requests that are neither JSON nor forms, handed on over real sockets as they come.

The case of tests/cases/composition/passed/as-it-is-sent, its upstream a server that counts.
"""

import http.client
import http.server
import json
import queue
import socket
import threading
from pathlib import Path

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import serving
from tests.e2e.served import Bff

MIB = 1024 * 1024
LIMIT_S = 60.0
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
IMAGE = "/products/p-1/image"


def content(handler):
    """Read a request's body: its bytes where they are few, and how many came before its end."""
    kept, count = b"", 0
    for piece in pieces(handler):
        count += len(piece)
        kept = kept + piece if count < MIB else b""
    return kept, count


def pieces(handler):
    if handler.headers["Transfer-Encoding"] == "chunked":
        while size := int(line(handler), 16):
            yield handler.rfile.read(size)
            line(handler)
        handler.rfile.readline()
        return
    left = int(handler.headers["Content-Length"] or 0)
    while left:
        piece = handler.rfile.read(min(left, 65536))
        if not piece:
            raise ConnectionError
        left -= len(piece)
        yield piece


def line(handler):
    """Read a line of the framing, which is there until the end is."""
    found = handler.rfile.readline()
    if not found:
        raise ConnectionError
    return found


@pytest.fixture(scope="module")
def came():
    """What came to the upstream: headers with the bytes and their number; None where it is cut."""
    return queue.SimpleQueue()


@pytest.fixture(scope="module")
def begun():
    """Set when the head of a request has come to the upstream."""
    return threading.Event()


@pytest.fixture(scope="module")
def bff(tmp_path_factory, came, begun):
    """The BFF before its upstream."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self):
            self.taken(204, b"")

        def do_POST(self):
            self.taken(202, json.dumps({"job": "j-1"}).encode())

        def taken(self, status, said):
            begun.set()
            try:
                came.put((self.headers, *content(self)))
            except (ConnectionError, ValueError):
                came.put(None)
                self.close_connection = True
                return
            self.send_response(status)
            if said:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format, *args):
            pass

    folder = built_case("composition/passed/as-it-is-sent", tmp_path_factory.mktemp("handed"))[0]
    with serving(Handler) as url:
        urls = {"BFF_UPSTREAM_CATALOG_URL": url, "BFF_UPSTREAM_STOCK_URL": url}
        with Bff(folder, urls) as running:
            yield running


def send(bff, method, path, body, **headers):
    """Send a body, in chunks where it is an iterable; gives status and what was said."""
    connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=LIMIT_S)
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    try:
        connection.request(method, path, body=body, headers=given)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_a_body_goes_on_with_its_type_and_length(bff, came):
    assert send(bff, "PUT", IMAGE, PNG, Content_Type="image/png") == (204, b"")
    headers, kept, _ = came.get(timeout=LIMIT_S)
    assert kept == PNG
    assert headers["Content-Type"] == "image/png"
    assert headers.get_all("Content-Length") == [str(len(PNG))]
    assert headers["Transfer-Encoding"] is None


def test_a_body_without_a_length_goes_on_in_chunks(bff, came):
    status, said = send(
        bff, "POST", "/imports", iter([b"a,1\n", b"b,2\n"]), Content_Type="text/csv"
    )
    assert (status, json.loads(said)) == (202, {"job": "j-1"})
    headers, kept, _ = came.get(timeout=LIMIT_S)
    assert (kept, headers["Transfer-Encoding"], headers["Content-Length"]) == (
        b"a,1\nb,2\n",
        "chunked",
        None,
    )


def test_a_body_that_may_be_left_out_may_be_absent(bff, came):
    assert send(bff, "POST", "/imports", None)[0] == 202
    headers, kept, _ = came.get(timeout=LIMIT_S)
    assert (kept, headers["Content-Type"]) == (b"", None)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (PNG, {"Content_Type": "image/gif"}, 415, "media-type-unsupported"),
        (PNG, {}, 415, "media-type-unsupported"),
        (PNG, {"Content_Type": "image/png", "Content_Encoding": "gzip"}, 415, None),
        (b"", {"Content_Type": "image/png"}, 422, "invalid-request"),
    ],
)
def test_a_body_that_is_not_taken_costs_no_call(bff, came, body, headers, status, code):
    found, said = send(bff, "PUT", IMAGE, body, **headers)
    assert found == status
    assert code in (None, json.loads(said)["code"])
    assert came.empty()


def test_a_body_above_its_limit_is_refused_before_any_call_where_it_says_so(bff, came):
    head = b"PUT %s HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n" % IMAGE.encode()
    with socket.create_connection(("127.0.0.1", bff.port), timeout=LIMIT_S) as client:
        client.sendall(head + b"Content-Length: %d\r\n\r\n" % (65 * MIB))
        assert client.recv(12) == b"HTTP/1.1 413"
    assert came.empty()


def test_a_body_that_grows_above_its_limit_is_the_clients_fault(bff, came):
    body = iter([bytes(MIB)] * 2)
    status, said = send(bff, "POST", "/imports", body, Content_Type="text/csv")
    assert (status, json.loads(said)["code"]) == (413, "body-too-large")
    assert came.get(timeout=LIMIT_S) is None


def test_a_client_that_leaves_ends_the_call(bff, came, begun):
    begun.clear()
    with socket.create_connection(("127.0.0.1", bff.port), timeout=LIMIT_S) as client:
        client.sendall(
            b"POST /imports HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
            b"Content-Length: 100000\r\n\r\n" + bytes(5000)
        )
        assert begun.wait(LIMIT_S)
    assert came.get(timeout=LIMIT_S) is None


def peak_kib(bff):
    """Give the most memory that the BFF has had."""
    status = Path(f"/proc/{bff.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def test_memory_stays_flat_however_long_a_body_is(bff, came):
    before = peak_kib(bff)
    body = iter([bytes(MIB)] * 48)
    assert send(bff, "PUT", IMAGE, body, Content_Type="image/webp")[0] == 204
    assert came.get(timeout=LIMIT_S)[2] == 48 * MIB
    assert peak_kib(bff) - before < 16 * 1024
