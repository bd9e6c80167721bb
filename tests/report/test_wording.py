"""Every rule that is emitted anywhere has words, and the words keep one grammar."""

import ast
import re
from pathlib import Path

import pytest

from bffgen.model.finding import finding
from bffgen.report.template import fields, filled
from bffgen.report.wording import WORDINGS, Wording, words

GENERATOR = Path(__file__).resolve().parents[2] / "generator" / "bffgen"
# Arguments of `finding` that are no facts.
NO_FACTS = {"effect", "notes"}
# Phrases of other rooms that stand in sentences; the grammar is held with these put in.
SAMPLE = {"expected": "a duration such as `250ms`", "chain": "product 180 -> price 180 ms"}


def sample(name):
    return SAMPLE.get(name, name)


def facts_of(wording):
    templates = (*wording.head, wording.label, wording.second, *wording.help)
    return {name for template in templates for name in fields(template)}


def sentences(rule, wording):
    """Fill each template by itself, so that no variant goes unread."""
    facts = {name: 7 if "," in spec else sample(name) for name, spec in specs(wording)}
    for part in ("head", "help"):
        for template in getattr(wording, part):
            yield part, filled(rule, (template,), facts)
    for part in ("label", "second"):
        if getattr(wording, part):
            yield part, filled(rule, (getattr(wording, part),), facts)


def specs(wording):
    templates = (*wording.head, wording.label, wording.second, *wording.help)
    return re.findall(r"\{(\w+):?([^}]*)\}", " ".join(templates))


def faults(part, sentence):
    """Hold one sentence against STYLE's table of messages."""
    bare = re.sub(r"`[^`]*`", "x", sentence)
    found = []
    if not sentence or sentence != sentence.strip() or "  " in sentence:
        found.append("blank")
    if bare.endswith((".", "!", "?", ":", ",")) or re.search(r"[.!?] ", bare):
        found.append("not one sentence without a full stop")
    if bare[:1].isupper():
        found.append("upper case start")
    if "!" in bare:
        found.append("!")
    if re.search(r"\b(you|your|please|sorry|oops|invalid|failed|error)\b", bare, re.IGNORECASE):
        found.append("a word that says nothing or blames")
    if sentence.count("`") % 2 or re.search(r"``|\{|\}", sentence):
        found.append("quotes or braces that do not pair")
    if part in ("label", "second") and len(sentence.split()) > 6:
        found.append("a label of more than six words")
    return found


# What is odd about what is live; RELEASES.md 6 has the ids.
LIVE = (
    *("release-without-build", "retired-but-seen", "support-over", "deprecated-without-sunset"),
    *("sunset-before-deprecation", "sunset-too-near", "sunset-moved-earlier", "removal-overdue"),
    *("sunset-in-contract-differs", "version-bump-too-small", "reintroduced-different"),
    *("policy-weakened", "deprecated-upstream-used", "notice-below-policy"),
)


@pytest.mark.parametrize("rule", sorted(WORDINGS))
def test_a_rule_speaks_in_one_grammar(rule):
    assert re.fullmatch(r"(input|compose|naming|waiver|ledger)(-[a-z]+)+", rule) or rule in LIVE
    said = list(sentences(rule, WORDINGS[rule]))
    assert {part for part, _ in said} >= {"head", "help", "label"}
    assert [(part, each, faults(part, each)) for part, each in said if faults(part, each)] == []


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("head", "The file is wrong"),
        ("head", "the file is wrong."),
        ("head", "the file is wrong. mend it"),
        ("head", "invalid schema"),
        ("head", "the call failed"),
        ("help", "please mend the file"),
        ("help", "you may mend the file"),
        ("help", "mend it!"),
        ("help", "write `rating, a source"),
        ("help", " mend it"),
        ("label", "a label that has far too many words"),
    ],
)
def test_the_grammar_refuses(part, sentence):
    assert faults(part, sentence)


