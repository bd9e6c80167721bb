"""Comparisons as JSON: what its published schema says, and all that text shows."""

import json
import re

import jsonschema_rs
import pytest

from bffgen.report.entry import listed
from bffgen.report.render import render
from tests.report.made import locate, lost, mixed, payload, told


def made(form, report=None):
    return render(form, listed(report or mixed(), locate))


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


# Where JSON has what a line of the text says; a line of no such name stands in `notes`.
OF_FINDINGS = {
    "baseline": "spans",
    "witness": "witness",
    "operations": "operations",
    "rests on": "rests_on",
    "help": "help",
    "waived": "waiver",
    "explain": "rule",
    "fingerprint": "fingerprint",
}
OF_COMPARISONS = {
    "compared": "baseline",
    "proved": "asked",
    "hidden": "hidden",
    "off": "off",
    "assumed": "assumptions",
}


def test_json_has_every_fact_that_text_shows():
    report = mixed(undecided=3, hidden=7)
    value, screen = parsed("json", report), made("text", report)
    every = [*value["findings"], *value["notes"]]
    lines = re.findall(r"^  = ([a-z ]+): (.*)$", screen, re.MULTILINE)
    further = {pair for each in every for pair in each.get("notes", {}).items()}
    assert {*lines} >= further
    assert (
        {name for name, _ in lines} - OF_FINDINGS.keys() == {name for name, _ in further} != set()
    )
    assert all(member in value["findings"][0] for member in OF_FINDINGS.values())
    labels = re.findall(r"^  \| .*?\^+ (.*)$", screen, re.MULTILINE)
    heads = re.findall(r"^[a-z]+\[[a-z-]+\]: (.*?)(?:  \S+:\d+:\d+)?$", screen, re.MULTILINE)
    assert len(heads) == len(every) > len(labels) > 0
    assert {*labels} <= {each["label"] for each in every}
    assert {*heads} <= {each["message"] for each in every}
    footer = re.findall(r"^  (?:\d+ )?([a-z]+): ", screen, re.MULTILINE)
    assert {*footer} == OF_COMPARISONS.keys() - {"off"}
    assert all(member in value["comparisons"][0] for member in OF_COMPARISONS.values())
    (beyond,) = re.findall(r"nothing was asked of: (.*)", screen.replace("\n   ", ""))
    assert beyond == ", ".join(value["beyond"])


def test_json_is_ascii_so_that_half_a_character_survives():
    screen = made("json", told(lost(witness=payload("\ud800\u20ac"))))
    assert screen.isascii()
    assert json.loads(screen)["findings"][0]["witness"]["value"] == "\ud800\u20ac"
