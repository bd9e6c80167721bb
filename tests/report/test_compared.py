"""Comparisons as text: the message of DESIGN.md 5, a footer that says what it rests on."""

import pytest

from bffgen.model.finding import Effect, Mark
from bffgen.model.place import Place
from bffgen.report.compared import compared
from bffgen.report.entry import listed
from tests.report.made import REVISION, asked, locate, lost, payload, rule, silent, told


def test_a_finding_is_told_as_the_page_of_its_rule_shows_it():
    """COMPATIBILITY.md 10, where no operation is around the schema."""
    finding = lost(operations=())
    screen = compared(listed(told(finding), locate))
    assert screen.startswith(
        'error[request-enum-value-removed]: `sort` no longer accepts "newest"\n'
        "  --> api.yaml:3:9\n"
        "  | 3 |   sort: {enum: [price, rating]}\n"
        '  |             ^^^^^^^^^^^^^^^^^^^^^^^ no "newest"\n'
        "  = baseline: main:api.yaml:3:9\n"
        '  = witness: {"sort":"newest"}   valid under the baseline, refused by the revision\n'
        '  = help: keep "newest"\n'
        "  = explain: bffgen explain request-enum-value-removed   fingerprint: 1ef241816db8\n"
        "\n"
        "1 error\n"
    )


def test_the_footer_says_what_was_compared_proved_and_assumed():
    screen = compared(listed(told(lost(), hidden=4, undecided=1), locate))
    assert screen.split("\n\n")[1:] == [
        "1 error\n"
        "  compared: main:api.yaml (Shop 1) with api.yaml (Shop 2)\n"
        "  4 hidden: only a peer that sends undeclared names is hurt; --pure shows them\n"
        "  proved: 12 questions, 1 left open\n"
        "  assumed: known formats are checked",
        "no contract says, so nothing was asked of: undeclared sort order, meaning of values,"
        " CORS\n"
        "    origins and cookie flags, token format and audience, TLS, proxy limits, gzip, latency,"
        " error\n"
        "    prose\n",
    ]


def lines(*findings, **more):
    return compared(listed(told(*findings, **more), locate)).splitlines()


def test_operations_are_told_by_what_the_change_does_to_them():
    assert "  = operations: GET /a; unproven for POST /c; harmless for GET /b" in lines(lost())
    many = tuple((f"GET /{n:02}", "no") for n in range(11))
    assert (
        "  = operations: GET /00, GET /01, GET /02, GET /03, GET /04, GET /05, GET /06, GET /07"
        " and 3 more" in lines(lost(operations=many))
    )


def test_what_an_answer_rests_on_is_told_beside_what_the_footer_says_for_all():
    found = lines(lost(rests_on=("closed-producer", "format is asserted")))
    assert "  = rests on: format is asserted" in found
    assert not any("rests on" in each for each in lines(lost()))


@pytest.mark.parametrize(
    ("witness", "said"),
    [
        (payload({"a": 1}, "revision"), '{"a":1}   valid under the revision, refused by the base'),
        (asked(), "GET /quotes   answered by the baseline, refused with 422 by the revision"),
        (asked(headers=("Accept: a/b",)), "GET /quotes, Accept: a/b   answered by the baseline"),
        (silent(), "none: a date is no message"),
        (payload("x" * 5000), '"' + "x" * 599 + "... (5,002 characters; -f json has all)   valid"),
    ],
)
def test_a_witness_is_told_with_what_comes_of_it(witness, said):
    (line,) = [each for each in lines(lost(witness=witness)) if each.startswith("  = witness")]
    assert line.startswith(f"  = witness: {said}")


def test_what_is_safe_is_told_in_short():
    safe = lost(effect=Effect.SAFE)
    assert lines(safe)[:3] == [
        'info[request-enum-value-removed]: `sort` no longer accepts "newest"  api.yaml:3:9',
        "",
        "1 info",
    ]


def test_the_worst_stands_last_above_the_counts_and_a_limit_keeps_it():
    found = [
        lost("b", line=9, effect=Effect.SAFE),
        lost("a", line=7),
        lost("c", line=4, effect=Effect.RISKY),
    ]
    heads = [each for each in lines(*found) if "]: " in each]
    assert [each[:4] for each in heads] == ["info", "warn", "erro"]
    screen = compared(listed(told(*found), locate), limit=1)
    assert [each[:5] for each in screen.splitlines() if "]: " in each] == ["error"]
    assert "1 error, 1 warning, 1 info\n" in screen
    assert "2 more are not shown; without --limit all are" in screen


def test_a_finding_without_a_line_names_its_pointer():
    mark = Mark(place=Place(document=REVISION, pointer="/paths"))
    assert "  --> api.yaml#/paths" in lines(lost(marks=(mark,)))


def test_equal_contracts_and_contracts_without_findings_are_told_apart():
    assert lines()[0] == "no finding: nothing that a client meets differs"
    same = told(baseline=told().sections[0].comparison.revision)
    assert compared(listed(same, locate)).startswith(
        "no change: the two are the same contract\n  compared: api.yaml (Shop 2) with api.yaml"
    )


def test_texts_of_a_contract_cannot_write_lines_of_their_own():
    hostile = "a\nerror[forged]: b\x1b[31m"
    screen = compared(listed(told(lost(hostile, witness=silent(hostile))), locate))
    assert "\x1b" not in screen
    assert not any(each.startswith("error[forged]") for each in screen.splitlines())


def test_each_client_has_its_findings_and_a_footer_of_its_own():
    two = told(lost(), client="web")
    screen = compared(listed(two, locate))
    assert "\nweb: 1 error\n" in screen


def test_a_rule_that_has_no_page_is_a_bug():
    with pytest.raises(KeyError):
        listed(told(lost(rule="request-thing-lost")), locate)
    page = rule("request-thing-lost")
    paged = told(lost(rule="request-thing-lost"), rules=[page])
    assert "error[request-thing-lost]" in compared(listed(paged, locate))
