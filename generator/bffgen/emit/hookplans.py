"""plans/<operation>.py and sources/<operation>.py of operations that hooks answer.

In:  one ByHook, the contracts of the upstreams.
Out: HookPlanView: the hook is called and held to its contract; CallsView: what it may ask.
"""

from bffgen.emit.arguments import add_imports, forwarded_key, passed_on, signature
from bffgen.emit.byhook import SENDING, Asked, ByHook
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Joined, Node, call, lay, named
from bffgen.emit.naming import request_name, upstream_module
from bffgen.emit.plain import size
from bffgen.emit.sends import module_name
from bffgen.emit.sources import MAX_BODY_BYTES
from bffgen.emit.view import CallsView, HookPlanView, MethodView
from bffgen.emit.words import docstring
from bffgen.model.implemented import Carried


def view_hook_plan(operation: ByHook) -> HookPlanView:
    """View the plan of an operation that a hook answers."""
    made, name = operation.implemented, operation.type_name
    imports = Imports()
    imports.add("..", "hooks")
    imports.add("..answers", f"{name}Response")
    imports.add("..models", f"{name}Request")
    imports.add("..ports", f"{name}Upstreams")
    imports.add("..runtime.call", "Call")
    imports.add("..runtime.hooked", "answered")
    asked = call(f"hooks.{made.function}", ["request", "up", "call"])
    answer = call("return await answered", [asked, f"{name}Response", "call"])
    items = (f"request: {name}Request", f"up: {name}Upstreams", "call: Call")
    head = Chain(
        parts=(
            f"async def {operation.function}",
            Bracket(open="(", items=items, close=")"),
            f" -> {name}Response:",
        )
    )
    doc = f"Answer `{made.operation.name}`: the team's function does."
    return HookPlanView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        signature=lay(head, indent=0),
        waits=docstring(waits_of(operation), indent=4),
        answer=lay(answer, indent=4, before=4),
    )


def waits_of(operation: ByHook) -> str:
    """Say who answers, how long that may take and what may be asked on the way."""
    made = operation.implemented
    said = f"`{made.function}` of hooks answers, in {made.budget_ms - made.reserve_ms} ms at most."
    listed = [f"{each.upstream}.{each.operation.name}" for each in made.uses]
    asked = f"It may ask {', '.join(listed)}." if listed else "It asks no upstream."
    mapped = [
        f"{client} when {each.upstream} says {status}."
        for each in made.uses
        for status, client in each.on_status
    ]
    return " ".join((said, asked, *mapped))


def view_calls(operation: ByHook) -> CallsView:
    """View the calls of a hook: what is asked of which service, what is handed back."""
    imports = Imports()
    imports.add("typing", "TypeAlias")
    imports.add("..runtime.fetch", "Fetch")
    imports.add("..runtime.upstream", "Services")
    methods = []
    for each in operation.asked:
        add_imports(each.given, imports)
        import_body(each, imports, "..")
        imports.add("..upstreams", upstream_module(each.used.upstream))
        imports.add(f"..uses.{upstream_module(each.used.upstream)}", *each.replies)
        returns = Chain(parts=("return ", _asking(each, operation, imports)))
        methods.append(
            MethodView(
                signature=lay(asked_head(each), indent=4, before=4),
                doc=docstring(asked_doc(each), indent=8),
                returns=lay(returns, indent=8, before=8),
            )
        )
    name = operation.operation.name
    services = sorted({each.used.upstream for each in operation.asked})
    return CallsView(
        doc=docstring(f"Calls of `{name}`: what its hook may ask of which service.", indent=0),
        imports=imports.text(),
        unions=tuple(_union(each) for each in operation.asked),
        calls=f"{operation.type_name}Calls",
        calls_doc=docstring(f"The upstreams of `{name}` as its hook is handed them.", indent=4),
        services=tuple((upstream_module(each), each) for each in services),
        methods=tuple(methods),
    )


def import_body(asked: Asked, imports: Imports, up: str) -> None:
    """Import the module of the body that a call takes, where it is more than plain values.

    Args:
        up: dots that lead to the package.
    """
    if any(each.type_name == SENDING for each in asked.given):
        imports.add(f"{up}runtime.transport", SENDING)
    alias = module_name(asked.used.upstream)
    if any(alias in each.type_name for each in asked.given):
        imports.add(f"{up}sends", upstream_module(asked.used.upstream), alias=alias)


def _union(asked: Asked) -> str:
    """Write what a call may hand back."""
    head = f"{asked.union}: TypeAlias = "
    return head + lay(Joined(operator="|", operands=asked.replies), indent=0, before=len(head))


def asked_head(asked: Asked, module: str = "") -> Node:
    """Write the `def` line of a call that a hook may make.

    Args:
        module: where the type stands of what is handed back, with a dot.
    """
    returns = f"Fetch[{module}{asked.union}]"
    return signature(asked.method, list(asked.given), returns, is_method=True)


def asked_doc(asked: Asked) -> str:
    """Say what a call is for."""
    return f"Ask {asked.used.upstream}: {asked.used.operation.key}."


def _asking(asked: Asked, operation: ByHook, imports: Imports) -> Node:
    used, intake = asked.used, operation.implemented.intake
    cap_ms = used.cap_ms
    if used.body is not None and used.body.is_passed and intake is not None and intake.is_passed:
        # The time that the client takes to send is its own.
        cap_ms += intake.within_ms
    module = upstream_module(used.upstream)
    handed = passed_on(asked.sent, forwarded_key(used, imports))
    request = call(f"{module}.{request_name(used.operation)}", handed)
    items: list[Node] = [request, *asked.replies, named("cap_ms", str(cap_ms))]
    if used.max_body_bytes != MAX_BODY_BYTES:
        items.append(named("max_body", size(used.max_body_bytes)))
    if used.on_status:
        pairs = ", ".join(f"{status}: {client}" for status, client in used.on_status)
        items.append(named("on_status", f"{{{pairs}}}"))
    if any(each.carries is Carried.CONTENT for each in used.answers):
        imports.add("..runtime.asked_open", "ask_open")
        return call("ask_open", [f"self._{module}", *items])
    return call(f"self._{module}.ask", items)
