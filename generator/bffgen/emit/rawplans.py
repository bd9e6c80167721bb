"""Operations of which no class is made: how a route hands the request on, and what its plan holds.

In:  one ByHook that is raw.
Out: HookPlanView of plans/<operation>.py; the statements of its route.
How: the request goes to the function of the team as it came, and what that answers to the client;
     statuses and media types of the contract are a constant of the plan.
"""

from typing import TypeGuard

from bffgen.emit.byhook import ByHook
from bffgen.emit.hookplans import waits_of
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, display, lay
from bffgen.emit.naming import body_constant
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.requests import limits
from bffgen.emit.view import HookPlanView
from bffgen.emit.words import docstring
from bffgen.model.implemented import Raw

RAW_REQUEST = "RawRequest"
RESPONSE = "Response"
_PROMISED = "PROMISED"


def is_raw(operation: Written | ByHook) -> TypeGuard[ByHook]:
    """Say whether no class is made of an operation."""
    return isinstance(operation, ByHook) and operation.raw is not None


def view_raw_plan(operation: ByHook, raw: Raw) -> HookPlanView:
    """View the plan of an operation that is answered raw."""
    made, name = operation.implemented, operation.type_name
    imports = Imports()
    imports.add("starlette.responses", RESPONSE)
    imports.add("..", "hooks")
    imports.add("..ports", f"{name}Upstreams")
    imports.add("..runtime.call", "Call")
    imports.add("..runtime.raw", "Promised", RAW_REQUEST, "raw_answered")
    asked = call(f"hooks.{made.function}", ["request", "up", "call"])
    answer = call("return await raw_answered", [asked, _PROMISED, "call"])
    items = (f"request: {RAW_REQUEST}", f"up: {name}Upstreams", "call: Call")
    brackets = Bracket(open="(", items=items, close=")")
    head = Chain(parts=(f"async def {operation.function}", brackets, f" -> {RESPONSE}:"))
    doc = f"Answer `{made.operation.name}`: the team's function does, raw."
    return HookPlanView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        constants=lay(Chain(parts=(f"{_PROMISED} = ", _promised(raw))), indent=0),
        signature=lay(head, indent=0),
        waits=docstring(waits_of(operation), indent=4),
        answer=lay(answer, indent=4, before=4),
    )


def _promised(raw: Raw) -> Node:
    rows = tuple(
        Chain(parts=(f"{text(status)}: ", display("(", tuple(text(each) for each in types))))
        for status, types in raw.promised
    )
    return call("Promised", [display("{", rows)])


def raw_body(operation: Written | ByHook, imports: Imports) -> str:
    """Write the statement that makes the reader of a body; empty where none is taken."""
    if not is_raw(operation) or operation.raw is None or not operation.raw.takes:
        return ""
    imports.add("..runtime.incoming", "IncomingBody")
    taken = display("(", [text(each) for each in operation.raw.takes])
    reader = call("IncomingBody", [taken, *limits(operation.raw)])
    constant = body_constant(operation.operation)
    return lay(Chain(parts=(f"{constant} = ", reader)), indent=0)


def raw_request(operation: ByHook, imports: Imports) -> str:
    """Write how the request is handed on."""
    given: list[Node] = ["http"]
    if operation.raw is not None and operation.raw.takes:
        how = "read" if operation.raw.is_body_required else "read_if_sent"
        given.append(call(f"await {body_constant(operation.operation)}.{how}", ["http", "call"]))
    imports.add("..runtime.faults", "Parsing")
    request = Chain(parts=("request = ", call(RAW_REQUEST, given)))
    return "with Parsing(http):\n        " + lay(request, indent=8, before=8)
