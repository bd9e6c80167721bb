"""Operations of which no class is made: a function answers them raw, over real sockets.

The BFF is built of tests/cases/composition/hooks/raw with the hooks that a test writes. What is
held is who may call, the time, the body's size, statuses and media types; nothing else is.
"""

import json
from pathlib import Path

import pytest

from bffgen.model.files import FileTree
from bffgen.tasks.build import build
from tests.e2e.served import Bff
from tests.e2e.typed import mypy, pyright, tell_apart
from tests.patience import patient
from tests.workspaces import plant

CASES = Path(__file__).parents[1] / "cases"
RAW = CASES / "composition" / "hooks" / "raw"
DESK = CASES / "bases" / "desk"
HOOKS = "contracts/clients/web/hooks.py"
WRITTEN = b'''
import asyncio

from starlette.responses import JSONResponse, StreamingResponse
from web_bff.ports import Response


async def follow_order(request, up, call):
    """Do what the id asks for."""
    match request.path["id"]:
        case "raises":
            raise KeyError("secret of a customer")
        case "late":
            await asyncio.sleep(3600)
        case "another-status":
            return Response(status_code=302)
        case "another-type":
            return JSONResponse({"secret": True})
        case "no-type":
            return Response(b"secret")
        case "a-body-where-none-is":
            return Response(b"secret", 404, media_type="text/html")
        case "no-response":
            return "secret"
        case "refused":
            return Response(b"{}", 404, media_type="application/problem+json")

    async def events():
        yield f"data: {request.path['id']} {request.query.getlist('since')}\\n\\n"
        # The operation's time is over by then: a stream goes on.
        await asyncio.sleep(call.ends_at - asyncio.get_running_loop().time() + 0.2)
        yield "data: end\\n\\n"

    return StreamingResponse(events(), media_type="text/event-stream; charset=utf-8")


async def print_labels(request, up, call):
    """Print what comes."""
    count = sum([len(piece) async for piece in request.pieces()])
    assert request.media_type.startswith("multipart/mixed")
    return Response(status_code=201, headers={"X-Printed": str(count)})
'''


def built(target, *, is_patient=True, **changed):
    """Build the case with other hooks, with time to spare or without."""

    def read(path):
        if path in changed:
            return changed[path]
        if path.endswith("web/composition.yaml"):
            raise FileNotFoundError(path)
        own = RAW / path
        return (own if own.exists() else DESK / path).read_bytes()

    outcome = build(patient(read) if is_patient else read, lambda _: FileTree())
    plant(outcome.clients[0].tree, target)
    return outcome


@pytest.fixture(scope="module")
def bff(tmp_path_factory):
    """Serve the raw operations."""
    folder = tmp_path_factory.mktemp("raw")
    built(folder, **{HOOKS: WRITTEN})
    with Bff(folder, {}) as served:
        yield served


@pytest.mark.parametrize(
    ("order", "status"),
    [("another-status", 500), ("another-type", 500), ("no-type", 500), ("no-response", 500),
     ("a-body-where-none-is", 500), ("raises", 500), ("refused", 404)],
)  # fmt: skip
def test_what_a_function_answers_is_held_to_statuses_and_media_types(bff, order, status):
    answered = bff.ask(f"/orders/{order}/events")

    assert answered.status == status
    assert b"secret" not in answered.body
    assert answered.headers["content-type"] == "application/problem+json"
    assert status != 500 or answered.json()["code"] == "hook-failed"


def test_a_body_comes_in_pieces_and_in_the_media_types_of_the_contract(bff):
    mixed = {"Content_Type": "multipart/mixed; boundary=b"}
    printed = bff.ask("/labels", method="POST", body=b"x" * 70_000, **mixed)
    refused = bff.ask("/labels", method="POST", body=b"{}", Content_Type="application/json")
    large = bff.ask("/labels", method="POST", body=b"x" * (1024 * 1024 + 1), **mixed)
    absent = bff.ask("/labels", method="POST", **mixed)

    assert (printed.status, printed.headers["x-printed"]) == (201, "70000")
    assert [each.status for each in (refused, large, absent)] == [415, 413, 422]


def test_what_has_no_function_answers_501_and_is_served_in_the_contract(bff):
    answered = bff.ask("/pages", method="POST", body=b"x", Content_Type="multipart/mixed")
    served = bff.ask("/openapi.json").json()

    assert (answered.status, answered.json()["code"]) == (501, "not-served")
    assert "multipart/mixed" in served["paths"]["/pages"]["post"]["requestBody"]["content"]


def test_a_function_is_held_to_the_time_and_its_stream_is_not(tmp_path):
    built(tmp_path, is_patient=False, **{HOOKS: WRITTEN})
    with Bff(tmp_path, {}, may_be_late=True) as served:
        late = served.ask("/orders/late/events")
        stream = served.ask("/orders/o-1%2F2/events?since=1&since=2")

    assert (late.status, json.loads(late.body)["code"]) == (504, "upstream-timeout")
    if stream.status == 200:  # a stalled machine has spent the time before
        assert stream.body.decode() == "data: o-1/2 ['1', '2']\n\ndata: end\n\n"


def test_a_raw_function_is_typed(tmp_path):
    built(tmp_path / "right")
    hooks = (RAW / HOOKS).read_text()
    wrong = hooks.replace("RawRequest, up: Fol", "HasOrderRequest, up: Fol")
    assert wrong != hooks
    built(tmp_path / "wrong", **{HOOKS: wrong.encode()})
    tell_apart(tmp_path)

    cache = tmp_path / ".mypy_cache"
    found = {name: mypy(tmp_path / name, cache) for name in ("right", "wrong")}
    assert found["right"] == set()
    assert found["wrong"]
    told = pyright(tmp_path, ["right", "wrong"])
    assert told["right"] == set()
    assert told["wrong"]
