"""What is written of a source beside its call is held to what the call is."""

import json

import pytest

from tests.workspaces import built, contract, facts, files, operation, parameter, rules

TEXT = {"type": "string"}
SAYS = {"type": "object", "required": ["v"], "properties": {"v": TEXT}}
KEPT = {"ttl": "60s"}
APART = {"ttl": "60s", "scope": "identity"}
ASKS = parameter("q", TEXT)
LANGUAGE = parameter("Accept-Language", TEXT, location="header")
DEVICE = parameter("X-Device", TEXT, location="header")
SECURED = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}
MANIFEST = "contracts/bffgen.yaml"


def asked(source, *, method="get", parameters=(ASKS,), sent=None, own=(), safe=(), defaults=None):
    """Build one operation over one source: the findings, and the module of its sources."""
    theirs = operation(SAYS, "askIt", parameters=parameters)
    if sent is not None:
        theirs["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": sent}},
        }
    client = contract({"/thing": operation(SAYS, parameters=own, security=[{"key": []}])})
    client["components"] |= SECURED
    composition = {
        "format": "composition/1",
        "defaults": defaults or {},
        "operations": {"getThing": {"sources": {"a": {"call": "one.askIt", **source}}}},
    }
    tree = files(client, {"one": contract({"/it": {method: theirs}})}, {}, composition=composition)
    manifest = json.loads(tree[MANIFEST])
    manifest["upstreams"]["one"]["safe"] = list(safe)
    outcome, made = built({**tree, MANIFEST: json.dumps(manifest).encode()})
    found = [each for each in outcome.findings if each.effect == "breaks"]
    module = dict(made.files)["web_bff/sources/get_thing.py"].decode() if made else ""
    return found, module


SENT = {"type": "object", "properties": {"who": TEXT, "tags": {"type": "array", "items": TEXT}}}


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ({"with": {"q": "identity.sub"}}, {}),
        ({"with": {"q": 'identity.client_id else "none"'}}, {}),
        ({"with": {"q": "request.header.X-Device"}}, {"own": [DEVICE]}),
        ({"with": {"q": "request.cookie.seen"}}, {"own": [parameter("seen", location="cookie")]}),
        ({}, {"parameters": [DEVICE], "defaults": {"forward_headers": ["X-Device"]}}),
        (
            {"with": {"body": {"who": "identity.sub"}}},
            {"method": "post", "sent": SENT, "safe": ["askIt"], "parameters": []},
        ),
        (
            {"with": {"body": {"tags": "identity.roles"}}},
            {"method": "post", "sent": SENT, "safe": ["askIt"], "parameters": []},
        ),
    ],
)
def test_what_hangs_on_the_caller_is_kept_for_each_apart(source, more):
    found, _ = asked({**source, "cache": KEPT}, **more)
    assert rules(found) == ["compose-cache-scope"]
    found, module = asked({**source, "cache": APART}, **more)
    assert found == []
    assert "by_caller=True" in module


@pytest.mark.parametrize(
    "source", [{"with": {"q": "request.query.q"}}, {"with": {"q": {"const": "x"}}}, {}]
)
def test_what_hangs_on_what_is_asked_for_is_kept_for_everybody(source):
    found, module = asked({**source, "cache": KEPT}, own=[ASKS])
    assert found == []
    assert "by_caller" not in module


@pytest.mark.parametrize(
    ("defaults", "is_told"),
    [({}, True), ({"languages": ["en"]}, False), ({"forward_headers": []}, False)],
)
@pytest.mark.parametrize("cache", [KEPT, APART])
def test_a_language_is_matched_before_anything_is_kept_by_it(cache, defaults, is_told):
    found, _ = asked({"cache": cache}, parameters=[LANGUAGE], defaults=defaults)
    assert rules(found) == ["compose-language-undeclared"] * is_told


def test_a_list_of_languages_is_all_that_an_upstream_has_to_take():
    few = parameter("Accept-Language", {"enum": ["en", "de"]}, location="header", required=True)
    assert asked({}, parameters=[few], defaults={"languages": ["de", "en"]})[0] == []
    found, _ = asked({}, parameters=[few], defaults={"languages": ["de", "fr"]})
    assert rules(found) == ["compose-request-type"]
    assert rules(asked({}, parameters=[few])[0]) == ["compose-request-type"]


@pytest.mark.parametrize(("languages", "told"), [(["en"], []), (None, ["compose-presence"])])
def test_a_matched_language_is_always_there(languages, told):
    must = parameter("Accept-Language", TEXT, location="header", required=True)
    defaults = {"languages": languages} if languages else {}
    assert rules(asked({}, parameters=[must], defaults=defaults)[0]) == told


RETRY = {"attempts": 2, "when": ["connect", 502, "504"], "within": "100ms"}


@pytest.mark.parametrize(
    ("written", "default", "made"),
    [
        (None, None, ""),
        (None, RETRY, 'Retry(attempts=2, when=("connect", 502, 504), within_ms=100)'),
        ({"attempts": 1}, RETRY, 'Retry(attempts=1, when=("connect", 503))'),
        ({"attempts": 0}, RETRY, ""),
        (RETRY, {"attempts": 0}, 'Retry(attempts=2, when=("connect", 502, 504), within_ms=100)'),
    ],
)
def test_what_a_source_says_of_retries_stands_before_the_default(written, default, made):
    source = {} if written is None else {"retry": written}
    found, module = asked(source, defaults={"retry": default} if default else {})
    assert found == []
    assert (made in module) if made else ("Retry" not in module)


@pytest.mark.parametrize(
    ("source", "safe", "told"),
    [
        ({"retry": {"attempts": 1}}, [], ["compose-write-retry"]),
        ({"retry": {"attempts": 0}}, [], []),
        ({"cache": KEPT}, [], ["compose-cache-method"]),
        ({"cache": KEPT, "retry": {"attempts": 1}}, ["askIt"], []),
        ({"cache": KEPT, "retry": {"attempts": 1}}, ["POST /it"], []),
    ],
)
def test_a_post_is_asked_again_and_kept_only_where_it_is_known_to_read(source, safe, told):
    found, module = asked(source, method="post", safe=safe, parameters=[])
    assert rules(found) == told
    assert ("retry=RETRY" in module) is bool(safe)


def test_a_default_of_retries_is_none_for_a_write():
    found, module = asked({}, method="post", parameters=[], defaults={"retry": {"attempts": 3}})
    assert found == []
    assert "Retry" not in module


def test_what_is_asked_again_counts_as_calls():
    found, _ = asked({"retry": {"attempts": 60}})
    assert rules(found) == ["compose-fan-out-over-policy"]
    assert facts(found[0]) == {"calls": 61, "limit": 60}
