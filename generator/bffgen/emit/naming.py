"""Names of generated code: made of the contract's names by one set of functions.

In:  names of a contract (operationIds, properties, components, parameters).
Out: Python names: PascalCase for types, snake_case for values; never a number that moves.
How: the parts of a name, its case style apart. A keyword, and what the modules around a name use
     for themselves, get an underscore behind it. Two names that become one are a finding with both
     places.
"""

from collections.abc import Container, Iterable

from bffgen.emit.plain import EXACT, FILE_PART, FORMATS, NO_VALUE
from bffgen.model.api import Operation, Parameter
from bffgen.model.computed import Returned
from bffgen.model.finding import Finding, finding
from bffgen.model.names import called, free, name_parts, pascal, returned_type, snake
from bffgen.model.place import Place
from bffgen.model.spelling import singular

# The argument that is the body of a call.
BODY = "body"

_TYPES = frozenset(("bool", "dict", "float", "int", "list", "object", "str"))

# plans/<operation>.py: what stands beside the local values; builders are `build_<name>`.
_PLAN = frozenset(
    (
        *("batch", "call", "computed", "config", "each", "found", "hooks", "identity", "if_budget"),
        *("islice", "kept", "len", "list", "request", "results", "source", "str"),
    )
)
_LOCAL = _PLAN | {"answers", "body_of", "only", "up"}
_BUILDER = "build_"
_SENDER = "send_"
_ASKER = "ask_"
_KEYER = "keys_of_"

# routes/<tag>.py and plans/<operation>.py: a function of theirs is called as its operation is.
_PARSERS = frozenset(
    f"{place}_{kind}"
    for place in ("path", "query", "header", "forwarded")
    for kind in ("text", "integer", "number", "boolean", "enum")
)
_SERVED = frozenset(("http", "language", "plans", "router", "security", "serve", "services"))
_OPERATION = _PLAN | {"answered"} | _SERVED | _PARSERS | _TYPES

# upstreams/<service>.py, and the methods of sources/<operation>.py and ports.py that call it.
_ENCODERS = frozenset(
    (
        *("headers", "json_bytes", "query", "segment"),
        *("cookie_header", "deep_style", "delimited_style", "form_style", "header_style"),
        *(
            "form_bytes",
            "json_text",
            "parts_sending",
            "label_style",
            "matrix_style",
            "query_of",
            "simple_style",
        ),
    )
)
_REQUEST = _ENCODERS | _TYPES
_ARGUMENT = _ENCODERS | {"self"}

# sources/<operation>.py imports a module an upstream, app.py one a tag.
_UPSTREAM = _TYPES | {"reader", "self", "services"}
_TAG = frozenset(("bff_app", "create_app", "given", "hooks", "ports", "settings"))

# Members of pydantic's BaseModel, which no field may cover.
_MODEL = frozenset(
    (
        *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"),
        *("schema", "schema_json", "update_forward_refs", "validate", "model_computed_fields"),
        *("model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"),
        *("model_extra", "model_fields", "model_fields_set", "model_json_schema"),
        *("model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"),
        *("model_validate_json", "model_validate_strings"),
    )
)

# Classes that a module of bodies imports, and those that a plan imports beside an answer's.
_BODY = frozenset(
    (
        *("Annotated", "Any", "Literal", "Never", "Field", "MISSING", "Body", "CamelBody"),
        *("Counted", "Observable"),
        EXACT,
        NO_VALUE,
        FILE_PART,
        *FORMATS.values(),
    )
)
_ANSWER = _BODY | {"Answer", "Call", "ClassVar", "Config", "Identity", "RawHeaders", "TypeAlias"}
_SOURCE = _BODY | {"Cached", "Fetch", "Retry", "Services", "UpstreamResponse", "nothing"}


def local(name: str) -> str:
    """Give the name of a local value of a plan or shape function."""
    made = snake(name, _LOCAL)
    return f"{made}_" if made.startswith((_BUILDER, _SENDER, _ASKER, _KEYER)) else made


