"""Parts of a body that only some callers may send: 403 with their places, unread."""

import json

import pytest
from bff_package.runtime.access import OPEN
from bff_package.runtime.faults import Parsing
from bff_package.runtime.guard import EACH, Guard, Part
from bff_package.runtime.identity import Caller
from bff_package.runtime.json_body import JsonBody
from bff_package.runtime.parse import query_integer

from tests.templates.runtime.asgi import ask
from tests.templates.runtime.little_bff import Product, Product200, little_bff
from tests.templates.runtime.virtual_clock import run

GUARD = Guard(
    Part("override", scopes=("pricing.override",)),
    Part("lines", EACH, "discount", roles=("sales", "head")),
    Part("a/b", "c d", roles=("head",)),
)
WHOLE = {"override": None, "lines": [{}, {"discount": 1}, {"discount": 2}], "a/b": {"c d": False}}


class Known:
    """Lets in the caller that a test names."""

    def __init__(self, roles, scopes):
        self.caller = Caller(sub="u", roles=roles.split(), scopes=scopes.split())

    async def admit(self, http, auth):
        return self.caller


@pytest.fixture
def ask_with(tmp_path, monkeypatch):
    """Send a body as a caller with some grants; gives status, places and what was read."""

    def asked(body, *, roles="", scopes="", access=None, target="/v1"):
        read = []

        async def answer(http, call):
            with Parsing(http):
                query_integer(http, "limit", maximum=9)
                read.append(await JsonBody(dict[str, object], guard=GUARD).read(http, call))
            return Product200(Product(id="p", price_minor=1))

        facts = {"access": access or Known(roles, scopes)}
        app = little_bff(tmp_path, monkeypatch, ("POST", "/v1", answer, facts))
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = (("Content-Type", "application/json"), ("Content-Length", str(len(sent))))
        told = run(ask(app, "POST", target, *headers, pieces=(sent,)))
        errors = json.loads(told.body).get("errors", ())
        return told.status, [each["pointer"] for each in errors], len(read)

    return asked


ALL = ["#/body/override", "#/body/lines/1/discount", "#/body/lines/2/discount",
       "#/body/a~1b/c%20d"]  # fmt: skip


@pytest.mark.parametrize(
    ("roles", "scopes", "places"),
    [
        ("", "", ALL),
        ("nobody", "sales", ALL),
        ("", "pricing.override", ALL[1:]),
        ("sales", "", [ALL[0], ALL[3]]),
        ("head", "", ALL[:1]),
        ("head", "pricing.override", []),
    ],
)
def test_a_caller_sends_what_its_grants_let_it(ask_with, roles, scopes, places):
    status, told, read = ask_with(WHOLE, roles=roles, scopes=scopes)
    assert (status, told, read) == ((403, places, 0) if places else (200, [], 1))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lines": {"discount": 1}},
        {"lines": "discount"},
        {"lines": [[{"discount": 1}], None, "discount"]},
        {"a/b": [{"c d": 1}], "a": {"b": 1}},
        {"Override": 1, "discount": 1},
    ],
)
def test_what_lies_elsewhere_is_for_everybody(ask_with, body):
    assert ask_with(body) == (200, [], 1)


def test_a_stranger_may_send_nothing_that_is_for_some(ask_with):
    assert ask_with({"override": True}, access=OPEN)[:2] == (403, ["#/body/override"])


def test_who_may_not_send_a_part_learns_nothing_of_the_rest(ask_with):
    assert ask_with({"override": 1}, target="/v1?limit=99")[:2] == (403, ["#/body/override"])
    assert ask_with(b'{"override": 1, "override": 2}')[0] == 422
    assert ask_with(b'{"\\u006fverride": 1}')[0] == 403


def test_as_many_places_are_told_as_of_any_request(ask_with):
    status, told, _ = ask_with({"lines": [{"discount": 1}] * 1000})
    assert (status, len(told)) == (403, 50)
