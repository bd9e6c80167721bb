"""Forms over real sockets: what curl sends, what an upstream gets, byte for byte.

The case of tests/cases/composition/requests/forms, its two upstreams recorded.
"""

import json
import subprocess

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case("composition/requests/forms", tmp_path_factory.mktemp("forms"))[0]


@pytest.fixture(scope="module")
def sent(folder):
    """Send a body by curl; gives the status, the answer, and what the upstream was sent."""
    answers = {("POST", "/products"): (201, None), ("POST", "/counts"): (201, None)}
    with Recorder(answers=answers) as recorder:
        urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}
        with Bff(folder, urls) as bff:

            def send(path, *arguments):
                recorder.sent.clear()
                address = f"http://127.0.0.1:{bff.port}{path}"
                command = ["curl", "-s", "-w", "\\n%{http_code}", *arguments, address]
                made = subprocess.run(command, capture_output=True, text=True, check=True)
                said, _, status = made.stdout.rpartition("\n")
                return int(status), json.loads(said) if said else None, list(recorder.sent)

            yield send


def test_a_form_becomes_the_form_of_its_upstream(sent):
    status, _, (one,) = sent(
        "/products",
        *("--data-urlencode", "title=Lamp & co"),
        *("--data-urlencode", "price=12.5"),
        *("--data-urlencode", "tags=a,b"),
        *("--data-urlencode", "tags=c"),
        *("--data-urlencode", 'sizes={"width":3,"more":1}'),
        *("--data-urlencode", 'brand={"name":"Nordlys"}'),
        *("-d", "onSale=true"),
    )
    assert status == 201
    assert one.headers["content-type"] == FORM
    assert one.body == (
        b"title=Lamp+%26+co&price=12.5&tags=a%2Cb,c&sizes=%7B%22width%22%3A3%7D"
        b"&onSale=true&brand%5Bname%5D=Nordlys"
    )


def test_json_of_the_same_schema_becomes_that_form(sent):
    value = {"title": "Lamp", "price": 1, "note": None, "brand": {"name": "N"}}
    status, _, (one,) = sent(
        "/products", "-H", "Content-Type: application/json", "-d", json.dumps(value)
    )
    assert (status, one.body) == (201, b"title=Lamp&price=1.0&brand%5Bname%5D=N")


def test_a_form_becomes_json(sent):
    status, _, (one,) = sent(
        "/stock", "-d", "sku=s-1&count=3&shops=a%2Cb,c&by[name]=Kim&by[badge]=7"
    )
    assert status == 201
    assert (one.headers["content-type"], one.json()) == (
        "application/json",
        {"article": "s-1", "pieces": 3, "shops": ["a,b", "c"], "counted_by": "Kim", "badge": 7},
    )


def test_what_is_outside_the_contract_is_told_by_place_and_not_sent(sent):
    status, answer, recorded = sent("/products", "-d", "title=&price=-1&colour=red&tags=a")
    assert (status, recorded) == (422, [])
    assert {each["pointer"] for each in answer["errors"]} == {
        "#/body/title",
        "#/body/price",
        "#/body/colour",
    }
    status, answer, recorded = sent("/stock", "-d", "sku=" + "x" * 5000)
    assert (status, answer["code"], recorded) == (413, "body-too-large", [])
    status, answer, recorded = sent(
        "/stock", "-H", "Content-Type: application/json", "-d", '{"sku": "a", "count": 1}'
    )
    assert (status, answer["code"], recorded) == (415, "media-type-unsupported", [])
