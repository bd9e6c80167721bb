"""The modules of a package that are about operations: each as the view of its template.

In:  the Written operations of a client.
Out: one view a module: answers, ports, sources, upstreams, plans, routes.
How: a function a module; names come from `operation.py`, expressions from `expression.py`.
"""

from collections.abc import Iterable, Mapping, Sequence

from bffgen.emit.arguments import fetch, parameters_of, passed_on, signature
from bffgen.emit.bodies import bodies
from bffgen.emit.classes import type_text
from bffgen.emit.expression import MISSING, Names, literal_body, write
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, flat, lay, named
from bffgen.emit.models import WrittenClass
from bffgen.emit.naming import local, operation_name, snake
from bffgen.emit.operation import Written
from bffgen.emit.plain import text
from bffgen.emit.requests import parsed
from bffgen.emit.view import (
    AnswersView,
    MethodView,
    PlanView,
    PortsView,
    PortView,
    RoutesView,
    RouteView,
    SourcesView,
    StatusView,
    UpstreamModuleView,
)
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api, Operation
from bffgen.model.canonical import Json
from bffgen.model.plan import (
    Argument,
    Built,
    Call,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Otherwise,
    Plan,
    Read,
)

# The runtime's own default; a source that says the same says nothing.
_MAX_BODY_BYTES = 256 * 1024


def answers(operations: Sequence[Written], classes: Sequence[WrittenClass]) -> AnswersView:
    """View the answers of a client: bodies of its contract, a class a status."""
    imports = Imports()
    imports.add("dataclasses", "dataclass")
    imports.add("typing", "ClassVar", "TypeAlias")
    imports.add(".runtime.answer", "Answer")
    views = bodies(classes, imports, depth=0, doc="`{name}` of the contract.", docs=True)
    statuses = [
        StatusView(
            name=each.answer,
            body=each.root.name,
            status=int(each.plan.success.status),
            doc=docstring(sentence(each.plan.success.description), indent=4),
        )
        for each in operations
    ]
    return AnswersView(
        imports=imports.text(),
        bodies=views,
        statuses=tuple(statuses),
        responses=tuple((f"{each.type_name}Response", each.answer) for each in operations),
    )


# -- sources and upstreams ----------------------------------------------------------------------


def sources(operation: Written, apis: Mapping[str, Api]) -> SourcesView:
    """View the sources of one operation: narrow bodies, their readers, the calls."""
    imports = Imports()
    plan = operation.plan
    name = plan.operation.name
    views = bodies(
        operation.source_classes,
        imports,
        depth=1,
        doc=f"What `{name}` reads of an upstream's answer.",
        docs=False,
    )
    services = sorted({call.upstream for call in plan.calls})
    imports.add("..runtime.body", "reader")
    imports.add("..runtime.fetch", "Fetch")
    imports.add("..runtime.upstream", "Services")
    methods = []
    for each in plan.calls:
        parameters = parameters_of(each.arguments)
        if any(not parameter.required for parameter in parameters):
            imports.add("pydantic", MISSING)
        module = snake(each.upstream)
        imports.add("..upstreams", module)
        made = call(f"{module}.{operation_name(each.operation)}", passed_on(parameters))
        arguments: list[Node] = [made, _reader(each)]
        if each.max_body_bytes != _MAX_BODY_BYTES:
            arguments.append(named("max_body", _size(each.max_body_bytes)))
        returns = Chain(parts=("return ", call(f"self._{module}.fetch", arguments)))
        head = signature(
            operation.methods[each.name],
            apis[each.upstream],
            parameters,
            f"Fetch[{operation.body_type(each, '')}]",
            is_method=True,
        )
        methods.append(
            MethodView(
                signature=lay(head, indent=4, before=4),
                doc=docstring(_call_doc(each), indent=8),
                returns=lay(returns, indent=8, before=8),
            )
        )
    return SourcesView(
        operation=name,
        imports=imports.text(),
        bodies=views,
        readers=tuple((_reader(each), operation.body_type(each, "")) for each in plan.calls),
        calls=f"{operation.type_name}Calls",
        services=tuple((snake(each), each) for each in services),
        methods=tuple(methods),
    )


def _reader(target: Call) -> str:
    return local(target.name).upper()