def constant(name: str) -> str:
    """Give the stem of constants about a source: of `stock` it is `STOCK`."""
    return snake(name).upper().rstrip("_")


def member(name: str) -> str:
    """Give the attribute of a property: one that begins with no letter is `field_<name>`."""
    made = "_".join(part.lower() for part in name_parts(name)) or "value"
    if not name[:1].isalpha():
        made = f"field_{made}"
    return free(made, _TYPES | _MODEL)


def builder(name: str, function: str) -> str:
    """Give the shape function of a component or operation, beside its operation's function."""
    made = f"{_BUILDER}{snake(name)}"
    return f"{_BUILDER}{made}" if made == function else made


def sender(source: str, function: str) -> str:
    """Give the function of a plan that builds what a source is sent, beside its operation's."""
    made = f"{_SENDER}{snake(source)}"
    return f"{made}_body" if made == function else made


def asker(source: str, function: str) -> str:
    """Give the function of a plan that asks a source, beside its operation's."""
    made = f"{_ASKER}{snake(source)}"
    return f"{made}_upstream" if made == function else made


def keyer(source: str, function: str) -> str:
    """Give the function of a plan that looks up the keys of a source, beside its operation's."""
    made = f"{_KEYER}{snake(source)}"
    return f"{made}_source" if made == function else made


def request_member(name: str, location: str = "") -> str:
    """Give the attribute of a request: with its location in front where one is given."""
    return snake(f"{location} {name}", _TYPES)


def argument(parameter: Parameter, operation: Operation, upstream: str) -> str:
    """Give the argument of an upstream's parameter.

    A name that stands in two locations of the operation gets its location in front.
    """
    name = parameter.name
    same = [each for each in operation.parameters if snake(each.name) == snake(name)]
    is_body = operation.body is not None and snake(name) == BODY
    written = name if len(same) == 1 and not is_body else f"{parameter.location} {name}"
    return snake(written, _ARGUMENT | {upstream_module(upstream)})


def upstream_module(upstream: str) -> str:
    """Give the module of an upstream's requests."""
    return snake(upstream, _UPSTREAM)


def tag_module(tag: str) -> str:
    """Give the module of a tag's routes."""
    return snake(tag, _TAG) if tag else "operations"


def checker(returned: Returned) -> str:
    """Give the constant that checks what functions return: of the class `Tier` `TIER_TYPE`."""
    return f"{constant(returned_type(returned))}_TYPE"


def answer_class(stem: str, taken: Container[str]) -> str:
    """Give the class of an answer's body.

    Args:
        taken: what is made of the operations' own names.
    """
    return free(free(stem, taken), _ANSWER)


def source_class(stem: str, calls: str) -> str:
    """Give the class of what is read of a source, beside the class of the calls."""
    return free(stem, _SOURCE | {calls})


def operation_name(operation: Operation) -> str:
    """Give the function of a client's operation: of its operationId, else of METHOD and path."""
    return snake(called(operation), _OPERATION)


def body_constant(operation: Operation) -> str:
    """Give the constant that reads the body of a client's operation."""
    return f"{operation_name(operation).upper()}_BODY"


def request_name(operation: Operation) -> str:
    """Give the function of an upstream's operation, which is its method as well."""
    return snake(called(operation), _REQUEST)


def element_name(parent: str, name: str, beside: Container[str] = ()) -> str:
    """Name the class of an array's elements: of `reviews` in `Page` it is `PageReview`.

    Args:
        beside: the members of the parent; where `review` is one, it is `PageReviewsItem`.
    """
    one = singular(name)
    return parent + pascal(f"{name}Item" if one in beside else one)


def clashes(named: Iterable[tuple[str, str, Place]]) -> list[Finding]:
    """Find contract names that become one Python name.

    Args:
        named: (name in the contract, name in Python, place).
    """
    seen: dict[str, tuple[str, Place]] = {}
    found = []
    for written, made, place in named:
        if made in seen and seen[made][0] != written:
            first, at = seen[made]
            found.append(finding("naming-clash", place, at, name=made, first=first, second=written))
        seen.setdefault(made, (written, place))
    return found
