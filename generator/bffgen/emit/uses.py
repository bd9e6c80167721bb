"""uses/<service>.py: what a service hands to hooks, whole: a class a status.

In:  the upstream operations that hooks may call, the contract of the service.
Out: UsesView; the clashes of its names.
How: bodies are not cut, since nobody can say what a function reads; so they are shared by all
     operations that use them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bffgen.emit.bodies import bodies
from bffgen.emit.byhook import TYPES, reply_name
from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.headers import WrittenHeader, attribute, fields, is_plain_header, reading
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, display, lay
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.operation import PASSED
from bffgen.emit.plain import text
from bffgen.emit.view import StatusView, UsesView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.implemented import Answerable, Carried, Used
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import solid


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """The classes of one service.

    Attributes:
        schemas: class -> object schema.
        statuses: class -> the status it is of, and the schema of its body, None without one.
        faults: names that clash.
    """

    classes: tuple[WrittenClass, ...]
    said: dict[str, str]
    schemas: dict[str, dict[str, Json]]
    statuses: dict[str, tuple[Answerable, dict[str, Json] | None]]
    faults: tuple[Finding, ...]


def replies_of(api: Api, uses: Iterable[Used]) -> Replies:
    """Make the classes of all that is handed back, in the contract's order."""
    named = {reply_name(each, status): (each, status) for each in uses for status in each.answers}
    order = [each.key for each in api.operations]
    listed = sorted(
        named.items(), key=lambda item: (order.index(item[1][0].operation.key), item[1][1].status)
    )
    made = AnswerClasses(api, frozenset((*named, "Reply")))
    statuses: dict[str, tuple[Answerable, dict[str, Json] | None]] = {}
    for name, (use, status) in listed:
        written = f"{use.operation.name} {status.status}"
        schema = made.add(status.pointer, f"{name}Body", written) if status.pointer else None
        statuses[name] = (status, schema)
    return Replies(
        classes=write_classes(made.schemas),
        said=made.said,
        schemas=made.schemas,
        statuses=statuses,
        # What no class holds goes unchecked: it is the service's to keep, and no client's promise.
        faults=tuple(each for each in made.faults if each.rule == "naming-clash"),
    )


def view_uses(name: str, api: Api, replies: Replies) -> UsesView:
    """View what a service hands to hooks."""
    imports = Imports()
    imports.add("dataclasses", "dataclass")
    imports.add("typing", "ClassVar")
    imports.add("..runtime.reply", "Reply")
    views = bodies(replies.classes, imports, depth=1, said=replies.said, docs=True)
    statuses = []
    for own, (status, schema) in replies.statuses.items():
        body = _body(status, schema)
        told = _headers(api, status)
        bases = Bracket(open="(", items=(f"Reply[{body}]",), close=")")
        statuses.append(
            StatusView(
                decorator="@dataclass(frozen=True, slots=True)",
                head=lay(Chain(parts=(f"class {own}", bases, ":")), indent=0),
                status=status.status,
                doc=docstring(sentence(status.response.description), indent=4),
                body=_line(status, body, imports),
                fields=fields(told, imports),
                headers=_reading(told, imports),
            )
        )
    doc = f"What {name} answers to hooks, whole: {api.title} {api.version}."
    return UsesView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
    )


def _headers(api: Api, status: Answerable) -> tuple[WrittenHeader, ...]:
    """Give the headers that are handed on: of a success, where they are plain values."""
    if status.status >= 300:
        return ()
    return tuple(
        WrittenHeader(
            header=each,
            attribute=attribute(each.name),
            schema=plain_schema(api.meaning, solid(api.meaning, str(each.schema_pointer))),
        )
        for each in status.response.headers
        if is_plain_header(api, each)
    )


def _reading(told: Sequence[WrittenHeader], imports: Imports) -> str:
    """Write the statement that reads the headers of a status; empty without any."""
    if not told:
        return ""
    imports.add("collections.abc", "Mapping")
    imports.add("dataclasses", "KW_ONLY")
    imports.add("..runtime.transport", "UpstreamResponse")
    pairs = (Chain(parts=(f"{text(e.attribute)}: ", reading(e, imports))) for e in told)
    return lay(Chain(parts=("return ", display("{", pairs))), indent=8, before=8)


def _line(status: Answerable, body: str, imports: Imports) -> str:
    """Write what stands of a status beside its number; nothing of one with a body of JSON."""
    if status.carries is not Carried.CONTENT:
        return "body: None = None" if body == "None" else ""
    imports.add("..runtime.passing", PASSED)
    listed = display("(", tuple(text(each) for each in status.types))
    return lay(Chain(parts=(TYPES, listed)), indent=4, before=4)


def _body(status: Answerable, schema: dict[str, Json] | None) -> str:
    if status.carries is Carried.CONTENT:
        return PASSED
    if schema is None:
        return "object" if status.response.content else "None"
    return type_text(schema, "")
