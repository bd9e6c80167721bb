"""Comparisons for machines: JSON by its schema, the others by the rules of who reads them."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import jsonschema_rs
import pytest

from bffgen.model.finding import Effect, Mark
from bffgen.model.place import Place, Span
from bffgen.model.waiver import Waiver
from bffgen.report.markdown import MOST_BYTES
from bffgen.report.render import FORMATS, render
from tests.report.made import asked, locate, lost, payload, rule, silent, told

WAIVER = Waiver(
    finding=lost().fingerprint,
    operations=(),
    reason="nobody <sends> it",
    owner="team-web",
    expires=date(2027, 1, 1),
    place=Place(document="waivers.yaml", pointer="/waivers/0"),
)
ENDED = Waiver(
    finding=lost("other").fingerprint,
    operations=(),
    reason="soon",
    owner="team-web",
    expires=date(2026, 11, 26),
    place=Place(document="waivers.yaml", pointer="/waivers/1"),
)


def mixed(**more):
    """Make a report that has all there is to print."""
    return told(
        lost(),
        lost("other", line=5),
        lost("third", line=6, effect=Effect.RISKY, witness=asked(headers=("Accept: a/b",))),
        lost("fourth", line=7, effect=Effect.SAFE, witness=silent(), before=None, class_="B"),
        lost("fifth", line=8, witness=payload({"x": [1.5, None, "\u20ac"]}, "revision")),
        lost(marks=(Mark(place=Place(document="stdin.yaml", pointer="/paths")),), before=1),
        waivers=(WAIVER, ENDED),
        checked=[("request-enum-value-removed", "t"), ("request-range-narrowed", "u")],
        **more,
    )


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
    return render(form, report or mixed(), locate)


def parsed(form, report=None):
    return json.loads(made(form, report))


@pytest.fixture(scope="session")
def findings_schema(root):
    return json.loads((root / "generator/bffgen/schemas/findings-1.json").read_text())


@pytest.mark.parametrize("client", ["", "web"])
def test_json_is_what_its_published_schema_says(findings_schema, client):
    value = parsed("json", mixed(client=client))
    jsonschema_rs.validate(findings_schema, value)
    assert {each["kind"] for each in (f["witness"] for f in value["findings"])} == {
        "payload",
        "request",
        "none",
    }
    assert [each["rule"] for each in value["notes"]] == ["waiver-expired"]


def closed(schema):
    """Close every object of the schema that names its members, so that none is left undescribed."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    members = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        members["additionalProperties"] = False
    return members


def test_json_has_no_member_that_its_schema_does_not_describe(findings_schema):
    jsonschema_rs.validate(closed(findings_schema), parsed("json"))
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(closed(findings_schema), {**parsed("json"), "more": 1})


def test_json_says_what_a_reader_of_findings_asks(findings_schema):
    value = parsed("json")
    assert (value["exit"], value["fail_on"]) == (1, "breaks")
    assert value["summary"] == {"breaks": 4, "risky": 1, "safe": 1}
    assert value["severities"] == {"error": 4, "info": 2, "warning": 1}
    first = next(each for each in value["findings"] if each["fingerprint"] == "1ef241816db8")
    assert first["operations"] == {"GET /a": "no", "GET /b": "yes", "POST /c": "unknown"}
    assert first["class"] == "A"
    assert first["at"]["baseline"].startswith("main:api.yaml#/properties/sort")
    assert first["spans"]["revision"] == {
        "path": "api.yaml",
        "line": 3,
        "column": 9,
        "end_column": 32,
    }
    assert first["waiver"] == {
        "owner": "team-web",
        "reason": "nobody <sends> it",
        "expires": "2027-01-01",
    }


def test_json_is_ascii_so_that_half_a_character_survives():
    screen = made("json", told(lost(witness=payload("\ud800\u20ac"))))
    assert screen.isascii()
    assert json.loads(screen)["findings"][0]["witness"]["value"] == "\ud800\u20ac"


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
    assert render(form, told(), locate).count("sort") == (1 if form in ("text", "markdown") else 0)


def far(place, on):
    return Span(line=1, column=1, width=1, text="x")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_is_the_same_whatever_the_order(form):
    found = [lost(f"p{n}", line=n % 5 + 1) for n in range(20)]
    assert render(form, told(*found), far) == render(form, told(*reversed(found)), far)
