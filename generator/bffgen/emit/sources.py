"""sources/<operation>.py: narrow bodies, their readers, and the calls that give them.

In:  one Written operation, the contracts of the upstreams.
Out: SourcesView.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bffgen.emit.arguments import (
    add_imports,
    forwarded_key,
    given_of,
    passed,
    passed_on,
    signature,
    with_body,
)
from bffgen.emit.bodies import bodies
from bffgen.emit.expression import MISSING
from bffgen.emit.fan_out import index_function
from bffgen.emit.headers import read_function, reader_constant, view_answer
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Chain, Node, call, display, lay, named
from bffgen.emit.naming import constant, request_name, upstream_module
from bffgen.emit.operation import PASSED, Written
from bffgen.emit.plain import size, text
from bffgen.emit.taken import INCOMING
from bffgen.emit.view import MethodView, SourcesView
from bffgen.emit.ways import constants, ways
from bffgen.emit.words import docstring
from bffgen.model.api import Api
from bffgen.model.composition import OnInvalid
from bffgen.model.computed import Computed
from bffgen.model.plan import Call

# What reads a body, by what becomes of one outside its contract.
_READERS = {
    OnInvalid.FAIL: "reader",
    OnInvalid.DROP_ITEM: "dropping",
    OnInvalid.OBSERVE: "observing",
}
_MODULES = {
    OnInvalid.FAIL: "..runtime.body",
    OnInvalid.DROP_ITEM: "..runtime.invalid",
    OnInvalid.OBSERVE: "..runtime.observed",
}
# The runtime's own default; a source that says the same says nothing.
MAX_BODY_BYTES = 256 * 1024


def view_sources(operation: Written, apis: Mapping[str, Api]) -> SourcesView:
    """View the sources of one operation: narrow bodies, their readers, the calls."""
    imports = Imports()
    plan = operation.plan
    name = plan.operation.name
    views = bodies(
        operation.source_classes,
        imports,
        depth=1,
        said=_said(operation),
        docs=False,
    )
    services = sorted({call.upstream for call in plan.calls})
    imports.add("..runtime.fetch", "Fetch")
    imports.add("..runtime.upstream", "Services")
    answers = tuple(
        view_answer(each, operation.answer_type(each, ""), operation.body_type(each, ""), imports)
        for each in plan.calls
        if each.headers
    )
    methods = []
    for each in plan.calls:
        own = given_of(passed(each), each.operation, each.upstream, apis[each.upstream])
        given = with_body(own, operation.given_body(each, ""))
        add_imports(given, imports)
        if each.handed is not None:
            imports.add("..runtime.incoming", INCOMING)
        module = upstream_module(each.upstream)
        imports.add("..upstreams", module)
        sent = given_of(each.parameters, each.operation, each.upstream, apis[each.upstream])
        handed = with_body(sent, operation.given_body(each, ""))
        key = forwarded_key(each, imports)
        made = call(f"{module}.{request_name(each.operation)}", passed_on(handed, key))
        read = read_function(each) if each.headers else reader_constant(each)
        arguments: list[Node] = [made, read, named("source", text(each.name))]
        if each.media_types:
            arguments = _passed_on(each, made, f"self._{module}", imports)
        elif each.answer is not None or not each.headers:
            imports.add(_read_from(each), _read(each))
        if each.max_body_bytes != MAX_BODY_BYTES:
            arguments.append(named("max_body", size(each.max_body_bytes)))
        arguments += ways(each, plan.calls)
        word = f"self._{module}." + ("fetch_answer" if each.headers else "fetch")
        asked = call("pass_on" if each.media_types else word, arguments)
        returns = Chain(parts=("return ", asked))
        head = signature(
            operation.methods[each.name],
            given,
            f"Fetch[{operation.answer_type(each, '')}]",
            is_method=True,
        )
        methods.append(
            MethodView(
                signature=lay(head, indent=4, before=4),
                doc=docstring(call_doc(each), indent=8),
                returns=lay(returns, indent=8, before=8),
            )
        )
    doc = f"Sources of `{name}`: the fields in use of what upstreams answer, and the calls."
    calls_doc = f"The calls of `{name}`: what is asked of which service, what is read of it."
    readers = tuple(
        _reader(each, operation, imports) for each in plan.calls if each.answer is not None
    )
    beside = constants(plan, imports)
    return SourcesView(
        doc=docstring(doc, indent=0),
        imports=imports.text(),
        bodies=views,
        readers=(*readers, *beside),
        answers=answers,
        indexes=tuple(_indexes(operation)),
        calls=f"{operation.type_name}Calls",
        calls_doc=docstring(calls_doc, indent=4),
        services=tuple((upstream_module(each), each) for each in services),
        methods=tuple(methods),
    )


def _passed_on(target: Call, request: Node, service: str, imports: Imports) -> list[Node]:
    """Write what a body is passed on by: the call, what is taken of it, its media types."""
    imports.add("..runtime.passing", PASSED, "pass_on")
    read = read_function(target)
    if not target.headers:
        imports.add("..runtime.passing", "whole")
        read = "whole"
    types = display("(", [text(each) for each in target.media_types])
    return [service, request, read, named("types", types), named("source", text(target.name))]


def _reader(target: Call, operation: Written, imports: Imports) -> str:
    """Write what reads an answer; of a union it says the type, which no checker infers."""
    kind = operation.body_type(target, "")
    head = reader_constant(target)
    read = kind.removesuffix(f" | {MISSING}")
    if target.may_lack:
        imports.add("pydantic", MISSING)
    if " | " in read and "[" not in read:
        imports.add("collections.abc", "Callable")
        head = f"{head}: Callable[[bytes], {kind}]"
    said: list[Node] = []
    if target.on_invalid is not OnInvalid.FAIL:
        said.append(named("source", text(target.name)))
    if target.on_invalid is OnInvalid.DROP_ITEM:
        said.append(named("told_as", text(target.report_as)))
    return lay(Chain(parts=(f"{head} = ", call(_read(target), [read, *said]))), indent=0)


def _indexes(operation: Written) -> Iterator[MethodView]:
    """View the functions that index the answers of batches."""
    for target in operation.plan.calls:
        if target.fan_out is None or not target.fan_out.is_batch:
            continue
        kind = operation.body_type(target, "")
        root = replace(operation.root_type(target), prefix="")
        head, doc, made = index_function(target, target.fan_out, root, kind)
        yield MethodView(
            signature=lay(head, indent=0),
            doc=docstring(doc, indent=4),
            returns=lay(Chain(parts=("return ", made)), indent=4, before=4),
        )


def _read(target: Call) -> str:
    """Name what reads an answer, or makes what reads it."""
    if target.may_lack:
        return "reader_if_sent"
    return "nothing" if target.answer is None else _READERS[target.on_invalid]


def _read_from(target: Call) -> str:
    """Name the module of the runtime that has it."""
    return "..runtime.upstream" if target.answer is None else _MODULES[target.on_invalid]


def _said(operation: Written) -> dict[str, str]:
    named = [each for classes in operation.sources.values() for each in classes.named]
    named += [each for sent in operation.sent.values() for each in sent.classes.named]
    return {name: origin.said for name, origin in named}


def reader_name(target: Call | Computed) -> str:
    """Name what constants about a source have in common."""
    return constant(target.name)


def call_doc(target: Call) -> str:
    """Say what a call is for."""
    return f"Ask {target.upstream} for the source `{target.name}`: {target.operation.key}."
