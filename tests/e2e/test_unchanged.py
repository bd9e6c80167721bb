"""What a client has already, over real sockets: the service is asked, and its 304 goes on.

The case of tests/cases/composition/headers/what-a-client-has, its upstream a server with tags.
"""

import http.server
import json

import pytest

from bffgen.contract.workspace import read_workspace
from bffgen.verify.fake import Fake
from tests.e2e.cases import built_case
from tests.e2e.recorder import serving
from tests.e2e.served import Bff
from tests.workspaces import contract, files, one, operation, reader

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
TAG, DATE = '"v1"', "Fri, 27 Nov 2026 06:00:00 GMT"


@pytest.fixture(scope="module")
def bff(tmp_path_factory):
    """The BFF before its upstream."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            has = self.headers["If-None-Match"] in (TAG, f"W/{TAG}")
            has = has or self.headers["If-Modified-Since"] == DATE
            has = has or self.path.startswith("/products/always")
            is_image = self.path.endswith("/image")
            body = PNG if is_image else json.dumps({"id": "p", "title": "Lamp"}).encode()
            self.send_response(304 if has else 200)
            self.send_header("ETag", TAG)
            self.send_header("Last-Modified", DATE)
            self.send_header("Cache-Control", "max-age=60")
            self.send_header("X-Shelf", "7")
            if not has:
                self.send_header("Content-Type", "image/png" if is_image else "application/json")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if has else body)

        def log_message(self, format, *args):
            pass

    folder = built_case("composition/headers/what-a-client-has", tmp_path_factory.mktemp("has"))[0]
    with serving(Handler) as url, Bff(folder, {"BFF_UPSTREAM_CATALOG_URL": url}) as running:
        yield running


@pytest.mark.parametrize("path", ["/products/p", "/products/p/image", "/products/p/label"])
def test_what_has_changed_is_answered_with_its_tag(bff, path):
    for known in ({}, {"If_None_Match": '"v0"'}):
        answered = bff.ask(path, **known)
        assert (answered.status, answered.headers["etag"]) == (200, TAG)
        assert answered.body


@pytest.mark.parametrize("path", ["/products/p", "/products/p/image", "/products/p/label"])
@pytest.mark.parametrize("tag", [TAG, f"W/{TAG}"])
def test_what_has_not_changed_is_told_so_without_a_body(bff, path, tag):
    answered = bff.ask(path, If_None_Match=tag)
    assert (answered.status, answered.body) == (304, b"")
    assert "content-type" not in answered.headers
    assert "x-shelf" not in answered.headers


def test_a_304_says_of_itself_what_the_200_would(bff):
    whole, short = bff.ask("/products/p"), bff.ask("/products/p", If_None_Match=TAG)
    assert short.headers["etag"] == whole.headers["etag"]
    assert (
        short.headers["cache-control"]
        == whole.headers["cache-control"]
        == ("public, max-age=60, s-maxage=60")
    )
    assert short.headers.get("vary") == whole.headers.get("vary")


def test_a_date_is_a_condition_as_a_tag_is(bff):
    answered = bff.ask("/products/p/image", If_Modified_Since=DATE)
    assert (answered.status, answered.headers["last-modified"]) == (304, DATE)
    assert bff.ask("/products/p/image", method="HEAD", If_None_Match=TAG).status == 304


@pytest.mark.parametrize("rest", ["", "/image", "/label"])
def test_a_304_that_nobody_asked_for_is_no_answer(bff, rest):
    told = bff.ask(f"/products/always{rest}")
    assert (told.status, told.json()["code"]) == (502, "upstream-failed")
    assert bff.ask(f"/products/always{rest}", If_None_Match='"v0"').status == 304


def test_a_fake_tells_what_a_client_has_where_its_contract_says_304():
    thing = {"type": "object", "properties": {"id": {"type": "string"}}}
    known = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
    made = operation(thing, parameters=(known,))
    made["responses"]["200"]["headers"] = {
        "ETag": {"required": True, "schema": {"type": "string", "const": '"a"'}}
    }
    made["responses"]["304"] = {"description": "You have it."}
    tree = files(
        one(thing), {"shop": contract({"/things": {"get": made}})}, {"getThing": "shop.getThing"}
    )
    (upstream,) = read_workspace(reader(tree))[0].upstreams
    fake = Fake(upstream.api, 1)
    assert fake.answer("GET", "/things").status == 200
    assert fake.answer("GET", "/things", headers={"if-none-match": '"b"'}).status == 200
    told = fake.answer("GET", "/things", headers={"if-none-match": '"a"'})
    assert (told.status, told.headers, told.body) == (304, (("ETag", '"a"'),), b"")
