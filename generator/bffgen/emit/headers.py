"""Headers of answers in Python: those that clients get, and those that are read of upstreams.

In:  the headers of a response, the plan that says which of them the runtime derives.
Out: fields and the statement that writes them, of a status; AnswerViews, of sources.
How: a header is held by the reader of its type and the bounds of its schema, as a parameter is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bffgen.emit.expression import MISSING, literal
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, display, lay, lay_assigned, named
from bffgen.emit.naming import constant, member
from bffgen.emit.plain import BOUND_ARGUMENTS, FORMATS, bare, held_to_bits, rust_pattern, text
from bffgen.emit.view import AnswerView, FieldView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api, Header, Response
from bffgen.model.caching import Caching
from bffgen.model.canonical import Json
from bffgen.model.header import WRITTEN
from bffgen.model.names import snake
from bffgen.model.plain import plain_schema
from bffgen.model.plan import Call
from bffgen.model.shapes import Shape, shape, solid

# What an answer's class has beside its headers.
_TAKEN = frozenset(("body", "headers", "missing", "next_cursor", "status"))
_READERS = {
    "string": "text_of",
    "integer": "integer_of",
    "number": "number_of",
    "boolean": "boolean_of",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenHeader:
    """A header of the contract as a class has it.

    Attributes:
        schema: flat, of plain values.
    """

    header: Header
    attribute: str
    schema: Mapping[str, Json]

    @property
    def kind(self) -> str:
        """Give its type where it is there."""
        return bare(self.schema)


def answer_headers(
    api: Api, response: Response, caching: Caching, *, has_link: bool = False
) -> tuple[WrittenHeader, ...]:
    """Give the headers that are arguments of a status: those that nothing else writes.

    Left out is what the runtime derives or writes, and what is no plain value and so never given.
    """
    derived = set(WRITTEN)
    derived |= {"etag"} if caching.has_etag else set()
    derived |= {"link"} if has_link else set()
    derived |= {"cache-control"} if caching.control is not None else set()
    return tuple(
        WrittenHeader(
            header=each,
            attribute=attribute(each.name),
            schema=plain_schema(api.meaning, solid(api.meaning, str(each.schema_pointer))),
        )
        for each in response.headers
        if each.name.lower() not in derived and is_plain_header(api, each)
    )


def is_plain_header(api: Api, header: Header) -> bool:
    """Say whether a header is a plain value in the style `simple`."""
    pointer = header.schema_pointer
    if pointer is None or header.media_type is not None:
        return False
    return shape(api.meaning, pointer) is Shape.PLAIN


def attribute(name: str) -> str:
    """Give the attribute of a header: of `X-Total-Count` it is `x_total_count`."""
    made = member(name)
    return f"{made}_" if made in _TAKEN else made


def fields(headers: Iterable[WrittenHeader], imports: Imports) -> tuple[FieldView, ...]:
    """View headers as fields of a dataclass that takes keywords alone."""
    return tuple(_field(each, imports, each.header.required) for each in headers)


def _field(each: WrittenHeader, imports: Imports, is_sure: bool) -> FieldView:
    if each.kind.startswith("Literal"):
        imports.add("typing", "Literal")
    doc = docstring(sentence(each.header.description), indent=4)
    if is_sure:
        return FieldView(line=f"{each.attribute}: {each.kind}", doc=doc)
    imports.add("pydantic", MISSING)
    kind = f"{each.attribute}: {each.kind} | {MISSING}"
    return FieldView(line=lay_assigned(kind, MISSING, indent=4), doc=doc)


def writing(headers: Iterable[WrittenHeader], imports: Imports) -> str:
    """Write the statement that gives the headers of an answer; empty without any."""
    made: list[Node] = []
    for each in headers:
        reader, bounds = _reader(each.schema)
        imports.add(".runtime.scalar", reader)
        arguments = [text(each.header.name), f"self.{each.attribute}", reader, *bounds]
        made.append(Chain(parts=("*", call("header", arguments))))
    if not made:
        return ""
    imports.add(".runtime.header", "RawHeaders", "header")
    close = ",)" if len(made) == 1 else ")"
    brackets = Bracket(open="(", items=tuple(made), close=close)
    return lay(Chain(parts=("return ", brackets)), indent=8, before=8)


def header_names(target: Call) -> dict[str, str]:
    """Give the attribute of each header that is read of a source."""
    return {each.header.name: attribute(each.header.name) for each in target.headers}


def view_answer(target: Call, name: str, body: str, imports: Imports) -> AnswerView:
    """View what is read of an upstream's answer: its body, and its headers in use.

    Args:
        name: of the class; body: the type of the body.
    """
    written = [
        WrittenHeader(header=each.header, attribute=attribute(each.header.name), schema=each.schema)
        for each in target.headers
    ]
    has_body = target.answer is not None or bool(target.media_types)
    read: Node = call(reader_constant(target), ["answer.body"])
    read = "answer" if target.media_types else read
    values: list[Node] = [named("body", read)] if has_body else []
    values += [named(each.attribute, reading(each, imports)) for each in written]
    imports.add("dataclasses", "dataclass")
    if not target.media_types:
        imports.add("..runtime.transport", "UpstreamResponse")
    lines = [FieldView(line=f"body: {body}", doc="")] if has_body else []
    has_fallback = target.fallback is not None
    for each in written:
        lines.append(_field(each, imports, each.header.required and not has_fallback))
    said = f"What is read of the answer of `{target.name}`: its body, and its headers in use."
    return AnswerView(
        name=name,
        doc=docstring(said, indent=4),
        fields=tuple(lines),
        function=read_function(target),
        taken=body if target.media_types else "UpstreamResponse",
        function_doc=docstring(f"Read an answer of `{target.name}`.", indent=4),
        read=lay(Chain(parts=("return ", call(name, values))), indent=4, before=4),
    )


def reading(each: WrittenHeader, imports: Imports) -> Node:
    """Write how a header of an upstream's answer is read."""
    word = "required_header" if each.header.required else "optional_header"
    reader, bounds = _reader(each.schema)
    imports.add("..runtime.header", word)
    imports.add("..runtime.scalar", reader)
    return call(word, ["answer", text(each.header.name), reader, *bounds])


def reader_constant(target: Call) -> str:
    """Name what reads the body of a source: a constant; no class has an underscore within."""
    return f"READ_{constant(target.name)}" if target.answer is not None else "nothing"


def read_function(target: Call) -> str:
    """Name the function that reads the answer of a source with its headers."""
    return f"read_{snake(target.name)}"


def _reader(schema: Mapping[str, Json]) -> tuple[str, list[Node]]:
    """Give the reader of scalar.py for a flat schema, and its arguments."""
    values = schema.get("enum")
    if isinstance(values, list) and bare(schema) != "bool":
        return "choice_of", [display("(", (literal(value) for value in values))]
    kind = str(schema.get("type", "boolean"))
    if kind == "boolean":
        return "boolean_of", []
    return _READERS[kind], [display("{", _bounds(schema))]


def _bounds(schema: Mapping[str, Json]) -> Iterable[Node]:
    schema = held_to_bits(schema)
    for keyword, name in BOUND_ARGUMENTS:
        value = schema.get(keyword)
        if isinstance(value, int | float):
            yield f'"{name}": {value!r}'
    if isinstance(pattern := schema.get("pattern"), str):
        yield f'"pattern": {text(rust_pattern(pattern))}'
    if str(schema.get("format")) in FORMATS and schema.get("type") == "string":
        yield f'"format": {text(str(schema["format"]))}'
