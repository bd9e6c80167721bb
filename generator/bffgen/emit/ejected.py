"""A plan as the function of hooks that answers in the same way: what `bffgen eject` prints.

In:  a Plan, the Implemented that stands in its place, the names of the client's BFF.
Out: the imports and the code to paste.
How: as the module of a plan is written, but for its types: a function of hooks is handed bodies
     whole, by the modules `uses/` and `sends/`, and stands beside other functions, so what it has
     of its own is private.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bffgen.emit.byhook import methods, reply_name
from bffgen.emit.classes import type_text
from bffgen.emit.fan_out import index_function, typed_as
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Name, Node, call, lay, names_in
from bffgen.emit.named import Named
from bffgen.emit.naming import local, upstream_module
from bffgen.emit.operation import SentBody, Written
from bffgen.emit.plain import text
from bffgen.emit.plans import view_plan
from bffgen.emit.reading import Typed
from bffgen.emit.render import render
from bffgen.emit.routes import hook_fed
from bffgen.emit.sends import module_name
from bffgen.emit.view import EjectedView, MethodView
from bffgen.emit.ways import constants, ways
from bffgen.emit.words import docstring
from bffgen.model.computed import Computed
from bffgen.model.implemented import Implemented, Used
from bffgen.model.names import package_name
from bffgen.model.plan import Call, Plan

_TEMPLATE = "eject/function.jinja"


class _Imports(Imports):
    """Imports of a module of hooks: by the package's name, classes by their modules.

    Names of the team's own stay free so: it may have a `Product` of another kind.
    """

    def __init__(self, package: str, *, by_module: bool) -> None:
        super().__init__(package)
        self._package, self._by_module = package, by_module

    def add(self, module: str, *names: str, alias: str = "") -> None:
        match module:
            case "..answers":
                super().add(self._package, "answers")
            case "..models" | "..ports" | "..runtime.call":
                super().add(f"{self._package}.ports", *names)
            case "..":
                # A function of the team is called by its name, where that is no value's as well.
                wanted = (each for each in names if each != "hooks" or self._by_module)
                super().add(self._package, *wanted)
            case "..sources":
                pass  # what a function is handed is whole, and has modules of its own
            case _ if module.startswith(".."):
                super().add(f"{self._package}.{module.lstrip('.')}", *names, alias=alias)
            case _:
                super().add(module, *names, alias=alias)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole(SentBody):
    """The body that a source is sent, by the class of hooks; `kind` is its type."""

    kind: str

    def type_name(self, prefix: str) -> str:
        return self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByHand(Written):
    """An operation as a function of hooks answers it.

    Attributes:
        kinds: source -> the class of the status that it is read of; roots: the type of its body.
    """

    kinds: Mapping[str, str]
    roots: Mapping[str, Typed]

    @property
    def answer(self) -> str:
        return f"answers.{self.type_name}{self.plan.success.status}"

    @property
    def response(self) -> str:
        return f"answers.{self.type_name}Response"

    def asking(self, call: Call, made: Node) -> Node:
        word = "only" if call.headers else "body_of"
        more = ways(call, self.plan.calls, self.names.own.upper())
        brackets = Bracket(open="(", items=(made, self.kinds[call.name], *more), close=")")
        return Chain(parts=(Name(name=word), brackets))

    def root_type(self, call: Call) -> Typed:
        return self.roots[call.name]

    def body_type(self, call: Call, prefix: str) -> str:
        if call.answer is None:
            return "None"
        root = self.roots[call.name]
        return type_text(root.schema, root.prefix)

    def answer_type(self, call: Call, prefix: str) -> str:
        return self.kinds[call.name] if call.headers else self.body_type(call, prefix)


def eject(
    planned: Plan,
    made: Implemented,
    named: Named,
    client: str,
    taken: frozenset[str],
) -> tuple[str, str]:
    """Write the function: what it imports, and its code.

    Args:
        made: with the function's name, and what it is handed.
        named: of the client's BFF in which `made` stands for the plan.
        taken: names that hooks have.
    """
    classes = {each.name: each for each in named.write()}
    planned = replace(planned, sources=tuple(_in_order(planned)))
    written = named.written(planned, classes)
    for own in ("_", f"_{made.function}_"):
        imports, code = _written(written, made, named, package_name(client), own)
        if taken.isdisjoint(_bound(code)):
            break
    return imports, code


def _in_order(planned: Plan) -> Iterator[Call | Computed]:
    """Give the sources, arguments in the order of the upstreams' contracts, as ports have them."""
    for each in planned.sources:
        if not isinstance(each, Call):
            yield each
            continue
        order = list(each.operation.parameters)
        arguments = sorted(each.arguments, key=lambda one: order.index(one.parameter))
        yield replace(each, arguments=tuple(arguments))


