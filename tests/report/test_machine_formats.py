"""Comparisons for machines other than readers of JSON: by the rules of who reads them."""

import json
import re
from xml.etree import ElementTree

import jsonschema_rs
import pytest

from bffgen.model.finding import Effect, Mark
from bffgen.model.place import Place, Span
from bffgen.report.entry import listed
from bffgen.report.markdown import MOST_BYTES
from bffgen.report.render import FORMATS, render
from tests.report.made import locate, lost, mixed, rule, silent, told

# What SARIF 2.1.0 asks of the parts that are written, by its sections; its own schema allows much
# that is written nowhere here.
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endColumn"],
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
        "endColumn": {"type": "integer", "minimum": 2},
    },
    "additionalProperties": False,
}
MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": -1},
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                    "additionalProperties": False,
                },
                "region": REGION,
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {
                                        "type": "string",
                                        "pattern": "^[0-9]+[.][0-9]+[.][0-9]+",
                                    },
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "properties": {"level": LEVEL},
                                                    "additionalProperties": False,
                                                },
                                                "properties": {
                                                    "type": "object",
                                                    "properties": {
                                                        "tags": {
                                                            "type": "array",
                                                            "items": {"type": "string"},
                                                            "uniqueItems": True,
                                                        }
                                                    },
                                                },
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["message"],
                                        "properties": {"message": MESSAGE, "level": LEVEL},
                                        "additionalProperties": False,
                                    },
                                },
                            },
                            "additionalProperties": False,
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": {"type": "array", "items": LOCATION},
                                "relatedLocations": {"type": "array", "items": LOCATION},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                                "properties": {"type": "object"},
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["kind"],
                                        "properties": {
                                            "kind": {"enum": ["inSource", "external"]},
                                            "status": {
                                                "enum": ["accepted", "underReview", "rejected"]
                                            },
                                            "justification": {"type": "string"},
                                        },
                                        "additionalProperties": False,
                                    },
                                },
                            },
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
# GitLab Docs, "Code Quality report format".
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": "^[./]{2}"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
        "additionalProperties": {"type": "string", "minLength": 1},
    },
}


def made(form, report=None):
    return render(form, listed(report or mixed(), locate))


def parsed(form, report=None):
    return json.loads(made(form, report))


def test_an_end_that_was_announced_is_told_by_every_format_for_people():
    for form in ("text", "json", "markdown", "sarif"):
        assert "deprecated with the sunset 2026-12-01" in made(form), form


