"""Requests that come again under one key, over real sockets: done once, told alike.

The BFF has writes that are composed and such that a function answers; the upstream records both.
"""

import http.client
import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import count, islice
from uuid import UUID

import pytest

from tests.e2e.callers import CUSTOMER, OTHER, bearer, write_keys
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff
from tests.workspaces import PROBLEM, built, contract, files, operation, parameter, plant

TEXT = {"type": "string", "maxLength": 40}
KEY = parameter("Idempotency-Key", TEXT | {"minLength": 4}, location="header")
NEW = {
    "type": "object",
    "required": ["what"],
    "properties": {"what": TEXT, "count": {"type": "integer"}},
}
MADE = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
LOCATION = {"Location": {"required": True, "schema": TEXT}}
# What is waited for comes, unless something is broken.
LIMIT_S = 60.0


def body(schema):
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def made(**more):
    content = {"application/json": {"schema": MADE}}
    return {"201": {"description": "Made.", "content": content, **more}, "default": PROBLEM}


def write(name, **more):
    return {
        "post": operation(
            None, name, parameters=(KEY,), requestBody=body(NEW), responses=made(), **more
        )
    }


CLIENT = contract(
    {
        "/things": {
            "post": operation(
                None, "makeThing", parameters=(KEY,), requestBody=body(NEW),
                responses=made(headers=LOCATION),
            )
        },
        "/pairs": write("makePair"),
        "/own": write("makeOwn"),
        "/raises": write("raises"),
    },
)  # fmt: skip
CLIENT["components"]["securitySchemes"] = {"customer": {"type": "http", "scheme": "bearer"}}
CLIENT["paths"]["/own"]["post"]["security"] = [{"customer": []}]
SHOP = contract(
    {
        "/v1/things": {
            "post": operation(
                None, "makeThing", parameters=(KEY,), requestBody=body(NEW),
                responses=made(headers=LOCATION),
            )
        },
        "/v1/others": write("makeOther"),
    }
)  # fmt: skip
ONCE = {"header": "Idempotency-Key", "required": True, "forward_to": ["shop.makeThing"]}
OPERATIONS = {
    "makeThing": {
        "call": "shop.makeThing",
        "on_status": {"409": 409, "429": 429},
        "headers": {"Location": "headers.shop.Location"},
        "idempotency": ONCE,
    },
    "makeOwn": {
        "call": "shop.makeThing",
        "retry": {"attempts": 1, "when": [503]},
        "idempotency": {**ONCE, "required": False},
    },
    "makePair": {
        "implement": "make_pair",
        "uses": ["shop.makeThing", "shop.makeOther"],
        "idempotency": {**ONCE, "forward_to": ["shop.makeThing", "shop.makeOther"]},
    },
    "raises": {
        "implement": "raises",
        "uses": ["shop.makeThing"],
        "idempotency": ONCE,
    },
}
HOOKS = '''"""Two things, of which one may be refused; a function that raises."""

from web_bff.answers import MakePair201, MakePairBody, MakePairResponse, RaisesResponse
from web_bff.ports import (
    Call,
    MakePairRequest,
    MakePairUpstreams,
    RaisesRequest,
    RaisesUpstreams,
)
from web_bff.sends import shop


async def make_pair(
    request: MakePairRequest, up: MakePairUpstreams, call: Call
) -> MakePairResponse:
    """Make two of one kind, then another."""
    for _ in range(2):
        one = await up.make_thing(shop.MakeThingBody(what=request.body.what))
    await up.make_other(shop.MakeOtherBody(what=request.body.what))
    return MakePair201(MakePairBody(id=one.body.id))


async def raises(request: RaisesRequest, up: RaisesUpstreams, call: Call) -> RaisesResponse:
    """Make one, and fall over it."""
    await up.make_thing(shop.MakeThingBody(what=request.body.what))
    raise RuntimeError(request.body.what)
'''
THING, OTHER_THING = ("POST", "/v1/things"), ("POST", "/v1/others")
HEALTHY = {THING: (201, {"id": "t-1"}), OTHER_THING: (201, {"id": "o-1"})}
# The BFF keeps answers for the whole module, so each test has keys of its own.
KEYS = count(1)


@pytest.fixture(scope="module")
def made_bff(tmp_path_factory):
    """Build the BFF over an upstream; it is not yet started."""
    keys = write_keys(tmp_path_factory.mktemp("keys"))

    def make(shop, **late):
        outcome, tree = built(files(CLIENT, {"shop": SHOP}, OPERATIONS, hooks=HOOKS), late=late)
        assert {each.rule for each in outcome.findings} <= {"compose-address-passed"}
        folder = plant(tree, tmp_path_factory.mktemp("web"))
        return Bff(folder, {"BFF_UPSTREAM_SHOP_URL": shop.url}, **keys)

    return make


