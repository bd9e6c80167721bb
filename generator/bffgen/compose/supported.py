"""What of both contracts is built: the answers and the parameters of operations.

In:  an operation or a parameter of the client's contract or of an upstream's.
Out: the answer that is read or built; what is not built yet, in the words of a message.
How: by status, media type, style and type. What would be answered or would travel in another form
     than its contract says is refused here, since nothing later would notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter, RequestBody, Response
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.media import bare, is_json, is_one_json
from bffgen.model.plain import default_value
from bffgen.model.shapes import Shape, is_alternative, is_plain, shape, solid
from bffgen.model.unions import union_at
from bffgen.proof.validate import fault_if_judged

_STYLES = {"path": "simple", "query": "form", "header": "simple"}
# What one text may be read as: one kind of value, null apart.
_ONE = (
    frozenset(("string",)),
    frozenset(("integer",)),
    frozenset(("integer", "number")),
    frozenset(("boolean",)),
)


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


def unread(api: Api, operation: Operation) -> Iterable[Finding]:
    """Find the parameters that clients may send and the BFF cannot read."""
    for parameter in operation.parameters:
        what = _travels_otherwise(parameter)
        if not what and schema.types(api.meaning, parameter.schema_pointer) - {"null"} not in _ONE:
            what = "which is no single value of one type"
        default = default_value(api.meaning, parameter.schema_pointer)
        if not what and default is not None and not _fits(api, parameter, default):
            what = "whose default is no value of its schema"
        if what:
            mark = Mark(place=api.place(parameter.pointer))
            named = f"parameter `{parameter.name}`, {what}"
            yield finding("compose-unsupported", mark, what=named)


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


def unsendable(api: Api, parameter: Parameter) -> str:
    """Say why a value cannot be sent as this parameter of an upstream; empty where it can."""
    what = _travels_otherwise(parameter)
    found = shape(api.meaning, parameter.schema_pointer)
    is_array = found is Shape.ARRAY and is_plain(api.meaning, parameter.schema_pointer)
    if not what and not is_array and found is not Shape.PLAIN:
        what = "which is no plain value"
    if not what and is_array and _holds_arrays(api, parameter):
        what = "a list of lists"
    if not what and is_array and not (parameter.location == "query" and parameter.explode):
        what = "a list that does not repeat its name"
    return f"parameter `{parameter.name}`, {what}" if what else ""


def _holds_arrays(api: Api, parameter: Parameter) -> bool:
    items = schema.items(api.meaning, solid(api.meaning, parameter.schema_pointer))
    return any(shape(api.meaning, each) is not Shape.PLAIN for each in items)


def _fits(api: Api, parameter: Parameter, value: Json) -> bool:
    return fault_if_judged(api.meaning, parameter.schema_pointer, value) is None


def _travels_otherwise(parameter: Parameter) -> str:
    if parameter.location == "cookie":
        return "which travels as a cookie"
    if parameter.media_type is not None:
        return f"which travels as `{parameter.media_type}`"
    if parameter.style != _STYLES[parameter.location]:
        return f"which travels in the style `{parameter.style}`"
    return ""
