"""Explain rules and findings: the page of one, the list of all.

In:  the id of a rule, retired ids among them; a fingerprint and texts of the format `findings/1`.
Out: the Rule, or the finding as the format has it; None where there is none, with the nearest id.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bffgen.compat.rule import rule_by_id, rules
from bffgen.compose.rule import Page, pages
from bffgen.model.canonical import Json, JsonFault, read_json
from bffgen.model.rule import Rule
from bffgen.model.spelling import nearest

__all__ = [
    "Page",
    "close_to",
    "composing",
    "every_page",
    "every_rule",
    "finding_of",
    "is_fingerprint",
    "page_of",
]

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{12}")
_FORMAT: Final = "findings/1"


def is_fingerprint(name: str) -> bool:
    """Say whether a name is the fingerprint of a finding: no rule is called like one."""
    return _FINGERPRINT.fullmatch(name) is not None


def _findings(content: bytes) -> Sequence[Mapping[str, Json]] | None:
    """Give the findings of a text; None where it is none of the format."""
    try:
        told = read_json(content)
    except JsonFault:
        return None
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        return None
    found = told.get("findings")
    return [each for each in (found if isinstance(found, list) else ()) if isinstance(each, dict)]


def finding_of(content: bytes, fingerprint: str) -> Mapping[str, Json] | None:
    """Give the finding of a fingerprint."""
    for each in _findings(content) or ():
        if each.get("fingerprint") == fingerprint:
            return each
    return None


def page_of(name: str) -> Rule | None:
    """Give the rule that answers to an id."""
    return rule_by_id().get(name)


def every_rule() -> Sequence[Rule]:
    """Give all rules, sorted by id."""
    return rules()


def every_page() -> Sequence[Page]:
    """Give the pages of what a build finds, sorted by id."""
    return pages()


def composing(name: str) -> Page | None:
    """Give the page of what a build finds."""
    return next((each for each in pages() if each.id == name), None)


def close_to(name: str) -> str:
    """Give the nearest id; the empty text where none is near."""
    close = nearest(name, [*rule_by_id(), *(each.id for each in pages())])
    return rule_by_id()[close].id if close in rule_by_id() else close
