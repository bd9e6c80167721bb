"""Warn where a service refuses what a client sends and the client is told that the service failed.

In:  the sources of an operation with what each sends, the client's operation.
Out: a warning a source: statuses that its contract declares and `on_status` does not map, so that
     the answer is 502, which says "try again" of what will never be answered otherwise.
How: only of a required source, since an optional one is missing then; only of statuses that follow
     from what the caller chose. What the BFF is to blame for (406, 415), what passes (408, 429) and
     an id that another service gave (404 of what no path parameter asks for) are 502 rightly.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bffgen.compose.computed import Given
from bffgen.compose.feeds import Sent
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.scope import Feed
from bffgen.model.api import Operation, Parameter
from bffgen.model.client import Credentials
from bffgen.model.composition import Defaults
from bffgen.model.expression import Expression, Read, parts
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.place import join

# What is not there: told of what the caller's own path parameters, or all that is sent, name.
_NOT_THERE: Final = frozenset((404, 410))
# What is sent is proved to be in the contract, so these are the caller's where clients are
# promised the very status: then their team expects it of somebody.
_OF_INPUT: Final = frozenset((400, 413, 422))
# Preconditions are refused where some are sent.
_CONDITIONS: Final = frozenset((412,))
# The caller's rights, where the caller's credentials are what is shown.
_RIGHTS: Final = frozenset((403,))
# What the BFF or the moment is to blame for, whoever calls.
_NOT_THE_CALLERS: Final = frozenset(
    (401, 405, 406, 407, 408, 411, 414, 415, 416, 417, 421, 424, 425, 426, 428, 429, 431)
)
_OF_CALLER: Final = ("request", "identity")


def unmapped(
    operation: Operation,
    feeds: Mapping[str, Feed | HookFeed],
    sent: Mapping[str, Sent | Given],
    passing: Collection[str],
    defaults: Defaults,
) -> Iterable[Finding]:
    """Warn of the sources whose refusals reach the client as 502.

    Args:
        feeds, sent: by source; functions of the team refuse nothing.
        passing: sources that are sent the client's body as it comes.
    """
    quiet = frozenset(name.lower() for name in defaults.forward_headers)
    for name, feed in feeds.items():
        asked = sent[name]
        if not isinstance(feed, Feed) or not isinstance(asked, Sent) or not feed.source.required:
            continue
        given = _given(feed, asked, quiet, takes_body=name in passing)
        told = [each for each in _refusals(feed) if given.leads_to(each, feed, operation)]
        if told:
            yield _warning(feed, told)


@dataclass(frozen=True, slots=True)
class _Given:
    """What of a call is the caller's choice.

    Attributes:
        path: a path parameter, of which the operation has some where `has_path`.
        other: another parameter, a key, or a part of the body.
        conditions: a precondition (RFC 9110 13.1).
    """

    path: bool
    has_path: bool
    other: bool
    conditions: bool

    def leads_to(self, status: int, feed: Feed, operation: Operation) -> bool:
        """Say whether a refusal follows from what the caller chose."""
        if status in _RIGHTS:
            return feed.upstream.credentials is Credentials.FORWARD
        if status in _CONDITIONS:
            return self.conditions
        if status in _NOT_THERE:
            return self.path if self.has_path else self.other
        if status in _OF_INPUT and str(status) not in {r.status for r in operation.responses}:
            return False
        return self.path or self.other


def _given(feed: Feed, asked: Sent, quiet: frozenset[str], *, takes_body: bool) -> _Given:
    loops = {asked.fan_out.loop} if asked.fan_out and _is_chosen(asked.fan_out.over, ()) else set()
    chosen = [
        each
        for each in asked.arguments
        if not (each.parameter.location == "header" and each.parameter.name.lower() in quiet)
        and _is_chosen(each.value, loops)
    ]
    takes_body = takes_body or (asked.body is not None and _is_chosen(asked.body.value, loops))
    beside = [each for each in chosen if each.parameter.location != "path"]
    return _Given(
        path=len(beside) < len(chosen),
        has_path=any(each.location == "path" for each in feed.operation.parameters),
        other=takes_body or bool(beside) or bool(loops),
        conditions=any(_is_condition(each.parameter) for each in chosen),
    )


def _is_condition(parameter: Parameter) -> bool:
    return parameter.location == "header" and parameter.name.lower().startswith("if-")


def _is_chosen(value: Expression, loops: Collection[str]) -> bool:
    """Say whether the caller has a part in a value."""
    read = (each for each in parts(value) if isinstance(each, Read))
    return any(each.root in _OF_CALLER or each.name in loops for each in read)


def _refusals(feed: Feed) -> list[int]:
    """Give the statuses of refusals that an operation declares one by one and nothing maps."""
    mapped = {status for status, _ in feed.source.on_status}
    listed = (each.status for each in feed.operation.responses)
    found = sorted(int(each) for each in listed if each.isdigit() and each.startswith("4"))
    return [each for each in found if each not in mapped and each not in _NOT_THE_CALLERS]


def _warning(feed: Feed, told: list[int]) -> Finding:
    source, responses = feed.source, join(feed.operation.pointer, "responses")
    pairs = sorted([*source.on_status, *((each, each) for each in told)])
    mapping = ", ".join(f'"{status}": {ours}' for status, ours in pairs)
    call = f"{source.service}.{source.operation}"
    # `getOrder: orders.getOrder` has no keys yet that a status could be written beside.
    is_one_line = source.place == source.call
    return finding(
        "compose-status-unmapped",
        Mark(place=source.call),
        *(
            Mark(place=feed.upstream.api.place(join(responses, str(each))), on="key")
            for each in told
        ),
        effect=Effect.RISKY,
        call=f"{feed.upstream.name}.{feed.operation.name}",
        statuses=", ".join(map(str, told)),
        mapping=f"{{{mapping}}}",
        instead=f"{{call: {call}, on_status: {{{mapping}}}}}" if is_one_line else "",
        kept=f'{{"{told[0]}": 502}}',
    )
