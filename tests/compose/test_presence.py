"""Presence and null (PITFALLS 20): which values may be absent or null, and why the author is told.

Each row puts a path of an upstream at a required text of the client's contract.
"""

import pytest

from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.finding import stops
from tests.workspaces import ID, facts, files, one, parameter, reader

TEXT = {"type": "string"}
NULL = {"type": "null"}
MAYBE = {"type": ["string", "null"]}


def thing(required=("a",), **members):
    return {"type": "object", "required": list(required), "properties": members}


def planned(upstream, sources, body, target=TEXT, *, required=("out",), parameters=(ID,)):
    """Plan one operation: (the plan or None, [(rule, why)])."""
    client = thing(required=required, out=target)
    tree = files(
        one(client, parameters=parameters),
        {"shop": one(upstream)},
        {"getThing": {"sources": sources, "body": body}},
    )
    workspace, faults = read_workspace(reader(tree))
    assert not stops(faults)
    plan, found = plan_client(workspace.clients[0], workspace)
    told = [
        (each.rule, facts(each).get("why") or dict(each.notes).get("why"))
        for each in found
        if each.rule in ("compose-presence", "compose-type")
    ]
    assert (plan is None) == bool(told), found
    return plan, told


SURE = {"shop": {"call": "shop.getThing"}}
OPTIONAL = {"shop": {"call": "shop.getThing", "required": False}}

NESTED = thing(a=thing(b=TEXT, required=["b"]))
LOOSE = thing(a=thing(b=TEXT, required=[]))
OPTIONAL_OUTER = thing((), a=thing(b=TEXT, required=["b"]))
NULLABLE_OUTER = {**thing(a=TEXT), "type": ["object", "null"]}


def nullable(schema):
    return {"anyOf": [schema, NULL]}


@pytest.mark.parametrize(
    ("upstream", "sources", "value", "why"),
    [
        (thing(a=TEXT), SURE, "shop.a", None),
        (thing(a=TEXT), OPTIONAL, "shop.a", "`shop` is not required"),
        (thing(a=TEXT, required=[]), SURE, "shop.a", "`shop.a` may be absent upstream"),
        (NESTED, SURE, "shop.a.b", None),
        (NESTED, OPTIONAL, "shop.a.b", "`shop` is not required"),
        (LOOSE, SURE, "shop.a.b", "`shop.a.b` may be absent upstream"),
        (OPTIONAL_OUTER, SURE, "shop.a.b", "`shop.a` may be absent upstream"),
        # a step into null gives absent, however the null is written
        (thing(a=nullable(thing(b=TEXT, required=["b"]))), SURE, "shop.a.b",
         "`shop.a` may be null upstream, and a step goes through it"),
        (thing(a={**thing(b=TEXT, required=["b"]), "type": ["object", "null"]}), SURE, "shop.a.b",
         "`shop.a` may be null upstream, and a step goes through it"),
        (thing(a={"oneOf": [NULL, thing(b=TEXT, required=["b"])]}), SURE, "shop.a.b",
         "`shop.a` may be null upstream, and a step goes through it"),
        (NULLABLE_OUTER, SURE, "shop.a", "`shop` may be null"),
        # an element may be missing, whatever minItems says
        (thing(a={"type": "array", "items": TEXT, "minItems": 3}), SURE, "shop.a.0",
         "`shop.a.0` is an element that may be missing"),
        (thing(a={"type": "array", "items": thing(b=TEXT, required=["b"])}), SURE, "shop.a.2.b",
         "`shop.a.2` is an element that may be missing"),
        # `else` strips absent and null
        (thing(a=TEXT, required=[]), SURE, 'shop.a else "x"', None),
        (thing(a=MAYBE), SURE, 'shop.a else "x"', None),
        (thing(a=nullable(thing(b=TEXT, required=["b"]))), SURE, 'shop.a.b else "x"', None),
        (thing(a={"type": "array", "items": TEXT}), SURE, 'shop.a.0 else "x"', None),
        (thing(a=TEXT), OPTIONAL, 'shop.a else "x"', None),
        (thing(a=TEXT, b=TEXT), SURE, "shop.b else shop.a", None),
        (thing(a=TEXT, b=TEXT), SURE, "shop.a else shop.b", None),
        (thing((), a=TEXT, b=TEXT), SURE, "shop.a else shop.b", "`shop.b` may be absent upstream"),
        (thing(a=TEXT, b=MAYBE, required=["b"]), SURE, "shop.a else shop.b",
         "`shop.b` may be null upstream"),
        # a parameter of the request
        (thing(a=TEXT), SURE, "request.path.id", None),
        (thing(a=TEXT), SURE, "request.query.lang", "`lang` is an optional parameter"),
        (thing(a=TEXT), SURE, "request.query.sort", None),
        (thing(a=TEXT), SURE, 'request.query.lang else "en"', None),
    ],
)  # fmt: skip
def test_a_required_text_takes_what_is_always_there(upstream, sources, value, why):
    parameters = (
        ID,
        parameter("lang"),
        parameter("sort", {"type": "string", "default": "new"}),
    )

    _, told = planned(upstream, sources, {"out": value}, parameters=parameters)

    assert [found for _, found in told] == ([] if why is None else [why])


