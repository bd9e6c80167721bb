"""Parameters that clients send and upstreams are sent: which of them have a form that is built.

In:  a parameter of the client's contract or of an upstream's.
Out: why it is not built, in the words of a message; findings.
How: plain values, lists and flat objects of such in every style that OpenAPI gives a meaning to
     (3.1.1 4.8.12.2.2 and E); what it leaves open, as an object inside a `deepObject`, is refused.
"""

from collections.abc import Iterable

from bffgen.compose.intake import unheld_shapes
from bffgen.model import schema
from bffgen.model.api import Api, Operation, Parameter
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.media import is_one_json
from bffgen.model.plain import default_value
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.travel import DEEP, is_spread, may_be_empty
from bffgen.proof.validate import fault_if_judged

_DELIMITED = frozenset(("spaceDelimited", "pipeDelimited"))


def unread(api: Api, operation: Operation) -> Iterable[Finding]:
    """Find the parameters that clients may send and the BFF cannot read."""
    for parameter in operation.parameters:
        mark = Mark(place=api.place(parameter.pointer))
        what = _formless(api, parameter) or _unclear(api, operation, parameter)
        default = default_value(api.meaning, parameter.schema_pointer)
        if not what and default is not None and not _fits(api, parameter, default):
            what = "whose default is no value of its schema"
        if what:
            named = f"parameter `{parameter.name}`, {what}"
            yield finding("compose-unsupported", mark, what=named)
        elif parameter.media_type is not None:
            named = f"parameter `{parameter.name}`"
            yield from dict.fromkeys(unheld_shapes(api, parameter.schema_pointer, named))


def unsendable(api: Api, parameter: Parameter) -> str:
    """Say why a value cannot be sent as this parameter of an upstream; empty where it can."""
    what = _formless(api, parameter)
    here = solid(api.meaning, parameter.schema_pointer)
    found = shape(api.meaning, here)
    if not what and found not in (Shape.PLAIN, Shape.ARRAY, Shape.OBJECT):
        what = "which is no plain value, no list and no object of such"
    if not what and parameter.media_type is not None:
        what = _list_of_more(api, here)
    if not what and parameter.media_type is not None and found is Shape.OBJECT:
        what = _object_of_more(api, here)
        what = "which is one of several shapes" if is_alternative(api.meaning, here) else what
    return f"parameter `{parameter.name}`, {what}" if what else ""


def is_sent_as_object(api: Api, parameter: Parameter) -> bool:
    """Say whether an upstream takes an object of declared members as a parameter."""
    return shape(api.meaning, solid(api.meaning, parameter.schema_pointer)) is Shape.OBJECT


def _formless(api: Api, parameter: Parameter) -> str:
    """Say why the values of a parameter have no form that is built; empty where they have."""
    meaning = api.meaning
    if parameter.media_type is not None:
        is_json = is_one_json(parameter.media_type)
        return "" if is_json else f"which travels as `{parameter.media_type}`"
    here = solid(meaning, parameter.schema_pointer)
    found = shape(meaning, here)
    if found in (Shape.PLAIN, Shape.ARRAY) and parameter.style == DEEP:
        return "which is no object and travels in the style `deepObject`"
    match found:
        case Shape.PLAIN:
            has_values = bool(schema.types(meaning, here) - {"null"})
            return "" if has_values else "which no text is a value of"
        case Shape.ARRAY:
            return _list_of_more(api, here) or _repeated_cookie(parameter, "a list")
        case Shape.OBJECT if is_alternative(meaning, here):
            return "which is one of several shapes"
        case Shape.OBJECT:
            return _object_of_more(api, here) or _pairs_apart(parameter)
        case Shape.MAP if is_spread(parameter):
            return "a map whose members are parameters of any name"
        case Shape.MAP:
            values = schema.map_values(meaning, here)
            is_flat = values is not None and shape(meaning, values) is Shape.PLAIN
            return _pairs_apart(parameter) if is_flat else "a map of what is no plain value"
        case Shape.OPEN:
            return "which is free-form"
        case Shape.MIXED:
            return "which may be of several shapes"


def _list_of_more(api: Api, here: str) -> str:
    """Say that the elements of a list are no plain values of one kind."""
    if shape(api.meaning, here) is not Shape.ARRAY:
        return ""
    items = schema.items(api.meaning, here)
    if len(items) != 1:
        return "a list of several kinds" if items else "a list whose elements are not declared"
    return "" if _is_plain(api.meaning, items[0]) else "a list of what is no plain value"


def _object_of_more(api: Api, here: str) -> str:
    """Say that the members of an object are no plain values, each declared once."""
    for name, declared in schema.declared(api.meaning, here).items():
        if len({api.pool.intern(api.meaning, each) for each in declared}) > 1:
            return f"whose `{name}` is declared in several ways"
        if not _is_plain(api.meaning, declared[0]):
            return f"whose `{name}` is no plain value"
    return ""


def _is_plain(meaning: Json, pointer: str) -> bool:
    return shape(meaning, solid(meaning, pointer)) is Shape.PLAIN


def _pairs_apart(parameter: Parameter) -> str:
    if parameter.style in _DELIMITED and parameter.explode:
        return f"an object in the style `{parameter.style}` that is exploded"
    return _repeated_cookie(parameter, "an object")


def _repeated_cookie(parameter: Parameter, what: str) -> str:
    """Refuse what would be several cookies: no two servers agree on those (OpenAPI 3.1.1 E.5)."""
    is_several = parameter.location == "cookie" and parameter.explode
    return f"{what} that travels as several cookies" if is_several else ""


def _unclear(api: Api, operation: Operation, parameter: Parameter) -> str:
    """Say that a parameter cannot be told from another, or from its absence."""
    if parameter.required and may_be_empty(api.meaning, parameter):
        return "which is required and may come as an empty text that its schema refuses"
    here = solid(api.meaning, parameter.schema_pointer)
    if shape(api.meaning, here) is not Shape.OBJECT or not is_spread(parameter):
        return ""
    declared = schema.declared(api.meaning, here)
    for other in operation.parameters:
        if other.location == parameter.location and other.name in declared:
            return f"whose member `{other.name}` is a parameter of its own"
    return ""


def _fits(api: Api, parameter: Parameter, value: Json) -> bool:
    return fault_if_judged(api.meaning, parameter.schema_pointer, value) is None
