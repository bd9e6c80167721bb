"""Findings as text: the form that people and CI logs read."""

import random
from itertools import permutations

import pytest

from bffgen.model.finding import Effect, Mark, finding
from bffgen.model.place import Place, Span
from bffgen.report import wording
from bffgen.report.text import Role, text

FILE = "contracts/clients/web/composition.yaml"
LINES = {
    (FILE, "/average"): Span(line=41, column=16, width=13, text="      average: ratng.average"),
    (FILE, "/ratng"): Span(line=41, column=7, width=7, text="      average: ratng.average"),
    (FILE, "/first"): Span(line=9, column=1, width=5, text="first: 1"),
    ("contracts/clients/web/openapi.yaml", "/stars"): Span(
        line=212, column=9, width=5, text="\t\t\t\t\t\t\t\tstars:"
    ),
    ("b.yaml", ""): Span(line=1, column=1, width=1, text="- one"),
}


def locate(place, on):
    assert on in ("key", "value")
    return LINES.get((place.document, place.pointer))


def place(pointer, document=FILE):
    return Place(document=document, pointer=pointer)


def unknown_name(name="ratng", at="/average"):
    return finding(
        "compose-unknown-name",
        Mark(place=place(at), width=5),
        kind="source",
        name=name,
        nearest="rating",
        constant="",
        known="product, rating",
        within="`getProductPage`",
    )


PRESENCE = finding(
    "compose-presence",
    Mark(place=place("/average"), offset=6, label="not required upstream"),
    place("/stars", "contracts/clients/web/openapi.yaml"),
    property="stars",
    source="",
    why="`average` is not required",
    notes=[("witness", "{}"), ("baseline", "web 5.1.0")],
)


def test_a_finding_has_head_place_excerpt_help_and_fingerprint():
    each = unknown_name()
    assert text([each], locate) == (
        "error[compose-unknown-name]: no source is called `ratng`\n"
        "  --> contracts/clients/web/composition.yaml:41:16\n"
        "  | 41 |       average: ratng.average\n"
        "  |                     ^^^^^ not a source here\n"
        "  = help: write `rating`, a source of `getProductPage`\n"
        f"  = fingerprint: {each.fingerprint}\n"
        "\n"
        "1 error\n"
    )


def test_a_second_place_has_an_excerpt_of_its_own_and_notes_keep_their_order():
    assert text([PRESENCE], locate) == (
        "error[compose-presence]: `stars` is required and may be missing:"
        " `average` is not required\n"
        "  --> contracts/clients/web/composition.yaml:41:22\n"
        "  | 41 |       average: ratng.average\n"
        "  |                           ^^^^^^^ not required upstream\n"
        "  --> contracts/clients/web/openapi.yaml:212:9\n"
        "  | 212 | \t\t\t\t\t\t\t\tstars:\n"
        "  |       \t\t\t\t\t\t\t\t^^^^^ required here\n"
        "  = witness: {}\n"
        "  = baseline: web 5.1.0\n"
        "  = help: add `else` with a literal, or make it optional where it is promised\n"
        f"  = fingerprint: {PRESENCE.fingerprint}\n"
        "\n"
        "1 error\n"
    )


def test_a_finding_about_no_file_has_no_place():
    lines = text([finding("compose-cycle", sources="a, b")], locate).splitlines()
    assert lines[:2] == [
        "error[compose-cycle]: sources wait for each other: a, b",
        "  = help: take one of the values from the request or from a source outside the circle",
    ]


@pytest.mark.parametrize(
    ("at", "printed"),
    [
        (Place(document="gone.yaml"), "  --> gone.yaml"),
        (Place(document="gone.yaml", pointer="/a/b"), "  --> gone.yaml#/a/b"),
    ],
)
def test_a_place_in_a_missing_file_is_named_without_a_line(at, printed):
    lines = text([finding("input-file-missing", at, path="gone.yaml")], locate).splitlines()
    assert lines[1:3] == [printed, "  = help: add `gone.yaml`, or name a file that is there"]


