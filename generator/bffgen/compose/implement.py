"""Plan an operation that a function of the team answers.

In:  an operation of the client with its `implement`, the workspace's upstreams, the hooks module.
Out: Implemented, or findings: about both contracts, the budget, the function itself.
How: nothing is bound, since the function moves the values: what is held are the statuses that it
     may answer, the operations that it is handed, and that it takes and gives what is generated.
"""

from collections.abc import Iterable
from dataclasses import replace

from bffgen.compose.answerable import answerable, handed_back
from bffgen.compose.beside import beside
from bffgen.compose.called import called
from bffgen.compose.content import beyond_content, is_content
from bffgen.compose.errors import Failures
from bffgen.compose.grants import allowed
from bffgen.compose.hook import unlike
from bffgen.compose.hookfeed import schema_of
from bffgen.compose.intake import intake
from bffgen.compose.once import Forwarding, Target, once
from bffgen.compose.once import reasons as of_keys
from bffgen.compose.promises import invalid_status, reasons_by_hook, undeclared
from bffgen.compose.raw import beyond_raw, parted, raw_of, unstreamable
from bffgen.compose.schedule import Schedule, Timed, Waiting, overruns
from bffgen.compose.supported import sendable_body, unsendable_body
from bffgen.compose.travel import unread, unsendable
from bffgen.compose.writable import guarded
from bffgen.compose.writable import reasons as of_writable
from bffgen.model.api import Operation, Parameter
from bffgen.model.client import Client, Upstream, Workspace, is_write
from bffgen.model.composition import Answered, Implement, Use
from bffgen.model.finding import Finding, Mark, finding, stops, unknown
from bffgen.model.implemented import Answerable, Implemented, Raw, SentBody, Used
from bffgen.model.intake import Intake
from bffgen.model.names import operation_type, package_name
from bffgen.model.place import Place
from bffgen.model.security import Access

# What the function of an operation takes: the request, its upstreams, the call.
_TAKES = 3


def implemented(
    client: Client,
    workspace: Workspace,
    operation: Operation,
    answered: Answered,
    failing: Failures,
    *,
    may_lack: bool = False,
) -> tuple[Implemented | None, tuple[Finding, ...]]:
    """Plan an operation that a function answers.

    Args:
        answered: with `implement`.
        failing: how failures are told.
        may_lack: without its function the operation answers 501, and the caller warns of it.
    """
    implement = answered.implement
    if implement is None:
        raise TypeError(f"{operation.name}: no function answers it")
    defaults = client.composition.defaults
    faults: list[Finding] = []
    access = allowed(client, operation, answered, faults)
    taken, answers, raw = _typed(client, operation, answered, access, faults)
    uses = []
    for use in implement.uses:
        used, found = _used(use, client, workspace)
        faults += found
        uses += [used] if used is not None else []
    if raw is not None:
        faults += beyond_raw(answered)
        implement = replace(implement, respond=(), pages=None)
        answered = replace(
            answered, idempotency=None, headers=(), writable_by=(), implement=implement
        )
    kept, forwarding = once(client, operation, answered, _targets(uses, workspace), faults)
    uses = [_forwarding(each, forwarding) for each in uses]
    faults += _twice(uses)
    for status, where in implement.respond:
        if status not in {each.response.status for each in answers}:
            known = [each.response.status for each in answers]
            mark = Mark(place=where, on="key")
            faults.append(unknown(mark, "status", status, known, f"`{operation.name}`"))
    budget_ms = answered.budget_ms or client.policy.budgets.latency_ms
    faults += _over(uses, budget_ms, client, answered.place)
    returned = []
    for each in implement.returns:
        schema = schema_of(each, client, workspace)
        faults += [schema] if isinstance(schema, Finding) else []
        returned += [schema[1]] if isinstance(schema, tuple) else []
    told = beside(client, workspace, operation, answered, (answers, uses), faults)
    there, found = _function(
        client, operation, implement, is_raw=raw is not None, may_lack=may_lack
    )
    faults += found
    if there:
        answered_with = reasons_by_hook(operation, access, implement.uses)
        answered_with |= of_writable(answered.writable_by) | told.reasons
        answered_with |= of_keys(answered.idempotency, operation)
        faults += undeclared(failing, operation, answered_with)
    if stops(faults):
        return None, tuple(faults)
    made = Implemented(
        operation=operation,
        function=implement.function,
        is_there=there,
        access=access,
        intake=taken,
        answers=answers,
        uses=tuple(uses),
        budget_ms=budget_ms,
        reserve_ms=defaults.reserve_ms,
        invalid_status=invalid_status(operation),
        languages=defaults.languages,
        once=kept,
        forwarded=told.forwarded,
        caching=told.caching,
        report_missing=told.report_missing,
        pages=told.pages,
        returned=tuple(returned),
        raw=raw,
    )
    return made, tuple(faults)


