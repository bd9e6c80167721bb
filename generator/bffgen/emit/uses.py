"""uses/<service>.py: what a service hands to hooks, whole: a class a status.

In:  the upstream operations that hooks may call, the contract of the service.
Out: UsesView; the clashes of its names.
How: bodies are not cut, since nobody can say what a function reads; so they are shared by all
     operations that use them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bffgen.emit.bodies import bodies
from bffgen.emit.byhook import reply_name
from bffgen.emit.classes import AnswerClasses, type_text
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, lay
from bffgen.emit.models import WrittenClass, write_classes
from bffgen.emit.view import StatusView, UsesView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.implemented import Answerable, Used


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """The classes of one service.

    Attributes:
        statuses: class -> the status it is of, and the schema of its body, None without one.
        faults: names that clash.
    """

    classes: tuple[WrittenClass, ...]
    said: dict[str, str]
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
        bases = Bracket(open="(", items=(f"Reply[{body}]",), close=")")
        statuses.append(
            StatusView(
                decorator="@dataclass(frozen=True, slots=True)",
                head=lay(Chain(parts=(f"class {own}", bases, ":")), indent=0),
                status=status.status,
                doc=docstring(sentence(status.response.description), indent=4),
                body="body: None = None" if body == "None" else "",
            )
        )
    doc = f"What {name} answers to hooks, whole: {api.title} {api.version}."
    return UsesView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
    )


def _body(status: Answerable, schema: dict[str, Json] | None) -> str:
    if schema is None:
        return "object" if status.response.content else "None"
    return type_text(schema, "")
