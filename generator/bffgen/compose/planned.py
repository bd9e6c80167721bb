"""Put the sources of an operation into its plan: calls of upstreams, functions of the team.

In:  feeds with what each is asked with, their schedule, what is read of each.
Out: the sources in plan order; findings about fallbacks and about values that contain themselves.
How: the narrow model of an upstream's answer is cut here, when all that is read of it is known.
"""

from collections.abc import Mapping
from dataclasses import replace

from bffgen.compose.computed import Given, computed
from bffgen.compose.cut import Recursive, cut
from bffgen.compose.feeds import Sent
from bffgen.compose.headers import read_headers
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.outside import on_invalid, trusts
from bffgen.compose.schedule import Schedule, Timed
from bffgen.compose.scope import Feed
from bffgen.compose.uses import UseTree
from bffgen.compose.ways import retried
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.composition import Defaults
from bffgen.model.computed import Computed
from bffgen.model.expression import Fixed
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.implemented import SentBody
from bffgen.model.plain import unbounded
from bffgen.model.plan import Call
from bffgen.proof.validate import fault_if_judged


def planned(
    found: Mapping[str, Feed | HookFeed],
    asked: Mapping[str, Sent | Given],
    ordered: Schedule,
    uses: Mapping[str, UseTree],
    client: Api,
    defaults: Defaults,
    faults: list[Finding],
    *,
    passed: str = "",
    handed: Mapping[str, SentBody] | None = None,
) -> tuple[Call | Computed, ...]:
    """Give the sources of a plan, in its order.

    Args:
        found, asked, uses: by source.
        client: the contract of who is answered.
        passed: the source whose body is passed on.
        handed: the source that is sent the client's body as it comes.
    """
    made: list[Call | Computed] = []
    order = [timed.name for timed in ordered.calls]
    for timed in ordered.calls:
        feed, given = found[timed.name], asked[timed.name]
        waits = tuple(sorted(given.waits, key=order.index))
        if isinstance(feed, Feed) and isinstance(given, Sent):
            use = uses.get(timed.name, UseTree())
            one = _call(feed, given, waits, timed, use, client, defaults, faults)
            if timed.name == passed:  # what is never whole is neither kept nor asked for again
                one = replace(one, media_types=feed.media_types, retry=None, cache=None)
            if handed is not None and timed.name in handed:
                one = replace(one, handed=handed[timed.name], retry=None, cache=None)
            made.append(one)
        elif isinstance(feed, HookFeed) and isinstance(given, Given):
            times = {"starts_ms": timed.starts_ms, "finish_ms": timed.finish_ms}
            given_by = computed(feed, given, waits, **times)
            if isinstance(given_by, Finding):
                faults.append(given_by)
            else:
                made.append(given_by)
    return tuple(made)


def _call(
    feed: Feed,
    sent: Sent,
    waits: tuple[str, ...],
    timed: Timed,
    use: UseTree,
    client: Api,
    defaults: Defaults,
    faults: list[Finding],
) -> Call:
    answer, source = _answer(feed, use, client, faults), feed.source
    if feed.may_lack and use.headers:
        what = f"headers of `{source.name}`, which may answer without a body"
        faults.append(finding("compose-unsupported", Mark(place=source.place, on="key"), what=what))
    if answer is not None and trusts(source, defaults):
        answer = unbounded(answer)
    return Call(
        name=timed.name,
        upstream=feed.upstream.name,
        operation=feed.operation,
        arguments=sent.arguments,
        waits=waits,
        required=source.required,
        cap_ms=timed.finish_ms - timed.starts_ms,
        finish_ms=timed.finish_ms,
        max_body_bytes=source.max_body_bytes or defaults.max_body_bytes,
        on_status=source.on_status,
        report_as=source.report_as,
        fallback=_fallback(feed, answer, faults),
        answer=answer,
        headers=tuple(read_headers(feed.success.headers, use, feed.api, client)),
        fan_out=sent.fan_out,
        body=sent.body,
        lookups=sent.lookups,
        is_write=feed.is_write,
        retry=retried(feed, defaults),
        cache=source.cache,
        least_ms=source.least_ms,
        may_lack=feed.may_lack and answer is not None,
        on_invalid=on_invalid(feed, defaults, answer, faults),
    )


def _answer(feed: Feed, use: UseTree, client: Api, faults: list[Finding]) -> dict[str, Json] | None:
    if feed.pointer is None:
        return None
    try:
        return cut(feed.api, feed.pointer, use, client)
    except Recursive:
        what = f"`{feed.source.name}`, which is read whole and contains itself"
        mark = Mark(place=feed.source.place, on="key")
        faults.append(finding("compose-unsupported", mark, what=what))
        return {}


def _fallback(feed: Feed, answer: dict[str, Json] | None, faults: list[Finding]) -> Fixed | None:
    """Hold a literal fallback against the fields in use."""
    fallback = feed.source.fallback
    if fallback is None:
        return None
    problem = ""
    if feed.source.required:
        problem = "a required source has no fallback"
    elif feed.found is not None:
        problem = "a source of several calls has none: what is not found is absent"
    elif answer is None:
        problem = "an upstream that answers without a body has none"
    elif (fault := fault_if_judged(answer, "", fallback.value)) is not None:
        problem = fault[1]
    if problem:
        faults.append(
            finding("compose-fallback", fallback.place, source=feed.source.name, problem=problem)
        )
    return Fixed(value=fallback.value)
