"""ports.py of a package: the Protocols that stand-ins and hooks are held against.

In:  the Written operations of a client, the contracts of the upstreams.
Out: PortsView: the upstreams of each operation, narrow, and the hooks of the client.
"""

from collections.abc import Iterable, Mapping, Sequence

from bffgen.emit.arguments import parameters_of, signature
from bffgen.emit.classes import type_text
from bffgen.emit.expression import MISSING
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, flat, lay
from bffgen.emit.operation import Written
from bffgen.emit.sources import call_doc
from bffgen.emit.view import MethodView, PortsView, PortView
from bffgen.emit.words import docstring
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.plan import Expression, Fixed, Hooked, Otherwise, Read, parts


def view_ports(
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
            doc = docstring(call_doc(target), indent=8)
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
    for each in parts(operation.plan.body):
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
        head = (
            f"def {each.function}",
            Bracket(open="(", items=tuple(items), close=")"),
            f" -> {returns[each.function]}:",
        )
        if "answers." in returns[each.function]:
            imports.add(".", "answers")
        if "Literal[" in returns[each.function] or any("Literal[" in flat(i) for i in items):
            imports.add("typing", "Literal")
        doc = f"Give `{each.feeds}` of `{operation.plan.operation.name}`."
        yield MethodView(signature=lay(Chain(parts=head), indent=4, before=4), doc=doc)


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
