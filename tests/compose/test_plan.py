"""A client planned as a whole: every operation answered once, nothing called in vain."""

import pytest

from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.finding import Effect
from tests.workspaces import ID, contract, facts, files, one, operation, parameter, reader

THING = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
TWO = contract(
    {
        "/things/{id}": operation(THING),
        "/more/{id}": operation(THING, "getMore"),
    }
)


def planned(client, operations, *, upstreams=None, **more):
    tree = files(client, upstreams or {"shop": TWO}, operations, **more)
    workspace, faults = read_workspace(reader(tree))
    assert faults == ()
    return plan_client(workspace.clients[0], workspace)


def told(found):
    return [(each.rule, each.effect, facts(each)) for each in found]


ANSWERS = {"getThing": "shop.getThing", "getMore": "shop.getMore"}


def test_operations_are_planned_in_the_order_of_the_contract():
    plan, found = planned(TWO, dict(reversed(ANSWERS.items())))

    assert found == ()
    assert [each.operation.name for each in plan.plans] == ["getThing", "getMore"]
    assert plan.unserved == ()


def test_an_operation_may_be_named_by_method_and_path():
    plan, _ = planned(TWO, {"GET /things/{id}": "shop GET /more/{id}", "getMore": "shop.getMore"})

    assert [each.calls[0].operation.name for each in plan.plans] == ["getMore", "getMore"]


def test_an_operation_that_nothing_answers_stops_the_build():
    plan, found = planned(TWO, {"getThing": "shop.getThing"})

    assert plan is None
    assert [(each.rule, facts(each)["operation"]) for each in found] == [
        ("compose-operation-unanswered", "getMore")
    ]


def test_an_operation_that_is_omitted_is_unserved():
    composition = {
        "format": "composition/1",
        "operations": {"getThing": "shop.getThing"},
        "omit_operations": ["GET /more/{id}"],
    }
    plan, found = planned(TWO, {}, composition=composition)

    assert found == ()
    assert [each.name for each in plan.unserved] == ["getMore"]


@pytest.mark.parametrize(
    ("operations", "name"),
    [
        ({**ANSWERS, "getThin": "shop.getThing"}, "getThin"),
        ({**ANSWERS, "GET /a": "x.y"}, "GET /a"),
    ],
)
def test_an_answer_to_no_operation_is_refused(operations, name):
    plan, found = planned(TWO, operations)

    assert plan is None
    assert [(each.rule, facts(each)["name"]) for each in found] == [("compose-unknown-name", name)]


def test_what_is_called_and_never_read_is_a_warning():
    sources = {"shop": {"call": "shop.getThing"}, "more": {"call": "shop.getMore"}}
    plan, found = planned(one(THING), {"getThing": {"sources": sources, "body": "shop"}})

    assert plan is not None
    assert [(each.rule, each.effect) for each in found] == [("compose-source-unused", Effect.RISKY)]


def test_what_a_client_may_send_and_nothing_reads_is_a_warning():
    client = one(THING, parameters=(ID, parameter("sort")))
    plan, found = planned(client, {"getThing": "shop.getThing"})

    assert plan is not None
    assert told(found) == [("compose-request-ignored", Effect.RISKY, {"name": "sort"})]


def test_a_public_function_that_no_composition_names_is_a_warning():
    hooks = "def label(a): return a\ndef other(): ...\ndef _own(): ...\n"
    body = {"a": {"python": "label", "args": ["shop.a"]}}
    plan, found = planned(
        one(THING), {"getThing": {"call": "shop.getThing", "body": body}}, hooks=hooks
    )

    assert [name for name, *_ in plan.plans[0].hooks] == ["label"]
    assert told(found) == [("compose-hook-unused", Effect.RISKY, {"function": "other"})]


@pytest.mark.parametrize(
    ("settings", "policy", "budget_ms", "cap_ms", "max_body"),
    [
        ({}, {}, 1000, 250, 262_144),
        ({"budget": "600ms", "timeout": "100ms", "max_body": "1KiB"}, {}, 600, 100, 1024),
        ({}, {"budgets": {"latency": "700ms"}}, 700, 250, 262_144),
    ],
)
def test_what_is_not_said_is_taken_from_defaults_and_policy(
    settings, policy, budget_ms, cap_ms, max_body
):
    answered = {"call": "shop.getThing", **settings}
    plan, _ = planned(one(THING), {"getThing": answered}, policy=policy)
    (only,) = plan.plans
    (call,) = only.calls

    assert (only.budget_ms, call.cap_ms, call.max_body_bytes) == (budget_ms, cap_ms, max_body)
    assert (call.finish_ms, only.critical_ms) == (cap_ms, cap_ms)


@pytest.mark.parametrize(
    ("family", "header", "told_so"),
    [
        ("browser", None, True),
        ("third-party", None, False),
        ("third-party", True, True),
        ("browser", False, False),
    ],
)
def test_who_is_told_of_missing_parts(family, header, told_so):
    settings = {} if header is None else {"incomplete": {"header": header}}
    answered = {"call": "shop.getThing", **settings}
    plan, _ = planned(one(THING), {"getThing": answered}, policy={"family": family})

    assert plan.plans[0].report_missing is told_so


def test_three_faults_of_three_operations_are_told_in_one_run():
    client = contract(
        {
            "/a/{id}": operation(THING, "getA"),
            "/b/{id}": operation(THING, "getB"),
            "/c/{id}": operation(THING, "getC"),
        }
    )
    plan, found = planned(
        client,
        {
            "getA": "shop.getNothing",
            "getB": {"call": "shop.getThing", "body": {"a": "shop.b"}},
            "getC": {"call": "shop.getThing", "body": {}},
        },
    )

    assert plan is None
    assert [each.rule for each in found] == [
        "compose-unknown-name",
        "compose-unknown-name",
        "compose-property-unmapped",
    ]
