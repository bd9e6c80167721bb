"""Parameters in every style over real sockets: what curl sends, what an upstream gets.

The cases `styles` and `objects-sent` of tests/cases/composition/parameters, upstreams recorded.
"""

import json
import subprocess
from contextlib import contextmanager

import pytest

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PATH = "/shops/{shops}/areas/;area=1;area=20/products"


class Whatever(dict):
    """One answer of a recorder, whatever it is asked."""

    def __init__(self, answer):
        self.answer = answer

    def get(self, key, default=None):
        return 200, self.answer


@contextmanager
def asking(case, folder, answer):
    """Ask the BFF of a case by curl; gives the status, the answer, what its upstream was sent."""
    built = built_case(f"composition/parameters/{case}", folder)[0]
    with Recorder(answers=Whatever(answer)) as recorder, Bff(built, urls(recorder)) as bff:

        def ask(target, *headers):
            recorder.sent.clear()
            told = [part for each in headers for part in ("-H", each)]
            address = f"http://127.0.0.1:{bff.port}{target}"
            command = ["curl", "-sg", "--path-as-is", "-w", "\\n%{http_code}", *told, address]
            made = subprocess.run(command, capture_output=True, text=True, check=True)
            body, _, status = made.stdout.rpartition("\n")
            return int(status), json.loads(body), list(recorder.sent)

        yield ask


def urls(recorder):
    return {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with asking("styles", tmp_path_factory.mktemp("styles"), {"products": []}) as ask:
        yield ask


@pytest.fixture(scope="module")
def asked_with_objects(tmp_path_factory):
    with asking("objects-sent", tmp_path_factory.mktemp("objects"), {"titles": []}) as ask:
        yield ask


def test_each_value_is_sent_on_in_the_style_of_its_upstream(asked):
    query = (
        "tag=a%26b&tag=c,d&sizes=10,20&brands=x%7Cy|z&words=a+b%20c"
        "&filter[status]=open&filter%5BmaxPrice%5D=70&weight=abc&sale="
        "&near=%7B%22lat%22:51.5,%22lon%22:0%7D"
    )
    status, answer, sent = asked(
        f"{PATH.format(shops='s%2C1,s2')}?{query}",
        "X-Fields: title, price",
        "Cookie: other=1; session=a%3Bb; seen=p-1,p%2C2",
    )
    assert (status, answer) == (200, {"titles": []})
    (one,) = sent
    path, _, query = one.target.partition("?")
    assert path == "/shops/.s%2C1,s2/areas/1,20"
    assert query.split("&") == [
        "tag=a%26b,c%2Cd",
        "sizes=10%7C20",
        "brands=x",
        "brands=y",
        "brands=z",
        "words=a%20b%20c",
        "status=open",
        "max_price=70",
        "near=51.5",
        "weight=abc",
        "sale=false",
    ]
    assert one.headers["x-fields"] == "title,price"
    assert one.headers["cookie"] == "session=a%3Bb; seen=p-1,p%2C2"


def test_what_is_absent_is_not_sent_but_for_defaults(asked):
    status, _, (one,) = asked(PATH.format(shops="s1"), "Cookie: other=1")
    assert (status, one.target) == (200, "/shops/.s1/areas/1,20?max_price=100&sale=false")
    assert (one.headers["x-fields"], "cookie" in one.headers) == ("title", False)


def test_every_fault_names_its_parameter_and_nothing_is_sent(asked):
    long = "x" * 70
    status, answer, sent = asked(
        f"{PATH.format(shops='a,b,c,d,e,f')}?tag=&sizes=0,x&filter[status]=new&filter[more]=1"
        "&weight=-1.25&sale=yes&near=%7B%22lat%22:true%7D",
        "X-Fields: title,color",
        f"Cookie: session={long}",
    )
    assert (status, sent) == (422, [])
    assert {each["pointer"] for each in answer["errors"]} == {
        "#/path/shops",
        "#/query/tag/0",
        "#/query/sizes/0",
        "#/query/sizes/1",
        "#/query/filter/status",
        "#/query/filter/more",
        "#/query/weight",
        "#/query/sale",
        "#/query/near/lat",
        "#/query/near/lon",
        "#/header/X-Fields/1",
        "#/cookie/session",
    }


def test_a_step_of_a_path_is_no_value_of_it(asked):
    status, answer, sent = asked(PATH.format(shops=".."))
    assert (status, sent) == (422, [])
    assert [each["pointer"] for each in answer["errors"]] == ["#/path/shops"]


def test_objects_are_sent_member_by_member_and_nothing_for_what_is_absent(asked_with_objects):
    status, _, (one,) = asked_with_objects(
        "/products?filter[status]=open&filter[max-price]=70&page=2&lang=de"
    )
    assert status == 200
    assert one.target.partition("?")[2].split("&") == [
        "filter%5Bstatus%5D=open",
        "filter%5Bmax-price%5D=70",
        "paging=number,2,size,20",
        "lang=de",
        "near=%7B%22max-price%22%3A70%2C%22unit%22%3A%22EUR%22%7D",
    ]
    assert one.headers["x-trace"] == "page=2,lang=de"
    status, _, (one,) = asked_with_objects("/products")
    assert (status, one.target) == (
        200,
        "/products?paging=number,1,size,20&near=%7B%22unit%22%3A%22EUR%22%7D",
    )
    assert one.headers["x-trace"] == "page=1"