def _size(count: int) -> str:
    for unit in (1024 * 1024, 1024):
        if count % unit == 0:
            return f"{count // unit} * {'1024 * 1024' if unit > 1024 else '1024'}"
    return str(count)


def _call_doc(target: Call) -> str:
    return f"Ask {target.upstream} for the source `{target.name}`: {target.operation.key}."


def upstream_module(name: str, api: Api, calls: Iterable[Call]) -> UpstreamModuleView:
    """View an upstream: one function an operation in use, with the parameters in use."""
    used: dict[str, tuple[Operation, list[Argument]]] = {}
    for each in calls:
        _, arguments = used.setdefault(each.operation.key, (each.operation, []))
        arguments += each.arguments
    imports = Imports()
    imports.add("..runtime.transport", "UpstreamRequest")
    requests = [
        _request(api, *used[operation.key], imports)
        for operation in api.operations
        if operation.key in used
    ]
    return UpstreamModuleView(
        title=_one_line(f"{name}: {api.title} {api.version}"),
        imports=imports.text(),
        requests=tuple(requests),
    )


def _request(
    api: Api, operation: Operation, arguments: list[Argument], imports: Imports
) -> MethodView:
    parameters = parameters_of(arguments)
    if any(not parameter.required for parameter in parameters):
        imports.add("pydantic", MISSING)
    path = operation.path
    for parameter in parameters:
        if parameter.location == "path":
            imports.add("..runtime.upstream", "segment")
            path = path.replace(f"{{{parameter.name}}}", f"{{segment({snake(parameter.name)})}}")
    mark = "f" if path != operation.path else ""
    values: list[Node] = [
        named("method", text(operation.method)),
        named("path", f'{mark}"{path}"'),
    ]
    for location, function in (("query", "query"), ("header", "headers")):
        pairs: list[Node] = [
            f"({text(each.name)}, {snake(each.name)})"
            for each in sorted(parameters, key=operation.parameters.index)
            if each.location == location
        ]
        if pairs:
            imports.add("..runtime.upstream", function)
            values.append(named(function, call(function, pairs)))
    statuses = [each.status for each in operation.responses if each.status.startswith("2")]
    if statuses != ["200"]:
        values.append(named("accepts", f"({', '.join(statuses)},)"))
    head = signature(operation_name(operation), api, parameters, "UpstreamRequest", is_method=False)
    returns = Chain(parts=("return ", call("UpstreamRequest", values)))
    said = sentence(operation.summary or operation.description.partition("\n")[0])
    return MethodView(
        signature=lay(head, indent=0),
        doc=docstring(f"{operation.key}: {said}" if said else operation.key, indent=4),
        returns=lay(returns, indent=4, before=4),
    )


# -- plans and routes ---------------------------------------------------------------------------


