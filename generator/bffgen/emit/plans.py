"""plans/<operation>.py: the join of the sources, and the shape functions.

In:  one Written operation.
Out: PlanView.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

from bffgen.emit.asking import ask, asked_by, compute, computed_by, keyed_by, ran
from bffgen.emit.classes import type_text
from bffgen.emit.ended import cursor_type, given_headers, next_page, opened_cursor, seal_cursor
from bffgen.emit.expression import literal_body, where_on, where_shown, write
from bffgen.emit.fan_out import fan_out_fetch, index_type
from bffgen.emit.imports import Imports, typing_names
from bffgen.emit.layout import Bracket, Chain, Name, Node, call, flat, lay, named, names_in
from bffgen.emit.naming import local
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.reading import ABSENT, Names
from bffgen.emit.senders import view_senders
from bffgen.emit.shaped import CALLER, SETTINGS, Given
from bffgen.emit.shaped import instances as shaped_by
from bffgen.emit.shapes import (
    ShapeFunction,
    element_function,
    given_to,
    instance_function,
    look_ups,
    shape_functions,
)
from bffgen.emit.sources import reader_name
from bffgen.emit.tables import table
from bffgen.emit.view import PlanView
from bffgen.emit.words import docstring
from bffgen.model.composition import OnInvalid
from bffgen.model.computed import Computed
from bffgen.model.expression import Built, Expression, Read, Shaped, parts
from bffgen.model.plan import Call, Plan

# Where the names come from that expressions bring along.
_MODULES = {
    "Fetch": "..runtime.fetch",
    "Index": "..runtime.index",
    "MISSING": "pydantic",
    "Sequence": "collections.abc",
    "batch": "..runtime.fan_out",
    "body_of": "..runtime.reply",
    "computed": "..runtime.computed",
    "each": "..runtime.fan_out",
    "if_budget": "..runtime.start",
    "islice": "itertools",
    "kept": "..runtime.index",
    "only": "..runtime.reply",
}


def view_plan(operation: Written, imports: Imports | None = None) -> PlanView:
    """View a plan: the join of the sources, and the shape function.

    Args:
        imports: what it takes from elsewhere is added to these.
    """
    planned = operation.plan
    imports = Imports() if imports is None else imports
    imports.add("..answers", operation.answer, operation.response)
    imports.add("..models", f"{operation.type_name}Request")
    imports.add("..ports", f"{operation.type_name}Upstreams")
    imports.add("..runtime.call", "Call")
    for name in sorted(_classes_in(planned.body, operation.names)):
        imports.add("..answers", name)
    if operation.is_wrapped:
        imports.add("..answers", operation.root)
    if planned.functions:
        imports.add("..", "hooks")
    if planned.computed:
        imports.add("..", "results")
    whole = operation.build if _calls_itself(operation) else ""
    known_names, instances = shaped_by(
        planned.body, operation.names, operation.function, {operation.build}, whole
    )
    beside = {operation.build, *(each.name for each in instances)}
    made = shape_functions(planned.body, known_names, beside)
    senders = view_senders(operation, {*beside, *(each.name for each in made.functions)})
    order = [each.name for each in planned.sources]
    given = sorted(
        given_to(planned.body, planned.lookups),
        key=lambda each: order.index(each[1]) if each[1] in order else len(order),
    )
    heads = [_sources_of(each.value) for each in planned.headers]
    paging = planned.paging
    heads += [frozenset((paging.source,))] if paging and paging.pages.is_told else []
    waited = [each.waits for each in planned.sources]
    used = {planned.passed, *(name for _, name in given)}.union(*heads, *waited)
    opened = opened_cursor(operation)
    inside = replace(operation, names=replace(operation.names, opened=opened))
    lines = [_source(inside, each, used) for each in planned.sources]
    sealed = seal_cursor(operation)
    known = _known(operation, given, imports)
    answered: list[Node] = []
    if operation.root:
        answered.append(call(operation.build, [_value(operation, each) for each in given]))
    if planned.passed:
        answered.append(_passed(operation))
    if any(may_lack(each) for each in planned.sources):
        answered.append(named("missing", "source.missing"))
    answered += [*given_headers(operation), *next_page(operation)]
    answer = Chain(parts=("return ", call(operation.answer, answered)))
    fallbacks = [made for each in planned.sources for made in _fallback(operation, each)]
    tables = [table(each, name) for each, name in operation.names.tables.items()]
    type_of = partial(_type, operation)
    shapes = [] if whole else _whole(operation, given, made.names)
    shapes += [instance_function(each, type_of) for each in instances]
    shapes += [element_function(each, type_of) for each in made.functions]
    shapes += [function for each in senders for function in each.functions]
    shapes += [asked_by(operation, each) for each in planned.calls if each.lookups]
    shapes += [
        keyed_by(operation, each, each.fan_out)
        for each in planned.calls
        if each.fan_out is not None and each.fan_out.lookups
    ]
    shapes += [computed_by(operation, each) for each in planned.computed if each.lookups]
    within = [node for each in shapes for node in each.nodes]
    within += [node for each in senders for node in each.nodes]
    for name in names_in(Chain(parts=(answer, *lines, *sealed, *fallbacks, *tables, *within))):
        imports.add(_MODULES[name], name)
    if any("found." in flat(each) for each in (*lines, *fallbacks, *within)):
        imports.add("..sources", operation.function, alias="found")
    if any("MISSING" in flat(each.head) for each in shapes):
        imports.add("pydantic", "MISSING")
    for each in (*tables, *(each.head for each in shapes)):
        for name in typing_names(flat(each)):
            imports.add("typing", name)
    if any("models." in flat(each.head) for each in shapes):
        imports.add("..", "models")
    then = "pass the body on" if planned.passed else "build the answer"
    doc = f"Answer `{planned.operation.name}`: join the sources, then {then}."
    return PlanView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        fallbacks=tuple(lay(each, indent=0) for each in fallbacks),
        tables=tuple(lay(each, indent=0) for each in tables),
        signature=lay(_plan_head(operation), indent=0),
        waits=docstring(waits(planned), indent=4),
        before=(
            *known,
            *(
                f"{name} = call.opened(request.{operation.names.request[key]})"
                for key, name in opened.items()
            ),
        ),
        sources=tuple(lay(line, indent=8, before=8) for line in lines),
        after=tuple(lay(line, indent=4, before=4) for line in sealed),
        answer=lay(answer, indent=4, before=4),
        senders=tuple(each.view for each in senders),
        shapes=tuple(each.view() for each in shapes),
    )


def _passed(operation: Written) -> Node:
    """Give the body that is passed on to the answer."""
    source = next(each for each in operation.plan.calls if each.name == operation.plan.passed)
    return f"{local(source.name)}.value" + (".body" if source.headers else "")


def _known(operation: Written, given: Iterable[Given], imports: Imports) -> tuple[str, ...]:
    """Give the statements that say who calls and what is set, where a plan asks."""
    planned, asked = operation.plan, frozenset(given)
    known = []
    if CALLER in asked or planned.asks_who_calls:
        imports.add("..identity", "Identity")
        method = "known_caller" if planned.access.may_be_unknown else "caller"
        known.append(f"identity = call.{method}(Identity)")
    if SETTINGS in asked or planned.reads_settings:
        imports.add("..config", "Config")
        known.append("config = call.config(Config)")
    return tuple(known)


def _calls_itself(operation: Written) -> bool:
    """Say whether the function of the whole answer is one that its elements are built by, too."""
    body = operation.plan.body
    if not isinstance(body, Shaped) or body.may_miss or body.may_null or operation.is_wrapped:
        return False
    read = body.value
    return read.root == "source" and not read.hops and read.name not in operation.names.headers


def _whole(operation: Written, given: Iterable[Given], names: Names) -> list[ShapeFunction]:
    """Write the shape function of the whole answer, where it has a body."""
    planned = operation.plan
    if not operation.root:
        return []
    types: list[Node] = []
    for each in given:
        kind = _type(operation, each, names)
        types.append(Chain(parts=(f"{_name(operation, each)}: ", kind)))
    brackets = Bracket(open="(", items=tuple(types), close=")")
    made = write(planned.body, names)
    whole = ShapeFunction(
        head=Chain(parts=(f"def {operation.build}", brackets, f" -> {operation.root}:")),
        said="Build the answer, which validates it; tests and hooks call it with literals.",
        look_ups=look_ups(planned.lookups, names),
        guards=(),
        body=call(operation.root, [made]) if operation.is_wrapped else made,
    )
    return [whole]


def _name(operation: Written, given: Given) -> str:
    named = {
        "request": "request",
        "identity": "identity",
        "config": "config",
        "missing": operation.names.missing,
        "next": operation.names.following,
    }
    return named.get(given[0]) or local(given[1])


def _value(operation: Written, given: Given) -> Node:
    """Give a value of the plan to the shape function."""
    name = _name(operation, given)
    if given[0] == "missing":
        return _missing_names(operation)
    return name if given[0] in ("request", "identity", "config", "next") else f"{name}.value"


def _type(operation: Written, given: Given, names: Names) -> Node:
    """Write the type of a value that a shape function is given."""
    root, name = given
    if root == "request":
        return f"{operation.type_name}Request"
    if root == "missing":
        return Chain(parts=(f"{operation.missing_type} | ", ABSENT))
    if root == "next":
        return cursor_type(operation)
    if root == "identity":
        absent = (" | ", ABSENT) if operation.plan.access.may_be_unknown else ()
        return Chain(parts=("Identity", *absent))
    if root == "config":
        return "Config"
    if root in ("loop", "lookup"):
        typed = names.values[name][1]
        return type_text(typed.schema, typed.prefix)
    target = next(each for each in operation.plan.sources if each.name == name)
    if isinstance(target, Call) and target.fan_out is not None:
        return index_type(target.fan_out, names.values[name][1])
    kind = operation.value_type(target)
    is_absent = isinstance(target, Call) and target.may_lack and not target.headers
    if target.required or target.fallback or is_absent:
        return kind
    return Chain(parts=(f"{kind} | ", ABSENT))


def _plan_head(operation: Written) -> Node:
    items: tuple[Node, ...] = (
        f"request: {operation.type_name}Request",
        f"up: {operation.type_name}Upstreams",
        "call: Call",
    )
    parts = (
        f"async def {operation.function}",
        Bracket(open="(", items=items, close=")"),
        f" -> {operation.response}:",
    )
    return Chain(parts=parts)


def _fallback(operation: Written, target: Call | Computed) -> list[Node]:
    """Write the constant that stands in for a source, if there is one."""
    _, typed = operation.names.values[target.name]
    if isinstance(target, Computed):
        if target.fallback is None:
            return []
        value = literal_body(target.fallback.value, typed)
        return [Chain(parts=(f"{_stand_in(operation, target)} = ", value))]
    if target.answer is None:
        return []
    if target.fan_out is not None and not target.required:
        kind = index_type(target.fan_out, typed)
        return [
            Chain(
                parts=(f"{_stand_in(operation, target)}: ", kind, " = ", Name(name="Index"), "()")
            )
        ]
    if target.fallback is None:
        return []
    value = literal_body(target.fallback.value, typed)
    if target.headers:
        value = call(operation.answer_type(target, "found."), [named("body", value)])
    return [Chain(parts=(f"{_stand_in(operation, target)} = ", value))]


def _stand_in(operation: Written, target: Call | Computed) -> str:
    return f"{operation.names.own.upper()}{reader_name(target)}_FALLBACK"


def _begun(operation: Written, target: Call | Computed) -> Node:
    """Write what a source begins: a call, several of them, or a function of the team."""
    if isinstance(target, Computed):
        return compute(operation, target)
    asks = partial(ask, operation, target)
    if target.fan_out is not None:
        over = ran(operation, target, target.fan_out, operation.names)
        return fan_out_fetch(target, target.fan_out, operation.names, over, asks)
    return asks(operation.names)


def _source(operation: Written, target: Call | Computed, used: Collection[str]) -> Node:
    """Write one statement of the join; a source that nothing reads gets no name."""
    name, made = local(target.name), _begun(operation, target)
    if target.least_ms:
        made = if_budget(made, target.least_ms)
    if target.visible_to:
        made = where_shown(target.visible_to, operation.names, made)
    if target.when is not None:
        made = where_on(target.when, operation.names, made)
    head = "source"
    if target.waits:
        waited = [local(each) for each in target.waits]
        head = f"source.after({', '.join(waited)})"
        made = Chain(parts=(f"lambda {', '.join(waited)}: ", made))
    elif _is_built_late(target):
        made = Chain(parts=("lambda: ", made))
    items: list[Node] = [made, named("cap_ms", str(_cap_ms(operation, target)))]
    if target.required:
        if isinstance(target, Call) and target.on_status:
            pairs = ", ".join(f"{status}: {client}" for status, client in target.on_status)
            items.append(named("on_status", f"{{{pairs}}}"))
        word = "required"
    else:
        items.insert(0, text(target.report_as))
        word = "optional"
        is_several = isinstance(target, Call) and target.fan_out is not None
        if target.fallback is not None or is_several:
            items.append(named("fallback", _stand_in(operation, target)))
    kept = f"{name} = " if target.name in used else ""
    return Chain(parts=(kept, call(f"{head}.{word}", items)))


def if_budget(begun: Node, least_ms: int) -> Node:
    """Write that a source is begun only while so much of the plan's time is left."""
    brackets = Bracket(open="(", items=(begun, named("ms", str(least_ms))), close=")")
    return Chain(parts=(Name(name="if_budget"), brackets))


