"""`bffgen explain` and `bffgen schema`: pages and schemas that are shipped."""

import json
import re

import pytest

from bffgen.cli.screen import rendered
from bffgen.compat.rule import rules


def test_without_a_rule_all_are_listed_each_once(bffgen):
    code, out, _ = bffgen("explain")
    assert code == 0
    told = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert sorted(told) == [rule.id for rule in rules()]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_page_is_printed_with_its_example(bffgen, rule):
    code, out, _ = bffgen("explain", rule.id)
    assert code == 0
    assert out.startswith(f"# {rule.title}\n\n`{rule.id}`: {rule.effect}")
    for part in ("\nBaseline:\n\n```yaml\n", "\nRevision:\n\n```yaml\n", "\nFinding:\n\n```text\n"):
        assert out.count(part) == 1
    assert out.count("```") == 6


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("request-enum-value-remove", "the nearest is `request-enum-value-removed`"),
        ("nothing-like-it-at-all", "`bffgen explain` lists them"),
        ("compose-presence", "`compose-presence` has no page"),
    ],
)
def test_a_rule_that_there_is_not_is_told_with_the_nearest(bffgen, name, said):
    code, out, err = bffgen("explain", name)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("name", ["findings", "findings/1"])
def test_a_schema_is_printed_as_it_is_shipped(bffgen, root, name):
    code, out, _ = bffgen("schema", name)
    assert (code, out) == (0, (root / "generator/bffgen/schemas/findings-1.json").read_text())
    assert json.loads(out)["title"] == "findings/1"


def test_schemas_are_listed_and_a_wrong_name_is_told(bffgen):
    assert bffgen("schema")[:2] == (0, "findings/1\n")
    code, _, err = bffgen("schema", "finding")
    assert (code, "the nearest is `findings`" in err) == (2, True)


def test_a_terminal_shows_the_page_as_it_is_meant_to_look(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    made = rendered("# Title\n\n`id`: one\n\n```yaml\na: 1\n```\n")
    assert "\x1b[" in made
    plain = re.sub(r"\x1b\[[0-9;]*m", "", made)
    assert [line.strip() for line in plain.splitlines() if line.strip()] == [
        "Title",
        "id: one",
        "a: 1",
    ]
