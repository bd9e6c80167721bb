"""What the edge parses: the request of each operation, and the calls that parse it.

In:  operations with the members of their requests.
Out: views of models.py, and the expression by which a route makes a request.
How: a member is read by the parser of its place and type, with every bound of its schema; the body
     by a reader of its class.
"""

from collections.abc import Iterable, Sequence

from bffgen.emit.bodies import bodies
from bffgen.emit.checking import check_node
from bffgen.emit.expression import MISSING, literal
from bffgen.emit.imports import Imports, typing_names
from bffgen.emit.layout import Chain, Node, call, display, lay, named
from bffgen.emit.naming import BODY, constant
from bffgen.emit.operation import Edge, Member
from bffgen.emit.plain import BOUND_ARGUMENTS, FORMATS, bare, held_to_bits, rust_pattern, size, text
from bffgen.emit.security import guard_node
from bffgen.emit.taken import INCOMING, RequestBodies, TakenBody
from bffgen.emit.travelling import reader_statement, reading
from bffgen.emit.view import ClassView, FieldView, RequestsView
from bffgen.emit.words import docstring, sentence
from bffgen.model.canonical import Json
from bffgen.model.composition import RequestLimits
from bffgen.model.form import Form, is_form
from bffgen.model.implemented import Raw
from bffgen.model.intake import Intake
from bffgen.model.parts import ANY_TYPE, Parts
from bffgen.model.plain import default_value, plain_schema

# A forwarded header that its client has not declared is cut off here (RUNTIME.md 2.3).
FORWARDED_LENGTH = 256

_KINDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


def view_requests(operations: Sequence[Edge], requests: RequestBodies) -> RequestsView:
    """View the requests of all operations, and what their bodies are made of."""
    imports = Imports()
    if operations:
        imports.add("dataclasses", "dataclass")
    views = [_request(operation, imports) for operation in operations]
    made = bodies(requests.written, imports, depth=0, said=requests.said, docs=True)
    return RequestsView(imports=imports.text(), bodies=made, requests=tuple(views))


def _request(operation: Edge, imports: Imports) -> ClassView:
    first = [member for member in operation.members if _is_sure(operation, member)]
    rest = [member for member in operation.members if member not in first]
    fields = []
    for member in (*first, *rest):
        kind = _type(operation, member)
        for name in typing_names(kind):
            imports.add("typing", name)
        if kind == INCOMING:
            imports.add(".runtime.incoming", INCOMING)
        if member in rest:
            imports.add("pydantic", MISSING)
            kind = f"{kind} | {MISSING}"
        doc = docstring(sentence(_description(member)), indent=4)
        fields.append(FieldView(line=f"{member.attribute}: {kind}", doc=doc))
    key = operation.operation.key
    return ClassView(
        name=f"{operation.type_name}Request",
        bases="",
        doc=docstring(f"What a client asks with `{key}`, within the contract.", indent=4),
        fields=tuple(fields),
    )


def _description(member: Member) -> str:
    if member.location == BODY:
        return member.body.description if member.body else ""
    if member.parameter is None:
        how = "matched to what upstreams speak" if member.languages else "as it came"
        return f"The header `{member.name}`, handed on to upstreams {how}."
    return member.parameter.description


def _is_sure(operation: Edge, member: Member) -> bool:
    """Say whether a member always has a value: required, with a default, or matched."""
    if member.languages:
        return True
    if member.parameter is None:
        return member.body is not None and member.body.intake.required
    return member.parameter.required or _default(operation, member) is not None


def _default(operation: Edge, member: Member) -> Json:
    if member.parameter is None:
        return None
    return default_value(operation.api.meaning, member.parameter.schema_pointer)


def _schema(operation: Edge, member: Member) -> dict[str, Json]:
    if member.parameter is None:
        return {"type": "string", "maxLength": FORWARDED_LENGTH}
    return plain_schema(operation.api.meaning, member.parameter.schema_pointer)


