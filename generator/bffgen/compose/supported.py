"""What of both contracts is built: the answers of operations, and the bodies that upstreams take.

In:  an operation of the client's contract or of an upstream's.
Out: the answer that is read or built; what is not built yet, in the words of a message.
How: by status, media type and type. What would be answered or would travel in another form than its
     contract says is refused here, since nothing later would notice; parameters in travel.py.
"""

from dataclasses import dataclass

from bffgen.model.api import Api, Operation, RequestBody, Response
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.media import bare, is_json, is_one_json
from bffgen.model.shapes import Shape, is_alternative, shape
from bffgen.model.unions import union_at

# What an answer is that is no object, in the words of a message.
_BODIES = {
    Shape.OPEN: "an answer that is a free-form object",
    Shape.MIXED: "an answer that may be of several shapes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """The one answer of an operation that is no failure.

    Attributes:
        pointer: the schema of its JSON body; None where it has no body.
    """

    response: Response
    pointer: str | None


def success(operation: Operation) -> Success | str:
    """Give the success of an operation; else what of it is not built, in the words of a message."""
    found = [each for each in operation.responses if each.status.startswith("2")]
    if len(found) != 1:
        return f"`{operation.key}`, which does not answer one status with one JSON body"
    (response,) = found
    if not response.status.isdigit():
        return f"`{operation.key}`, which answers `{response.status}`, a range of statuses"
    pointer = _json_pointer(response)
    if pointer is None and response.content:
        return f"`{operation.key}`, which does not answer one status with one JSON body"
    return Success(response=response, pointer=pointer)


def unanswerable(api: Api, answer: Success) -> Finding | None:
    """Refuse a body that is promised to clients and that no class of an object holds."""
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


def json_of(taken: RequestBody) -> tuple[str, str] | None:
    """Give the JSON that an upstream takes: its bare name and the pointer of its schema."""
    for each in taken.content:
        if is_one_json(each.media_type):
            return (bare(each.media_type), each.schema_pointer) if each.schema_pointer else None
    return None


def unsendable_body(api: Api, taken: RequestBody, mark: Mark) -> Finding:
    """Tell that an upstream takes a body which is no JSON with a schema.

    Args:
        mark: the place in the composition that asks for it.
    """
    listed = ", ".join(f"`{each.media_type}`" for each in taken.content)
    has_json = any(is_one_json(each.media_type) for each in taken.content)
    what = "a body without a schema" if has_json or not listed else ""
    theirs = Mark(place=api.place(taken.pointer), on="key")
    return finding(
        "compose-unsupported", mark, theirs, what=what or f"a body for an upstream as {listed}"
    )
