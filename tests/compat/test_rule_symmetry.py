"""Every rule names the rule of the reverse change, or says why there is none."""

import pytest

from bffgen.compat.rule import example, rule_by_id, rules
from tests.compat.examples import findings
from tests.compat.listed import COLLECTING
from tests.report.test_wording import faults

RULES = rules()


@pytest.mark.parametrize("rule", [each for each in RULES if each.mirror], ids=lambda rule: rule.id)
def test_a_mirror_is_a_rule_of_the_same_direction_that_points_back(rule):
    other = rule_by_id()[rule.mirror]
    assert other.mirror == rule.id
    assert other.direction == rule.direction
    assert other.breaks == rule.breaks


@pytest.mark.parametrize(
    "rule", [each for each in RULES if not each.mirror], ids=lambda rule: rule.id
)
def test_a_rule_without_mirror_says_why(rule):
    assert faults("head", rule.why_no_mirror) == []
    assert len(rule.why_no_mirror.split()) >= 6
    told = [name for name in rule_by_id() if name in rule.why_no_mirror]
    assert told or "no rule reports it" in rule.why_no_mirror, "what the reverse is reported as"


def test_at_most_one_of_two_mirrors_breaks():
    """What breaks one way is harmless the other way; only a change to something else does both."""
    both = {
        frozenset((rule.id, rule.mirror))
        for rule in RULES
        if rule.mirror and rule.mirror != rule.id and rule.effect == "breaks"
        if rule_by_id()[rule.mirror].effect == "breaks"
    }
    assert both == {
        # A member that came breaks readers of closed objects, one that went those of any.
        frozenset(("response-property-added", "response-property-removed")),
    }


def test_what_collects_has_its_reverse_in_what_collects():
    for name in COLLECTING:
        assert rule_by_id()[name].mirror in COLLECTING


def test_no_two_rules_lack_a_mirror_that_each_of_them_is():
    """A reason for none is needed only where no rule without mirror tells of the reverse."""
    back = {
        rule.id: {
            each.rule for each in findings(rule, example(rule).revision, example(rule).baseline)
        }
        for rule in RULES
        if not rule.mirror
    }
    missed = {
        f"{one} and {other}"
        for one, found in back.items()
        for other in found
        if one in back.get(other, ())
    }
    assert missed == set()
