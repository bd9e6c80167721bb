"""Requests as a contract reads them: paths, styles of parameters, bodies."""

import json

import pytest

from bffgen.verify.request import Matched, Unmatched, match, read_request, templates
from tests.verify.contracts import answers, lowered, parameter

ANY = {"type": "object"}


def shop(*paths):
    made = {}
    for path in paths:
        names = [part.split("}")[0] for part in path.split("{")[1:]]
        made[path] = {
            "get": answers(ANY, parameters=[parameter(n, location="path") for n in names])
        }
    return lowered(made)


@pytest.mark.parametrize(
    ("path", "wanted", "texts"),
    [
        ("/products", "/products", ()),
        ("/products/7", "/products/{id}", ("7",)),
        ("/products/mine", "/products/mine", ()),
        ("/products/mine/parts", "/products/{id}/parts", ("mine",)),
        ("/products/a%2Fb", "/products/{id}", ("a/b",)),
        ("/products/a%20b", "/products/{id}", ("a b",)),
        ("/files/report.v2.pdf", "/files/{name}.{kind}", ("report", "v2.pdf")),
        ("/files/report", "/files/{name}", ("report",)),
        ("/files/report.tar.gz", "/files/{name}.tar.{kind}", ("report", "gz")),
    ],
)
def test_a_literal_comes_before_a_template(path, wanted, texts):
    api = shop(
        *("/products/{id}", "/products", "/products/mine", "/products/{id}/parts"),
        *("/files/{name}", "/files/{name}.{kind}", "/files/{name}.tar.{kind}"),
    )
    found = match(templates(api), "GET", path)
    assert isinstance(found, Matched)
    assert found.operation.path == wanted
    assert tuple(text for _, text in found.path_texts) == texts


@pytest.mark.parametrize(
    ("method", "path", "methods"),
    [
        ("GET", "/nothing", ()),
        ("GET", "/products/", ()),
        ("POST", "/products/7", ("GET",)),
        ("GET", "/products/7/", ()),
    ],
)
def test_what_no_operation_is_for_is_told_with_the_methods_that_are(method, path, methods):
    assert match(templates(shop("/products/{id}")), method, path) == Unmatched(methods=methods)


def test_head_is_answered_as_get():
    found = match(templates(shop("/products/{id}")), "HEAD", "/products/7")
    assert isinstance(found, Matched)
    assert found.operation.method == "GET"


INTEGERS = {"type": "array", "items": {"type": "integer"}}
POINT = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "string"}}}


@pytest.mark.parametrize(
    ("declared", "query", "headers", "value"),
    [
        (parameter("n", {"type": "integer"}), "n=7", {}, 7),
        (parameter("n", {"type": "number"}), "n=1.50", {}, 1.5),
        (parameter("n", {"type": "boolean"}), "n=true", {}, True),
        (parameter("n", {"type": "string"}), "n=7", {}, "7"),
        (parameter("n", {"type": ["integer", "string"]}), "n=7", {}, 7),
        (parameter("n", {"type": ["integer", "string"]}), "n=07", {}, "07"),
        (parameter("n", {"type": "string"}), "n=a%20b%2B", {}, "a b+"),
        (parameter("n", INTEGERS), "n=1&n=2", {}, [1, 2]),
        (parameter("n", INTEGERS, explode=False), "n=1,2", {}, [1, 2]),
        (parameter("n", INTEGERS, style="pipeDelimited", explode=False), "n=1|2", {}, [1, 2]),
        (parameter("n", INTEGERS, style="spaceDelimited", explode=False), "n=1%202", {}, [1, 2]),
        (parameter("n", POINT, style="deepObject"), "n[x]=1&n[y]=2", {}, {"x": 1, "y": "2"}),
        (parameter("n", POINT), "x=1&y=2&z=3", {}, {"x": 1, "y": "2"}),
        (parameter("n", POINT, explode=False), "n=x,1,y,2", {}, {"x": 1, "y": "2"}),
        (parameter("X-N", {"type": "integer"}, "header"), "", {"x-n": "7"}, 7),
        (parameter("X-N", INTEGERS, "header"), "", {"x-n": "1, 2"}, [1, 2]),
        (
            parameter("X-N", POINT, "header", explode=True),
            "",
            {"x-n": "x=1,y=b"},
            {"x": 1, "y": "b"},
        ),
        (parameter("n", {"type": "integer"}, "cookie"), "", {"cookie": "m=1; n=7"}, 7),
    ],
)
def test_a_parameter_is_read_by_its_style(declared, query, headers, value):
    given = read(declared, query, headers)
    assert given.faults == ()
    assert [each for _, each in given.parameters] == [value]