def _cap_ms(operation: Written, target: Call | Computed) -> int:
    """Give the limit of a source: what it is sent as it comes may take its own time as well."""
    intake = operation.plan.intake
    is_handed = isinstance(target, Call) and target.handed is not None
    return target.cap_ms + (intake.within_ms if is_handed and intake else 0)


def _is_built_late(target: Call | Computed) -> bool:
    """Say whether a call is made by the join: a body that breaks its bounds costs no answer."""
    is_call = isinstance(target, Call) and target.body is not None and target.fan_out is None
    return is_call and not target.required


def waits(planned: Plan) -> str:
    """Say what an operation waits for and how much of its budget that is."""
    caps = {each.name: each.cap_ms for each in planned.sources}
    path = " -> ".join(f"{name} {caps[name]}" for name in planned.critical_path)
    count = sum(each.first_calls for each in planned.calls)
    plural = "s" if count != 1 else ""
    most = planned.most_calls
    beside = f", {most} with those that are asked again" if most > count else ""
    longest = f"{path} ms, of {planned.budget_ms}" if path else "nothing that is required"
    said = f"Waits: {longest}. At most {count} call{plural}{beside}."
    mapped = [
        f"{client} when {each.upstream} says {status}."
        for each in planned.calls
        for status, client in each.on_status
    ]
    return " ".join([said, *mapped]) if len(mapped) < 2 else f"{said}\n\n{' '.join(mapped)}"


def may_lack(source: Call | Computed) -> bool:
    """Say whether an answer may go without a source, or without elements of its lists."""
    drops = isinstance(source, Call) and source.on_invalid is OnInvalid.DROP_ITEM
    return drops or not source.required


def _missing_names(operation: Written) -> Node:
    """Write the names of what an answer goes without, of all that there may be."""
    planned = operation.plan
    words = dict.fromkeys(each.report_as for each in planned.sources if may_lack(each))
    return call("source.missing_names", [text(each) for each in words])


def _sources_of(expression: Expression) -> frozenset[str]:
    return frozenset(
        each.source for each in parts(expression) if isinstance(each, Read) and each.source
    )


def _classes_in(expression: Expression, names: Names) -> frozenset[str]:
    return frozenset(
        names.answers[each.schema].name for each in parts(expression) if isinstance(each, Built)
    )