def plan(operation: Written) -> PlanView:
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
    lines = [_source_line(operation, each) for each in planned.calls]
    read = [each for each in planned.calls if each.name in _roots(planned.body, "source")]
    asks = bool(_roots(planned.body, "request"))
    given = [_given(each) for each in read] + (["request"] if asks else [])
    answered: list[Node] = [call(operation.build, given)]
    if any(not each.required for each in planned.calls):
        answered.append(named("missing", "source.missing"))
    fallbacks = [_fallback(operation, each) for each in planned.calls if each.fallback]
    types: list[Node] = [f"{local(each.name)}: {_read_type(operation, each)}" for each in read]
    types += [f"request: {operation.type_name}Request"] if asks else []
    answer = Chain(parts=("return ", call(operation.answer, answered)))
    made = Chain(parts=("return ", body))
    texts = (*lines, flat(body), *(flat(each) for each in types))
    if any(MISSING in line for line in texts):
        imports.add("pydantic", MISSING)
    if "islice(" in flat(body):
        imports.add("itertools", "islice")
    return PlanView(
        operation=planned.operation.name,
        imports=imports.text(),
        fallbacks=tuple(fallbacks),
        signature=lay(_plan_head(operation), indent=0),
        waits=docstring(waits(planned), indent=4),
        sources=tuple(lines),
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


def _read_type(operation: Written, target: Call) -> str:
    kind = operation.body_type(target, "found.")
    return kind if target.required or target.fallback else f"{kind} | {MISSING}"


def _given(target: Call) -> Node:
    """Give the value of a source, or what stands in for it."""
    name = local(target.name)
    if target.fallback is None:
        return f"{name}.value"
    return f"{_stand_in(target)} if {name}.value is {MISSING} else {name}.value"


def _fallback(operation: Written, target: Call) -> str:
    _, typed = operation.names.values[target.name]
    value = literal_body(target.fallback.value if target.fallback else None, typed)
    return lay(Chain(parts=(f"{_stand_in(target)} = ", value)), indent=0)


def _stand_in(target: Call) -> str:
    return f"{_reader(target)}_FALLBACK"


def _source_line(operation: Written, target: Call) -> str:
    """Write one statement of the join."""
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
    return lay(Chain(parts=(f"{name} = ", call(f"{head}.{word}", items))), indent=8, before=8)


def waits(planned: Plan) -> str:
    """Say what an operation waits for and how much of its budget that is."""
    caps = {each.name: each.cap_ms for each in planned.calls}
    path = " -> ".join(f"{name} {caps[name]}" for name in planned.critical_path)
    count = len(planned.calls)
    plural = "s" if count != 1 else ""
    said = f"Waits: {path or 'nothing'} ms, of {planned.budget_ms}. At most {count} call{plural}."
    mapped = [
        f"{client} when {each.upstream} says {status}."
        for each in planned.calls
        for status, client in each.on_status
    ]
    return " ".join([said, *mapped]) if len(mapped) < 2 else f"{said}\n\n{' '.join(mapped)}"


def _walk(expression: Expression) -> Iterable[Expression]:
    yield expression
    match expression:
        case Otherwise():
            yield from expression.options
        case Hooked():
            for argument in expression.arguments:
                yield from _walk(argument)
        case Built():
            if expression.base is not None:
                yield expression.base
            for _, value in expression.members:
                yield from _walk(value)
        case Collected():
            yield expression.over
            yield from expression.skip
            yield from _walk(expression.item)
        case Read() | Fixed():
            pass


def _roots(expression: Expression, root: str) -> frozenset[str]:
    return frozenset(
        each.name for each in _walk(expression) if isinstance(each, Read) and each.root == root
    )


def _classes_in(expression: Expression, names: Names) -> frozenset[str]:
    return frozenset(
        names.answers[each.schema].name for each in _walk(expression) if isinstance(each, Built)
    )


def hook_fed(expression: Expression) -> tuple[str, ...]:
    """Give the members of the answer, by their names in JSON, that hooks feed."""
    if not isinstance(expression, Built):
        return ()
    return tuple(
        name
        for name, value in expression.members
        if any(isinstance(each, Hooked) for each in _walk(value))
    )


def routes(tag: str, operations: Sequence[Written]) -> RoutesView:
    """View the routes of one tag."""
    imports = Imports()
    imports.add("fastapi", "APIRouter")
    imports.add("starlette.requests", "Request")
    imports.add("..", "plans")
    imports.add("..runtime.call", "Call")
    imports.add("..runtime.app", "services")
    imports.add("..runtime.serve", "Operation", "serve")
    views = []
    for each in operations:
        name = each.type_name
        imports.add("..answers", f"{name}Response")
        imports.add("..models", f"{name}Request")
        imports.add(f"..sources.{each.function}", f"{name}Calls")
        views.append(_route(each, imports))
    return RoutesView(tag=_one_line(tag), imports=imports.text(), routes=tuple(views))


def _route(each: Written, imports: Imports) -> RouteView:
    planned, operation = each.plan, each.plan.operation
    facts: list[Node] = [
        named("name", text(operation.name)),
        named("budget_ms", str(planned.budget_ms)),
        named("reserve_ms", str(planned.reserve_ms)),
        named("invalid_status", str(planned.invalid_status)),
    ]
    if fed := hook_fed(planned.body):
        items = tuple(text(name) for name in fed)
        close = ",)" if len(items) == 1 else ")"
        facts.append(named("hook_fed", Bracket(open="(", items=items, close=close)))
    if not planned.report_missing and any(not call.required for call in planned.calls):
        facts.append(named("tells_missing", "False"))
    decorator = call(
        "@serve", ["router", each.constant, text(operation.method), text(operation.path)]
    )
    head = Chain(
        parts=(
            f"async def {each.function}",
            Bracket(open="(", items=("http: Request", "call: Call"), close=")"),
            f" -> {each.type_name}Response:",
        )
    )
    request = Chain(parts=("request = ", parsed(each, imports)))
    answer = call(
        f"return await plans.{each.function}",
        ["request", f"{each.type_name}Calls(services(http))", "call"],
    )
    said = sentence(operation.summary or operation.description.partition("\n")[0])
    return RouteView(
        constant=lay(Chain(parts=(f"{each.constant} = ", call("Operation", facts))), indent=0),
        decorator=lay(decorator, indent=0),
        signature=lay(head, indent=0),
        doc=docstring(said or f"Answer {operation.key}.", indent=4),
        request=lay(request, indent=4, before=4),
        answer=lay(answer, indent=4, before=4),
    )


def ports(
    operations: Sequence[Written], apis: Mapping[str, Api], returns: Mapping[str, str]
) -> PortsView:
    """View the Protocols of a client: the upstreams of each operation, and its hooks.

    Args:
        returns: function of the hooks module -> the type it must answer.
    """
    imports = Imports()
    imports.add("typing", "Protocol")
    imports.add(".runtime.fetch", "Fetch")
    views = []
    for each in operations:
        imports.add(".sources", each.function, alias=f"{each.function}_sources")
        methods = []
        for target in each.plan.calls:
            parameters = parameters_of(target.arguments)
            if any(not parameter.required for parameter in parameters):
                imports.add("pydantic", MISSING)
            kind = each.body_type(target, f"{each.function}_sources.")
            head = signature(
                each.methods[target.name],
                apis[target.upstream],
                parameters,
                f"Fetch[{kind}]",
                is_method=True,
            )
            doc = docstring(_call_doc(target), indent=8)
            methods.append(MethodView(signature=lay(head, indent=4, before=4), doc=doc))
        views.append(
            PortView(
                name=f"{each.type_name}Upstreams",
                doc=f"What `{each.plan.operation.name}` asks of upstreams, and nothing else.",
                methods=tuple(methods),
            )
        )
    hooks = [method for each in operations for method in _hooks(each, imports, returns)]
    if hooks:
        doc = "The functions that hooks.py must have; the team writes them."
        views.append(PortView(name="Hooks", doc=doc, methods=tuple(dict.fromkeys(hooks))))
    return PortsView(imports=imports.text(), ports=tuple(views))


def _hooks(
    operation: Written, imports: Imports, returns: Mapping[str, str]
) -> Iterable[MethodView]:
    for each in _walk(operation.plan.body):
        if not isinstance(each, Hooked):
            continue
        items: list[Node] = ["self"]
        for number, argument in enumerate(each.arguments):
            kind = _argument_type(argument, operation)
            if number in each.optional and argument.may_miss:
                kind = f"{kind} | {MISSING}"
                imports.add("pydantic", MISSING)
            items.append(f"{each.names[number]}: {kind}")
        items.append("/")
        parts = (
            f"def {each.function}",
            Bracket(open="(", items=tuple(items), close=")"),
            f" -> {returns[each.function]}:",
        )
        if "answers." in returns[each.function]:
            imports.add(".", "answers")
        if "Literal[" in returns[each.function] or any("Literal[" in flat(i) for i in items):
            imports.add("typing", "Literal")
        doc = f"Give `{each.feeds}` of `{operation.plan.operation.name}`."
        yield MethodView(signature=lay(Chain(parts=parts), indent=4, before=4), doc=doc)


def _argument_type(argument: Expression, operation: Written) -> str:
    match argument:
        case Read() if argument.root == "source":
            _, typed = operation.names.values[argument.name]
            for hop in argument.hops:
                typed = typed.element() if hop.index is not None else typed.member(hop.name)
            return type_text(typed.schema, f"{operation.function}_sources.")
        case Otherwise():
            kinds = [_argument_type(option, operation) for option in argument.options]
            return " | ".join(dict.fromkeys(kinds))
        case Fixed():
            return _literal_type(argument.value)
        case _:
            return "object"


def _literal_type(value: Json) -> str:
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case str():
            return "str"
        case _:
            return "object"


def _one_line(text: str) -> str:
    return docstring(" ".join(text.split()), indent=0).replace("\n", " ").strip()


def tag_module(tag: str) -> str:
    """Name the module of a tag."""
    return snake(tag) if tag else "operations"
