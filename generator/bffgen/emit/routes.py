"""routes/<tag>.py: parse the request, call the plan, answer.

In:  the Written operations of one tag.
Out: RoutesView.
"""

from collections.abc import Iterator, Mapping, Sequence

from bffgen.emit.byhook import ByHook
from bffgen.emit.docs import operation_anchor
from bffgen.emit.going import deprecation_node
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, display, lay, named
from bffgen.emit.once import claim_of, once_node
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.rawplans import RAW_REQUEST, RESPONSE, is_raw, raw_body, raw_request
from bffgen.emit.reading import Names
from bffgen.emit.requests import among_constants, body_reader, parameter_readers, parsed
from bffgen.emit.security import access_node
from bffgen.emit.view import RoutesView, ServedView
from bffgen.emit.words import docstring, sentence
from bffgen.model.caching import STRICTEST, Caching, Pages
from bffgen.model.deprecation import Deprecation
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
)
from bffgen.model.plan import Plan


def view_routes(
    tag: str, operations: Sequence[Written | ByHook], going: Mapping[str, Deprecation]
) -> RoutesView:
    """View the routes of one tag.

    Args:
        going: what is told of operations that go, by `METHOD path`.
    """
    imports = Imports()
    imports.add("fastapi", "APIRouter")
    imports.add("starlette.requests", "Request")
    imports.add("..", "plans")
    imports.add("..runtime.call", "Call")
    imports.add("..runtime.serve", "Operation", "serve")
    views = []
    for each in operations:
        name = each.type_name
        if is_raw(each):
            imports.add("starlette.responses", RESPONSE)
            imports.add("..runtime.raw", RAW_REQUEST)
        else:
            imports.add("..answers", f"{name}Response")
            imports.add("..models", f"{name}Request")
        views.append(_served(each, going.get(each.operation.key), imports))
    doc = f"Routes of `{tag}`: parse the request, call the plan, answer."
    return RoutesView(doc=docstring(doc, indent=0), imports=imports.text(), routes=tuple(views))


def _facts(each: Written | ByHook, going: Deprecation | None, imports: Imports) -> list[Node]:
    """Give what is said of an operation once, for the runtime."""
    made = each.plan if isinstance(each, Written) else each.implemented
    facts: list[Node] = [
        named("name", text(each.operation.name)),
        named("access", access_node(made.access, imports)),
        named("budget_ms", str(made.budget_ms)),
        named("reserve_ms", str(made.reserve_ms)),
        named("invalid_status", str(made.invalid_status)),
    ]
    if each.once is not None:
        facts.append(named("once", once_node(each.once, imports)))
    if isinstance(each, ByHook):
        may_lack, pages = True, each.implemented.pages
    else:
        may_lack = any(not source.required for source in each.plan.sources)
        pages = each.plan.paging.pages if each.plan.paging is not None else None
        if fed := hook_fed(each.plan, each.names):
            facts.append(named("hook_fed", _texts(fed)))
    if not made.report_missing and may_lack:
        facts.append(named("tells_missing", "False"))
    if told := _caching(made.caching):
        imports.add("..runtime.caching", "Caching")
        facts.append(named("caching", call("Caching", told)))
    if pages is not None and pages.is_told:
        imports.add("..runtime.cursor", "Pages")
        facts.append(named("pages", call("Pages", _pages(pages))))
    if going is not None:
        anchor = operation_anchor(each.operation.operation_id or each.operation.key)
        facts.append(named("deprecation", deprecation_node(going, anchor, imports)))
    return facts


def _upstreams(each: Written | ByHook, imports: Imports) -> Node:
    """Write what a plan asks its upstreams by."""
    if not (each.asked if isinstance(each, ByHook) else each.plan.calls):
        imports.add("..runtime.hooked", "NO_UPSTREAMS")
        return "NO_UPSTREAMS"
    imports.add("..runtime.app", "services")
    imports.add(f"..sources.{each.function}", f"{each.type_name}Calls")
    return f"{each.type_name}Calls(services(http))"


