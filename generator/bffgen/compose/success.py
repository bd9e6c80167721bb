"""What an operation answers when it succeeds: JSON that is read or built, a body as it is, nothing.

In:  an operation of the client's contract or of an upstream's.
Out: its Success; what of it is not built yet, in the words of a message.
How: by status and media type. A body that is no JSON is never looked into: it is passed on.
"""

from dataclasses import dataclass

from bffgen.model.api import Api, Operation, Response
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.media import bare, is_json
from bffgen.model.shapes import Shape, is_alternative, shape
from bffgen.model.unions import union_at

# What an answer is that no class holds, in the words of a message.
_BODIES = {
    Shape.OPEN: "an answer that is a free-form object",
    Shape.MIXED: "an answer that may be of several shapes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """The one answer of an operation that is no failure.

    Attributes:
        pointer: the schema of its JSON body; None where it has none.
        media_types: of a body that is no JSON, ranges included, bare names.
    """

    response: Response
    pointer: str | None
    media_types: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether it has no body at all."""
        return self.pointer is None and not self.media_types


def success(operation: Operation) -> Success | str:
    """Give the success of an operation; else what of it is not built, in the words of a message."""
    found = [each for each in operation.responses if each.status.startswith("2")]
    if len(found) != 1:
        return f"`{operation.key}`, which does not answer one status with one body"
    (response,) = found
    if not response.status.isdigit():
        return f"`{operation.key}`, which answers `{response.status}`, a range of statuses"
    if not any(is_json(each.media_type) for each in response.content):
        types = tuple(dict.fromkeys(bare(each.media_type) for each in response.content))
        return Success(response=response, pointer=None, media_types=types)
    pointer = _json_pointer(response)
    if pointer is None:
        return f"`{operation.key}`, which answers JSON without a schema"
    return Success(response=response, pointer=pointer)


def unanswerable(api: Api, answer: Success) -> Finding | None:
    """Refuse a body that is promised to clients and that no class holds."""
    if answer.pointer is None:
        return None
    found = shape(api.meaning, answer.pointer)
    if len(answer.response.content) > 1:
        what = "an answer in several media types"
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


def _json_pointer(response: Response) -> str | None:
    """Give the schema of a response's JSON body; None where it has none."""
    for each in response.content:
        if is_json(each.media_type):
            return each.schema_pointer
    return None
