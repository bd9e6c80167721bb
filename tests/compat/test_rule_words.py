"""The prose of the pages: the words of messages, the length of a reason, no page twice."""

import re
from itertools import combinations

import pytest

from bffgen.compat.rule import rules
from bffgen.report.template import fields, filled
from tests.report.test_wording import faults
from tests.test_words import PHRASES

RULES = rules()
FACTS = {
    "name": "items.price",
    "where": "request body",
    "value": '"newest"',
    "was": "maximum 100",
    "now": "maximum 10",
}
SCREEN = re.compile(r"(?ms)^```text finding\n.*?^```$")
HEADING = re.compile(r"^## ", re.MULTILINE)

each_page = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def reason(rule):
    """Give the prose between title and example."""
    return " ".join(rule.page.split("```", 1)[0].splitlines()[1:])


def prose(rule):
    """Give all prose of a page, on one line a part."""
    bare = re.sub(r"(?ms)^```.*?^```$", "", rule.page)
    return [" ".join(part.split()) for part in HEADING.split(bare)]


def sentences(text):
    """Count sentences: what stands in backticks ends none, nor does a number."""
    bare = re.sub(r"`[^`]*`", "x", text)
    return len(re.findall(r"[.!?](?: |$)", bare.strip()))


def shingles(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


@each_page
def test_the_sentences_of_a_page_keep_the_grammar_of_messages(rule):
    told = {
        part: filled(rule.id, (getattr(rule, part),), FACTS, always=True)
        for part in ("head", "help")
    }
    # A fact is one word of a label, however long it gets.
    words = dict.fromkeys(FACTS, "x")
    told["label"] = filled(rule.id, (rule.label,), words, always=True)
    assert {part: faults(part, each) for part, each in told.items() if faults(part, each)} == {}
    for template in (rule.head, rule.label, rule.help):
        assert {*fields(template)} <= FACTS.keys()


@each_page
def test_a_page_gives_its_reason_in_two_to_five_sentences(rule):
    assert 2 <= sentences(reason(rule)) <= 5, reason(rule)
    assert len(reason(rule)) >= 150


@each_page
def test_a_page_keeps_to_the_words_of_the_house(rule):
    written = [*prose(rule), rule.title, rule.head, rule.label, rule.help, rule.why]
    assert [each for text in written for each in PHRASES.findall(text)] == []
    assert not re.search(r"[^\x00-\x7f]", rule.page), "plain characters, in every terminal"
    by_hand = SCREEN.sub("", rule.page).splitlines()
    assert [line for line in by_hand if len(line) > 100] == []


@each_page
def test_a_reason_for_no_witness_is_one(rule):
    if rule.shows == "none":
        assert len(rule.why.split()) >= 5
        assert faults("head", rule.why) == []


def test_no_page_reads_like_another():
    """A page that is its neighbour with a word swapped has most runs of four words in common."""
    runs = {rule.id: shingles(" ".join(prose(rule)[:2])) for rule in RULES}
    close = [
        f"{one} and {other}"
        for one, other in combinations(runs, 2)
        if len(runs[one] & runs[other]) > 0.25 * min(len(runs[one]), len(runs[other]))
    ]
    assert not close
    planted = shingles("clients still send it and are refused from the day it is deployed")
    assert planted & shingles("clients still send one and are refused from the day it is deployed")
    titles = [rule.title for rule in RULES]
    assert len(titles) == len(set(titles))