def _served(each: Written | ByHook, going: Deprecation | None, imports: Imports) -> ServedView:
    operation, facts = each.operation, call("Operation", _facts(each, going, imports))
    decorator = call(
        "@serve", ["router", each.constant, text(operation.method), text(operation.path)]
    )
    head = Chain(
        parts=(
            f"async def {each.function}",
            Bracket(open="(", items=("http: Request", "call: Call"), close=")"),
            f" -> {RESPONSE if is_raw(each) else f'{each.type_name}Response'}:",
        )
    )
    bodies = [member.body for member in each.members if member.body is not None]
    answer = call(
        f"return await plans.{each.function}",
        ["request", _upstreams(each, imports), "call"],
    )
    said = sentence(operation.summary or operation.description.partition("\n")[0])
    return ServedView(
        constant=lay(Chain(parts=(f"{each.constant} = ", facts)), indent=0),
        body="\n".join(
            each
            for each in (
                raw_body(each, imports),
                among_constants(each, imports),
                *parameter_readers(each, imports),
                *(body_reader(body, imports) for body in bodies),
            )
            if each
        ),
        decorator=lay(decorator, indent=0),
        signature=lay(head, indent=0),
        doc=docstring(said or f"Answer {operation.key}.", indent=4),
        request=_request(each, imports),
        claim=claim_of(each.once, imports) if each.once is not None else "",
        answer=lay(answer, indent=4, before=4),
    )


def _request(each: Written | ByHook, imports: Imports) -> str:
    """Write how the request is parsed: all its faults are told at once."""
    if is_raw(each):
        return raw_request(each, imports)
    request = Chain(parts=("request = ", parsed(each, imports)))
    if not each.members:
        return lay(request, indent=4, before=4)
    imports.add("..runtime.faults", "Parsing")
    return "with Parsing(http):\n        " + lay(request, indent=8, before=8)


def _caching(caching: Caching) -> list[Node]:
    """Give what an operation tells caches; empty where that is nothing."""
    told: list[Node] = []
    if caching.has_etag:
        told.append(named("has_etag", "True"))
    if caching.control is not None:
        told.append(named("control", text(caching.control)))
    if caching.vary:
        told.append(named("vary", _texts(caching.vary)))
    if caching.credentials and caching.control == STRICTEST:
        told.append(named("credentials", _texts([each.lower() for each in caching.credentials])))
    return told


def _pages(pages: Pages) -> list[Node]:
    """Give how an operation gives its list in pages."""
    told: list[Node] = [named("cursor", text(pages.cursor))]
    if pages.is_sealed and pages.beside:
        told.append(named("beside", _texts(pages.beside)))
    if pages.is_sealed and pages.deep:
        told.append(named("deep", _texts(pages.deep)))
    if pages.has_link:
        told.append(named("has_link", "True"))
    if pages.is_sealed:
        told.append(named("is_sealed", "True"))
    return told


def _texts(values: Sequence[str]) -> Node:
    return display("(", (text(each) for each in values))


def hook_fed(planned: Plan, names: Names) -> tuple[str, ...]:
    """Give the members that hooks feed, as `Class.member` with its name in JSON, sorted."""
    found: set[str] = set()
    computed = frozenset(each.name for each in planned.computed)
    for each, fed in _built(planned.body, computed):
        cls = names.answers[each.schema].name
        found |= {f"{cls}.{name}" for name, value in each.members if _is_hooked(value, fed)}
    return tuple(sorted(found))


def _built(expression: Expression, fed: frozenset[str]) -> Iterator[tuple[Built, frozenset[str]]]:
    """Give every object with the sources and loops around it that hooks feed."""
    match expression:
        case Built():
            yield expression, fed
            for _, value in expression.members:
                yield from _built(value, fed)
        case Collected():
            inside = {expression.loop} if expression.over.name in fed else set()
            yield from _built(expression.item, fed | inside)
        case Shown():
            yield from _built(expression.value, fed)
        case Shaped() if expression.body is not None:
            inside = {expression.function} if expression.value.name in fed else set()
            yield from _built(expression.body, fed | inside)
        case Preferred():
            for option in expression.options:
                yield from _built(option, fed)
        case Chosen():
            for branch in expression.branches:
                yield from _built(branch, fed)
        case Read() | Fixed() | Otherwise() | Mapped() | Hooked() | Shaped():
            pass


def _is_hooked(value: Expression, fed: frozenset[str]) -> bool:
    """Say whether a hook gives a value, or the elements of it.

    Args:
        fed: the sources and loops whose values hooks give.
    """
    match value:
        case Hooked():
            return True
        case Read():
            return value.name in fed
        case Otherwise() | Preferred():
            return any(_is_hooked(each, fed) for each in value.options)
        case Mapped():
            return _is_hooked(value.value, fed)
        case Collected():
            # What breaks of a list that is made of one may be its length.
            return value.over.name in fed or _is_hooked(value.item, fed)
        case Shown():
            return _is_hooked(value.value, fed)
        case Built() | Shaped() | Chosen() | Fixed():
            return False
