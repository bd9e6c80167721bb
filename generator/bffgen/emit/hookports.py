"""Ports of operations that hooks answer: what a hook is handed, what it must be.

In:  one ByHook.
Out: its Protocol of upstreams; its method of the Protocol `Hooks`.
How: what hooks are written with stands in ports.py, so that the team has one module to look into.
"""

from collections.abc import Iterable

from bffgen.emit.arguments import add_imports
from bffgen.emit.byhook import ByHook, reply_name
from bffgen.emit.hookplans import asked_doc, asked_head, import_body
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, lay
from bffgen.emit.naming import upstream_module
from bffgen.emit.rawplans import RAW_REQUEST, RESPONSE
from bffgen.emit.view import MethodView, PortView
from bffgen.emit.words import docstring
from bffgen.model.names import operation_type
from bffgen.model.plan import ClientPlan


def port_of_hook(operation: ByHook, imports: Imports) -> PortView:
    """View the upstreams that a hook is handed, and import what hooks take from here."""
    _hand_on(imports, ".runtime.call", "Call")
    _hand_on(imports, ".runtime.fetch", "UpstreamFailed")
    if operation.raw is None:
        _hand_on(imports, ".models", f"{operation.type_name}Request")
    else:
        _hand_on(imports, ".runtime.raw", RAW_REQUEST)
        _hand_on(imports, ".runtime.raw", RESPONSE)
    methods = []
    for each in operation.asked:
        add_imports(each.given, imports)
        import_body(each, imports, ".")
        imports.add(".runtime.fetch", "Fetch")
        for reply in each.replies:
            _hand_on(imports, f".uses.{upstream_module(each.used.upstream)}", reply)
        imports.add(".sources", operation.function, alias=f"{operation.function}_sources")
        head = lay(asked_head(each, f"{operation.function}_sources."), indent=4, before=4)
        methods.append(MethodView(signature=head, doc=docstring(asked_doc(each), indent=8)))
    name = operation.operation.name
    asks = "asks of upstreams, and nothing else" if methods else "asks of upstreams: nothing"
    return PortView(
        name=f"{operation.type_name}Upstreams",
        doc=docstring(f"What `{name}` {asks}.", indent=4),
        methods=tuple(methods),
    )


def _hand_on(imports: Imports, module: str, name: str) -> None:
    """Import a name for others to import: type checkers want it said twice."""
    imports.add(module, name, alias=name)


def hook_method(operation: ByHook, imports: Imports) -> MethodView:
    """View the function that answers an operation."""
    name = operation.type_name
    request, answer = f"{name}Request", f"answers.{name}Response"
    if operation.raw is not None:
        request, answer = RAW_REQUEST, RESPONSE
    else:
        imports.add(".", "answers")
    items = ("self", f"request: {request}", f"up: {name}Upstreams", "call: Call", "/")
    head = Chain(
        parts=(
            f"async def {operation.implemented.function}",
            Bracket(open="(", items=items, close=")"),
            f" -> {answer}:",
        )
    )
    doc = f"Answer `{operation.operation.name}`: {operation.operation.key}."
    return MethodView(signature=lay(head, indent=4, before=4), doc=docstring(doc, indent=8))


def names_in_ports(plan: ClientPlan) -> Iterable[str]:
    """Give the names that stand in ports.py because of operations."""
    for each in plan.answered:
        yield f"{operation_type(each.operation)}Upstreams"
    for each in plan.typed:
        yield f"{operation_type(each.operation)}Request"
    if len(plan.typed) < len(plan.answered):
        yield from (RAW_REQUEST, RESPONSE)
    for made in plan.implemented:
        for use in made.uses:
            yield from (reply_name(use, status) for status in use.answers)