def read(declared, query="", headers=None, *, path="/things", body=b"", request_body=None):
    more = {"requestBody": request_body} if request_body else {}
    method = "post" if request_body else "get"
    template = "/things/{n}" if declared and declared["in"] == "path" else "/things"
    parameters = [declared] if declared else []
    api = lowered({template: {method: answers(ANY, parameters=parameters, **more)}})
    found = match(templates(api), method.upper(), path)
    assert isinstance(found, Matched)
    return read_request(api, found, query, headers or {}, body)


@pytest.mark.parametrize(
    ("style", "path"),
    [
        ({}, "/things/1,2"),
        ({"style": "label"}, "/things/.1,2"),
        ({"style": "matrix"}, "/things/;n=1,2"),
    ],
)
def test_a_path_parameter_is_read_by_its_style(style, path):
    given = read(parameter("n", INTEGERS, "path", **style), path=path)
    assert [value for _, value in given.parameters] == [[1, 2]]


def test_a_parameter_with_content_is_read_as_json():
    declared = {"name": "n", "in": "query", "content": {"application/json": {"schema": POINT}}}
    assert read(declared, "n=%7B%22x%22:1%7D").values("query") == (("n", {"x": 1}),)
    assert "query parameter `n` is no JSON" in read(declared, "n=%7B").faults[0]


@pytest.mark.parametrize(
    ("declared", "query", "headers", "fault"),
    [
        (parameter("n", required=True), "", {}, "query parameter `n` is required and missing"),
        (
            parameter("n", {"type": "integer"}),
            "n=x",
            {},
            'query parameter `n` does not fit: "x" is not of type "integer"',
        ),
        (
            parameter("n", {"type": "integer", "maximum": 5}),
            "n=6",
            {},
            "query parameter `n` does not fit: 6 is greater than the maximum of 5",
        ),
        (
            parameter("X-N", {"enum": ["a"]}, "header", required=True),
            "",
            {"x-n": "b"},
            'header parameter `X-N` does not fit: "b" is not one of "a"',
        ),
    ],
)
def test_what_does_not_fit_is_told_by_name(declared, query, headers, fault):
    assert read(declared, query, headers).faults == (fault,)


BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["a"],
                "properties": {"a": {"type": "integer"}},
            }
        },
        "image/*": {},
    },
}


@pytest.mark.parametrize(
    ("kind", "body", "fault"),
    [
        ("application/json", b'{"a": 1}', None),
        ("application/json; charset=utf-8", b'{"a": 1}', None),
        ("image/png", b"\x89PNG", None),
        ("application/json", b"", "the body is required and missing"),
        ("application/json", b"{", "the body is no JSON"),
        ("application/json", b"{}", 'the body does not fit: "a" is a required property'),
        ("application/json", b'{"a": "b"}', "at `/a`"),
        ("text/csv", b"a", "declared is `application/json`, `image/*`"),
        ("", b"{}", "`of no media type`"),
    ],
)
def test_a_body_is_read_and_judged(kind, body, fault):
    given = read(None, headers={"content-type": kind}, body=body, request_body=BODY)
    if fault is None:
        assert given.faults == ()
        assert given.body == (json.loads(body) if "json" in kind else None)
    else:
        assert fault in given.faults[0]
