"""ports.py of a package: the Protocols that stand-ins and hooks are held against.

In:  the Written operations of a client, the contracts of the upstreams.
Out: PortsView: the upstreams of each operation, narrow, and the hooks of the client.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bffgen.emit.arguments import add_imports, given_of, passed, signature, with_body
from bffgen.emit.around import hook_calls
from bffgen.emit.byhook import ByHook
from bffgen.emit.computed import source_methods
from bffgen.emit.expression import MISSING
from bffgen.emit.hookports import hook_method, port_of_hook
from bffgen.emit.hooktypes import hook_types, import_types, union
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, flat, lay
from bffgen.emit.operation import PASSED, Written
from bffgen.emit.reading import Names
from bffgen.emit.sources import call_doc
from bffgen.emit.taken import INCOMING
from bffgen.emit.view import MethodView, PortsView, PortView
from bffgen.emit.words import docstring
from bffgen.model.api import Api
from bffgen.model.expression import Hooked


def view_ports(
    operations: Sequence[Written | ByHook],
    apis: Mapping[str, Api],
    type_of: Callable[[str], str],
    returned: Iterable[str],
) -> PortsView:
    """View the Protocols of a client: the upstreams of each operation, and its hooks.

    Args:
        type_of: the type of a property of the client's answers, by its pointer.
        returned: classes of what functions give as sources.
    """
    imports = Imports()
    for name in returned:
        imports.add(".results", name, alias=name)
    if operations:
        imports.add("typing", "Protocol")
    views = []
    for each in operations:
        if isinstance(each, ByHook):
            views.append(port_of_hook(each, imports))
            continue
        imports.add(".runtime.fetch", "Fetch")
        methods = []
        for target in each.plan.calls:
            api = apis[target.upstream]
            own = given_of(passed(target), target.operation, target.upstream, api)
            given = with_body(own, each.given_body(target, f"{each.function}_sources."))
            add_imports(given, imports)
            kind = each.answer_type(target, f"{each.function}_sources.")
            if kind.endswith(MISSING):
                imports.add("pydantic", MISSING)
            if target.handed is not None:
                imports.add(".runtime.incoming", INCOMING)
            if target.media_types and not target.headers:
                imports.add(".runtime.passing", PASSED)
            head = signature(
                each.methods[target.name],
                given,
                f"Fetch[{kind}]",
                is_method=True,
            )
            doc = docstring(call_doc(target), indent=8)
            methods.append(MethodView(signature=lay(head, indent=4, before=4), doc=doc))
            if f"{each.function}_sources." in flat(head):
                imports.add(".sources", each.function, alias=f"{each.function}_sources")
        doc = f"What `{each.plan.operation.name}` asks of upstreams, and nothing else."
        views.append(
            PortView(
                name=f"{each.type_name}Upstreams",
                doc=docstring(doc, indent=4),
                methods=tuple(methods),
            )
        )
    composed = [each for each in operations if isinstance(each, Written)]
    hooks = (*_hooks(composed, imports, type_of), *source_methods(composed, imports))
    for each in operations:
        if isinstance(each, ByHook) and each.implemented.is_there:
            hooks = (*hooks, hook_method(each, imports))
    if hooks:
        doc = "The functions that hooks.py must have; the team writes them."
        views.append(PortView(name="Hooks", doc=doc, methods=hooks))
    return PortsView(imports=imports.text(), ports=tuple(views))


def _hooks(
    operations: Sequence[Written], imports: Imports, type_of: Callable[[str], str]
) -> tuple[MethodView, ...]:
    """View each function once, in the order of its first call, whatever it is called for."""
    calls: dict[str, list[tuple[Written, Hooked, Names]]] = {}
    for operation in operations:
        for hooked, names in hook_calls(operation.plan.body, operation.names):
            calls.setdefault(hooked.function, []).append((operation, hooked, names))
    return tuple(_hook(name, made, imports, type_of) for name, made in calls.items())


def _hook(
    name: str,
    calls: Sequence[tuple[Written, Hooked, Names]],
    imports: Imports,
    type_of: Callable[[str], str],
) -> MethodView:
    """View a function: of each argument and of the answer, the types of all its calls."""
    longest = max((hooked for _, hooked, _ in calls), key=lambda each: len(each.arguments))
    items: list[Node] = ["self"]
    for number, argument in enumerate(longest.names):
        given = [each for each in calls if number < len(each[1].arguments)]
        kinds = [kind for each in given for kind in _argument(*each, number)]
        default = " = MISSING" if len(given) < len(calls) else ""
        if default:
            kinds.append(MISSING)
        items.append(f"{argument}: {union(kinds)}{default}")
    items.append("/")
    answers = union([type_of(hooked.returns) for _, hooked, _ in calls])
    brackets = Bracket(open="(", items=tuple(items), close=")")
    head = Chain(parts=(f"def {name}", brackets, f" -> {answers}:"))
    import_types(head, imports)
    fed = [f"`{hooked.feeds}` of `{each.plan.operation.name}`" for each, hooked, _ in calls]
    doc = docstring(f"Give {' and '.join(dict.fromkeys(fed))}.", indent=8)
    return MethodView(signature=lay(head, indent=4, before=4), doc=doc)


def _argument(operation: Written, hooked: Hooked, names: Names, number: int) -> Iterable[str]:
    """Give the types that one argument of a call may have."""
    argument = hooked.arguments[number]
    yield from hook_types(argument, names, operation.function)
    if number in hooked.optional and argument.may_miss:
        yield MISSING
