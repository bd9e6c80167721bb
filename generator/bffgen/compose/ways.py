"""Hold what is written of a source beside its call: how it is made again, kept, begun late.

In:  the sources of an operation, what each is asked with, the defaults of the client.
Out: findings; the retry that holds for a source.
How: by what the call is (a read or a write), by whom its values are of (`identity`, headers of the
     request), by how much time its operation has.
"""

from collections.abc import Iterable, Mapping

from bffgen.compose.computed import Given
from bffgen.compose.feeds import Sent
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.scope import LANGUAGE, Feed
from bffgen.model.client import Credentials
from bffgen.model.composition import Defaults
from bffgen.model.expression import Expression, Read, parts
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.way import Cache, CacheScope, Retry


def retried(feed: Feed, defaults: Defaults) -> Retry | None:
    """Give when the calls of a source are made again; None where they never are.

    A default is for what only reads and is read whole. What is written of a source has been held by
    `unfit_ways`.
    """
    own = feed.source.retry
    found = own if own is not None else defaults.retry
    if found is None or found.attempts == 0 or not found.when:
        return None
    is_no_more = feed.media_types or (feed.is_write and own is None)
    return None if is_no_more else found


def most_calls(feed: Feed | HookFeed, sent: Sent | Given, defaults: Defaults) -> int:
    """Give the most upstream calls that a source is, those that are made again included."""
    retry = retried(feed, defaults) if isinstance(feed, Feed) else None
    return sent.most_calls * (1 + (retry.attempts if retry else 0))


def unfit_ways(
    found: Mapping[str, Feed | HookFeed],
    asked: Mapping[str, Sent | Given],
    defaults: Defaults,
    *,
    keyed: frozenset[str] = frozenset(),
    plan_ms: int,
) -> Iterable[Finding]:
    """Find what does not fit the call it is written of.

    Args:
        found, asked: by source.
        keyed: sources that send an idempotency key of the client's, so that a write may be made
            again.
        plan_ms: the operation's budget less its reserve.
    """
    for name, feed in found.items():
        given = asked[name]
        if feed.source.least_ms > plan_ms:
            yield finding(
                "compose-optional-cut",
                Mark(place=feed.source.place.at("start")),
                effect=Effect.RISKY,
                source=name,
                least_ms=feed.source.least_ms,
                plan_ms=plan_ms,
                finish_ms="",
                budget_ms="",
            )
        if isinstance(feed, Feed) and feed.media_types:
            yield from _passed_on(feed)
        elif isinstance(feed, Feed) and isinstance(given, Sent):
            yield from _unfit_retry(feed, defaults, is_keyed=name in keyed)
            if feed.source.cache is not None:
                yield from _unfit_cache(feed, feed.source.cache, given, defaults)


def _passed_on(feed: Feed) -> Iterable[Finding]:
    """Refuse what takes a whole body, of one that is passed on piece by piece."""
    retry, cache = feed.source.retry, feed.source.cache
    written = [("retry", retry.place)] if retry is not None and retry.attempts else []
    written += [("cache", cache.place)] if cache is not None else []
    for word, place in written:
        what = f"`{word}` of a body that is passed on piece by piece"
        yield finding("compose-unsupported", Mark(place=place, on="key"), what=what)


def _unfit_retry(feed: Feed, defaults: Defaults, *, is_keyed: bool) -> Iterable[Finding]:
    source = feed.source
    retry, cap_ms = source.retry, source.timeout_ms or defaults.timeout_ms
    if retry is None or retry.attempts == 0:
        return
    if feed.is_write and not is_keyed:
        yield finding(
            "compose-write-retry",
            Mark(place=retry.place, on="key"),
            Mark(place=feed.upstream.api.place(feed.operation.pointer), on="key"),
            source=source.name,
            operation=f"{feed.upstream.name}.{feed.operation.name}",
        )
    if retry.within_ms is not None and retry.within_ms >= cap_ms:
        problem = (
            f"`within` of {retry.within_ms} ms, and the source ends after {cap_ms} ms: "
            "a retry that may begin so late has no time"
        )
        yield finding("compose-schema", retry.place.at("within"), problem=problem)


def _unfit_cache(feed: Feed, cache: Cache, sent: Sent, defaults: Defaults) -> Iterable[Finding]:
    operation = f"{feed.upstream.name}.{feed.operation.name}"
    theirs = Mark(place=feed.upstream.api.place(feed.operation.pointer), on="key")
    if sent.body is not None and sent.body.parts is not None:
        what = "`cache` of a source that is sent parts"
        yield finding("compose-unsupported", Mark(place=cache.place, on="key"), what=what)
    if feed.is_write:
        yield finding(
            "compose-cache-method",
            Mark(place=cache.place.at("ttl")),
            theirs,
            source=feed.source.name,
            operation=operation,
        )
        return
    values = [*sent.values, *(each.key for each in sent.lookups)]
    if cache.scope is CacheScope.SHARED:
        yield from _shared(feed, cache, values)
    languages = [each for each in _headers(values) if each.name.lower() == LANGUAGE]
    # One that is declared as a list is not matched.
    if any(not defaults.languages or each.types != {"string"} for each in languages):
        yield finding(
            "compose-language-undeclared",
            Mark(place=cache.place, on="key"),
            source=feed.source.name,
            operation=operation,
        )


def _shared(feed: Feed, cache: Cache, values: Iterable[Expression]) -> Iterable[Finding]:
    """Refuse to keep for everybody what hangs on the one who asks."""
    key = Mark(place=cache.place, on="key")
    listed = list(values)
    if feed.upstream.credentials is Credentials.FORWARD:
        here = Mark(place=feed.upstream.place.at("credentials"), label="the caller's own")
        why = f"`{feed.upstream.name}` is shown the caller's credentials"
        yield finding("compose-cache-scope", key, here, source=feed.source.name, why=why)
    callers = [each for each in _reads(listed) if each.root == "identity"]
    headers = [each for each in _headers(listed) if each.name.lower() != LANGUAGE]
    cookies = [each for each in _reads(listed) if each.name.startswith("cookie.")]
    for read, why in (
        *((each, "it is asked with who calls") for each in callers[:1]),
        *((each, f"it is sent `{each.name}` of the request") for each in (*headers, *cookies)[:1]),
    ):
        yield finding("compose-cache-scope", key, read.mark, source=feed.source.name, why=why)


def _reads(values: Iterable[Expression]) -> list[Read]:
    return [part for value in values for part in parts(value) if isinstance(part, Read)]


def _headers(values: Iterable[Expression]) -> list[Read]:
    """Give the headers of the client's request that are read."""
    return [
        each
        for each in _reads(values)
        if each.root == "request" and each.name.startswith("header.")
    ]