def _written(
    written: Written, made: Implemented, named: Named, package: str, own: str
) -> tuple[str, str]:
    values = {local(each.name) for each in written.plan.sources}
    by_module = not values.isdisjoint(written.plan.functions)
    operation = _by_hand(written, made, named, own, hooks="hooks." if by_module else "")
    imports = _Imports(package, by_module=by_module)
    view = view_plan(operation, imports)
    indexes = tuple(_indexes(operation, imports))
    fed = hook_fed(operation.plan, written.names)
    imports.add("..runtime.hooked", "of_upstreams")
    code = render(
        _TEMPLATE,
        "",
        EjectedView(
            decorator=lay(call("@of_upstreams", [text(each) for each in fed]), indent=0),
            indexes=indexes,
            ways=constants(operation.plan, imports, own.upper()),
            plan=view,
        ),
    )
    for each in sorted({use.upstream for use in made.uses}):
        for folder, alias in (("uses", _alias(each)), ("sends", module_name(each))):
            if f"{alias}." in code:
                imports.add(f"..{folder}", upstream_module(each), alias=alias)
    return imports.text(), code


def _by_hand(written: Written, made: Implemented, named: Named, own: str, *, hooks: str) -> _ByHand:
    """Give an operation the types that hooks see."""
    uses = {(each.upstream, each.operation.key): each for each in made.uses}
    called = methods(made)
    values = dict(written.names.without(written.plan.lookups).values)
    kinds, roots = {}, {}
    for target in written.plan.calls:
        use = uses[target.upstream, target.operation.key]
        roots[target.name] = root = _root(use, named)
        kinds[target.name] = f"{_alias(use.upstream)}.{success_name(use)}"
        values[target.name] = local(target.name), typed_as(target, root)
    names = replace(
        written.names,
        values=values,
        answers={
            pointer: replace(each, name=f"answers.{each.name}")
            for pointer, each in written.names.answers.items()
        },
        tables={each: f"{own.upper()}{name}" for each, name in written.names.tables.items()},
        hooks=hooks,
        found=own,
        own=own,
    ).looking_up(written.plan.lookups)
    return _ByHand(
        plan=written.plan,
        api=written.api,
        results=written.results,
        function=made.function,
        type_name=written.type_name,
        members=written.members,
        sources=written.sources,
        sent={name: _whole(each, written.plan, name, named) for name, each in written.sent.items()},
        source_classes=written.source_classes,
        methods={
            each.name: called[each.upstream, each.operation.key] for each in written.plan.calls
        },
        build=f"{own}{written.build}",
        root=" | ".join(f"answers.{each}" for each in written.root.split(" | ") if each),
        is_wrapped=written.is_wrapped,
        names=names,
        headers=written.headers,
        missing_type=written.missing_type,
        kinds=kinds,
        roots=roots,
    )


def success_name(use: Used) -> str:
    """Name the class of the one success of an upstream's operation."""
    return next(reply_name(use, each) for each in use.answers if each.status < 300)


def _root(use: Used, named: Named) -> Typed:
    """Give the type of the body of a success, as hooks see it."""
    replies = named.handed[use.upstream]
    _, schema = replies.statuses[success_name(use)]
    return Typed(
        schema=schema or {},
        schemas=replies.schemas,
        classes={each.name: each for each in replies.classes},
        prefix=f"{_alias(use.upstream)}.",
    )


def _whole(sent: SentBody, plan: Plan, source: str, named: Named) -> _Whole:
    target = next(each for each in plan.calls if each.name == source)
    bodies = named.sends[target.upstream]
    alias, by_name = module_name(target.upstream), {each.name: each for each in bodies.classes}
    return _Whole(
        classes=sent.classes,
        by_pointer={
            pointer: replace(by_name[name], name=f"{alias}.{name}")
            for pointer, name in bodies.names.items()
        },
        kind=bodies.types[target.operation.key],
    )


def _alias(upstream: str) -> str:
    """Give what hooks call the module of what a service answers."""
    return f"{upstream_module(upstream)}_uses"


def _indexes(operation: _ByHand, imports: Imports) -> Iterator[MethodView]:
    """View the functions that index the answers of batches."""
    for target in operation.plan.calls:
        if target.fan_out is None or not target.fan_out.is_batch:
            continue
        head, doc, built = index_function(
            target,
            target.fan_out,
            operation.root_type(target),
            operation.body_type(target, ""),
            operation.names.own,
        )
        if "MISSING" in names_in(Chain(parts=(head, built))):
            imports.add("pydantic", "MISSING")
        yield MethodView(
            signature=lay(head, indent=0),
            doc=docstring(doc, indent=4),
            returns=lay(Chain(parts=("return ", built)), indent=4, before=4),
        )


def _bound(code: str) -> set[str]:
    """Give the names that some code binds at its top."""
    found: set[str] = set()
    for node in ast.parse(code).body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                found.add(node.name)
            case ast.Assign():
                found |= {each.id for each in node.targets if isinstance(each, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case _:
                pass
    return found
