"""upstreams/<service>.py: requests to a service, one function an operation in use.

In:  an upstream's contract, what a client's operations ask of it.
Out: UpstreamModuleView.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bffgen.emit.arguments import GivenBody, add_imports, given_of, signature, with_body
from bffgen.emit.imports import Imports
from bffgen.emit.layout import Bracket, Chain, Node, call, display, lay, named
from bffgen.emit.naming import BODY, request_name
from bffgen.emit.plain import text
from bffgen.emit.styling import written_headers, written_path, written_query
from bffgen.emit.view import MethodView, UpstreamModuleView
from bffgen.emit.words import docstring, sentence
from bffgen.model.api import Api, Operation, Parameter, Response
from bffgen.model.implemented import Sent, SentBody
from bffgen.model.media import JSON, bare, json_forms
from bffgen.model.parts import Parts


@dataclass(slots=True, kw_only=True)
class _Used:
    """An operation that is called, with what its calls pass."""

    operation: Operation
    is_write: bool
    parameters: list[Parameter] = field(default_factory=list)
    bodies: list[SentBody] = field(default_factory=list)


def view_upstream(name: str, api: Api, sent: Iterable[Sent]) -> UpstreamModuleView:
    """View an upstream: one function an operation in use, with the parameters in use."""
    used: dict[str, _Used] = {}
    for each in sent:
        fresh = _Used(operation=each.operation, is_write=each.is_write)
        found = used.setdefault(each.operation.key, fresh)
        found.parameters += each.parameters
        found.bodies += [each.body] if each.body is not None else []
    imports = Imports()
    imports.add("..runtime.transport", "UpstreamRequest")
    requests = [
        _request(name, api, used[operation.key], imports)
        for operation in api.operations
        if operation.key in used
    ]
    return UpstreamModuleView(
        doc=docstring(f"Requests to {name}: {api.title} {api.version}.", indent=0),
        imports=imports.text(),
        requests=tuple(requests),
    )


def _accepted(operation: Operation) -> str:
    """Give the forms of JSON that are asked for; empty where that is the usual one."""
    found = (form for each in operation.responses for form in _forms(each))
    forms = tuple(dict.fromkeys(found))
    return "" if JSON in forms else ", ".join(forms)


def _forms(response: Response) -> tuple[str, ...]:
    is_success = response.status.startswith("2") or response.status == "default"
    return tuple(bare(each) for each in json_forms(response)) if is_success else ()


def _request(upstream: str, api: Api, used: _Used, imports: Imports) -> MethodView:
    operation = used.operation
    given = given_of(used.parameters, operation, upstream, api)
    body = None
    if used.bodies:
        is_passed = used.bodies[0].is_passed
        kind, module = ("Sending", "transport") if is_passed else ("Sendable", "body")
        imports.add(f"..runtime.{module}", kind)
        body = GivenBody(type_name=kind, required=used.bodies[0].required)
    whole = with_body(given, body)
    add_imports(whole, imports)
    ordered = sorted(given, key=lambda each: operation.parameters.index(each.parameter))
    values: list[Node] = [
        named("method", text(operation.method)),
        named("path", written_path(operation.path, ordered, api, imports)),
    ]
    if (query := written_query(ordered, api, imports)) is not None:
        values.append(named("query", query))
    if (headers := written_headers(ordered, api, imports)) is not None:
        values.append(named("headers", headers))
    if used.bodies and used.bodies[0].is_passed:
        values.append(named("sending", BODY))
    elif used.bodies and (parts := used.bodies[0].parts) is not None:
        values.append(named("sending", _written_parts(parts, imports)))
    elif used.bodies:
        values.append(named("body", _written_body(used.bodies[0], imports)))
        if used.bodies[0].media_type != "application/json":
            values.append(named("media_type", text(used.bodies[0].media_type)))
    if accept := _accepted(operation):
        values.append(named("accept", text(accept)))
    if operation.method not in ("GET", "HEAD") and not used.is_write:
        values.append(named("is_safe", "True"))
    statuses = [each.status for each in operation.responses if each.status.startswith("2")]
    if not all(each.isdigit() for each in statuses) or not statuses:
        values.append(named("accepts", "SUCCESSES"))
        imports.add("..runtime.transport", "SUCCESSES")
    elif statuses != ["200"]:
        close = ",)" if len(statuses) == 1 else ")"
        values.append(named("accepts", Bracket(open="(", items=tuple(statuses), close=close)))
    head = signature(request_name(operation), whole, "UpstreamRequest", is_method=False)
    returns = Chain(parts=("return ", call("UpstreamRequest", values)))
    said = sentence(operation.summary or operation.description.partition("\n")[0])
    return MethodView(
        signature=lay(head, indent=0),
        doc=docstring(f"{operation.key}: {said}" if said else f"{operation.key}.", indent=4),
        returns=lay(returns, indent=4, before=4),
    )


def _written_parts(parts: Parts, imports: Imports) -> Node:
    """Write how a body becomes one of parts."""
    imports.add("..runtime.parts_sent", "parts_sending")
    facts: list[Node] = [BODY]
    if parts.types:
        pairs = tuple(f"{text(name)}: {text(kind)}" for name, kind in parts.types)
        facts.append(named("types", display("{", pairs)))
    return call("parts_sending", facts)


def _written_body(body: SentBody, imports: Imports) -> Node:
    """Write how a body becomes bytes."""
    if body.form is None:
        imports.add("..runtime.upstream", "json_bytes")
        return call("json_bytes", [BODY])
    imports.add("..runtime.form_text", "form_bytes")
    facts: list[Node] = [BODY]
    for name, values in (("joined", body.form.joined), ("deep", body.form.deep)):
        if values:
            facts.append(named(name, display("(", tuple(text(each) for each in values))))
    return call("form_bytes", facts)
