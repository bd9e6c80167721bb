"""Pages of rules are read strictly, and read as YAML reads them."""

import re

import pytest

from bffgen.compat.rule import PageFault, example, read_rule, rule_by_id, rules, rules_folder
from bffgen.contract.yaml import read_document
from bffgen.report.template import FORMATS, formats

PAGE = """---
id: request-thing-changed
direction: request
change: [thing-changed, thing-moved]
effect: breaks
breaks: wire
witness: payload
mirror: none
why_no_mirror: a thing has no reverse
replaces: request-thing-altered
head: '{name:tick} isn''t what it was'
label: changed here
help: keep {name:tick} as it is
---
# A thing changed
It hurts.
```yaml baseline
type: string
```
```yaml revision
type: integer
```
```text finding
```
## Instead
Leave it.
"""


def pages():
    return sorted(rules_folder().glob("*.md"))


def test_a_page_says_all_that_a_rule_is():
    rule = read_rule("request-thing-changed.md", PAGE)
    assert (rule.direction, rule.changes) == ("request", ("thing-changed", "thing-moved"))
    assert (rule.effect, rule.otherwise, rule.breaks, rule.shows) == (
        "breaks",
        "safe",
        "wire",
        "payload",
    )
    assert (rule.mirror, rule.why_no_mirror) == ("", "a thing has no reverse")
    assert rule.replaces == ("request-thing-altered",)
    assert rule.head == "{name:tick} isn't what it was"
    assert rule.title == "A thing changed"
    assert rule.page == PAGE.split("---\n")[2]
    assert example(rule).baseline == "type: string\n"
    assert example(rule).finding == ""


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("---\nid", "id", "1: a page begins with a head"),
        ("id: request-thing-changed", "id: request-thing", "2: `id` is not"),
        ("direction: request", "direction: both", "3: `direction` is none of request, response"),
        ("direction: request", "direction:", "3: `key: value` belongs here"),
        ("direction: request", "way: request", "3: a head has no `way`"),
        ("direction: request", "id: request-thing-changed", "3: `id` stands twice"),
        ("[thing-changed, thing-moved]", "[thing-changed,thing-moved]", "4: `change` has `thing"),
        ("[thing-changed, thing-moved]", "[thing-changed, thing-changed]", "4: `change` has a na"),
        ("effect: breaks\n", "", "1: `effect` is missing"),
        ("effect: breaks", "effect: unsafe", "5: `effect` is none of breaks, risky, safe"),
        ("breaks: wire", "breaks: wire\notherwise: maybe", "7: `otherwise` is none of"),
        ("witness: payload", "witness: none", "1: `why` is missing"),
        ("witness: payload", "witness: payload\nwhy: as it is", "8: `why` belongs away"),
        ("mirror: none\n", "mirror: request-thing-restored\n", "9: `why_no_mirror` belongs away"),
        ("mirror: none\n", "mirror: None\n", "8: `mirror` is neither id nor none"),
        ("'{name:tick} isn''t what it was'", "{name:tick}", "11: `head` is read otherwise"),
        ("'{name:tick} isn''t what it was'", "'{name:tick} isn't'", "11: `head` has a quote"),
        ("'{name:tick} isn''t what it was'", "it: was", "11: `head` is read otherwise"),
        ("'{name:tick} isn''t what it was'", "'{name:tick'", "11: `head`: unmatched '{'"),
        ("'{name:tick} isn''t what it was'", "'{} changed'", "11: `head` has braces without"),
        ("'{name:tick} isn''t what it was'", "Changed", "11: `head` begins small"),
        ("label: changed here", "label: a b c d e f g", "12: `label` has 7 words"),
        ("help: keep {name:tick} as it is", "help: keep it.", "13: `help` begins small"),
        ("# A thing changed", "A thing changed", "15: `# ` and a title belong here"),
        ("It hurts.\n", "", "16: the reason belongs below the title"),
        ("```yaml revision", "```yaml other", "20: the blocks of a page are"),
        ("type: integer\n", "", "20: nothing stands in `yaml revision`"),
        ("It hurts.", "## Instead\nIt hurts.", "16: headings stand behind the example"),
        ("## Instead", "## Elsewhere", "25: the headings are Instead, Known limits, Source"),
        ("Leave it.", "## Source\nx\n## Known limits\ny", "28: the headings are"),
    ],
)
def test_a_page_that_does_not_fit_is_told_by_page_and_line(written, instead, told):
    assert PAGE.count(written) >= 1
    with pytest.raises(PageFault, match=re.escape(f"request-thing-changed.md:{told}")):
        read_rule("request-thing-changed.md", PAGE.replace(written, instead, 1))


def test_every_page_reads_and_its_id_finds_it():
    assert [rule.id for rule in rules()] == [path.stem for path in pages()]
    for rule in rules():
        assert rule_by_id()[rule.id] is rule


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_the_head_of_a_page_is_what_yaml_reads(path):
    """GitHub and editors show the head as YAML, so that it must not say another thing there."""
    text = path.read_text()
    said = read_document(text.split("---\n")[1].encode(), path.name)
    rule = read_rule(path.name, text)
    changes = said["change"] if isinstance(said["change"], list) else [said["change"]]
    assert tuple(changes) == rule.changes
    assert said["mirror"] == (rule.mirror or "none")
    told = {"head": rule.head, "label": rule.label, "help": rule.help, "witness": rule.shows}
    optional = {"why": rule.why, "why_no_mirror": rule.why_no_mirror}
    for key, value in {**told, **{k: v for k, v in optional.items() if v}}.items():
        assert said[key] == value, key


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_sentences_ask_for_formats_that_there_are(rule):
    for template in (rule.head, rule.label, rule.help):
        assert {*formats(template)} <= FORMATS
