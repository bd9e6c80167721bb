"""Rows that fell are told, and the table says what rows hold."""

import pytest

from tests.conformance.corpora import all_corpora, kept
from tests.conformance.score import Score, fallen, table

ROW = {"cases": 10, "right": 9, "wrong": 0, "unknown": 1, "unvalidated": 0, "cpu_s": 1.0}


def row(*, right=9, wrong=0, unknown=1, unvalidated=0):
    found = Score("corpus", right=right, cpu_s=7.0)
    found.wrong = {f"w{n}": "" for n in range(wrong)}
    found.unknown = {f"u{n}": "fuel" for n in range(unknown)}
    found.unvalidated = [f"v{n}" for n in range(unvalidated)]
    return found


def test_every_row_that_is_kept_is_of_a_corpus():
    assert {name.split()[0] for name in kept()} <= {each.name for each in all_corpora()}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (row(), []),
        (row(right=10, unknown=0), []),
        (row(right=7), []),
        (row(right=8, unknown=2), ["corpus: 8 right, and 9 are kept",
                                   "corpus: 2 unknown, and 1 are kept"]),
        (row(right=8, wrong=1, unknown=1), ["corpus: 8 right, and 9 are kept",
                                 "corpus: 1 wrong, and 0 are kept"]),
        (row(unvalidated=1), ["corpus: 1 unvalidated, and 0 are kept"]),
    ],
)  # fmt: skip
def test_a_score_that_fell_is_told_and_the_time_is_not(now, told):
    assert fallen({"corpus": ROW}, [now]) == told


def test_a_row_that_says_why_may_fall_and_must():
    why = {"corpus": {**ROW, "why": "ten new cases that only a later release decides"}}
    assert fallen(why, [row(right=8, unknown=2)]) == []
    assert len(fallen(why, [row()])) == 1


def test_a_row_that_nobody_kept_is_told():
    assert len(fallen({}, [row()])) == 1


def test_the_table_has_a_line_a_row_and_the_reasons_of_what_is_open():
    lines = list(table({"corpus": row(unknown=2).counts(), "corpus exotic": row().counts()}))
    assert lines[0].split() == [
        *("corpus", "cases", "right", "wrong", "unknown", "unvalidated", "CPU", "s"),
    ]
    assert lines[1].split() == ["corpus", "11", "9", "0", "2", "0", "7.0"]
    assert lines[3:] == ["unknown: fuel: 3"]


@pytest.mark.parametrize("power", [1, 2])
def test_growth_is_the_power_of_its_size_that_a_case_costs(power):
    found = Score("corpus", sizes=[[n, (n / 10_000) ** power] for n in (3_000, 20_000, 90_000)])
    assert found.growth == pytest.approx(power)
    assert Score("corpus", sizes=[[10, 1.0], [20, 2.0]]).growth is None
