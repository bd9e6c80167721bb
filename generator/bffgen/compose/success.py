"""What an operation answers when it succeeds: JSON that is read or built, a body as it is, nothing.

In:  an operation of the client's contract or of an upstream's.
Out: its Success; what of it is not built yet, in the words of a message.
How: by status and media type. Clients are answered one status; of an upstream every success is
     taken, which makes a union. A body that is no JSON is never looked into: it is passed on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bffgen.compose.streams import is_stream
from bffgen.model.api import Api, Header, Operation, Response
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.media import bare, is_json, is_one_json
from bffgen.model.problem import PROBLEM
from bffgen.model.shapes import Shape, is_alternative, shape
from bffgen.model.unions import union_at

# What an answer is that no class holds, in the words of a message.
_BODIES = {
    Shape.OPEN: "an answer that is a free-form object",
    Shape.MIXED: "an answer that may be of several shapes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """What an operation answers when it does not fail.

    Attributes:
        response: the one that has the body; of several the first, with the headers of all.
        pointers: the schemas of its JSON body, one where all of its successes have the same; none
            where it has no JSON.
        media_types: of a body that is no JSON, ranges included, bare names.
        may_lack: a success without a body, such as 204, stands beside one with a body.
    """

    response: Response
    pointers: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    may_lack: bool = False

    @property
    def pointer(self) -> str | None:
        """Give the schema of its JSON body; None where it has none."""
        return self.pointers[0] if self.pointers else None

    @property
    def is_empty(self) -> bool:
        """Say whether it has no body at all."""
        return not self.pointers and not self.media_types


def promised(operation: Operation) -> Success | str:
    """Give the success that clients are promised; else what of it is not built.

    A status stands before the range that holds it, and `default` for it where nothing else does
    (OpenAPI 3.1.1 4.8.16); of a range the BFF answers the plainest status.
    """
    found = successes(operation)
    exact = [each for each in found if each.status.isdigit()]
    if len(exact) > 1 or not found:
        return f"`{operation.key}`, which does not promise one success"
    (response,) = exact or found[:1]
    if not exact:
        response = replace(response, status="200" if response.content else "204")
    return _bodies((response,)) or _unread(operation)


def success(api: Api, operation: Operation) -> Success | str:
    """Give all successes of an upstream's operation; else what of them is not built."""
    found = successes(operation)
    if not found:
        return f"`{operation.key}`, which declares no success"
    if any(is_stream(media) for each in found for media in each.content):
        return f"`{operation.key}`, which answers a stream"
    made = _bodies(found)
    if made is None:
        return _unread(operation)
    distinct = {api.pool.intern(api.meaning, each): each for each in reversed(made.pointers)}
    kept = tuple(each for each in made.pointers if each in distinct.values())
    return replace(made, pointers=kept, response=_together(api, made.response, found))


def successes(operation: Operation) -> tuple[Response, ...]:
    """Give the entries that speak of successes: `default` does where no other one does.

    One that is a problem speaks of failures whatever stands beside it.
    """
    found = tuple(each for each in operation.responses if each.status.startswith("2"))
    return found or tuple(
        each
        for each in operation.responses
        if each.status == "default" and all(bare(m.media_type) != PROBLEM for m in each.content)
    )


def _bodies(responses: tuple[Response, ...]) -> Success | None:
    """Give what some successes carry; None where it is of two kinds, or JSON without a schema."""
    pointers: list[str] = []
    types: list[str] = []
    full = [each for each in responses if each.content]
    for response in full:
        json = [each for each in response.content if is_json(each.media_type)]
        if json and json[0].schema_pointer is None:
            return None
        pointers += [each.schema_pointer for each in json[:1] if each.schema_pointer]
        types += [] if json else [bare(each.media_type) for each in response.content]
    if pointers and types:
        return None
    return Success(
        response=(full or list(responses))[0],
        pointers=tuple(dict.fromkeys(pointers)),
        media_types=tuple(dict.fromkeys(types)),
        may_lack=bool(full) and len(full) < len(responses),
    )


def _unread(operation: Operation) -> str:
    return f"`{operation.key}`, which answers JSON without a schema, or JSON and something else"


def _together(api: Api, response: Response, found: tuple[Response, ...]) -> Response:
    """Give a response with what the headers of all successes have in common."""
    if len(found) < 2:
        return response
    kept: dict[str, Header] = {}
    for header in (header for each in found for header in each.headers):
        name = header.name.lower()
        # In one pool equal meaning is one int; of two meanings nothing is known.
        same = [h for each in found for h in each.headers if h.name.lower() == name]
        meanings = {h.schema for h in same}
        is_sure = len(same) == len(found) and all(each.required for each in same)
        if len(meanings) == 1:
            kept.setdefault(name, replace(header, required=is_sure))
    return replace(response, headers=tuple(kept.values()))


def unserved(api: Api, answer: Success) -> Iterable[Finding]:
    """Warn of forms that are promised beside JSON, which is all that a plan builds."""
    if answer.pointer is None:
        return
    for each in answer.response.content:
        if not is_json(each.media_type):
            mark = Mark(place=api.place(each.pointer), on="key")
            yield finding(
                "compose-media-unserved",
                mark,
                effect=Effect.RISKY,
                media_type=bare(each.media_type),
            )


def unanswerable(api: Api, answer: Success, *, is_given: bool = False) -> Finding | None:
    """Refuse a body that is promised to clients and that no class holds.

    Args:
        is_given: a function gives it whole, so that nothing is bound to its parts.
    """
    if answer.pointer is None:
        return None
    found = shape(api.meaning, answer.pointer)
    content = [each for each in answer.response.content if is_json(each.media_type)]
    if any(not is_one_json(each.media_type) for each in content):
        what = "an answer in a range of media types"
    elif len({each.schema for each in content}) > 1:
        what = "an answer whose media types have different schemas"
    elif is_given:
        return None
    elif found in _BODIES:
        what = _BODIES[found]
    elif (
        is_alternative(api.meaning, answer.pointer)
        and union_at(api.meaning, answer.pointer) is None
    ):
        what = "an answer of several shapes"
    else:
        return None
    mark = Mark(place=api.place(answer.response.pointer), on="key")
    return finding("compose-unsupported", mark, what=what)
