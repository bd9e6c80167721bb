"""The body of a request: its limits, its forms, and all of its faults at once."""

import asyncio
import json
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pytest
from bff_package.runtime.answer import Answer
from bff_package.runtime.body import MISSING, Body, CamelBody, Date
from bff_package.runtime.faults import MOST_FAULTS, Parsing
from bff_package.runtime.json_body import JsonBody
from bff_package.runtime.parse import header_text, path_integer, query_integer
from pydantic import Field

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import little_bff
from tests.templates.runtime.virtual_clock import run

JSON = ("Content-Type", "application/json")


class Line(Body):
    sku: Annotated[str, Field(min_length=2, pattern="^[A-Z]+$")]
    quantity: Annotated[int, Field(ge=1, le=9)]


class NewOrder(CamelBody, extra="forbid"):
    lines: Annotated[list[Line], Field(max_length=100)]
    paid_amount: Annotated[float, Field(gt=0)] | MISSING = MISSING
    ship_on: Date | MISSING | None = MISSING
    gift: bool | MISSING = MISSING
    labels: dict[str, int | str] | MISSING = MISSING


class Echo(Body):
    seen: str


@dataclass(frozen=True, slots=True)
class Echo200(Answer[Echo]):
    """What was read."""

    status: ClassVar[int] = 200


@pytest.fixture
def bff(tmp_path, monkeypatch):
    """Make an app that reads a body and says what it read."""

    def made(body, *, is_required=True, invalid_status=422):
        async def answer(http, call):
            before = call.ends_at
            with Parsing(http):
                number = path_integer(http, "number", maximum=5)
                limit = query_integer(http, "limit", maximum=10)
                header_text(http, "X-Key", max_length=3)
                read = body.read if is_required else body.read_if_sent
                found = await read(http, call)
            return Echo200(Echo(seen=f"{number} {limit} {found!r} {call.ends_at - before}"))

        facts = {"invalid_status": invalid_status}
        return little_bff(tmp_path, monkeypatch, ("POST", "/v1/{number}", answer, facts))

    return made


def sent(app, *pieces, headers=(JSON,), target="/v1/1"):
    """Send pieces with their length told, unless the headers say how they come."""
    told = {name.lower() for name, _ in headers}
    if not told & {"content-length", "transfer-encoding"}:
        length = sum(len(each) for each in pieces if isinstance(each, bytes))
        headers = (*headers, ("Content-Length", str(length)))
    return run(ask(app, "POST", target, *headers, pieces=pieces))


def told(answered, status, code):
    problem = json.loads(answered.body)
    assert (answered.status, problem["status"], problem["code"]) == (status, status, code)
    return {each["pointer"]: each["message"] for each in problem.get("errors", ())}


ORDER = {"lines": [{"sku": "LAMP", "quantity": 2}]}


def test_a_body_is_read_piece_by_piece(bff):
    raw = json.dumps(ORDER).encode()
    answered = sent(bff(JsonBody(NewOrder)), raw[:5], raw[5:], b"")
    assert answered.status == 200
    seen = json.loads(answered.body)["seen"]
    assert "Line(sku='LAMP', quantity=2)" in seen
    assert "gift=MISSING" in seen


def test_the_time_that_a_client_takes_is_not_the_plans(bff):
    raw = json.dumps(ORDER).encode()
    answered = sent(bff(JsonBody(NewOrder)), raw[:5], 2.0, raw[5:])
    assert json.loads(answered.body)["seen"].endswith(" 2.0")


def test_all_faults_of_a_request_are_told_at_once_and_no_value(bff):
    order = {
        "lines": [
            {"sku": "SECRET-1", "quantity": 0},
            {"sku": "A"},
            {"sku": 77_001, "quantity": 1.5},
            "SECRET",
        ],
        "paidAmount": 0,
        "shipOn": "SECRET",
        "gift": "SECRET",
        "labels": {"a/b": [77_001]},
        "colour": "SECRET",
        "paid_amount": 77_001,
    }
    raw = json.dumps(order).encode()
    answered = sent(bff(JsonBody(NewOrder)), raw, target="/v1/9?limit=x", headers=(JSON,))
    assert told(answered, 422, "invalid-request") == {
        "#/path/number": "`9` is above the contract's maximum 5",
        "#/query/limit": "`x` is no integer",
        "#/body/lines/0/sku": "does not match the contract's pattern `^[A-Z]+$`",
        "#/body/lines/0/quantity": "is below the contract's minimum 1",
        "#/body/lines/1/sku": "has too few characters; the contract wants at least 2",
        "#/body/lines/1/quantity": "is absent; the contract requires it",
        "#/body/lines/2/sku": "is no text",
        "#/body/lines/2/quantity": "is no integer",
        "#/body/lines/3": "is no object",
        "#/body/paidAmount": "is not above 0.0",
        "#/body/shipOn": "is not a date",
        "#/body/gift": "is neither true nor false",
        "#/body/labels/a~1b": "is no integer, is no text",
        "#/body/colour": "is no member that the contract has",
        "#/body/paid_amount": "is no member that the contract has",
    }
    assert b"SECRET" not in answered.body
    assert b"77001" not in answered.body


