"""What is used of an upstream and deprecated there: told where it is used, and nowhere else."""

import pytest

from bffgen.compose.leaving import leaving
from bffgen.compose.plan import plan_client
from bffgen.contract.ends import may_end
from bffgen.contract.workspace import read_workspace
from bffgen.model.calendar import read_as_of
from tests.workspaces import (
    contract,
    facts,
    files,
    operation,
    parameter,
    reader,
    rules,
)

TEXT = {"type": "string", "maxLength": 64}
END = {"deprecated": True, "x-sunset": "2026-12-01"}


def an_object(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties}


def one_of(values):
    """Give `getIt`, whose answer has these properties beside those that are always there."""
    usual = {"v": TEXT, "w": TEXT, "deep": an_object((), x=TEXT, y=TEXT)}
    return an_object(("v",), **(usual | values))


def tree(upstream, source=None, body=None, more=None, hooks=None):
    """Give a workspace whose client is answered `v` of `one.getIt`."""
    client = contract({"/thing": operation(an_object((), v=TEXT), parameters=())})
    entry = {
        "sources": {"a": {"call": "one.getIt", **(source or {})}},
        "body": body or {"v": "a.v"},
    }
    return files(client, {"one": upstream, **(more or {})}, {"getThing": entry}, hooks=hooks)


def an_upstream(schema=None, schemas=None, **more):
    more.setdefault("parameters", ())
    return contract({"/it": operation(schema or one_of({}), "getIt", **more)}, schemas)


def told(made, as_of=None):
    workspace, found = read_workspace(reader(made))
    assert not rules(found)
    (client,) = workspace.clients
    plan, lacks = plan_client(client, workspace)
    assert plan is not None, lacks
    day = None if as_of is None else read_as_of(as_of)
    return leaving(client, plan, workspace, day)


def ended(**properties):
    return one_of({name: {**TEXT, **END} for name in properties or ("v",)})


WITH_HEADER = {
    "200": {
        "description": "Found.",
        "headers": {"X-Old": {"schema": TEXT, **END}, "X-Other": {"schema": TEXT, **END}},
        "content": {"application/json": {"schema": one_of({})}},
    },
}
REFERS = one_of({"v": {"$ref": "#/components/schemas/Old"}})
PARTS = {"allOf": [{"$ref": "#/components/schemas/Old"}, an_object((), w={**TEXT, **END})]}
BRANCHES = an_object(
    ("v",),
    v={"oneOf": [{**TEXT, **END}, {"type": "string", "minLength": 65, "maxLength": 70}]},
)

USED = [
    ("operation", an_upstream(**END), {}, "`one.getIt`"),
    ("property", an_upstream(ended()), {}, "`v` of `one.getIt`"),
    ("component", an_upstream(REFERS, {"Old": {**TEXT, **END}}), {}, "`v` of `one.getIt`"),
    (
        "whole answer",
        an_upstream(PARTS, {"Old": {**an_object(("v",), v=TEXT), **END}}),
        {},
        "the answer of `one.getIt`",
    ),
    (
        "above what is read",
        an_upstream(one_of({"deep": {**an_object((), x=TEXT), **END}})),
        {"body": {"v": "a.deep.x"}},
        "`deep` of `one.getIt`",
    ),
    (
        "parameter",
        an_upstream(parameters=(parameter("q", TEXT, **END),)),
        {"source": {"with": {"q": {"const": "x"}}}},
        "query parameter `q` of `one.getIt`",
    ),
    (
        "header that is sent",
        an_upstream(parameters=(parameter("X-Site", TEXT, location="header", **END),)),
        {"source": {"with": {"X-Site": {"const": "x"}}}},
        "header parameter `X-Site` of `one.getIt`",
    ),
    (
        "header that is read",
        an_upstream(responses=WITH_HEADER),
        {"body": {"v": "headers.a.X-Old"}},
        "header `X-Old` of `one.getIt`",
    ),
]
UNUSED = [
    ("property", an_upstream(one_of({"gone": {**TEXT, **END}})), {}),
    ("below what is read beside it", an_upstream(one_of({"deep": an_object((), y=END)})), {}),
    ("parameter", an_upstream(parameters=(parameter("q", TEXT, **END),)), {}),
    ("header", an_upstream(responses=WITH_HEADER), {}),
    ("branch of a union that goes on", an_upstream(BRANCHES), {}),
    (
        "operation beside it",
        contract(
            {
                "/it": operation(one_of({}), "getIt", parameters=()),
                "/that": operation(one_of({}), "getThat", parameters=(), **END),
            }
        ),
        {},
    ),
    ("what says that it stays", an_upstream(one_of({"v": {**TEXT, "deprecated": False}})), {}),
]


