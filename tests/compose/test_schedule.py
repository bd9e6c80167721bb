"""The order of calls, their times and what does not fit the budget."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bffgen.compose.schedule import Schedule, Waiting, overruns, schedule
from bffgen.model.finding import Effect, Finding
from bffgen.model.place import Place
from bffgen.model.policy import Budgets
from tests.workspaces import facts

AT = Place(document="composition.yaml", pointer="/operations/page")
POLICY = Place(document="policy.yaml", pointer="/budgets")


def waiting(name, cap_ms=100, *waits, required=True):
    return Waiting(
        name=name,
        waits=frozenset(waits),
        cap_ms=cap_ms,
        required=required,
        place=AT.at("sources", name),
    )


def optional(name, cap_ms=100, *waits):
    return waiting(name, cap_ms, *waits, required=False)


def timed(calls):
    return [(each.name, each.starts_ms, each.finish_ms) for each in schedule(calls).calls]


def found(calls, *, budget_ms=1000, reserve_ms=0, latency_ms=10_000, calls_limit=60):
    budgets = Budgets(latency_ms=latency_ms, calls=calls_limit, place=POLICY)
    return list(
        overruns(
            schedule(calls),
            calls,
            budget_ms=budget_ms,
            reserve_ms=reserve_ms,
            budgets=budgets,
            place=AT,
        )
    )


# --- order and times


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([], []),
        ([waiting("a", 50)], [("a", 0, 50)]),
        ([waiting("b", 50), waiting("a", 70)], [("b", 0, 50), ("a", 0, 70)]),
        ([waiting("a", 10), waiting("b", 20, "a")], [("a", 0, 10), ("b", 10, 30)]),
        # what waits stands behind what it waits for, everything else where its author put it
        ([waiting("b", 20, "a"), waiting("c", 5), waiting("a", 10)],
         [("a", 0, 10), ("b", 10, 30), ("c", 0, 5)]),
        # a call starts when the last of its inputs has ended
        ([waiting("a", 10), waiting("b", 30), waiting("c", 5, "a", "b")],
         [("a", 0, 10), ("b", 0, 30), ("c", 30, 35)]),
        ([waiting("d", 1, "b", "c"), waiting("b", 2, "a"), waiting("c", 3, "a"), waiting("a", 4)],
         [("a", 0, 4), ("b", 4, 6), ("c", 4, 7), ("d", 7, 8)]),
    ],
)  # fmt: skip
def test_a_call_starts_when_all_it_waits_for_has_ended(calls, expected):
    assert timed(calls) == expected


@pytest.mark.parametrize(
    ("calls", "path"),
    [
        ([], ()),
        ([optional("a", 900)], ()),
        ([waiting("a", 10), waiting("b", 30), waiting("c", 5, "a", "b")], ("b", "c")),
        # an optional call counts where a required one waits for it, and only there
        ([optional("a", 10), waiting("b", 5, "a"), optional("c", 900)], ("a", "b")),
        ([waiting("a", 100), waiting("b", 10, "c"), waiting("c", 20)], ("a",)),
        # of equals the author's first
        ([waiting("b", 10), waiting("a", 10)], ("b",)),
        ([waiting("c", 5, "b", "a"), waiting("a", 10), waiting("b", 10)], ("a", "c")),
    ],
)
def test_the_critical_path_is_the_longest_chain_of_required_calls(calls, path):
    assert schedule(calls).critical_path == path


@st.composite
def acyclic(draw):
    count = draw(st.integers(1, 8))
    names = draw(st.permutations([f"s{number}" for number in range(count)]))
    calls = []
    for number, name in enumerate(names):
        waits = draw(st.lists(st.sampled_from(names[:number]), unique=True)) if number else []
        calls.append(waiting(name, draw(st.integers(1, 500)), *waits, required=draw(st.booleans())))
    return draw(st.permutations(calls))


@given(acyclic())
def test_a_call_ends_its_cap_after_the_latest_of_what_it_waits_for(calls):
    by_name = {each.name: each for each in calls}

    def finish_ms(name):
        before = [finish_ms(each) for each in by_name[name].waits]
        return max(before, default=0) + by_name[name].cap_ms

    planned = schedule(calls)

    assert isinstance(planned, Schedule)
    order = [each.name for each in planned.calls]
    assert sorted(order) == sorted(by_name)
    for each in planned.calls:
        assert each.finish_ms == finish_ms(each.name)
        assert each.starts_ms == each.finish_ms - by_name[each.name].cap_ms
        assert all(
            order.index(given) < order.index(each.name) for given in by_name[each.name].waits
        )
    required = [each for each in calls if each.required]
    path = planned.critical_path
    assert bool(path) == bool(required)
    if required:
        longest = max(finish_ms(each.name) for each in required)
        assert sum(by_name[name].cap_ms for name in path) == finish_ms(path[-1]) == longest
        assert by_name[path[-1]].required
        assert all(a in by_name[b].waits for a, b in itertools.pairwise(path))


# --- cycles


@pytest.mark.parametrize(
    ("calls", "sources", "marked"),
    [
        ([waiting("a", 1, "a")], "`a` -> `a`", ["a"]),
        ([waiting("a", 1, "b"), waiting("b", 1, "a")], "`a` -> `b` -> `a`", ["a", "b"]),
        ([waiting("a", 1, "b"), waiting("b", 1, "c"), waiting("c", 1, "a")],
         "`a` -> `b` -> `c` -> `a`", ["a", "b", "c"]),
        # what only leads into the circle is not part of it
        ([waiting("x", 1, "a"), waiting("a", 1, "b"), waiting("b", 1, "a")],
         "`a` -> `b` -> `a`", ["a", "b"]),
        ([waiting("x"), optional("a", 1, "x", "a")], "`a` -> `a`", ["a"]),
    ],
)  # fmt: skip
def test_calls_that_wait_for_each_other_are_one_finding_at_all_of_them(calls, sources, marked):
    cycle = schedule(calls)

    assert isinstance(cycle, Finding)
    assert (cycle.rule, facts(cycle)) == ("compose-cycle", {"sources": sources})
    assert [mark.place for mark in cycle.marks] == [AT.at("sources", name) for name in marked]
    assert {mark.on for mark in cycle.marks} == {"key"}


# --- the budget


@pytest.mark.parametrize(
    ("caps_ms", "reserve_ms", "budget_ms", "late_by_ms"),
    [
        ((300, 250), 40, 800, None),
        ((500, 260), 40, 800, None),  # exactly the budget
        ((500, 261), 40, 800, 1),
        ((500, 300), 40, 800, 40),
        ((500, 300), 0, 800, None),
        ((1,), 0, 1, None),
        ((1,), 1, 1, 1),
    ],
)
def test_a_chain_longer_than_the_budget_says_by_how_much(
    caps_ms, reserve_ms, budget_ms, late_by_ms
):
    names = [f"s{number}" for number in range(len(caps_ms))]
    calls = [
        waiting(name, cap_ms, *names[max(0, number - 1) : number])
        for number, (name, cap_ms) in enumerate(zip(names, caps_ms, strict=True))
    ]

    late = [facts(each) for each in found(calls, budget_ms=budget_ms, reserve_ms=reserve_ms)]

    needed_ms = sum(caps_ms) + reserve_ms
    chain = " -> ".join(f"{name} {cap}" for name, cap in zip(names, caps_ms, strict=True))
    expected = {
        "chain": f"{chain}, reserve {reserve_ms}",
        "needed_ms": needed_ms,
        "budget_ms": budget_ms,
        "late_by_ms": late_by_ms,
    }
    assert late == ([] if late_by_ms is None else [expected])


def test_an_overrun_is_marked_at_the_budget_and_at_each_call_of_the_path():
    calls = [waiting("a", 60), waiting("b", 60, "a"), waiting("c", 10)]

    (late,) = found(calls, budget_ms=100)

    assert (late.rule, late.effect) == ("compose-budget", Effect.BREAKS)
    places = [AT.at("budget"), AT.at("sources", "a"), AT.at("sources", "b")]
    assert [mark.place for mark in late.marks] == places


@pytest.mark.parametrize(
    ("calls", "cut"),
    [
        ([waiting("a", 50), optional("b", 60)], []),
        ([waiting("a", 50), optional("b", 61)], ["b"]),
        ([waiting("a", 50), optional("b", 11, "a"), optional("c", 10, "a")], ["b"]),
        ([optional("a", 40), optional("b", 30, "a"), optional("c", 80)], ["b", "c"]),
    ],
)
def test_an_optional_call_that_the_deadline_may_cut_is_a_warning(calls, cut):
    warned = found(calls, budget_ms=100, reserve_ms=40)

    assert [(each.rule, each.effect, facts(each)["source"]) for each in warned] == [
        ("compose-optional-cut", Effect.RISKY, name) for name in cut
    ]


@pytest.mark.parametrize(("budget_ms", "is_over"), [(800, False), (801, True)])
def test_a_budget_above_the_policys_is_refused(budget_ms, is_over):
    over = found([waiting("a")], budget_ms=budget_ms, latency_ms=800)

    assert [each.rule for each in over] == ["compose-budget-over-policy"] * is_over
    for each in over:
        assert facts(each) == {"budget_ms": 801, "policy_ms": 800}
        assert [mark.place.document for mark in each.marks] == ["composition.yaml", "policy.yaml"]


@pytest.mark.parametrize(("limit", "is_over"), [(3, False), (2, True)])
def test_more_calls_than_the_policy_allows_are_refused(limit, is_over):
    over = found([waiting("a"), optional("b"), waiting("c")], calls_limit=limit)

    assert [(each.rule, facts(each)) for each in over] == [
        ("compose-fan-out-over-policy", {"calls": 3, "limit": 2})
    ] * is_over


def test_all_that_does_not_fit_is_told_in_one_run():
    calls = [waiting("a", 900), optional("b", 200, "a")]

    assert [each.rule for each in found(calls, budget_ms=500, latency_ms=400, calls_limit=1)] == [
        "compose-budget-over-policy",
        "compose-budget",
        "compose-optional-cut",
        "compose-fan-out-over-policy",
    ]