def _type(operation: Edge, member: Member) -> str:
    if member.body is not None:
        return member.body.type_name
    if member.taken is not None:
        return member.taken.type_name
    if member.languages:
        return "str"
    return bare(_schema(operation, member))


def parsed(operation: Edge, imports: Imports) -> Node:
    """Write the expression that makes the request of an HTTP request."""
    values = []
    for member in operation.members:
        if member.body is not None:
            how = "read" if member.body.intake.required else "read_if_sent"
            read = call(f"await {member.body.constant}.{how}", ["http", "call"])
            values.append(named(member.attribute, read))
            continue
        if member.taken is not None:
            constant = _constant_of(operation, member)
            values.append(named(member.attribute, reading(constant, member.taken)))
            continue
        module, parser, arguments = _key_parser(operation, member) or (
            "..runtime.parse",
            *_parser(operation, member),
        )
        imports.add(module, parser)
        read = call(parser, ["http", *arguments])
        if member.languages:
            imports.add("..runtime.language", "language")
            read = call("language", [read, *(text(each) for each in member.languages)])
        values.append(named(member.attribute, read))
    return call(f"{operation.type_name}Request", values)


def _key_parser(operation: Edge, member: Member) -> tuple[str, str, list[Node]] | None:
    """Give module, parser and arguments of a key that has to be sent; None of anything else."""
    once = operation.once
    is_key = once is not None and (member.location, member.name) == ("header", once.header)
    if once is None or not is_key or not once.required:
        return None
    return (
        "..runtime.idempotency",
        "key_text",
        [text(member.name), *_bounds(_schema(operation, member))],
    )


def _parser(operation: Edge, member: Member) -> tuple[str, list[Node]]:
    written = _schema(operation, member)
    arguments: list[Node] = [text(member.name)]
    if member.parameter is None:
        return "forwarded_text", [*arguments, named("max_length", str(FORWARDED_LENGTH))]
    values = written.get("enum")
    if isinstance(values, list) and bare(written) != "bool":
        kind = "enum"
        is_named = not _is_sure(operation, member) and member.location != "path"
        arguments.append(_constant_of(operation, member) if is_named else _among(values))
    else:
        kind = _KINDS[str(written.get("type", "boolean"))]
        arguments += _bounds(written)
    default = _default(operation, member)
    if default is not None and member.location != "path":
        arguments.append(named("default", literal(default)))
    elif member.parameter.required and member.location != "path":
        arguments.append(named("required", "True"))
    return f"{member.location}_{kind}", arguments


def _among(values: Sequence[Json]) -> Node:
    return display("(", tuple(literal(value) for value in values))


def _constant_of(operation: Edge, member: Member) -> str:
    """Give the constant about one member of a request, in its module of routes."""
    return f"{constant(operation.type_name)}_{constant(member.attribute)}"


def among_constants(operation: Edge, imports: Imports) -> str:
    """Write the statements that name the listed values of members which may be absent.

    A type checker takes listed texts for any texts where the absent value stands beside them.
    """
    written = []
    for member in operation.members:
        if member.taken is not None or member.parameter is None:
            continue
        values = _schema(operation, member).get("enum")
        is_listed = isinstance(values, list) and _type(operation, member) != "bool"
        if not is_listed or not isinstance(values, list) or member.location == "path":
            continue
        if not _is_sure(operation, member):
            imports.add("typing", "Final", "Literal")
            kind = f"Final[tuple[{_type(operation, member)}, ...]]"
            name = _constant_of(operation, member)
            written.append(lay(Chain(parts=(f"{name}: {kind} = ", _among(values))), indent=0))
    return "\n".join(written)


def parameter_readers(operation: Edge, imports: Imports) -> list[str]:
    """Write the statements that make the readers of parameters which are no one text."""
    return [
        reader_statement(_constant_of(operation, member), member.taken, imports)
        for member in operation.members
        if member.taken is not None
    ]


