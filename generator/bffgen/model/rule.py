"""A rule of compatibility: what a kind of change does to the other side, as its page says.

In:  nothing; `compat/rule.py` makes these values of the pages `compat/rules/<id>.md`.
Out: Rule.
How: the page is data, prose and test at once; what a person reads of a finding (head, label, help)
     stands there too, so that a new rule is one new file.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bffgen.model.finding import Effect

# `request` is what the client sends, `response` what it receives, also in callbacks and webhooks;
# `none` is about the contract itself.
Direction: TypeAlias = Literal["request", "response", "none"]

# What breaks: the messages on the wire, code that is generated again, or a promise of time.
Breaks: TypeAlias = Literal["wire", "source", "lifecycle"]

# What a finding of the rule shows: a JSON value, a request with the status it now gets, or nothing.
Shows: TypeAlias = Literal["payload", "request", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One page.

    Attributes:
        id: kebab-case, the page's file name; never reused.
        direction: a rule of `both` directions is two pages.
        changes: the kinds of Change it is about.
        effect: where the proof says `no`, or always where nothing is proved.
        otherwise: where the proof says `yes`.
        breaks: what kind of promise it is about.
        shows: the kind of witness that its findings carry.
        why: the reason for showing none.
        mirror: the rule of the reverse change; empty where there is none.
        why_no_mirror: the reason for having none.
        replaces: retired ids that still lead here.
        head: one sentence with facts in braces, lower case, no full stop.
        label: beside the carets, at most six words.
        help: the smallest safe change, as an order.
        title: the heading of the page.
        page: the page as it is, front matter apart.
    """

    id: str
    direction: Direction
    changes: tuple[str, ...]
    effect: Effect
    otherwise: Effect
    breaks: Breaks
    shows: Shows
    why: str = ""
    mirror: str = ""
    why_no_mirror: str = ""
    replaces: tuple[str, ...] = ()
    head: str
    label: str
    help: str
    title: str
    page: str
