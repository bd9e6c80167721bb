"""What a BFF tells over real sockets of operations that go: on every answer, and of no others."""

import json
from email.utils import parsedate_to_datetime

import pytest

from tests.e2e.callers import CUSTOMER, bearer, write_keys
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.workspaces import ID, PROBLEM, built, contract, files, operation, parameter, plant

TEXT = {"type": "string", "maxLength": 40}
KEY = parameter("Idempotency-Key", TEXT, location="header")
SIZE = parameter("size", {"type": "integer", "maximum": 9})


def thing(**note):
    return {"type": "object", "required": ["id"], "properties": {"id": TEXT, "note": TEXT | note}}


# What goes of an answer is the client's: of a service it would be a warning.
THING, OF_SHOP = thing(**{"deprecated": True, "x-sunset": "2027-06-01"}), thing()


def content(schema):
    return {"content": {"application/json": {"schema": schema}}}


def get(name, schema=THING, **more):
    answered = {"200": {"description": "Found.", **content(schema)}, "404": PROBLEM}
    given = {"parameters": (ID, SIZE), "responses": answered | {"default": PROBLEM}, **more}
    return operation(None, name, **given)


def post(name, schema=THING, **more):
    made = {"201": {"description": "Made.", **content(schema)}, "default": PROBLEM}
    body = {"required": True, **content(schema)}
    return {
        "post": operation(None, name, parameters=(KEY,), requestBody=body, responses=made, **more)
    }


GOING = {"deprecated": True, "x-sunset": "2026-11-01"}
CLIENT = contract(
    {
        "/v1/olds/{id}": get("getOld", security=[{"customer": []}], **GOING),
        "/v1/olds": post("makeOld", **GOING),
        "/v1/asked/{id}": get("getAsked", **GOING),
        "/v1/moved/{id}": get("getMoved"),
        "/v1/marked/{id}": get("getMarked", **GOING),
        "/v1/meant/{id}": get("getMeant", deprecated=True),
        "/v1/kept/{id}": get("getKept", **GOING),
        "/v2/things/{id}": get("getThing"),
        "/v2/things": post("makeThing"),
    }
)
CLIENT["components"]["securitySchemes"] = {"customer": {"type": "http", "scheme": "bearer"}}
SHOP = contract({"/things/{id}": get("getThing", OF_SHOP), "/things": post("makeThing", OF_SHOP)})
READS = ("getOld", "getMoved", "getMarked", "getMeant", "getKept", "getThing")
ONCE = {"header": "Idempotency-Key", "forward_to": ["shop.makeThing"]}
OPERATIONS = {
    **{name: {"call": "shop.getThing", "on_status": {"404": 404}} for name in READS},
    **{name: {"call": "shop.makeThing", "idempotency": ONCE} for name in ("makeOld", "makeThing")},
    "getAsked": {"implement": "get_asked", "uses": []},
}
HOOKS = '''"""Falls over what it is asked."""

from web_bff.answers import GetAskedResponse
from web_bff.ports import Call, GetAskedRequest, GetAskedUpstreams


async def get_asked(
    request: GetAskedRequest, up: GetAskedUpstreams, call: Call
) -> GetAskedResponse:
    """Answer nothing."""
    raise RuntimeError(request.id)
'''


def event(kind, target, at="2025-11-01T10:00:00Z", **members):
    said = {"format": "event/1", "event": kind, "at": at, "by": "lead", "target": target}
    return said | members


def deprecated(target, **more):
    return event("deprecate", target, announced="2025-11-01", sunset="2026-11-01", **more)


EVENTS = (
    deprecated("GET /v1/olds/{thingId}", replacement="GET /v2/things/{id}"),
    deprecated("POST /v1/olds", replacement="POST /v2/things"),
    deprecated("GET /v1/asked/{id}", replacement="https://shop.example/moved?from=asked"),
    deprecated("GET /v1/moved/{id}", replacement="the search"),
    event(
        "deprecate", "GET /v1/moved/{id}", at="2026-03-01T00:00:00Z", announced="2026-03-01",
        sunset="2027-03-01",
    ),
    deprecated("GET /v1/kept/{id}"),
    event(
        "withdraw", "GET /v1/kept/{id}", at="2025-12-01T00:00:00Z", announced="2025-11-01",
        reason="still needed",
    ),
    deprecated("GET /v2/things/{id}#/response/200/note"),
    deprecated("GET /gone"),
)  # fmt: skip


def workspace(events=EVENTS):
    made = files(CLIENT, {"shop": SHOP}, OPERATIONS, hooks=HOOKS)
    for number, each in enumerate(events):
        path = f"contracts/clients/web/events/{number}.yaml"
        made[path] = json.dumps(each).encode()
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    outcome, tree = built(workspace(), late={})
    assert [each.rule for each in outcome.findings] == []
    return plant(tree, tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def web(folder, tmp_path_factory):
    keys = write_keys(tmp_path_factory.mktemp("keys"))
    with Recorder() as shop:
        shop.answers = {
            ("GET", "/things/t-1"): (200, {"id": "t-1"}),
            ("GET", "/things/none"): (404, {"title": "None"}),
            ("GET", "/things/odd"): (200, {"no": "id"}),
            ("POST", "/things"): (201, {"id": "t-2"}),
        }
        with Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url}, **keys) as bff:
            yield bff


