"""Every page of a rule is its own test: the list of the design, and the example on the page.

How: the example gives exactly the blessed screen, each side against itself gives nothing, swapped
     it gives the mirror, and a value that a validator has checked is there exactly where one is
     promised.
"""

import re

import jsonschema_rs
import pytest
import yaml

from bffgen.compat.rule import example, rules, rules_folder
from bffgen.model.comparison import NoWitness, Payload, Request
from bffgen.model.finding import Effect
from tests.compat.examples import findings, screen
from tests.compat.listed import (
    BEYOND,
    COLLECTING,
    COMPANIONS,
    LISTED,
    OF_SOURCE,
    OF_TIME,
    PROMISED,
)

RULES = rules()
SHOWN = {"payload": Payload, "request": Request, "none": NoWitness}
SENT_AND_READ = {"request": ("baseline", "revision"), "response": ("revision", "baseline")}
# The kind of a change is the rule's id without its direction; a rule that is about the contract
# itself keeps its first word. One page tells of both ways a property may come.
SEVERAL_KINDS = {
    "response-property-added": ("required-property-added", "optional-property-added"),
    "response-default-changed": ("default-changed", "default-added"),
}
SCREEN = re.compile(r"(?ms)^```text finding\n(.*?)^```$")


def each_of(chosen):
    return pytest.mark.parametrize("rule", chosen, ids=lambda rule: rule.id)


def is_schema(rule):
    return not example(rule).baseline.startswith(("openapi:", "parameters:", "promises:"))


def forward(rule):
    shown = example(rule)
    return findings(rule, shown.baseline, shown.revision)


def swapped(rule):
    shown = example(rule)
    return findings(rule, shown.revision, shown.baseline)


def named(found):
    return [each.rule for each in found]


def own(rule, found):
    """Give the one finding of a page's rule."""
    mine = [each for each in found if each.rule == rule.id]
    assert len(mine) == 1, named(found)
    return mine[0]


def faults(rule):
    """Say what an example gives beside or instead of what its page promises."""
    found = forward(rule)
    expected = sorted([rule.id, *COMPANIONS.get(rule.id, ())])
    if sorted(named(found)) != expected:
        yield f"gives {named(found)}"
        return
    mine = own(rule, found)
    if mine.effect is not rule.effect:
        yield f"is {mine.effect}"
    is_shown = rule.shows != "none" and rule.effect is not Effect.SAFE
    if not isinstance(mine.witness, SHOWN[rule.shows] if is_shown else NoWitness):
        yield f"shows {mine.witness}"
    back = named(swapped(rule))
    if (rule.id in back) is not (rule.mirror == rule.id):
        yield f"swapped gives {back}"
    if rule.mirror and rule.id not in COLLECTING and rule.mirror not in back:
        yield f"swapped gives no {rule.mirror}"


def test_there_is_a_page_for_each_listed_rule_and_no_other():
    assert [rule.id for rule in RULES] == sorted(LISTED)
    assert len(LISTED) == 113 + len(OF_TIME) + len(BEYOND) + len(PROMISED)


@each_of(RULES)
def test_a_page_says_what_the_list_says_of_its_rule(rule):
    assert (rule.effect.value, rule.otherwise.value, rule.shows) == LISTED[rule.id]
    breaks = {**dict.fromkeys(OF_SOURCE, "source"), **dict.fromkeys(OF_TIME, "lifecycle")}
    assert rule.breaks == breaks.get(rule.id, "wire")


@each_of(RULES)
def test_an_id_says_direction_and_change(rule):
    first, _, rest = rule.id.partition("-")
    has_direction = first in ("request", "response")
    assert rule.direction == (first if has_direction else "none")
    kinds = (rest if has_direction else rule.id,)
    assert rule.changes == SEVERAL_KINDS.get(rule.id, kinds)


def test_no_change_of_one_direction_has_two_pages():
    owners = [(rule.direction, kind) for rule in RULES for kind in rule.changes]
    assert len(owners) == len(set(owners))


@each_of(RULES)
def test_the_two_sides_of_an_example_are_of_one_form(rule):
    sides = [yaml.safe_load(text) for text in (example(rule).baseline, example(rule).revision)]
    forms = [next(iter(each)) for each in sides]
    known = ("openapi", "parameters", "promises")
    assert len({form if form in known else "schema" for form in forms}) == 1
    if rule.direction == "none":
        assert forms[0] == ("promises" if rule.id in PROMISED else "openapi")


@each_of(RULES)
def test_the_example_gives_the_finding_on_the_page(rule, bless):
    found = forward(rule)
    assert sorted(named(found)) == sorted([rule.id, *COMPANIONS.get(rule.id, ())])
    shown = example(rule)
    told = screen(found, shown.baseline, shown.revision)
    path = rules_folder() / f"{rule.id}.md"
    if bless:
        path.write_text(
            SCREEN.sub(lambda _: f"```text finding\n{told}```", path.read_text()), "utf-8"
        )
        return
    assert told == shown.finding, "read it, then: make bless"


@each_of(RULES)
@pytest.mark.parametrize("side", ["baseline", "revision"])
def test_an_unchanged_contract_has_no_finding(rule, side):
    text = getattr(example(rule), side)
    assert named(findings(rule, text, text)) == []


@each_of(RULES)
def test_swapped_the_mirror_is_told_and_the_rule_is_not(rule):
    back = named(swapped(rule))
    assert (rule.id in back) is (rule.mirror == rule.id), back
    if rule.mirror and rule.id not in COLLECTING:
        assert rule.mirror in back


@each_of(RULES)
def test_a_checked_value_is_there_exactly_where_a_page_that_breaks_promises_one(rule):
    found = own(rule, forward(rule))
    assert found.effect is rule.effect
    is_promised = rule.shows == "payload" and rule.effect is Effect.BREAKS
    assert isinstance(found.witness, Payload) is is_promised
    if rule.shows == "request":
        assert isinstance(found.witness, Request)
    if rule.shows == "none":
        assert isinstance(found.witness, NoWitness)


@each_of([rule for rule in RULES if rule.shows == "payload" and is_schema(rule)])
def test_a_validator_takes_the_value_on_one_side_and_refuses_it_on_the_other(rule):
    witness = own(rule, forward(rule)).witness
    if not isinstance(witness, Payload):
        assert rule.effect is Effect.SAFE
        return
    shown = example(rule)
    sides = {"baseline": yaml.safe_load(shown.baseline), "revision": yaml.safe_load(shown.revision)}
    assert (witness.sender, witness.receiver) == SENT_AND_READ[rule.direction]
    assert jsonschema_rs.is_valid(sides[witness.sender], witness.value)
    read = sides[witness.receiver]
    if "int32" in shown.baseline:  # no validator knows it
        assert not -(2**31) <= witness.value["id"] < 2**31
    else:
        assert not jsonschema_rs.is_valid(read, witness.value, validate_formats=True)