def body_reader(body: TakenBody, imports: Imports) -> str:
    """Write the statement that makes the reader of an operation's body."""
    if body.classes:
        imports.add("..models", *body.classes)
    intake = body.intake
    facts: list[Node] = [body.type_name]
    if intake.is_passed:
        imports.add("..runtime.incoming", "IncomingBody")
        facts = [display("(", [text(each) for each in intake.types]), *limits(intake)]
        return lay(Chain(parts=(f"{body.constant} = ", call("IncomingBody", facts))), indent=0)
    if intake.parts is not None:
        imports.add("..runtime.parts_body", "PartsBody")
        facts += [*_of_parts(intake.parts, imports), *limits(intake)]
        if intake.guards:
            facts.append(named("guard", guard_node(intake.guards, imports)))
        return lay(Chain(parts=(f"{body.constant} = ", call("PartsBody", facts))), indent=0)
    reader = "JsonBody" if intake.form is None else "FormBody"
    imports.add(f"..runtime.{'json' if intake.form is None else 'form'}_body", reader)
    if " | " in body.type_name:
        # A union is a type to a checker where it is said to be one, and not as a value.
        reader = f"{reader}[{body.type_name}]"
    if intake.form is not None:
        facts += _of_form(intake.form, intake.types)
    elif intake.types != ("application/json",):
        types = tuple(text(each) for each in intake.types)
        facts.append(named("types", display("(", types)))
    facts += limits(intake)
    if intake.guards:
        facts.append(named("guard", guard_node(intake.guards, imports)))
    if body.check is not None:
        imports.add("..runtime.check", "Check")
        facts.append(named("check", check_node(body.check)))
    return lay(Chain(parts=(f"{body.constant} = ", call(reader, facts))), indent=0)


def _of_parts(parts: Parts, imports: Imports) -> list[Node]:
    """Write which members of a body of parts are files, and what each may be."""
    if not parts.files:
        return []
    imports.add("..runtime.parts_body", "TakenFile")
    pairs: list[Node] = []
    for each in parts.files:
        facts: list[Node] = []
        if each.types != ANY_TYPE:
            facts.append(named("types", display("(", tuple(text(one) for one in each.types))))
        if each.at_least:
            facts.append(named("at_least", size(each.at_least)))
        if each.at_most is not None:
            facts.append(named("at_most", size(each.at_most)))
        if each.repeats:
            facts.append(named("repeats", "True"))
        pairs.append(Chain(parts=(f"{text(each.name)}: ", call("TakenFile", facts))))
    return [named("files", display("{", tuple(pairs)))]


def limits(intake: Intake | Raw) -> list[Node]:
    """Write how much is read of a body and for how long, where that is said."""
    facts: list[Node] = []
    if intake.max_body_bytes != RequestLimits().max_body_bytes:
        facts.append(named("max_bytes", size(intake.max_body_bytes)))
    if intake.within_ms != RequestLimits().within_ms:
        facts.append(named("within_ms", f"{intake.within_ms:_}"))
    return facts


def _of_form(form: Form, types: Iterable[str]) -> list[Node]:
    """Write what is said of a form: what else is taken, what travels otherwise."""
    facts: list[Node] = []
    listed = (
        ("json", [each for each in types if not is_form(each)]),
        ("joined", form.joined),
        ("deep", form.deep),
    )
    for name, values in listed:
        if values:
            facts.append(named(name, display("(", tuple(text(each) for each in values))))
    return facts


def _bounds(written: dict[str, Json]) -> list[Node]:
    found: list[Node] = []
    written = held_to_bits(written)
    for keyword, name in BOUND_ARGUMENTS:
        value = written.get(keyword)
        if isinstance(value, int | float):
            found.append(named(name, repr(value)))
    if isinstance(pattern := written.get("pattern"), str):
        found.append(named("pattern", text(rust_pattern(pattern))))
    if str(written.get("format")) in FORMATS and written.get("type") == "string":
        found.append(named("format", text(str(written["format"]))))
    return found