def _typed(
    client: Client,
    operation: Operation,
    answered: Answered,
    access: Access,
    faults: list[Finding],
) -> tuple[Intake | None, tuple[Answerable, ...], Raw | None]:
    """Give the client's body and the statuses that have classes; Raw where some have none."""
    api, found = client.api, list[Finding]()
    taken = intake(
        client.requests, operation, answered.request, found, can_pass=True, is_handed=True
    )
    untyped, wrong = parted(found)
    answers, beyond = answerable(api, operation)
    endless = list(unstreamable(api, operation))
    untyped += [*unread(api, operation), *(endless or beyond)]
    faults += wrong
    raw = raw_of(operation, answered.request, untyped)
    if raw is not None:
        return None, (), raw
    faults += beyond_content(answered, taken, answers)
    if taken is not None and taken.is_passed:
        return taken, answers, None
    return guarded(client, operation, answered, taken, access, faults), answers, None


def _targets(uses: Iterable[Used], workspace: Workspace) -> Iterable[Target]:
    for each in uses:
        upstream = workspace.upstream(each.upstream)
        if upstream is not None:
            yield Target(_name(each), upstream, each.operation, each.cap_ms)


def _forwarding(used: Used, forwarding: Forwarding) -> Used:
    """Take the header of a key from what the function passes: it is sent without it."""
    header = forwarding.to(_name(used))
    if header is None:
        return used
    rest = tuple(each for each in used.parameters if each != header)
    return replace(used, parameters=rest, forwards=header)


def _name(used: Used) -> str:
    return f"{used.upstream}.{used.operation.name}"


def _used(
    use: Use, client: Client, workspace: Workspace
) -> tuple[Used | None, tuple[Finding, ...]]:
    """Find the upstream operation of an entry of `uses`."""
    if use.service in workspace.unread:
        return None, ()
    named = called(use.service, use.operation, use.call, workspace)
    if isinstance(named, Finding):
        return None, (named,)
    upstream, operation, mark = named.upstream, named.operation, named.mark
    parameters, faults = _parameters(upstream, operation, mark)
    mapped = {status for status, _ in use.on_status}
    answers, beyond = handed_back(upstream.api, operation, mapped, mark)
    faults += beyond
    body = _body(upstream, operation, mark, faults)
    defaults = client.composition.defaults
    used = Used(
        upstream=upstream.name,
        operation=operation,
        parameters=parameters,
        answers=answers,
        on_status=use.on_status,
        cap_ms=use.timeout_ms or defaults.timeout_ms,
        max_body_bytes=use.max_body_bytes or defaults.max_body_bytes,
        body=body,
        is_write=is_write(operation, upstream),
        place=use.place,
    )
    return used, tuple(faults)


def _body(
    upstream: Upstream, operation: Operation, mark: Mark, faults: list[Finding]
) -> SentBody | None:
    """Give the body that an operation may be sent; one that must be and is not built is told."""
    taken = upstream.requests.operation(operation.key)
    if taken is None or taken.body is None:
        return None
    body = sendable_body(upstream.requests, taken.body)
    if body is None and is_content(taken.body):
        return SentBody(media_type="", required=taken.body.required, pointer="", is_passed=True)
    if body is None and taken.body.required:
        faults.append(unsendable_body(upstream.requests, taken.body, mark))
    return body


