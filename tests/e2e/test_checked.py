"""What no class can say is held all the same: requests and answers, over real sockets.

A contract with `patternProperties`, `not`, `if`, `uniqueItems`, own properties beside `oneOf` and
parameters with a look-ahead; its function answers what the request asks it to.
"""

import json
from http.server import BaseHTTPRequestHandler

import pytest
from jsonschema_rs import Draft202012Validator

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.recorder import answer, serving
from tests.e2e.served import Bff
from tests.e2e.typed import mypy, pyright, tell_apart
from tests.patience import patient
from tests.workspaces import contract, files, operation, parameter, plant, reader

TEXT = {"type": "string"}
THING = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["card", "cash"]},
        "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
        "cvv": TEXT,
        "note": {"oneOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]},
        "iban": TEXT,
        "bic": TEXT,
    },
    "patternProperties": {"^x-": TEXT},
    "if": {"properties": {"kind": {"const": "card"}}},
    "then": {"required": ["cvv"]},
    "not": {"required": ["iban", "cvv"]},
    "oneOf": [{"required": ["bic"]}, {"required": ["note"]}, {"required": ["tags"]}],
}
# Closed, but for names of a pattern; open within.
LABELS = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "of": {"$ref": "#/components/schemas/Labels"}},
    "patternProperties": {"^x-": TEXT},
    "additionalProperties": False,
}
CONTRACT = contract(
    {
        "/things": {
            "post": operation(
                {"$ref": "#/components/schemas/Thing"},
                "putThing",
                parameters=[
                    parameter("code", {**TEXT, "pattern": "^(?!0)[0-9]+$"}),
                    parameter("ids", {"type": "array", "items": TEXT, "uniqueItems": True}),
                ],
                requestBody={
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                    },
                },
            )
        },
        "/labels": {
            "post": operation(
                {"$ref": "#/components/schemas/Thing"},
                "putLabels",
                parameters=(),
                requestBody={
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Labels"}}
                    },
                },
            )
        },
        "/tags": operation({"type": "array", "items": TEXT, "uniqueItems": True}, parameters=[]),
    },
    {"Thing": THING, "Labels": LABELS},
)
UPSTREAM = contract(
    {"/tags": operation({"type": "array", "items": TEXT, "maxItems": 9}, "getTags", parameters=[])}
)
HOOKS = b"""
from web_bff.answers import (
    PutLabels200,
    PutLabelsResponse,
    PutThing200,
    PutThingResponse,
    Thing,
)
from web_bff.models import Thing as Sent
from web_bff.ports import (
    Call,
    PutLabelsRequest,
    PutLabelsUpstreams,
    PutThingRequest,
    PutThingUpstreams,
)


async def put_labels(
    request: PutLabelsRequest, up: PutLabelsUpstreams, call: Call
) -> PutLabelsResponse:
    return PutLabels200(Thing(kind="cash", bic=str(request.body.a)))


async def put_thing(
    request: PutThingRequest, up: PutThingUpstreams, call: Call
) -> PutThingResponse:
    sent: Sent = request.body
    if sent.bic == "twice":
        return PutThing200(Thing(kind="cash", tags=["a", "a"]))
    if sent.bic == "no-branch":
        return PutThing200(Thing(kind="cash"))
    if sent.bic == "no-cvv":
        return PutThing200(Thing(kind="card", bic="b"))
    return PutThing200(Thing(kind=sent.kind, tags=sent.tags, cvv=sent.cvv, bic=sent.bic))
"""


class _Tags(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tags: tuple[str, ...] = ()

    def do_GET(self):
        answer(self, 200, list(type(self).tags))

    def log_message(self, *_):
        pass


def folder(target):
    """Build the client."""
    composed = {
        "putThing": {"implement": "put_thing"},
        "putLabels": {"implement": "put_labels"},
        "getThing": "first.getTags",
    }
    read = reader(files(CONTRACT, {"first": UPSTREAM}, composed, hooks=HOOKS.decode()))
    outcome = build(patient(read), lambda _: FileTree())
    assert outcome.clients, outcome.findings
    plant(outcome.clients[0].tree, target)
    return target


@pytest.fixture(scope="module")
def bff(tmp_path_factory):
    """Serve it."""
    with (
        serving(_Tags) as address,
        Bff(
            folder(tmp_path_factory.mktemp("checked")), {"BFF_UPSTREAM_FIRST_URL": address}
        ) as served,
    ):
        yield served


def put(bff, body, path="/things"):
    """Send a body."""
    return bff.ask(
        path, method="POST", body=json.dumps(body).encode(),
        Content_Type="application/json",
    )  # fmt: skip


BODIES = [
    {"kind": "cash", "bic": "b"},
    {"kind": "cash", "tags": ["a", "b"]},
    {"kind": "card", "cvv": "1", "bic": "b"},
    {"kind": "cash", "bic": "b", "x-more": "text", "more": 1},
    {"kind": "cash", "tags": ["a", "a"]},
    {"kind": "card", "bic": "b"},
    {"kind": "cash", "bic": "b", "iban": "i", "cvv": "1"},
    {"kind": "cash", "bic": "b", "x-more": 1},
    {"kind": "cash"},
    {"kind": "cash", "bic": "b", "tags": []},
    {"kind": "cash", "note": []},
    {"kind": "cash", "note": 1},
]


@pytest.mark.parametrize("body", BODIES)
def test_a_request_is_taken_if_and_only_if_its_contract_takes_it(bff, body):
    is_taken = Draft202012Validator(THING).is_valid(body)

    answered = put(bff, body)

    assert (answered.status == 422) is not is_taken
    if not is_taken:
        assert all(each["pointer"].startswith("#/body") for each in answered.json()["errors"])


LABELLED = [
    {"a": 1},
    {"a": 1, "x-a": "12"},
    {"x-a": "12", "of": {"x-b": ""}},
    {"x-a": 12},
    {"a": 1, "b": "12"},
    {"of": {"b": "12"}},
]


@pytest.mark.parametrize("body", LABELLED)
def test_an_object_that_is_closed_but_for_a_pattern_takes_names_of_the_pattern(bff, body):
    held = {**LABELS, "properties": {"a": {"type": "integer"}, "of": {"$ref": "#"}}}
    is_taken = Draft202012Validator(held).is_valid(body)

    assert put(bff, body, "/labels").status == (200 if is_taken else 422)


@pytest.mark.parametrize(
    ("query", "status"),
    [("?code=1", 200), ("?code=01", 422), ("?ids=a&ids=b", 200), ("?ids=a&ids=a", 422)],
)
def test_a_parameter_is_held_to_what_no_parser_knows(bff, query, status):
    assert put(bff, BODIES[0], f"/things{query}").status == status


@pytest.mark.parametrize("bic", ["twice", "no-branch", "no-cvv"])
def test_what_a_function_answers_outside_the_contract_is_its_fault(bff, bic):
    answered = put(bff, {"kind": "cash", "bic": bic})

    assert (answered.status, answered.json()["code"]) == (500, "hook-failed")


@pytest.mark.parametrize(("tags", "status"), [(("a", "b"), 200), (("a", "a"), 502)])
def test_what_an_upstream_answers_outside_the_contract_is_its_fault(bff, tags, status):
    _Tags.tags = tags

    assert bff.ask("/tags").status == status


def test_what_is_checked_is_typed(tmp_path):
    folder(tmp_path / "checked")
    tell_apart(tmp_path)

    assert mypy(tmp_path / "checked", tmp_path / ".mypy_cache") == set()
    assert pyright(tmp_path, ["checked"]) == {"checked": set()}
