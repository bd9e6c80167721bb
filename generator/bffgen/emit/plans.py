"""plans/<operation>.py: the join of the sources, and the shape function.

In:  one Written operation.
Out: PlanView.
"""

from dataclasses import replace

from bffgen.emit.arguments import fetch
from bffgen.emit.expression import literal_body, write
from bffgen.emit.headers import attribute
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Choice, Node, call, flat, lay, named, names_in
from bffgen.emit.naming import local
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.reading import ABSENT, Names
from bffgen.emit.sources import reader_name
from bffgen.emit.view import PlanView
from bffgen.emit.words import docstring
from bffgen.model.plan import Built, Call, Expression, Plan, Read, parts

# Where the names come from that expressions bring along.
_MODULES = {"MISSING": "pydantic", "islice": "itertools"}


def view_plan(operation: Written) -> PlanView:
    """View a plan: the join of the sources, and the shape function."""
    planned = operation.plan
    imports = Imports()
    imports.add("..answers", operation.answer, f"{operation.type_name}Response")
    imports.add("..models", f"{operation.type_name}Request")
    imports.add("..ports", f"{operation.type_name}Upstreams")
    imports.add("..runtime.call", "Call")
    imports.add("..sources", operation.function, alias="found")
    body = write(planned.body, operation.names)
    for name in sorted(_classes_in(planned.body, operation.names)):
        imports.add("..answers", name)
    if planned.hooks:
        imports.add("..", "hooks")
    built = _sources_of(planned.body)
    heads = frozenset[str]().union(*(_sources_of(each.value) for each in planned.headers))
    used = built.union(heads, *(each.waits for each in planned.calls))
    lines = [_source(operation, each, used) for each in planned.calls]
    read = [each for each in planned.calls if each.name in built]
    asks = _asks(planned.body)
    given = [_given(each) for each in read] + (["request"] if asks else [])
    answered: list[Node] = [call(operation.build, given)]
    if any(not each.required for each in planned.calls):
        answered.append(named("missing", "source.missing"))
    answered += given_headers(operation)
    fallbacks = [_fallback(operation, each) for each in planned.calls if each.fallback]
    types: list[Node] = [_parameter(operation, each) for each in read]
    types += [f"request: {operation.type_name}Request"] if asks else []
    answer = Chain(parts=("return ", call(operation.answer, answered)))
    made = Chain(parts=("return ", body))
    for name in names_in(Chain(parts=(body, answer, *types, *lines))):
        imports.add(_MODULES[name], name)
    doc = f"Answer `{planned.operation.name}`: join the sources, then build the answer."
    return PlanView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        fallbacks=tuple(fallbacks),
        signature=lay(_plan_head(operation), indent=0),
        waits=docstring(waits(planned), indent=4),
        sources=tuple(lay(line, indent=8, before=8) for line in lines),
        answer=lay(answer, indent=4, before=4),
        build_signature=lay(_build_head(operation, types), indent=0),
        body=lay(made, indent=4, before=4),
    )


def _plan_head(operation: Written) -> Node:
    items: tuple[Node, ...] = (
        f"request: {operation.type_name}Request",
        f"up: {operation.type_name}Upstreams",
        "call: Call",
    )
    parts = (
        f"async def {operation.function}",
        Bracket(open="(", items=items, close=")"),
        f" -> {operation.type_name}Response:",
    )
    return Chain(parts=parts)


def _build_head(operation: Written, types: list[Node]) -> Node:
    brackets = Bracket(open="(", items=tuple(types), close=")")
    return Chain(parts=(f"def {operation.build}", brackets, f" -> {operation.root.name}:"))


def _parameter(operation: Written, target: Call) -> Node:
    """Write a parameter of the shape function."""
    kind = f"{local(target.name)}: {operation.answer_type(target, 'found.')}"
    if target.required or target.fallback:
        return kind
    return Chain(parts=(f"{kind} | ", ABSENT))


def _given(target: Call) -> Node:
    """Give the value of a source, or what stands in for it."""
    name = local(target.name)
    if target.fallback is None:
        return f"{name}.value"
    test = Chain(parts=(f"{name}.value is ", ABSENT))
    return Choice(test=test, then=_stand_in(target), other=f"{name}.value")


def _fallback(operation: Written, target: Call) -> str:
    _, typed = operation.names.values[target.name]
    value = literal_body(target.fallback.value if target.fallback else None, typed)
    if target.headers:
        value = call(operation.answer_type(target, "found."), [named("body", value)])
    return lay(Chain(parts=(f"{_stand_in(target)} = ", value)), indent=0)


def _stand_in(target: Call) -> str:
    return f"{reader_name(target)}_FALLBACK"


def _source(operation: Written, target: Call, used: frozenset[str]) -> Node:
    """Write one statement of the join; a source that nothing reads gets no name."""
    name = local(target.name)
    made = fetch(operation.methods[target.name], target, operation.names)
    head = "source"
    if target.waits:
        waited = [local(each) for each in target.waits]
        head = f"source.after({', '.join(waited)})"
        made = Chain(parts=(f"lambda {', '.join(waited)}: ", made))
    items: list[Node] = [made, named("cap_ms", str(target.cap_ms))]
    if target.required:
        if target.on_status:
            pairs = ", ".join(f"{status}: {client}" for status, client in target.on_status)
            items.append(named("on_status", f"{{{pairs}}}"))
        word = "required"
    else:
        items.insert(0, text(target.report_as))
        word = "optional"
    kept = f"{name} = " if target.name in used else ""
    return Chain(parts=(kept, call(f"{head}.{word}", items)))


def waits(planned: Plan) -> str:
    """Say what an operation waits for and how much of its budget that is."""
    caps = {each.name: each.cap_ms for each in planned.calls}
    path = " -> ".join(f"{name} {caps[name]}" for name in planned.critical_path)
    count = len(planned.calls)
    plural = "s" if count != 1 else ""
    longest = f"{path} ms, of {planned.budget_ms}" if path else "nothing that is required"
    said = f"Waits: {longest}. At most {count} call{plural}."
    mapped = [
        f"{client} when {each.upstream} says {status}."
        for each in planned.calls
        for status, client in each.on_status
    ]
    return " ".join([said, *mapped]) if len(mapped) < 2 else f"{said}\n\n{' '.join(mapped)}"


def given_headers(operation: Written) -> list[Node]:
    """Give the headers of an answer, each as an argument of its class; the sources have ended."""
    ended = {}
    for each in operation.plan.calls:
        given = _given(each)
        ended[each.name] = given if isinstance(given, str) else f"({flat(given)})"
    values = {
        name: (ended.get(name, own), typed) for name, (own, typed) in operation.names.values.items()
    }
    names = replace(operation.names, values=values, whole=ended)
    return [
        named(attribute(each.header.name), write(each.value, names))
        for each in operation.plan.headers
    ]


def _sources_of(expression: Expression) -> frozenset[str]:
    return frozenset(
        each.source for each in parts(expression) if isinstance(each, Read) and each.source
    )


def _asks(expression: Expression) -> bool:
    return any(isinstance(each, Read) and each.root == "request" for each in parts(expression))


def _classes_in(expression: Expression, names: Names) -> frozenset[str]:
    return frozenset(
        names.answers[each.schema].name for each in parts(expression) if isinstance(each, Built)
    )