DATES = ("@1761955200", "Sun, 01 Nov 2026 00:00:00 GMT")  # 2025-11-01, 2026-11-01


def dates(answered):
    return answered.headers.get("deprecation"), answered.headers.get("sunset")


def links(answered):
    return answered.headers.get("link")


@pytest.mark.parametrize(
    ("status", "target", "method", "caller"),
    [
        (200, "/v1/olds/t-1", "GET", True),
        (200, "/v1/olds/t-1", "HEAD", True),
        (404, "/v1/olds/none", "GET", True),
        (502, "/v1/olds/odd", "GET", True),
        (422, "/v1/olds/t-1?size=99", "GET", True),
        (401, "/v1/olds/t-1", "GET", False),
        (500, "/v1/asked/t-1", "GET", False),
    ],
)
def test_every_answer_of_an_operation_that_goes_says_so(web, status, target, method, caller):
    sent = bearer(CUSTOMER) if caller else {}

    answered = web.ask(target, method=method, **sent)

    assert (answered.status, dates(answered)) == (status, DATES)


def test_an_answer_that_is_told_again_says_so_once(web):
    told = [web.send("/v1/olds", {"id": "x"}, Idempotency_Key="once-1") for _ in range(2)]

    assert [each.headers.get("idempotency-replayed") for each in told] == [None, "true"]
    assert [dates(each) for each in told] == [DATES, DATES]
    assert len({links(each) for each in told}) == 1


def test_links_hold_wherever_a_proxy_puts_the_bff(web):
    filled = web.ask("/v1/olds/a%2Fb%3E%20c", **bearer(CUSTOMER))
    plain = web.send("/v1/olds", {"id": "x"})

    assert links(filled) == (
        '<../../docs#operation-getOld>; rel="deprecation", '
        '<../../v2/things/a%2Fb%3E%20c>; rel="successor-version"'
    )
    assert links(plain) == (
        '<../docs#operation-makeOld>; rel="deprecation", <../v2/things>; rel="successor-version"'
    )


def test_an_address_as_replacement_is_where_the_deprecation_is_told(web):
    assert links(web.ask("/v1/asked/t-1")) == (
        '<https://shop.example/moved?from=asked>; rel="deprecation", '
        '<../../docs#operation-getAsked>; rel="deprecation"'
    )


def test_a_day_that_moved_counts_as_it_was_said_last(web):
    answered = web.ask("/v1/moved/t-1")

    assert dates(answered) == ("@1761955200", "Mon, 01 Mar 2027 00:00:00 GMT")
    assert links(answered) == '<../../docs#operation-getMoved>; rel="deprecation"'


def test_the_contract_alone_says_until_when_and_not_since_when(web):
    assert dates(web.ask("/v1/marked/t-1")) == (None, DATES[1])
    assert dates(web.ask("/v1/meant/t-1")) == (None, None)


@pytest.mark.parametrize("target", ["/v1/kept/t-1", "/v2/things/t-1"])
def test_what_was_withdrawn_and_what_is_a_property_is_not_announced(web, target):
    answered = web.ask(target)

    assert (answered.status, dates(answered), links(answered)) == (200, (None, None), None)


def test_no_sunset_comes_before_the_deprecation(web):
    answered = web.ask("/v1/moved/t-1")

    since = int(answered.headers["deprecation"].removeprefix("@"))
    assert since < parsedate_to_datetime(answered.headers["sunset"]).timestamp()


def test_without_its_page_a_bff_links_to_none(folder, tmp_path):
    keys = write_keys(tmp_path)
    environment = {"BFF_UPSTREAM_SHOP_URL": "http://127.0.0.1:9"}
    with Bff(folder, environment, BFF_DOCS="0", **keys) as bff:
        answered = bff.ask("/v1/asked/t-1")

    assert dates(answered) == DATES
    assert links(answered) == '<https://shop.example/moved?from=asked>; rel="deprecation"'


def test_the_page_says_since_when_until_when_and_what_instead(web):
    page = web.ask("/docs").body.decode()

    assert "Deprecated since 2025-11-01, promised until 2026-10-31; instead: GET /v2/" in page
    assert page.count("Deprecated, promised until 2026-10-31.") == 1
    assert page.count("promised until 2027-02-28; instead: the search.") == 1


def test_routes_say_it_in_one_readable_fact(folder):
    route = (folder / "web_bff" / "routes" / "operations.py").read_text()

    assert (
        "    deprecation=Deprecation(\n"
        "        since=date(2025, 11, 1),\n"
        "        sunset=date(2026, 11, 1),\n"
        '        successor="/v2/things",\n'
        '        anchor="operation-makeOld",\n'
        "    ),\n"
    ) in route


def test_what_is_not_announced_is_no_input_of_the_build(folder):
    named = (folder / "bffgen.lock").read_text()

    assert "clients/web/events/0.yaml" in named
    # The withdrawn one and its withdrawal, that of a property, that of what is gone.
    assert [number for number in (5, 6, 7, 8) if f"events/{number}.yaml" in named] == []
