"""Failures in the words of the contract: every one of them, also before any route is known."""

import json

import pytest

from bffgen.proof.validate import first_fault
from tests.e2e.callers import CUSTOMER, bearer, write_keys
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.workspaces import built, contract, files, operation, parameter, plant

TEXT = {"type": "string", "maxLength": 20}
THING = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
PLACE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["at", "what"],
    "properties": {"at": {"type": "string"}, "what": {"type": "string", "minLength": 1}},
}
ERROR = {
    "type": "object",
    "additionalProperties": False,
    "required": ["error", "retry"],
    "properties": {
        "error": {
            "type": "object",
            "additionalProperties": False,
            "required": ["code", "text", "status", "trace"],
            "properties": {
                "code": {"enum": ["LATE", "UNKNOWN", "OTHER"]},
                "text": {"type": "string", "maxLength": 80},
                "status": {"type": "integer", "minimum": 400},
                "trace": {"type": "string"},
            },
        },
        "retry": {"const": False},
        "details": {"type": "array", "maxItems": 2, "items": PLACE},
    },
}
FAILED = {
    "description": "Failed.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
FOUND = {"description": "It.", "content": {"application/json": {"schema": THING}}}
ASKED = (parameter("id", TEXT, location="path"),)
NEW = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["a", "b", "c"],
                "properties": {name: {"type": "integer"} for name in "abc"},
            }
        }
    },
}
CLIENT = contract(
    {
        "/things/{id}": operation(
            None, parameters=ASKED, responses={"200": FOUND, "default": FAILED}
        ),
        "/things": {
            "post": operation(
                None, "makeThing", parameters=(), requestBody=NEW,
                responses={"200": FOUND, "4XX": FAILED, "5XX": FAILED},
            )
        },
        "/mine": operation(
            None, "getMine", parameters=(), security=[{"customer": []}],
            responses={"200": FOUND, "default": FAILED},
        ),
        "/later": operation(
            None, "getLater", parameters=(), responses={"200": FOUND, "501": FAILED}
        ),
        "/broken": operation(
            None, "getBroken", parameters=(), responses={"200": FOUND, "default": FAILED}
        ),
    },
    {"Error": ERROR},
)  # fmt: skip
CLIENT["components"]["securitySchemes"] = {"customer": {"type": "http", "scheme": "bearer"}}
SHOP = contract(
    {
        "/v1/things/{id}": operation(
            None, parameters=ASKED, responses={"200": FOUND, "404": {"description": "None."}}
        ),
        "/v1/things": {
            "post": operation(
                None, "makeThing", parameters=(), requestBody=NEW, responses={"200": FOUND}
            )
        },
    }
)
COMPOSITION = {
    "format": "composition/1",
    "errors": {
        "body": {
            "error": {
                "code": {
                    "enum": "problem.code",
                    "map": {"upstream-timeout": "LATE", "not-found": "UNKNOWN"},
                    "default": "OTHER",
                },
                "text": "problem.title",
                "status": "problem.status",
                "trace": "problem.instance",
            },
            "retry": False,
            "details": {
                "each": "problem.errors as place",
                "limit": 2,
                "map": {"at": "place.pointer", "what": "place.message"},
            },
        }
    },
    "omit_operations": ["getLater"],
    "operations": {
        "getThing": {"call": "shop.getThing", "on_status": {"404": 404}},
        "makeThing": {"call": "shop.makeThing", "request": {"max_body": "100B"}},
        "getMine": {
            "call": "shop.getThing",
            "with": {"id": "identity.sub"},
            "on_status": {"404": 502},
        },
        "getBroken": {"implement": "get_broken"},
    },
}
HOOKS = '''"""A function that raises."""

from web_bff.answers import GetBrokenResponse
from web_bff.ports import Call, GetBrokenRequest, GetBrokenUpstreams


async def get_broken(
    request: GetBrokenRequest, up: GetBrokenUpstreams, call: Call
) -> GetBrokenResponse:
    """Raise."""
    raise RuntimeError("of nobody's business")
'''
TYPE = {"Content_Type": "text/plain"}


@pytest.fixture(scope="module")
def made():
    outcome, tree = built(
        files(CLIENT, {"shop": SHOP}, {}, hooks=HOOKS, composition=COMPOSITION), late={}
    )
    assert outcome.findings == ()
    return tree


@pytest.fixture(scope="module")
def served(made, tmp_path_factory):
    keys = write_keys(tmp_path_factory.mktemp("keys"))
    folder = plant(made, tmp_path_factory.mktemp("web"))
    with Recorder() as shop, Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url}, **keys) as web:
        yield web, shop


@pytest.fixture
def web(served):
    return served[0]


@pytest.mark.parametrize(
    ("ask", "status", "code", "places"),
    [
        ({"target": "/things/none"}, 404, "UNKNOWN", 0),
        ({"target": "/things/broken"}, 502, "OTHER", 0),
        ({"target": "/things/" + 30 * "x"}, 422, "OTHER", 1),
        ({"target": "/nowhere"}, 404, "UNKNOWN", 0),
        ({"target": "/things/x", "method": "PATCH"}, 405, "OTHER", 0),
        ({"target": "/later"}, 501, "OTHER", 0),
        ({"target": "/mine"}, 401, "OTHER", 0),
        ({"target": "/broken"}, 500, "OTHER", 0),
        ({"target": "/things", "method": "POST", "body": b"{}"}, 422, "OTHER", 2),
        ({"target": "/things", "method": "POST", "body": b" " * 200}, 413, "OTHER", 0),
        ({"target": "/things", "method": "POST", "body": b"a", **TYPE}, 415, "OTHER", 0),
    ],
)  # fmt: skip
def test_every_failure_is_told_in_the_contracts_own_words(served, ask, status, code, places):
    web, shop = served
    shop.answers = {
        ("GET", "/v1/things/none"): (404, {}),
        ("GET", "/v1/things/broken"): (200, {"id": 7}),
    }
    asked = {"Content_Type": "application/json", **ask}
    answered = web.ask(asked.pop("target"), **asked)
    assert answered.status == status
    assert answered.headers["content-type"] == "application/json"
    assert first_fault(ERROR, "", answered.json()) is None
    told = answered.json()
    assert (told["error"]["code"], told["error"]["status"]) == (code, status)
    assert told["error"]["trace"].startswith("urn:trace:")
    assert len(told.get("details", ())) == places
    assert "nobody" not in answered.body.decode()


def test_what_failures_carry_beside_their_body_stays(web):
    assert "www-authenticate" in web.ask("/mine").headers
    assert web.ask("/things/x", method="PATCH").headers["allow"] == "GET, HEAD"
    assert web.ask("/nowhere").headers["cache-control"] == "no-store"


def test_a_success_is_what_it_was(served):
    web, shop = served
    shop.answers = {("GET", "/v1/things/c-40017"): (200, {"id": "t"})}
    answered = web.ask("/mine", **bearer(CUSTOMER))
    assert (answered.status, answered.json()) == (200, {"id": "t"})


def test_what_the_function_reads_as_a_person_would_write_it(made):
    written = dict(made.files)["web_bff/errors.py"].decode()
    assert json.dumps("upstream-timeout") in written
    assert 'if "errors" in problem' in written