def _parameters(
    upstream: Upstream, operation: Operation, mark: Mark
) -> tuple[tuple[Parameter, ...], list[Finding]]:
    """Give the parameters that can be sent; one that must be and cannot is a finding."""
    kept: list[Parameter] = []
    faults: list[Finding] = []
    for parameter in operation.parameters:
        what = unsendable(upstream.api, parameter)
        if not what:
            kept.append(parameter)
        elif parameter.required:
            theirs = Mark(place=upstream.api.place(parameter.pointer), label="declared here")
            faults.append(finding("compose-unsupported", mark, theirs, what=what))
    return tuple(kept), faults


def _twice(uses: Iterable[Used]) -> Iterable[Finding]:
    seen: dict[tuple[str, str], Used] = {}
    for use in uses:
        key = (use.upstream, use.operation.key)
        if key in seen:
            problem = f"`{use.upstream}.{use.operation.name}` is listed twice"
            yield finding("compose-schema", use.place, seen[key].place, problem=problem)
        seen.setdefault(key, use)


def _over(uses: Iterable[Used], budget_ms: int, client: Client, place: Place) -> Iterable[Finding]:
    """Hold budget and number of calls against the policy: when they are made is not known."""
    calls = [
        Waiting(
            name=str(number),
            waits=frozenset(),
            cap_ms=use.cap_ms,
            required=True,
            place=use.place,
        )
        for number, use in enumerate(uses)
    ]
    timed = [Timed(name=each.name, starts_ms=0, finish_ms=each.cap_ms) for each in calls]
    return overruns(
        Schedule(calls=tuple(timed), critical_path=()),
        calls,
        budget_ms=budget_ms,
        reserve_ms=client.composition.defaults.reserve_ms,
        budgets=client.policy.budgets,
        place=place,
    )


def _function(
    client: Client, operation: Operation, implement: Implement, *, is_raw: bool, may_lack: bool
) -> tuple[bool, tuple[Finding, ...]]:
    """Say whether the function is there, and hold it against what it is called with."""
    hooks = client.hooks
    function = hooks.function(implement.function) if hooks else None
    if function is None or hooks is None:
        return False, () if may_lack else (_missing(client, operation, implement, is_raw=is_raw),)
    problem = unlike(function, _TAKES, is_async=True)
    if not problem:
        return True, ()
    marks = [Mark(place=implement.place), Mark(place=function.place, on="key")]
    return True, (
        finding(
            "compose-hook-signature",
            *marks,
            function=function.name,
            problem=problem,
            stub=f"`{head_of(operation, implement.function, is_raw=is_raw)}`",
        ),
    )


def _missing(
    client: Client, operation: Operation, implement: Implement, *, is_raw: bool
) -> Finding:
    """Say that no function of the name is there, with one to start from."""
    marks = [Mark(place=implement.place)]
    if client.hooks is not None:
        marks.append(Mark(place=client.hooks.place))
    return finding(
        "compose-hook-missing",
        *marks,
        notes=[("imports", line) for line in imports_of(client, [(operation, is_raw)])],
        function=implement.function,
        module="" if client.hooks else "hooks.py",
        stub=f"{head_of(operation, implement.function, is_raw=is_raw)}: raise NotImplementedError",
    )


def head_of(operation: Operation, function: str, *, is_raw: bool) -> str:
    """Write how a function must begin that answers an operation."""
    name = operation_type(operation)
    request, answer = (
        ("RawRequest", "Response") if is_raw else (f"{name}Request", f"{name}Response")
    )
    return f"async def {function}(request: {request}, up: {name}Upstreams, call: Call) -> {answer}"


def imports_of(client: Client, operations: Iterable[tuple[Operation, bool]]) -> tuple[str, ...]:
    """Write the imports of functions that answer some operations.

    Args:
        operations: each with whether it is answered raw.
    """
    package = package_name(client.name)
    listed = [(operation_type(each), is_raw) for each, is_raw in operations]
    answers = sorted(f"{name}Response" for name, is_raw in listed if not is_raw)
    ports = {"Call", *(f"{name}Upstreams" for name, _ in listed)}
    for name, is_raw in listed:
        ports |= {"RawRequest", "Response"} if is_raw else {f"{name}Request"}
    return (
        *([f"from {package}.answers import {', '.join(answers)}"] if answers else []),
        f"from {package}.ports import {', '.join(sorted(ports))}",
    )