@pytest.fixture(scope="module")
def served(made_bff):
    with Recorder() as shop, made_bff(shop) as bff:
        yield bff, shop


@pytest.fixture
def shop(served):
    shop = served[1]
    shop.answers = dict(HEALTHY)
    shop.held.clear()
    shop.sent.clear()
    while not shop.ended.empty():
        shop.ended.get()
    return shop


@pytest.fixture
def web(served, shop):
    return served[0]


@pytest.fixture
def key():
    return f"attempt-{next(KEYS)}"


def send(web, key=None, what=None, target="/things", **headers):
    sent = {"Idempotency_Key": key} if key else {}
    return web.send(target, what or {"what": "lamp"}, **sent, **headers)


def told(answered):
    """Say what came back, but for what each answer has of its own."""
    own = ("date", "x-request-id", "idempotency-replayed")
    headers = {name: value for name, value in answered.headers.items() if name not in own}
    return answered.status, headers, answered.body


def is_replayed(answered):
    return answered.headers.get("idempotency-replayed") == "true"


def code(answered):
    return answered.status, answered.json()["code"]


def keys_sent(shop):
    return [each.headers.get("idempotency-key") for each in shop.sent]


def until(is_so):
    """Wait for what another process does."""
    pause = threading.Event()
    for _ in range(int(LIMIT_S * 100)):
        if is_so():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come")


def test_an_answer_is_given_again_byte_for_byte(web, shop, key):
    first, again = send(web, key), send(web, key)
    assert first.status == 201
    assert first.headers["location"] == "/v1/things/made"
    assert told(first) == told(again)
    assert (is_replayed(first), is_replayed(again)) == (False, True)
    assert len(shop.sent) == 1


def test_of_fifty_equal_requests_at_once_the_upstream_hears_one(web, shop, key):
    release = shop.held[THING] = threading.Event()
    with ThreadPoolExecutor(50) as pool:
        every = as_completed([pool.submit(send, web, key) for _ in range(50)], LIMIT_S)
        refused = [each.result() for each in islice(every, 49)]
        release.set()
        (first,) = (each.result() for each in every)
    assert {code(each) for each in refused} == {(409, "idempotency-running")}
    assert {each.headers["retry-after"] for each in refused} == {"1"}
    assert first.status == 201
    again = send(web, key)
    assert told(again) == told(first)
    assert is_replayed(again)
    assert len(shop.sent) == 1


def test_fifty_keys_at_once_are_fifty_requests(web, shop):
    keys = [f"attempt-{next(KEYS)}" for _ in range(50)]
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda key: send(web, key), keys))
    assert {each.status for each in answers} == {201}
    assert len(set(keys_sent(shop))) == 50


@pytest.mark.parametrize(
    "body",
    [
        b'{"count": 2, "what": "lamp"}',
        b'{"what":"lamp","count":2.0}',
        b'{"count":2,"what":"l\\u0061mp"}',
    ],
)
def test_the_same_values_written_otherwise_are_the_same_request(web, shop, key, body):
    send(web, key, {"what": "lamp", "count": 2})
    again = send(web, key, body)
    assert (again.status, is_replayed(again)) == (201, True)
    assert len(shop.sent) == 1


def test_a_key_with_another_request_is_refused_and_changes_nothing(web, shop, key):
    first = send(web, key)
    assert code(send(web, key, {"what": "chair"})) == (422, "idempotency-reused")
    assert code(send(web, key, {"what": "lamp", "count": 1})) == (422, "idempotency-reused")
    assert told(send(web, key)) == told(first)
    assert len(shop.sent) == 1


def test_a_request_without_its_key_is_refused_before_its_body_is_looked_at(web, shop):
    assert code(send(web, None, {"nothing": "that fits"})) == (400, "idempotency-missing")
    assert shop.sent == []


def test_a_key_outside_the_contract_is_a_fault_like_any_other(web, shop):
    refused = send(web, "abc", {"nothing": 1})
    assert code(refused) == (422, "invalid-request")
    assert {each["pointer"] for each in refused.json()["errors"]} >= {"#/header/Idempotency-Key"}
    assert shop.sent == []


def test_what_is_outside_the_contract_takes_no_key(web, shop, key):
    assert send(web, key, {"nothing": "that fits"}).status == 422
    assert send(web, key).status == 201


def test_where_a_key_may_be_left_out_each_request_is_one_of_its_own(web, shop):
    for _ in range(2):
        made = send(web, None, target="/own", **bearer(CUSTOMER))
        assert (made.status, is_replayed(made)) == (201, False)
    one, other = map(UUID, keys_sent(shop))
    assert one != other


