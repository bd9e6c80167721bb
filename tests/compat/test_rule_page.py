"""A page to fill in has all that a page has, and is refused until it says something."""

import pytest
import yaml

from bffgen.compat.rule import PageFault, read_rule
from tests.rule_page import PageRefused, page, write

SAID = (
    ("effect: ...", "effect: breaks"),
    ("witness: ...", "witness: payload"),
    ("mirror: ...", "mirror: request-thing-restored"),
    ("'{name:tick} ...'", "'{name:tick} changed'"),
    ("help: ...", "help: keep {name:tick}"),
    ("# ...", "# A thing changed"),
    ("baseline\n", "baseline\ntype: string\n"),
    ("revision\n", "revision\ntype: integer\n"),
)


def test_a_page_is_written_once(tmp_path):
    path = write("request-thing-changed", tmp_path)
    assert path.read_text() == page("request-thing-changed")
    with pytest.raises(PageRefused, match="is there already"):
        write("request-thing-changed", tmp_path)


@pytest.mark.parametrize("rule", ["", "thing", "request", "Request-thing-changed", "../x-y-z"])
def test_an_id_of_another_form_writes_nothing(rule, tmp_path):
    with pytest.raises(PageRefused, match="is no id"):
        write(rule, tmp_path)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("rule", "direction", "change"),
    [
        ("request-thing-changed", "request", "thing-changed"),
        ("response-thing-changed", "response", "thing-changed"),
        ("server-thing-changed", "none", "server-thing-changed"),
    ],
)
def test_what_the_id_says_is_filled_in(rule, direction, change):
    head = yaml.safe_load(page(rule).split("---\n")[1])
    assert (head["direction"], head["change"]) == (direction, change)


def test_a_page_is_refused_until_it_is_filled_in():
    text = page("request-thing-changed")
    for hole, said in SAID:
        with pytest.raises(PageFault):
            read_rule("request-thing-changed.md", text)
        assert hole in text
        text = text.replace(hole, said, 1)
    assert read_rule("request-thing-changed.md", text).title == "A thing changed"