@pytest.mark.parametrize("quantity", ["2.0", "2e0", "0.2e1", "2"])
def test_a_number_without_a_fraction_is_an_integer(bff, quantity):
    raw = b'{"lines": [{"sku": "LAMP", "quantity": %s}]}' % quantity.encode()
    assert "quantity=2)" in json.loads(sent(bff(JsonBody(NewOrder)), raw).body)["seen"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is absent; the contract requires it"),
        (b"{", "is no JSON from line 1, column 2 on"),
        (b"\n\n{'lines': []}", "is no JSON from line 3, column 2 on"),
        (b"{}{}", "is no JSON from line 1, column 3 on"),
        (b'{"lines": [], "gift": NaN}', "is no JSON that can be read"),
        (b'{"lines": [], "unknown": -Infinity}', "is no JSON that can be read"),
        (b'{"lines": [], "gift": ' + b"1" * 5000 + b"}", "is no JSON that can be read"),
        (b"\xef\xbb\xbf{}", "is no JSON from line 1, column 1 on"),
        ('{"lines": []}'.encode("utf-16"), "is not UTF-8, as JSON is"),
        (b'{"lines": [], "gift": "\xff"}', "is not UTF-8, as JSON is"),
        (b'{"lines": [], "lines": []}', "has an object with a member that comes twice"),
        (b'{"lines": [], "labels": {"a": 1, "\\u0061": 2}}',
         "has an object with a member that comes twice"),
        (b'{"lines": ' + b"[" * 64 + b"]" * 64 + b"}", "is nested more than 64 deep"),
        (b"[" * 100_000, "is nested more than 64 deep"),
        (b'{"x":' * 100_000, "is nested more than 64 deep"),
        (b"[]", "is no object"),
        (b"null", "is no object"),
        (b'"text"', "is no object"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_of_an_object_is_refused_as_a_whole(bff, raw, message):
    answered = sent(bff(JsonBody(NewOrder)), raw)
    assert told(answered, 422, "invalid-request") == {"#/body": message}


def test_many_brackets_side_by_side_are_not_deep(bff):
    lines = [{"sku": "LAMP", "quantity": 1} for _ in range(90)]
    assert sent(bff(JsonBody(NewOrder)), json.dumps({"lines": lines}).encode()).status == 200


def test_a_nesting_of_64_is_taken(bff):
    class Open(Body):
        pass

    raw = b'{"x": ' + b"[" * 63 + b"]" * 63 + b"}"
    assert sent(bff(JsonBody(Open)), raw).status == 200


def test_the_faults_that_are_told_are_bounded(bff):
    lines = [{"sku": "a", "quantity": 99} for _ in range(90)]
    answered = sent(bff(JsonBody(NewOrder)), json.dumps({"lines": lines}).encode())
    assert len(told(answered, 422, "invalid-request")) == MOST_FAULTS


def test_of_very_many_faults_the_first_of_each_list_are_told(bff):
    class Row(Body):
        cells: list[int]

    class Table(Body):
        rows: list[Row]

    rows = [{"cells": [1.0] * 19 + ["x"] * 100} for _ in range(90)]
    answered = sent(bff(JsonBody(Table)), json.dumps({"rows": rows}).encode())
    assert told(answered, 422, "invalid-request") == {
        f"#/body/rows/{number}/cells/19": "is no integer" for number in range(20)
    }
    rows = [{"cells": [1] * 30 + ["x"] * 100} for _ in range(90)]
    answered = sent(bff(JsonBody(Table)), json.dumps({"rows": rows}).encode())
    assert told(answered, 422, "invalid-request") == {"#/body": "has more than 1000 faults"}


def test_the_status_for_a_fault_is_the_contracts(bff):
    told(sent(bff(JsonBody(NewOrder), invalid_status=400), b"{}"), 400, "invalid-request")


@pytest.mark.parametrize(
    "headers", [(), (JSON,), (("Transfer-Encoding", "chunked"),), (("Content-Length", "0"),)]
)
def test_an_optional_body_may_be_left_out(bff, headers):
    answered = sent(bff(JsonBody(NewOrder), is_required=False), headers=headers)
    assert json.loads(answered.body)["seen"] == "1 MISSING MISSING 0.0"


def test_an_optional_body_that_is_sent_is_held(bff):
    told(sent(bff(JsonBody(NewOrder), is_required=False), b"{}"), 422, "invalid-request")


# --- media types


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/json; charset=us-ascii; version=1",
        "application/merge-patch+json",
    ],
)
def test_a_media_type_is_compared_without_its_parameters(bff, media_type):
    body = JsonBody(NewOrder, types=("application/json", "application/merge-patch+json"))
    headers = (("Content-Type", media_type),)
    assert sent(bff(body), json.dumps(ORDER).encode(), headers=headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("Content-Type", ""),),
        (("Content-Type", "text/json"),),
        (("Content-Type", "application/json5"),),
        (("Content-Type", "application/x-www-form-urlencoded"),),
        (("Content-Type", "multipart/form-data; boundary=x"),),
        (("Content-Type", "application/json; charset=iso-8859-1"),),
        (("Transfer-Encoding", "chunked"),),
        (("Transfer-Encoding", "chunked"), ("Content-Type", "text/plain")),
    ],
)
def test_another_form_is_refused_with_what_is_taken(bff, headers):
    answered = sent(bff(JsonBody(NewOrder)), json.dumps(ORDER).encode(), headers=headers)
    told(answered, 415, "media-type-unsupported")
    assert answered.headers["accept"] == "application/json"


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "identity, gzip"])
def test_a_coded_body_is_refused_with_what_is_taken(bff, coding):
    headers = (JSON, ("Content-Encoding", coding))
    answered = sent(bff(JsonBody(NewOrder)), json.dumps(ORDER).encode(), headers=headers)
    told(answered, 415, "media-type-unsupported")
    assert answered.headers["accept-encoding"] == "identity"