def test_sarif_is_what_the_standard_says():
    value = parsed("sarif")
    jsonschema_rs.validate(SARIF, value)
    (run,) = value["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    levels = [each["level"] for each in run["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    (waived,) = [each for each in run["results"] if "suppressions" in each]
    assert waived["partialFingerprints"] == {"bffgen/v1": "1ef241816db8"}
    assert waived["relatedLocations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "api.yaml"
    }


def test_sarif_is_cut_where_its_readers_stop_and_says_so(monkeypatch):
    monkeypatch.setattr("bffgen.report.sarif.MOST_RESULTS", 2)
    (run,) = parsed("sarif")["runs"]
    jsonschema_rs.validate(SARIF, parsed("sarif"))
    assert len(run["results"]) == 2
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == "5 of 7 findings are left out, the least severe ones"


def test_gitlab_gets_a_code_quality_report():
    value = parsed("gitlab")
    jsonschema_rs.validate(GITLAB, value)
    assert len(value) == len({each["fingerprint"] for each in value}) == 7


def test_fingerprints_of_two_clients_are_two_in_gitlab():
    ours, theirs = (parsed("gitlab", mixed(client=each)) for each in ("web", "admin"))
    assert not {each["fingerprint"] for each in ours} & {each["fingerprint"] for each in theirs}


def test_junit_has_a_case_for_each_rule_that_was_asked():
    suites = ElementTree.fromstring(made("junit"))
    assert suites.attrib == {"name": "bffgen", "tests": "3", "failures": "2"}
    (suite,) = suites
    assert suite.attrib == {"name": "bffgen", "tests": "3", "failures": "2"}
    cases = {each.get("name"): each for each in suite}
    assert [*cases] == [
        "request-enum-value-removed",
        "request-range-narrowed",
        "waiver-expired",
    ]
    assert len(cases["request-range-narrowed"]) == 0
    failure, output = cases["request-enum-value-removed"]
    assert failure.tag == "failure"
    assert failure.get("message") == '`other` no longer accepts "newest" and 2 more'
    assert output.tag == "system-out"
    assert "1ef241816db8" not in failure.text


def test_junit_survives_characters_that_xml_has_not():
    hostile = "a\x00\x1b]]>&<b>\ufffe"
    report = told(lost(hostile, witness=silent(f"{hostile}\ud800")), checked=[])
    suites = ElementTree.fromstring(made("junit", report))
    assert "a" in suites[0][0][0].text


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")


def commands(report=None):
    lines = made("github", report).splitlines()
    found = [COMMAND.fullmatch(each) for each in lines]
    assert all(found), lines
    return [(each[1], dict(p.split("=", 1) for p in each[2].split(",")), each[3]) for each in found]


def test_github_gets_annotations_on_lines_of_the_revision():
    found = commands()
    assert [level for level, _, _ in found] == ["error"] * 4 + ["warning"] + ["notice"] * 2
    _, properties, message = next(each for each in found if "line=5" in made("github"))
    assert properties.keys() <= {"file", "line", "col", "endColumn", "title"}
    assert {each.get("file") for _, each, _ in found} == {None, "api.yaml", "waivers.yaml"}
    assert "%0Awitness: " in message


def test_github_gets_ten_of_a_level_and_a_count_of_the_rest():
    many = [lost(f"p{n}", line=n + 1) for n in range(14)]
    some = [lost(f"q{n}", line=n + 1, effect=Effect.SAFE) for n in range(12)]
    found = commands(told(*many, *some))
    assert [level for level, _, _ in found].count("error") == 10
    assert [level for level, _, _ in found].count("notice") == 10
    assert found[-1][2] == "7 of 26 findings are not annotated: 14 errors, 12 info"


def test_github_commands_cannot_be_forged_by_a_contract():
    hostile = "x\n::error file=a::b%0Ac,d:e\r::add-mask::z"
    mark = Mark(place=Place(document=hostile, pointer="/a@3"))
    found = commands(told(lost(hostile, marks=(mark,), witness=silent(hostile))))
    assert len(found) == 1
    assert "%250A" in found[0][2]


def test_markdown_is_a_comment_that_replaces_an_earlier_one():
    lines = made("markdown").splitlines()
    assert lines[0] == "<!-- bffgen:diff -->"
    assert lines[1] == "### bffgen: 4 errors, 1 warning, 2 info"
    assert "| Shop 2 | 4 | 1 | 2 |" in lines
    assert made("markdown", mixed(client="web")).startswith("<!-- bffgen:web -->\n")
    assert '- **`third` no longer accepts "newest"** (`api.yaml:6:9`)' in lines


def test_markdown_is_cut_below_what_github_takes_and_says_so():
    many = [lost(f"p{n}", line=n + 1) for n in range(3_000)]
    screen = made("markdown", told(*many))
    assert MOST_BYTES - 2_000 < len(screen.encode()) <= MOST_BYTES < 65_000
    told_of = screen.count("\n- **")
    assert f"**{3_000 - told_of:,} more findings are left out: this comment is full.**" in screen
    assert screen.count("<details>") == screen.count("</details>")
    folded = made("markdown", told(*(lost(f"p{n}", effect=Effect.SAFE) for n in range(3_000))))
    assert len(folded.encode()) <= MOST_BYTES
    assert folded.count("<details>") == folded.count("</details>") == 1


def test_a_contract_neither_marks_up_a_comment_nor_names_anybody():
    hostile = "<img src=x> @team [a](javascript:b) `c` | **d** #12 -->\n```\n# e"
    page = rule("request-enum-value-removed", head="{name} is gone", label="x")
    report = told(lost(hostile, witness=silent(hostile)), rules=[page], client="<b>@x")
    screen = made("markdown", report)
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", screen.split("\n", 1)[1], flags=re.DOTALL)
    assert not re.search(r"<(img|b)\b|@(team|x)|(?<!\\)\[a|(?<!\\)\*\*d|\n# e", outside)
    assert screen.count("```text") == 1
    assert re.findall(r"^  ```.*$", screen, re.MULTILINE) == ["  ```text", "  ```"]


@pytest.mark.parametrize("form", sorted(FORMATS.keys() - {"github"}))
def test_every_format_names_the_same_fingerprints(form):
    report = mixed()
    names = {
        each.finding.fingerprint for each in report.sections[0].told if each.severity != "info"
    }
    names |= {each.fingerprint for each in report.sections[0].notes}
    screen = made(form, report)
    assert {each for each in names if each in screen} == names


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_says_nothing_of_nothing(form):
    said_beyond = form in ("text", "markdown", "json")
    assert render(form, listed(told(), locate)).count("sort") == int(said_beyond)


def far(place, on):
    return Span(line=1, column=1, width=1, text="x")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_is_the_same_whatever_the_order(form):
    found = [lost(f"p{n}", line=n % 5 + 1) for n in range(20)]
    one, other = (render(form, listed(told(*each), far)) for each in (found, found[::-1]))
    assert one == other
