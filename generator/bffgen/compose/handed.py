"""Bind a request's body that is neither JSON nor a form: one source is sent it as it comes.

In:  an operation that takes such a body, its feeds, the intake of the client's body.
Out: the source that is sent it; findings with the media types of both contracts.
How: every media type that clients may send is one that the upstream takes. Whoever reads a body
     once has read it, so one call is sent it, and only one.
"""

from collections.abc import Iterable, Mapping

from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.scope import Feed
from bffgen.model.api import Api, Operation
from bffgen.model.composition import Answered
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.form import is_form
from bffgen.model.implemented import SentBody
from bffgen.model.intake import Intake
from bffgen.model.media import bare, is_one_json, is_within


def handed(
    answered: Answered,
    taken: Intake | None,
    found: Mapping[str, Feed | HookFeed],
    operation: Operation,
    faults: list[Finding],
) -> dict[str, SentBody]:
    """Give the source that is sent the client's body, with findings all that would be."""
    if taken is None or not taken.is_passed or operation.body is None:
        return {}
    if answered.writable_by or answered.idempotency is not None:
        word = "writable_by" if answered.writable_by else "idempotency"
        what = f"`{word}` beside a body that is handed on as it comes"
        key = Mark(place=answered.place.at(word), on="key")
        faults.append(finding("compose-unsupported", key, what=what))
    made: dict[str, SentBody] = {}
    for feed in found.values():
        body = feed.operation.body if isinstance(feed, Feed) and _takes(feed) else None
        if body is None or not isinstance(feed, Feed):
            continue
        if made:
            problem = f"`{next(iter(made))}` is sent the client's body, and it can be read once"
            here = Mark(place=feed.source.place, on="key")
            faults.append(finding("compose-schema", here, problem=problem))
        else:
            faults += _refused(feed, taken)
        made[feed.source.name] = SentBody(
            media_type="", required=body.required, pointer="", is_passed=True
        )
    return made


def unsent(client: Api, operation: Operation) -> Finding:
    """Warn of a body that clients may send and no source is sent."""
    pointer = operation.body.pointer if operation.body is not None else operation.pointer
    mark = Mark(place=client.place(pointer), on="key")
    return finding("compose-request-ignored", mark, effect=Effect.RISKY, name="body")


def _takes(feed: Feed) -> bool:
    """Say whether a source takes a body that nobody builds."""
    body = feed.operation.body
    if body is None or feed.source.body is not None:
        return False
    return not any(is_one_json(e.media_type) or is_form(e.media_type) for e in body.content)


def _refused(feed: Feed, taken: Intake) -> Iterable[Finding]:
    """Find why a source cannot be sent the client's body."""
    name, body = feed.source.name, feed.operation.body
    here = Mark(place=feed.source.place, on="key")
    if body is None:
        return
    theirs = Mark(place=feed.upstream.api.place(body.pointer), on="key", label="what is expected")
    if feed.source.fan_out or not feed.source.required:
        problem = f"`{name}` is sent the client's body, so it is one call that has to be made"
        yield finding("compose-schema", here, problem=problem)
    ranges = tuple(bare(each.media_type) for each in body.content)
    beyond = [each for each in taken.types if not is_within(each, ranges)]
    if beyond or (body.required and not taken.required):
        yield finding(
            "compose-request-type",
            here,
            theirs,
            parameter=f"the body of `{feed.upstream.name}.{feed.operation.name}`",
            sent=", ".join(beyond) if beyond else "a body that may be absent",
            expected=", ".join(ranges) if beyond else "one",
        )
