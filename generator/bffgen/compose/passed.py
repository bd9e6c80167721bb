"""Bind a body that is no JSON: it is passed on from one source, and nothing looks into it.

In:  an operation whose contract promises such a body, its feeds, what is written as its body.
Out: the source whose body goes on; findings with the media types of both contracts.
How: every media type that the source may answer is one that clients are promised; a range such as
     `image/*` holds what lies within it.
"""

from collections.abc import Collection, Iterable, Mapping

from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.marks import promise, sending
from bffgen.compose.scope import Feed
from bffgen.compose.success import Success
from bffgen.model.api import Api
from bffgen.model.builder import Value, ValuePath
from bffgen.model.composition import Answered, Derived
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.media import is_within


def passed_source(
    answered: Answered,
    answer: Success,
    found: Mapping[str, Feed | HookFeed],
    api: Api,
    faults: list[Finding],
) -> str:
    """Give the source whose body is the answer; empty, with a finding, where there is none."""
    promised = promise(api, answer.response.pointer)
    path = _path(answered, found)
    if path is None:
        problem = f"`body` of {_listed(answer.media_types)} is one source, passed on as it is"
        key = Mark(place=answered.place.at("body"), on="key")
        faults.append(finding("compose-schema", key, promised, problem=problem))
        return ""
    name, mark = path
    feed = found.get(name)
    if feed is None:
        faults.append(unknown(mark, "source", name, found, f"`{answered.operation}`"))
        return ""
    refused = list(_refused(feed, answer, api, mark))
    faults += refused
    return "" if refused else name


def _path(answered: Answered, found: Collection[str]) -> tuple[str, Mark] | None:
    """Give the source that is named as the body, and the author's characters."""
    body = answered.body
    if body is None:
        name = next(iter(found))
        source = next(each for each in answered.sources if each.name == name)
        return name, Mark(place=source.call)
    if not isinstance(body, Value) or len(body.options) != 1:
        return None
    (path,) = body.options
    if not isinstance(path, ValuePath) or path.steps:
        return None
    return path.root, path.mark


def _refused(feed: Feed | HookFeed, answer: Success, api: Api, mark: Mark) -> Iterable[Finding]:
    """Find why the body of a source cannot be the answer."""
    name = feed.source.name
    if isinstance(feed, HookFeed):
        what = f"an answer as {_listed(answer.media_types)} of a function"
        yield finding("compose-unsupported", mark, what=what)
        return
    if feed.found is not None:
        problem = f"`{name}` is several calls, and a body that is passed on is one"
        yield finding("compose-schema", mark, problem=problem)
    if not feed.source.required:
        problem = f"`{name}` is optional, and the answer is nothing else"
        yield finding("compose-schema", mark, problem=problem)
    sent = [each for each in _sent(feed) if not is_within(each, answer.media_types)]
    if sent or not _sent(feed):
        yield finding(
            "compose-media-type",
            mark,
            promise(api, answer.response.pointer),
            sending(feed.api, feed.success.pointer),
            source=name,
            sent=_listed(sent) if sent else "no body",
            promised=_listed(answer.media_types),
        )


def underived(answered: Answered) -> Iterable[Finding]:
    """Refuse what would be made of all bytes of a body that nobody keeps."""
    for each in answered.headers:
        if isinstance(each.value, Derived) and each.name.lower() == "etag":
            mark = Mark(place=each.value.place)
            problem = "an ETag is made of a whole body, and this one is passed on piece by piece"
            yield finding("compose-schema", mark, problem=problem)


def _sent(feed: Feed) -> tuple[str, ...]:
    """Give the media types of what a source answers."""
    if feed.media_types:
        return feed.media_types
    return tuple(dict.fromkeys(each.media_type for each in feed.success.content))


def _listed(media_types: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in media_types)