@pytest.mark.parametrize(
    ("member", "target", "told"),
    [
        (MAYBE, TEXT, [("compose-type", "`shop.a` may be null upstream")]),
        (MAYBE, MAYBE, []),
        (MAYBE, nullable(TEXT), []),
        (TEXT, MAYBE, []),
        ({"enum": ["a", None]}, TEXT, [("compose-type", "`shop.a` may be null upstream")]),
        ({"enum": ["a", None]}, {"enum": ["a", None]}, []),
        ({"type": "string", "enum": ["a", None]}, TEXT, []),
        # null twice in `oneOf` is no value of it
        (MAYBE, {"oneOf": [MAYBE, NULL]}, [("compose-type", "`shop.a` may be null upstream")]),
    ],
)
def test_null_is_taken_where_the_clients_schema_has_it(member, target, told):
    assert planned(thing(a=member), SURE, {"out": "shop.a"}, target)[1] == told


def test_an_optional_text_takes_what_may_be_absent_and_not_what_may_be_null():
    absent, null = thing(a=TEXT, required=[]), thing(a=MAYBE)

    assert planned(absent, SURE, {"out": "shop.a"}, required=())[1] == []
    assert planned(thing(a=TEXT), OPTIONAL, {"out": "shop.a"}, required=())[1] == []
    assert planned(null, SURE, {"out": "shop.a"}, required=())[1] == [
        ("compose-type", "`shop.a` may be null upstream")
    ]


# --- what `from`, `each` and projection have secured

INNER = thing(b=TEXT, required=["b"])


@pytest.mark.parametrize(
    ("upstream", "target", "told"),
    [
        # inside `from` the base is there, and so is all that leads to it
        (thing(a=nullable(INNER)), nullable(INNER), []),
        (thing(a=nullable(INNER), required=[]), nullable(INNER),
         [("compose-presence", "`shop.a` may be absent upstream")]),
        (thing(a=nullable(INNER)), INNER, [("compose-presence", "`shop.a` may be null upstream")]),
        (thing(a={**INNER, "type": ["object", "null"]}), {**INNER, "type": ["object", "null"]}, []),
        (thing(a=thing(b=TEXT, required=[])), INNER,
         [("compose-presence", "`shop.a.b` may be absent upstream")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", ["shop.a", {"from": "shop.a"}, {"from": "shop.a", "map": {}}])
def test_an_object_asks_for_its_members_where_its_base_is_there(body, upstream, target, told):
    assert planned(upstream, SURE, {"out": body}, target)[1] == told


def test_a_base_secures_what_leads_to_it_and_not_its_neighbours():
    upstream = thing((), a=thing((), b=INNER, c=TEXT), d=TEXT)
    inner = thing(b=TEXT, c=TEXT, d=TEXT, required=["b", "c", "d"])
    body = {"from": "shop.a.b", "map": {"c": "shop.a.c", "d": "shop.d"}}

    _, told = planned(upstream, SURE, {"out": body}, inner, required=())

    assert told == [
        ("compose-presence", "`shop.a.c` may be absent upstream"),
        ("compose-presence", "`shop.d` may be absent upstream"),
    ]


LIST = {"type": "array", "items": thing((), b=TEXT, c=MAYBE)}
OUT = {"type": "array", "items": thing(b=TEXT, required=["b"])}


@pytest.mark.parametrize(
    ("mapped", "skip", "told"),
    [
        ("one.b", ["one.b"], []),
        ("one.b", [], [("compose-presence", "`one.b` may be absent upstream")]),
        ("one.b", ["one.c"], [("compose-presence", "`one.b` may be absent upstream")]),
        # what is skipped where it is missing is skipped where it is null
        ("one.c", ["one.c"], []),
        ('one.b else "x"', [], []),
        ("one.c else one.b", ["one.b"], []),
    ],
)
def test_an_element_is_known_to_have_what_it_is_skipped_without(mapped, skip, told):
    each = {"each": "shop.a as one", "map": {"b": mapped}, "skip_if_missing": skip}

    assert planned(thing(a=LIST), SURE, {"out": each}, OUT)[1] == told


NULL_ARRAYS = (nullable(LIST), {**LIST, "type": ["array", "null"]})


@pytest.mark.parametrize("array", [LIST, *NULL_ARRAYS])
@pytest.mark.parametrize("target", [OUT, nullable(OUT)])
def test_an_array_that_may_be_null_gives_null_where_that_is_taken(array, target):
    each = {"each": "shop.a as one", "map": {"b": 'one.b else "x"'}}

    _, told = planned(thing(a=array), SURE, {"out": each}, target)

    is_lacking = array in NULL_ARRAYS and target is OUT
    assert told == [("compose-presence", "`shop.a` may be null upstream")] * is_lacking


def test_a_fallback_stands_in_for_a_missing_source():
    sources = {"shop": {"call": "shop.getThing", "required": False, "fallback": {"a": "x"}}}

    plan, told = planned(thing(a=TEXT), sources, {"out": "shop.a"})

    assert told == []
    ((_, read),) = plan.plans[0].body.members
    assert not read.may_miss