def emitted(source):
    """Find calls of `finding("rule", ..)`: the rule, and its facts if all are written out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        rule = node.args[0]
        if name != "finding" or not isinstance(rule, ast.Constant):
            continue
        names = {each.arg for each in node.keywords}
        found.append((rule.value, node.lineno, None if None in names else names - NO_FACTS))
    return found


def unsaid(source):
    """Name the emitted findings that have no words, or lack a fact that their words name."""
    found = []
    for rule, line, given in emitted(source):
        if rule not in WORDINGS:
            found.append(f"{line}: {rule} has no wording")
        elif given is not None and (missing := facts_of(WORDINGS[rule]) - given):
            found.append(f"{line}: {rule} is given no {', '.join(sorted(missing))}")
    return found


def test_every_finding_of_every_room_has_words_and_the_facts_they_name():
    assert sum(len(emitted(each.read_text())) for each in GENERATOR.rglob("*.py")) > 0
    found = [
        f"{path.relative_to(GENERATOR)}:{fault}"
        for path in sorted(GENERATOR.rglob("*.py"))
        for fault in unsaid(path.read_text())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('finding("compose-unheard-of", place)', "compose-unheard-of has no wording"),
        ('finding("compose-source-unused", place)', "compose-source-unused is given no source"),
        ('model.finding("compose-cycle")', "compose-cycle is given no sources"),
    ],
)
def test_a_planted_finding_without_words_is_named(source, fault):
    assert unsaid(source) == [f"1: {fault}"]


def test_a_finding_with_all_facts_is_not_named():
    assert unsaid('finding("compose-cycle", place, notes=[], sources=names)') == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"nearest": "rating", "within": "`getProduct`", "known": "price, rating"},
            "write `rating`, a source of `getProduct`",
        ),
        ({"nearest": "rating", "within": "", "known": ""}, "write `rating`"),
        (
            {"nearest": "", "within": "`sources`", "known": "`price`, `rating`, `stock`"},
            "write `price`, `rating` or `stock`, of `sources`",
        ),
        ({"nearest": "", "within": "", "known": "price"}, "write `price`"),
        (
            {"nearest": "", "within": "`sources`", "known": ""},
            "declare `ratng`, or take the name out",
        ),
    ],
)
def test_help_names_the_nearest_else_all_that_exist(facts, said):
    each = finding("compose-unknown-name", kind="source", name="ratng", **{"constant": "", **facts})
    assert words(each).help == said


@pytest.mark.parametrize(
    ("kind", "label"),
    [("source", "not a source here"), ("operation", "not an operation here")],
)
def test_a_kind_takes_its_article(kind, label):
    facts = {"kind": kind, "name": "x", "nearest": "", "known": "", "within": "", "constant": ""}
    assert words(finding("compose-unknown-name", **facts)).label == label


@pytest.mark.parametrize(
    ("facts", "head"),
    [
        (
            {"property": "price.amount", "upstream_type": "null", "client_type": "a number"},
            "`price.amount` may be null, and clients are promised a number",
        ),
        (
            {"property": "", "upstream_type": "an array", "client_type": "an object"},
            "the answer may be an array, and clients are promised an object",
        ),
        (
            {"property": "the answer", "upstream_type": "an array", "client_type": "an object"},
            "the answer may be an array, and clients are promised an object",
        ),
        (
            {"property": "kind", "literal": '"lamp"', "upstream_type": "", "client_type": ""},
            '`kind` is given `"lamp"`, which clients are not promised',
        ),
    ],
)
def test_the_answer_as_a_whole_has_no_name(facts, head):
    assert words(finding("compose-type", **{"literal": "", "lacking": "", **facts})).head == head


def test_an_empty_name_still_has_a_head():
    said = words(finding("input-duplicate-key", key=""))
    assert said.head == "the key `` stands twice in one mapping"


def test_a_long_list_of_names_is_cut_and_says_by_how_many():
    known = ", ".join(f"n{number}" for number in range(40))
    said = words(finding("input-unknown-key", key="x", nearest="", known=known)).help
    assert said.endswith("`n7` and 32 more")


def test_a_missing_fact_is_a_bug_that_names_rule_and_fact():
    with pytest.raises(KeyError, match="compose-source-unused: no fact `source`"):
        words(finding("compose-source-unused"))


def test_a_rule_without_words_is_a_bug_that_names_it():
    with pytest.raises(KeyError, match="compose-unheard-of: no wording"):
        words(finding("compose-unheard-of"))


def test_a_fact_that_holds_braces_is_printed_as_it_is():
    assert words(finding("input-key-not-text", key="{x}")).head == "the key `{x}` is not a text"


def test_a_wording_whose_sentences_are_all_empty_says_nothing():
    only = Wording(head=("x {a}",), label="", help=("write {a:tick}",))
    assert filled("rule", only.help, {"a": ""}) == ""