def test_a_coding_that_changes_nothing_is_taken(bff):
    headers = (JSON, ("Content-Encoding", "Identity"))
    answered = sent(bff(JsonBody(NewOrder)), json.dumps(ORDER).encode(), headers=headers)
    assert answered.status == 200


# --- limits


def test_a_body_of_the_limit_is_taken_and_one_byte_more_is_not(bff):
    raw = json.dumps(ORDER).encode()
    assert sent(bff(JsonBody(NewOrder, max_bytes=len(raw))), raw).status == 200
    answered = sent(bff(JsonBody(NewOrder, max_bytes=len(raw) - 1)), raw)
    told(answered, 413, "body-too-large")
    assert answered.headers["connection"] == "close"


def test_a_length_that_is_told_is_refused_before_a_byte_is_read(bff):
    headers = (JSON, ("Content-Length", str(10**15)))
    told(sent(bff(JsonBody(NewOrder)), 1000.0, headers=headers), 413, "body-too-large")


def test_what_comes_in_chunks_is_counted(bff):
    headers = (JSON, ("Transfer-Encoding", "chunked"))
    answered = sent(
        bff(JsonBody(NewOrder, max_bytes=10)), b" " * 6, b" " * 6, 1000.0, headers=headers
    )
    told(answered, 413, "body-too-large")


def test_a_body_that_takes_too_long_is_given_up(bff):
    body = JsonBody(NewOrder, within_ms=2_000)
    raw = json.dumps(ORDER).encode()
    assert sent(bff(body), raw[:5], 1.9, raw[5:]).status == 200
    answered = sent(bff(body), raw[:5], 1.9, raw[5:6], 1.9, raw[6:])
    told(answered, 408, "body-too-slow")
    assert answered.headers["connection"] == "close"


def test_a_client_that_leaves_is_not_answered(bff, caplog):
    assert (
        sent(bff(JsonBody(NewOrder)), b'{"li', None, headers=(JSON, ("Content-Length", "90")))
        is None
    )
    assert not [each for each in caplog.records if each.levelname in ("WARNING", "ERROR")]


# --- other roots


def test_a_body_may_be_a_list_or_a_map(bff):
    assert sent(bff(JsonBody(list[Line])), b'[{"sku": "LAMP", "quantity": 1.0}]').status == 200
    answered = sent(bff(JsonBody(list[Line])), b'[{"sku": "LAMP", "quantity": 1}, {}]')
    assert set(told(answered, 422, "invalid-request")) == {
        "#/body/1/sku",
        "#/body/1/quantity",
    }
    answered = sent(bff(JsonBody(dict[str, int])), b'{"a~b": "x"}')
    assert told(answered, 422, "invalid-request") == {"#/body/a~0b": "is no integer"}


def test_a_name_of_the_client_that_is_too_long_is_not_given_back(bff):
    raw = json.dumps({**ORDER, "x" * 1000: 1}).encode()
    answered = sent(bff(JsonBody(NewOrder)), raw)
    assert told(answered, 422, "invalid-request") == {
        "#/body": "is no member that the contract has"
    }


def test_a_parser_outside_of_a_block_raises_by_itself():
    async def parse():
        from bff_package.runtime.problem import Invalid
        from starlette.requests import Request

        http = Request({"type": "http", "query_string": b"limit=x", "headers": []})
        with pytest.raises(Invalid):
            query_integer(http, "limit")

    asyncio.run(parse())