def test_the_key_of_one_caller_is_nothing_to_another(web, shop, key):
    mine = send(web, key, target="/own", **bearer(CUSTOMER))
    shop.answers[THING] = (201, {"id": "t-2"})
    theirs = send(web, key, target="/own", **bearer(OTHER))
    assert [each.json()["id"] for each in (mine, theirs)] == ["t-1", "t-2"]
    assert not is_replayed(theirs)
    assert told(send(web, key, target="/own", **bearer(CUSTOMER))) == told(mine)
    assert len(set(keys_sent(shop))) == len(shop.sent) == 2
    assert send(web, key, target="/own").status == 401


def test_the_key_of_one_operation_is_nothing_to_another(web, shop, key):
    send(web, key)
    made = send(web, key, target="/own", **bearer(CUSTOMER))
    assert (made.status, is_replayed(made)) == (201, False)


def test_every_call_of_a_request_has_a_key_that_stays_the_same(web, shop, key):
    shop.answers[OTHER_THING] = (503, {})
    assert code(send(web, key, target="/pairs")) == (502, "upstream-failed")
    shop.answers[OTHER_THING] = HEALTHY[OTHER_THING]
    assert send(web, key, target="/pairs").status == 201
    first, again = keys_sent(shop)[:3], keys_sent(shop)[3:]
    assert first == again
    assert len(set(first)) == 3
    assert {UUID(each).version for each in first} == {5}
    assert key not in first


def test_a_write_whose_key_is_forwarded_may_be_asked_again_under_it(web, shop, key):
    shop.answers[THING] = (503, {})
    failed = send(web, key, target="/own", **bearer(CUSTOMER))
    assert code(failed) == (502, "upstream-failed")
    one, again = keys_sent(shop)
    assert one == again


@pytest.mark.parametrize(("upstream", "told_as"), [(503, 502), (500, 502), (429, 429)])
def test_an_answer_that_says_try_again_is_not_kept(web, shop, key, upstream, told_as):
    shop.answers[THING] = (upstream, {})
    assert send(web, key).status == told_as
    shop.answers[THING] = HEALTHY[THING]
    made = send(web, key)
    assert (made.status, is_replayed(made)) == (201, False)
    assert len(set(keys_sent(shop))) == 1


def test_a_refusal_is_kept_as_a_success_is(web, shop, key):
    shop.answers[THING] = (409, {})
    first = send(web, key)
    assert code(first) == (409, "conflict")
    shop.answers[THING] = HEALTHY[THING]
    again = send(web, key)
    assert told(again) == told(first)
    assert is_replayed(again)
    assert len(shop.sent) == 1


def test_a_function_that_raises_gives_its_key_free(web, shop, key):
    for _ in range(2):
        assert code(send(web, key, target="/raises")) == (500, "hook-failed")
    one, again = keys_sent(shop)
    assert one == again


def test_a_client_that_leaves_does_not_undo_its_request(web, shop, key):
    release = shop.held[THING] = threading.Event()
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=LIMIT_S)
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    connection.request("POST", "/things", json.dumps({"what": "lamp"}), headers)
    until(lambda: len(shop.sent) == 1)
    connection.close()
    assert code(send(web, key)) == (409, "idempotency-running")
    release.set()
    assert shop.ended.get(timeout=LIMIT_S) == "POST /v1/things"
    until(lambda: send(web, key).status == 201)
    assert is_replayed(send(web, key))
    assert len(shop.sent) == 1


def test_while_a_late_write_is_out_its_key_is_at_work(made_bff, key):
    """The function is cut after its budget, and the write that it has begun is not."""
    with Recorder(answers=dict(HEALTHY)) as shop, made_bff(shop, makePair="5s") as web:
        release = shop.held[THING] = threading.Event()
        assert code(send(web, key, target="/pairs")) == (504, "upstream-timeout")
        assert code(send(web, key, target="/pairs")) == (409, "idempotency-running")
        assert len(shop.sent) == 1
        release.set()
        answers = Counter[int]()

        def is_made():
            answers[send(web, key, target="/pairs").status] += 1
            return answers[201]

        until(is_made)
        # The key that was forwarded tells the upstream that it has done the first already.
        first, *again = keys_sent(shop)
        assert again[0] == first
        assert answers.keys() <= {201, 409}


def test_a_stop_waits_for_what_is_begun(made_bff, key):
    with Recorder(answers=dict(HEALTHY)) as shop, made_bff(shop) as web:
        release = shop.held[THING] = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            made = pool.submit(send, web, key)
            until(lambda: len(shop.sent) == 1)
            web.process.terminate()
            release.set()
            assert made.result(LIMIT_S).status == 201
        assert web.process.wait(LIMIT_S) == 0
        assert shop.ended.get(timeout=LIMIT_S) == "POST /v1/things"


def test_no_key_and_no_value_reaches_the_log(web, shop, key):
    send(web, key, {"what": "of-nobody-else"})
    send(web, key, {"what": "of-nobody-else-either"})
    send(web, key, {"what": "of-nobody-else", "count": "many"})
    log = "".join(web.log)
    assert key not in log
    assert "of-nobody-else" not in log
