"""Functions of the team that take and give bytes, over real sockets.

The case of tests/cases/composition/hooks/bytes, its two upstreams recorded.
"""

import http.client

import pytest

from tests.e2e.cases import built_case
from tests.e2e.ejecting import all_ejected
from tests.e2e.multipart import part, parts, told_only
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.test_cases import CASES, fresh_copy, read_case
from tests.workspaces import built, plant

KIB = 1024
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4 * KIB
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture(scope="module")
def recorder():
    """Both upstreams."""
    answers = {
        ("GET", "/invoices/i-1"): (200, PDF),
        ("GET", "/invoices/i-2"): (200, PDF),
        ("GET", "/invoices/none"): (404, {"why": "gone"}),
        ("GET", "/invoices/page"): (200, b"<html>"),
        ("GET", "/invoices/large"): (200, PDF * 5),
        ("GET", "/invoices/down"): (503, None),
        ("PUT", "/images/a"): (204, None),
        ("PUT", "/images/bad"): (400, None),
        ("POST", "/scans"): (204, None),
    }
    told = {key: {"Content-Type": "application/pdf"} for key in answers if key[0] == "GET"}
    told["GET", "/invoices/none"] = {"Content-Type": "application/json"}
    told["GET", "/invoices/page"] = {"Content-Type": "text/html"}
    with Recorder(answers=answers, told=told) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def bff(tmp_path_factory, recorder):
    """The BFF before them."""
    folder = built_case("composition/hooks/bytes", tmp_path_factory.mktemp("bytes"))[0]
    urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}
    with Bff(folder, urls) as running:
        yield running


@pytest.fixture
def send(bff, recorder):
    """Send a body; gives the status, the answer's bytes and what upstreams were sent."""

    def sent(method, path, body, media_type):
        recorder.sent.clear()
        connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": media_type})
        answered = connection.getresponse()
        found = answered.status, answered.read(), list(recorder.sent)
        connection.close()
        return found

    return sent


def test_what_a_service_answers_goes_on_as_it_comes(bff, recorder):
    recorder.sent.clear()
    answered = bff.ask("/invoices/i-1")
    assert (answered.status, answered.body) == (200, PDF)
    assert answered.headers["content-type"] == "application/pdf"
    assert answered.headers["content-length"] == str(len(PDF))
    assert answered.headers["content-disposition"] == 'attachment; filename="i-1.pdf"'
    assert recorder.sent[0].headers["accept"].split(", ")[0] == "application/pdf"


def test_what_a_service_answers_may_be_read_and_made_anew(bff):
    answered = bff.ask("/invoices/i-2?copy=true")
    assert (answered.status, answered.body) == (200, PDF + b"% copy\n")
    assert answered.headers["content-length"] == str(len(PDF) + 7)
    head = bff.ask("/invoices/i-2?copy=true", method="HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("invoice", "status", "code"),
    [
        ("none", 404, "no-such-invoice"),
        ("page", 502, "upstream-failed"),
        ("large", 502, "upstream-failed"),
        ("down", 502, "upstream-failed"),
    ],
)
def test_json_beside_bytes_is_a_class_and_what_fails_is_told(bff, invoice, status, code):
    answered = bff.ask(f"/invoices/{invoice}")
    assert (answered.status, answered.json()["code"]) == (status, code)


def test_a_body_that_comes_is_sent_on(send):
    status, _, (one,) = send("PUT", "/images/a", PNG, "image/png")
    assert (status, one.body) == (204, PNG)
    assert (one.headers["content-type"], one.headers["content-length"]) == (
        "image/png",
        str(len(PNG)),
    )


def test_a_body_that_is_not_taken_is_refused_before_the_function_is_asked(send, bff):
    assert send("PUT", "/images/a", PNG, "image/gif")[::2] == (415, [])
    assert told_only(bff.port, "PUT", "/images/a", "image/png", 2049 * KIB)[0] == 413
    assert send("PUT", "/images/a", b"", "image/png")[::2] == (422, [])


def test_a_service_that_refuses_is_a_failure_of_its_own(send):
    assert send("PUT", "/images/bad", PNG, "image/png")[0] == 502


def test_an_answer_is_made_of_pieces(bff):
    answered = bff.ask("/prices?rows=3")
    assert answered.body == b"sku,price\r\ns-0,0\r\ns-1,1\r\ns-2,2\r\n"
    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    assert "content-length" not in answered.headers


def test_a_file_is_sent_alone_and_one_that_was_made_of_it_among_parts(send):
    body = part("title", b"Lamp") + part("photo", PNG, media_type=b"image/png") + b"--xx--"
    status, said, (alone, among) = send(
        "POST", "/photos/a", body, "multipart/form-data; boundary=xx"
    )
    assert (status, said) == (201, b'{"size":%d}' % len(PNG))
    assert (alone.body, alone.headers["content-type"]) == (PNG, "image/png")
    assert parts(among) == [
        ("of", None, None, b"Lamp"),
        ("scan", "small.png", "image/png", PNG[:4]),
    ]


@pytest.fixture(scope="module", params=["passed/as-it-is", "passed/as-it-is-sent"])
def ejected_case(request, tmp_path_factory):
    """A case whose composed operations are ejected: its name, and the folder of its BFF."""
    folder = tmp_path_factory.mktemp("ejected")
    fresh_copy(read_case(CASES / "composition" / request.param / "case.md"), folder)
    read = all_ejected(lambda path: (folder / path).read_bytes(), "web")
    for name in ("composition.yaml", "hooks.py", "openapi.yaml"):
        path = f"contracts/clients/web/{name}"
        (folder / path).write_bytes(read(path))
    tree = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return request.param, plant(built(tree, late={})[1], folder / "web")


def test_ejected_functions_pass_bytes_on_as_compositions_do(ejected_case):
    name, folder = ejected_case
    named = {"id": "p", "sku": "s", "title": "Lamp"}
    product = {**named, "price": 9.5, "brand": None, "tags": []}
    answers = {
        ("GET", "/products/p/image"): (200, PNG),
        ("GET", "/products/x/image"): (404, None),
        ("GET", "/products/p"): (200, product),
        ("GET", "/prices.csv"): (200, b"a,b\r\n"),
        ("PUT", "/products/p/image"): (204, None),
        ("POST", "/prices"): (202, {"job": "j-1"}),
    }
    told = {
        ("GET", "/products/p/image"): {"Content-Type": "image/png"},
        ("GET", "/prices.csv"): {"Content-Type": "text/csv", "Content-Disposition": "inline"},
    }
    with Recorder(answers=answers, told=told) as recorder:
        urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}
        with Bff(folder, urls) as running:
            if name == "passed/as-it-is":
                image = running.ask("/products/p/image")
                assert (image.status, image.body) == (200, PNG)
                assert running.ask("/products/x/image").status == 404
                prices = running.ask("/prices/p")
                assert (prices.status, prices.body) == (200, b"a,b\r\n")
                assert prices.headers["content-disposition"] == "inline"
                return
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
            connection.request("PUT", "/products/p/image", PNG, {"Content-Type": "image/png"})
            assert connection.getresponse().status == 204
            connection.close()
            assert recorder.sent[-1].body == PNG
