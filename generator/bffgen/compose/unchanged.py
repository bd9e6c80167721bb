"""What a client has already: its condition goes to the one source, whose 304 is the answer.

In:  the sources of an operation with what each is sent, the headers that are derived.
Out: the source that may say 304, and why the client may be told so; findings.
How: an entity tag is of one representation (RFC 9110 8.8.3), so a source may say that nothing has
     changed only where the answer is made of it alone and the tag is its own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from bffgen.compose.computed import Given
from bffgen.compose.feeds import Sent
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.promises import Reason
from bffgen.compose.scope import Feed
from bffgen.model.api import Operation
from bffgen.model.computed import Computed
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place
from bffgen.model.plan import Call

NOT_MODIFIED: Final = 304

_ASKS: Final = frozenset(("if-none-match", "if-modified-since"))
_READS: Final = ("GET", "HEAD")


def unchanged(
    operation: Operation,
    feeds: Mapping[str, Feed | HookFeed],
    sent: Mapping[str, Sent | Given],
    derived: Collection[str],
    faults: list[Finding],
) -> dict[str, Reason]:
    """Give the source that is sent a condition, with why 304 may then be the answer.

    Args:
        derived: headers of the answer that are made of its own bytes, in lower case.
    """
    found: dict[str, Reason] = {}
    for name, feed in feeds.items():
        asked = sent[name]
        if not isinstance(feed, Feed) or not isinstance(asked, Sent):
            continue
        for argument in asked.arguments:
            parameter = argument.parameter
            if parameter.location == "header" and parameter.name.lower() in _ASKS:
                place = _written(feed, parameter.name)
                faults += _unfit(operation, feed, feeds, parameter.name, derived, place)
                why = f"`{parameter.name}` that `{name}` is sent: it may have nothing new"
                found[name] = Reason(why, place)
    return found


def of_unchanged(conditional: Mapping[str, Reason]) -> dict[int, Reason]:
    """Say which status the client is answered because of a condition."""
    reason = next(iter(conditional.values()), None)
    return {} if reason is None else {NOT_MODIFIED: reason}


def with_unchanged(
    sources: tuple[Call | Computed, ...], conditional: Collection[str]
) -> tuple[Call | Computed, ...]:
    """Give the sources of a plan, of those that may say 304 that it is the client's answer."""
    pair = (NOT_MODIFIED, NOT_MODIFIED)
    return tuple(
        replace(each, on_status=(*each.on_status, pair))
        if isinstance(each, Call) and each.name in conditional and pair not in each.on_status
        else each
        for each in sources
    )


def _written(feed: Feed, parameter: str) -> Place:
    """Give the line of the composition that sends a condition; the source where a name does."""
    place = feed.source.place
    is_written = any(name == parameter for name, _ in feed.source.arguments)
    return place.at("with", parameter) if is_written else place


def _unfit(
    operation: Operation,
    feed: Feed,
    feeds: Mapping[str, Feed | HookFeed],
    parameter: str,
    derived: Collection[str],
    place: Place,
) -> Iterable[Finding]:
    """Find why a 304 of a source would be no answer for the client."""
    why = ""
    if operation.method not in _READS or feed.operation.method not in _READS:
        why = "of a call that does not only read"
    elif len(feeds) > 1:
        why = "beside other sources: what has not changed there is not the whole answer"
    elif not feed.source.required or feed.source.fan_out is not None:
        why = "of a source that is optional or several calls"
    elif feed.source.cache is not None:
        why = "beside `cache`, which keeps the answers of the source itself"
    elif "etag" in derived:
        why = "beside `ETag: {derive: body}`, which is no tag of the source's"
    if why:
        what = f"`{parameter}` sent to `{feed.source.name}` {why}"
        yield finding("compose-unsupported", Mark(place=place, on="key"), what=what)