@pytest.mark.parametrize(
    ("upstream", "more", "what"), [row[1:] for row in USED], ids=[row[0] for row in USED]
)
def test_what_is_used_and_goes_is_told_with_its_day(upstream, more, what):
    made = tree(upstream, **more)
    assert may_end(reader(made))
    (found,) = told(made)

    assert found.rule == "deprecated-upstream-used"
    assert found.effect == "risky"
    assert facts(found) == {
        "what": what,
        "upstream": "one",
        "sunset": "2026-12-01",
        "passed": "",
    }
    assert found.marks[0].place.document == "contracts/clients/web/composition.yaml"
    assert found.marks[1].place.document == "contracts/upstreams/one.yaml"
    assert found.marks[1].place.pointer.endswith("/x-sunset")
    assert dict(found.notes) == {"used by": "GET /thing"}


@pytest.mark.parametrize(
    ("upstream", "more"), [row[1:] for row in UNUSED], ids=[row[0] for row in UNUSED]
)
def test_what_goes_and_is_not_used_is_not_told(upstream, more):
    assert told(tree(upstream, **more)) == ()


# The first day without the promise: 2026-12-01 (PITFALLS 45).
@pytest.mark.parametrize(
    ("as_of", "effect"),
    [
        (None, "risky"),
        ("2026-11-30", "risky"),
        ("2026-11-30T23:59:59Z", "risky"),
        ("2026-12-01T00:00:00Z", "breaks"),
        ("2026-12-01", "breaks"),
    ],
)
def test_a_sunset_breaks_from_its_day_on_where_a_day_is_known(as_of, effect):
    (found,) = told(tree(an_upstream(ended())), as_of)

    assert found.effect == effect
    assert facts(found)["passed"] == ("2026-12-01" if effect == "breaks" else "")


def test_what_has_no_sunset_never_breaks():
    upstream = an_upstream(one_of({"v": {**TEXT, "deprecated": True}}))
    (found,) = told(tree(upstream), "2099-01-01")

    assert found.effect == "risky"
    assert facts(found)["sunset"] == ""


def test_what_several_operations_use_is_told_once():
    client = contract(
        {
            "/thing": operation(an_object((), v=TEXT), parameters=()),
            "/other": operation(an_object((), v=TEXT), "getOther", parameters=()),
        }
    )
    entry = {"sources": {"a": {"call": "one.getIt"}}, "body": {"v": "a.v"}}
    made = files(client, {"one": an_upstream(ended())}, {"getThing": entry, "getOther": entry})
    (found,) = told(made)

    assert dict(found.notes) == {"used by": "GET /thing, GET /other"}
    assert found.marks[0].place.pointer.startswith("/operations/getThing/")


def test_a_function_is_told_of_operations_and_of_what_it_may_read_nothing():
    hooks = "async def answer(request, up, call):\n    raise NotImplementedError\n"
    upstream = contract(
        {
            "/it": operation(ended(), "getIt", parameters=(parameter("q", TEXT, **END),)),
            "/that": operation(one_of({}), "getThat", parameters=(), **END),
        }
    )
    client = contract({"/thing": operation(an_object((), v=TEXT), parameters=())})
    entry = {"implement": "answer", "uses": ["one.getIt", "one.getThat"]}
    (found,) = told(files(client, {"one": upstream}, {"getThing": entry}, hooks=hooks))

    assert facts(found)["what"] == "`one.getThat`"
    assert found.marks[0].place.pointer == "/operations/getThing/uses/1"


def test_the_words_are_looked_for_in_every_file_of_a_contract_and_nowhere_else():
    made = tree(an_upstream(one_of({})))
    assert not may_end(reader(made))
    made["contracts/clients/web/old.yaml"] = b"deprecated: true"
    assert not may_end(reader(made))
    schema = {"$ref": "parts/one%20more.yaml#/It"}
    made = tree(an_upstream(schema))
    made["contracts/upstreams/parts/one more.yaml"] = b"It: {$ref: two.yaml}"
    made["contracts/upstreams/parts/two.yaml"] = b'{"type": "object", "x-sunset": "2026-12-01"}'
    assert may_end(reader(made))