def test_a_name_with_a_line_end_or_an_escape_stays_on_its_line():
    printed = text([finding("input-key-not-text", key="a\n\x1b[2J")], locate)
    assert printed.startswith("error[input-key-not-text]: the key `a␊␛[2J` is not a text\n")


def test_errors_and_warnings_come_in_one_order_of_document_line_column_rule_and_facts():
    findings = [
        finding("compose-cycle", sources="a, b"),
        finding("input-schema", place("", "b.yaml"), problem="an empty file"),
        finding("compose-source-unused", place("/first"), effect=Effect.RISKY, source="x"),
        finding("compose-source-unused", place("/ratng"), effect=Effect.RISKY, source="x"),
        finding("compose-fallback", place("/average"), source="x", problem="y"),
        unknown_name("a"),
        unknown_name("b"),
    ]
    order = [
        "compose-cycle",
        "input-schema",
        "compose-source-unused",
        "compose-source-unused",
        "compose-fallback",
        "compose-unknown-name",
        "compose-unknown-name",
    ]
    printed = text(findings, locate)
    heads = [line for line in printed.splitlines() if line.startswith(("error[", "warning["))]
    assert [head.split("[")[1].split("]")[0] for head in heads] == order
    shuffled = random.sample(findings, len(findings))
    assert text(shuffled, locate) == printed
    assert "called `a`" in heads[5]


def test_findings_that_differ_in_one_member_alone_are_printed_in_one_order():
    twins = [
        finding("compose-cycle", place("/average"), sources="a", notes=[("witness", "1")]),
        finding("compose-cycle", place("/average"), sources="a", notes=[("witness", "2")]),
        finding("compose-cycle", place("/average"), place("/first"), sources="a"),
        finding("compose-cycle", place("/average"), sources="a", effect=Effect.RISKY),
    ]
    assert len({text(order, locate) for order in permutations(twins)}) == 1


@pytest.mark.parametrize(
    ("effects", "count"),
    [
        (("breaks",), "1 error"),
        (("breaks", "risky", "breaks", "breaks"), "3 errors, 1 warning"),
        (("risky", "risky"), "2 warnings"),
        (("safe", "breaks"), "1 error, 1 info"),
        (("safe", "safe"), "2 info"),
    ],
)
def test_the_last_line_counts_by_severity(effects, count):
    findings = [finding("compose-cycle", effect=Effect(each), sources="a") for each in effects]
    assert text(findings, locate).splitlines()[-1] == count


def test_no_findings_are_no_text():
    assert text([], locate) == ""


def test_a_painter_is_given_severities_paths_and_carets_and_nothing_else():
    painted = []

    def paint(role, part):
        painted.append((role, part))
        return f"<{part}>"

    warning = finding("compose-cycle", effect=Effect.RISKY, sources="a")
    printed = text([PRESENCE, warning], locate, paint=paint)
    assert painted == [
        (Role.WARNING, "warning[compose-cycle]"),
        (Role.ERROR, "error[compose-presence]"),
        (Role.PATH, "contracts/clients/web/composition.yaml:41:22"),
        (Role.CARET, "^^^^^^^ not required upstream"),
        (Role.PATH, "contracts/clients/web/openapi.yaml:212:9"),
        (Role.CARET, "^^^^^ required here"),
    ]
    for _, part in painted:
        printed = printed.replace(f"<{part}>", part)
    assert printed == text([PRESENCE, warning], locate)


def test_fingerprints_ignore_words(monkeypatch):
    each = unknown_name()
    printed = text([each], locate)
    other = wording.Wording(head=("reworded {name}",), label="other", help=("do it",))
    monkeypatch.setitem(wording.WORDINGS, each.rule, other)
    reworded = text([each], locate)
    assert reworded != printed
    assert reworded.splitlines()[-3].split()[-1] == printed.splitlines()[-3].split()[-1]
