"""Which parameters a BFF can read of its clients and send to upstreams.

In:  a parameter of the client's contract or of an upstream's.
Out: what of it is not built yet, in the words of a message; findings for a whole operation.
How: by style and type. A value that would travel in another form than its contract says is refused
     here, since nothing later would notice.
"""

from collections.abc import Iterable

from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.plain import default_value
from bffgen.model.shapes import Shape, is_plain, shape
from bffgen.proof.validate import fault_if_judged

_STYLES = {"path": "simple", "query": "form", "header": "simple"}
# What one text may be read as: one kind of value, null apart.
_ONE = (
    frozenset(("string",)),
    frozenset(("integer",)),
    frozenset(("integer", "number")),
    frozenset(("boolean",)),
)


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


def unsendable(api: Api, parameter: Parameter) -> str:
    """Say why a value cannot be sent as this parameter of an upstream; empty where it can."""
    what = _travels_otherwise(parameter)
    if not what and not is_plain(api.meaning, parameter.schema_pointer):
        what = "which is no plain value"
    is_array = shape(api.meaning, parameter.schema_pointer) is not Shape.PLAIN
    if not what and is_array and not (parameter.location == "query" and parameter.explode):
        what = "a list that does not repeat its name"
    return f"parameter `{parameter.name}`, {what}" if what else ""


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
