"""Whole documents at random, judged by values that travel: nothing breaks unseen.

The judge (tests/conformance/witnesses.py) asks jsonschema-rs of the documents as they are written;
nothing of the engine stands in between. The suite draws a few pairs and prints one that fails as it
was drawn; `BFFGEN_DRAWN=25000` draws so many, and makes one that fails small, which takes minutes.
"""

import json
import os

from hypothesis import Phase, given, settings

from bffgen.compat.rule import rule_by_id
from bffgen.model.comparison import Payload, Request
from bffgen.model.finding import Effect
from tests.compat.drawn import SENT, WRITTEN, pairs
from tests.conformance.compared import compared_as_diff_does, of_bytes
from tests.conformance.witnesses import Document, is_refused, readings, unconfirmed

MANY = os.environ.get("BFFGEN_DRAWN")
DRAWN = settings(
    max_examples=int(MANY or 100),
    phases=[each for each in Phase if MANY or each is not Phase.shrink],
)
POST, GET = "POST /x/{p}", "GET /x/{p}"
CALLS = ("webhook event", f"callback done of {POST}")
# Where values travel: operation, words of the place, who sends it.
AS_JSON = (
    (POST, "request body", "request"),
    (POST, "response 200 body", "response"),
    (POST, "response 4XX body", "response"),
    (GET, "response default body", "response"),
    *((each, f"{each} body", "response") for each in CALLS),
    *((each, f"{each} response 200 body", "request") for each in CALLS),
)
AS_TEXT = (
    *((POST, f"{each} parameter", "request") for each in ("query", "header", "cookie", "path")),
    (GET, "path parameter", "request"),
    (POST, "response 200 header", "response"),
)


def told(pair):
    """Compare a pair by the way of `bffgen diff`; give the findings, and both sides as bytes."""
    sides = [json.dumps(each).encode() for each in pair]
    sources = (of_bytes(raw, f"{n}.json") for n, raw in enumerate(sides))
    return compared_as_diff_does(*sources).findings, sides


def refuted(sides, places, drawn):
    """Give (operation, direction, place, value) of each value that is sent and refused."""
    documents = [Document(each) for each in sides]
    for operation, where, direction in places:
        sender, receiver = documents if direction == "request" else documents[::-1]
        words = where.removeprefix(f"{operation} ")
        for sent in sender.places(operation, words, direction):
            for read in receiver.places(operation, words, direction):
                for value in drawn:
                    # A path with an empty segment is another path.
                    is_sent = value != "" or "path" not in where
                    is_hurt = is_sent and is_refused(value, sent, read)
                    if is_hurt and not _is_text(value, where, read):
                        yield operation, direction, where, value
                        break


def _is_text(value, where, read):
    """Say whether a list travels as one text, and is taken as such."""
    if not isinstance(value, list) or "header" not in where:
        return False
    written = ",".join(each if isinstance(each, str) else json.dumps(each) for each in value)
    return any(read.takes(each) for each in readings(written))


@DRAWN
@given(pairs())
def test_what_breaks_has_a_message_that_shows_it(pair):
    found, sides = told(pair)
    assert unconfirmed(found, *sides) == []
    shown_by = {"payload": Payload, "request": Request}
    for each in found:
        shows = rule_by_id()[each.rule].shows
        if each.effect is Effect.BREAKS and shows in shown_by:
            assert isinstance(each.witness, shown_by[shows])


@DRAWN
@given(pairs())
def test_a_value_that_is_sent_and_refused_is_never_called_safe(pair):
    found, sides = told(pair)
    loud = {
        (operation, each.direction)
        for each in found
        if each.effect is not Effect.SAFE
        for operation, answer in each.operations
        if answer != "yes"
    }
    hurt = [*refuted(sides, AS_JSON, SENT), *refuted(sides, AS_TEXT, WRITTEN)]
    assert [each for each in hurt if each[:2] not in loud] == []
