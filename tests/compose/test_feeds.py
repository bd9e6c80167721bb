"""What each upstream parameter is given: `with`, then names, then forwarded headers."""

import json

import pytest

from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.expression import Fixed, Otherwise, Read
from tests.workspaces import (
    ID,
    contract,
    facts,
    files,
    one,
    operation,
    parameter,
    reader,
    rules,
    written,
)

THING = {
    "type": "object",
    "required": ["a", "n"],
    "properties": {"a": {"type": "string"}, "n": {"type": "integer"}, "o": {"type": "string"}},
}
WHOLE = {"type": "integer"}


def bound(upstream, own, settings=None, *, several=False, defaults=None, second=None):
    """Plan `getThing` with a call of an upstream: its arguments as texts, and the findings."""
    call = {"call": "shop.getIt", **(settings or {})}
    answered = call
    if several:
        first = {"call": "more.getMore"}
        answered = {"sources": {"more": first, "shop": call}, "body": {"from": "more", "map": {}}}
    path = "/it/{id}" if any(each["in"] == "path" for each in upstream) else "/it"
    upstreams = {
        "shop": contract({path: operation(second or THING, "getIt", parameters=upstream)}),
        "more": contract({"/more": operation(THING, "getMore", parameters=())}),
    }
    client = one(THING, parameters=(ID, *own))
    tree = files(client, upstreams, {"getThing": answered}, defaults=defaults)
    workspace, faults = read_workspace(reader(tree))
    assert faults == ()
    plan, found = plan_client(workspace.clients[0], workspace)
    if plan is None:
        return None, found
    given = {
        f"{each.parameter.location}.{each.parameter.name}": said(each.value, each.as_text)
        for call in plan.plans[0].calls
        if call.name == "shop"
        for each in call.arguments
    }
    return given, found


def said(value, as_text=False):
    match value:
        case Fixed():
            made = json.dumps(value.value)
        case Read():
            made = ".".join((value.root, value.name, *(hop.name for hop in value.hops)))
        case Otherwise():
            made = " else ".join(said(option) for option in value.options)
    return f"str({made})" if as_text else made


@pytest.mark.parametrize(
    ("upstream", "own", "settings", "several", "expected"),
    [
        # a required parameter takes the client's of the same name or words
        ([parameter("id", location="path")], [], {}, False, {"path.id": "request.path.id"}),
        ([parameter("thingId", required=True)], [parameter("thing_id", required=True)], {}, False,
         {"query.thingId": "request.query.thing_id"}),
        ([parameter("id", required=True)], [parameter("ID")], {}, False,
         {"query.id": "request.path.id"}),
        # an optional one does so only where there is a single source
        ([parameter("limit", WHOLE)], [parameter("limit", WHOLE)], {}, False,
         {"query.limit": "request.query.limit"}),
        ([parameter("limit", WHOLE)], [parameter("limit", WHOLE)], {}, True, {}),
        ([parameter("limit", WHOLE)], [], {}, False, {}),
        # `with` goes before names; a place is named where a name stands in two
        ([parameter("id", location="path")], [], {"with": {"id": {"const": "x"}}}, False,
         {"path.id": '"x"'}),
        ([parameter("id", location="path"), parameter("id")], [],
         {"with": {"query.id": {"const": "q"}}}, False,
         {"path.id": "request.path.id", "query.id": '"q"'}),
        ([parameter("q")], [parameter("lang")], {"with": {"q": 'request.query.lang else "en"'}},
         False, {"query.q": 'request.query.lang else "en"'}),
        ([parameter("q", required=True)], [], {"with": {"q": "more.a"}}, True,
         {"query.q": "source.more.a"}),
        # a number travels as its text
        ([parameter("q", required=True)], [], {"with": {"q": "more.n"}}, True,
         {"query.q": "str(source.more.n)"}),
        # of headers those of the list are handed on, declared by the client or not
        ([parameter("Accept-Language", location="header")], [], {}, True,
         {"header.Accept-Language": "request.header.Accept-Language"}),
        ([parameter("accept-language", location="header")],
         [parameter("Accept-Language", location="header")], {}, True,
         {"header.accept-language": "request.header.Accept-Language"}),
        ([parameter("X-Tenant", location="header")], [parameter("X-Tenant", location="header")],
         {}, False, {}),
    ],
)  # fmt: skip
def test_a_parameter_is_given_its_value(upstream, own, settings, several, expected):
    given, found = bound(upstream, own, settings, several=several)

    assert given == expected, rules(found)


def test_the_list_of_forwarded_headers_is_the_authors():
    header = parameter("X-Tenant", location="header")

    assert bound([header], [], defaults={"forward_headers": ["x-tenant"]})[0] == {
        "header.X-Tenant": "request.header.X-Tenant"
    }
    language = parameter("Accept-Language", location="header")
    assert bound([language], [], defaults={"forward_headers": []})[0] == {}


@pytest.mark.parametrize(
    ("upstream", "own", "settings", "rule", "told"),
    [
        ([parameter("q", required=True)], [], {}, "compose-request-type", {"sent": "nothing"}),
        ([parameter("q", WHOLE, required=True)], [], {"with": {"q": {"const": "x"}}},
         "compose-request-type", {}),
        ([parameter("q", WHOLE, required=True)], [parameter("q", required=True)], {},
         "compose-request-type", {"sent": "a string", "expected": "an integer"}),
        ([parameter("q", {"enum": ["a"]})], [], {"with": {"q": {"const": "b"}}},
         "compose-request-type", {}),
        ([parameter("q")], [], {"with": {"qq": {"const": "b"}}}, "compose-unknown-name",
         {"name": "qq", "nearest": "q"}),
        ([parameter("a_b", required=True)], [parameter("aB"), parameter("a-b")], {},
         "compose-ambiguous", {"first": "aB", "second": "a-b"}),
        ([parameter("id", required=True)], [parameter("id")], {}, "compose-ambiguous",
         {"first": "path.id", "second": "query.id"}),
        ([parameter("q", required=True)], [parameter("q")], {}, "compose-presence", {}),
        ([parameter("q", {"type": "object", "properties": {}})], [], {"with": {"q": {"const": {}}}},
         "compose-unsupported", {}),
        ([parameter("q", {"type": "array", "items": {"type": "string"}}, style="deepObject")], [],
         {"with": {"q": {"const": ["a"]}}}, "compose-unsupported", {}),
        ([parameter("q", location="cookie", required=True)], [parameter("q", required=True)], {},
         "compose-request-type", {"sent": "nothing"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_parameter_is_refused(upstream, own, settings, rule, told):
    given, found = bound(upstream, own, settings)

    assert given is None
    (fault,) = (each for each in found if each.effect == "breaks")
    assert fault.rule == rule
    assert {name: facts(fault)[name] for name in told} == told


@pytest.mark.parametrize("name", ["getIt", "POST /it"])
@pytest.mark.parametrize("safe", [True, False])
def test_a_read_that_travels_by_post_is_named_by_the_workspace(name, safe):
    shop = contract({"/it": {"post": operation(THING, "getIt", parameters=())}})
    tree = files(one(THING), {"shop": shop}, {"getThing": "shop.getIt"})
    manifest = json.loads(tree["contracts/bffgen.yaml"])
    manifest["upstreams"]["shop"]["safe"] = [name] if safe else []
    tree["contracts/bffgen.yaml"] = written(manifest)
    workspace, _ = read_workspace(reader(tree))

    plan, found = plan_client(workspace.clients[0], workspace)

    assert plan is not None, rules(found)
    ((call,),) = (each.calls for each in plan.plans)
    assert call.is_write != safe
