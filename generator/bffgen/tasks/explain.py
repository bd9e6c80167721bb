"""Explain rules: the page of one, the list of all.

In:  the id of a rule, retired ids among them.
Out: the Rule; None where there is none, with the nearest id.
"""

from collections.abc import Sequence

from bffgen.compat.rule import rule_by_id, rules
from bffgen.model.rule import Rule
from bffgen.model.spelling import nearest

__all__ = ["close_to", "every_rule", "page_of"]


def page_of(name: str) -> Rule | None:
    """Give the rule that answers to an id."""
    return rule_by_id().get(name)


def every_rule() -> Sequence[Rule]:
    """Give all rules, sorted by id."""
    return rules()


def close_to(name: str) -> str:
    """Give the nearest id; the empty text where none is near."""
    close = nearest(name, [*rule_by_id()])
    return rule_by_id()[close].id if close else ""
