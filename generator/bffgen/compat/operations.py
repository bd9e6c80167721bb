"""Operations, webhooks and callbacks of two contracts, and the servers they are reached by.

In:  two Apis.
Out: Occurrences, and Positions of the values that travel.
How: matched operations are compared message by message; each callback and webhook is a flow of its
     own, with its polarity swapped (flow.py).
"""

from collections.abc import Iterator, Sequence

from bffgen.compat.bodies import compare_body, of_request, of_response
from bffgen.compat.cells import Cell, cells, is_success
from bffgen.compat.change import Occurrence, change
from bffgen.compat.deprecation import compare_ends, notice
from bffgen.compat.document import compare_document
from bffgen.compat.flow import Flow
from bffgen.compat.headers import compare_headers
from bffgen.compat.match import known, match, template
from bffgen.compat.names import compare_names
from bffgen.compat.pair import Pair
from bffgen.compat.parameters import compare_parameters
from bffgen.compat.position import Position, standing
from bffgen.compat.security import compare_security
from bffgen.compat.servers import compare_servers
from bffgen.model.api import Callback, Operation
from bffgen.model.comparison import NoWitness, Request, Witness
from bffgen.model.peers import Peers


def compare_operations(pair: Pair, peers: Peers) -> Iterator[Occurrence | Position]:
    """Compare everything that a client can ask for, and everything that it is called by."""
    found = match(pair.baseline, pair.revision)
    yield from compare_document(pair)
    yield from compare_servers(pair, found.pairs)
    for each in found.removed:
        yield _operation(pair, "operation-removed", each, breaks=True)
    for each in found.added:
        yield _operation(pair, "operation-added", each, breaks=False)
        yield from _shadows(pair, each)
    for was, now in found.pairs:
        flow = Flow(name=was.key)
        yield from compare_security(pair, was, now)
        yield from compare_names(pair, was, now)
        yield from _end(pair, flow, was, now, f"{was.method} {template(was.path)}")
        yield from _messages(pair, flow, was, now)
        yield from _callbacks(pair, was, now)
    yield from _webhooks(pair, peers)


def _end(
    pair: Pair, flow: Flow, was: Operation, now: Operation, coordinate: str
) -> Iterator[Occurrence]:
    """Compare what is said of the end of an operation."""
    yield from compare_ends(
        pair,
        was.pointer,
        now.pointer,
        where="operation",
        name=flow.name,
        coordinate=coordinate,
        operation=flow.name,
    )


def _messages(
    pair: Pair, flow: Flow, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the request of an operation and its answers."""
    yield from compare_parameters(pair, flow, was, now)
    where = flow.words("body" if flow.called_by_us else "request body")
    yield from compare_body(pair, flow, flow.asks, of_request(was), of_request(now), where)
    for cell in cells(was.responses, now.responses):
        yield from _cell(pair, flow, cell, was, now)


def _cell(
    pair: Pair, flow: Flow, cell: Cell, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the answers of some statuses."""
    if cell.baseline is None or cell.revision is None:
        yield _status(pair, flow, cell, was, now)
        return
    where = flow.words(f"response {cell.status}")
    before, after = of_response(cell.baseline), of_response(cell.revision)
    yield from compare_body(pair, flow, flow.answers, before, after, f"{where} body")
    yield from compare_headers(
        pair,
        flow,
        flow.answers,
        cell.baseline.headers,
        cell.revision.headers,
        f"{where} header",
        (cell.baseline.pointer, cell.revision.pointer),
    )
    lost = {*cell.baseline.links} - {*cell.revision.links}
    for name in sorted(lost):
        yield Occurrence(
            change=change(
                "link-removed",
                direction="response",
                where=where,
                coordinate=f"{standing(cell.baseline.pointer, f'{flow.name} {where}')} link {name}",
                before=name,
                was=pair.in_baseline(cell.baseline.pointer),
                now=pair.in_revision(cell.revision.pointer),
                name=name,
            ),
            operation=flow.name,
            answer="no",
        )


def _status(pair: Pair, flow: Flow, cell: Cell, was: Operation, now: Operation) -> Occurrence:
    """Tell statuses that one side has no entry for."""
    came = cell.baseline is None
    if flow.called_by_us:
        kind = "status-added" if came else "status-removed"
        breaks = not came
    elif came:
        kind = "success-status-added" if is_success(cell.status) else "error-status-added"
        breaks = True
    else:
        kind, breaks = "status-removed", True
    earlier = was.pointer if cell.baseline is None else cell.baseline.pointer
    later = now.pointer if cell.revision is None else cell.revision.pointer
    return Occurrence(
        change=change(
            kind,
            direction=flow.answers,
            where=flow.words("response"),
            coordinate=f"{flow.name} response {cell.status}",
            before=None if came else cell.status,
            after=cell.status if came else None,
            was=pair.in_baseline(earlier),
            now=pair.in_revision(later),
            name=cell.status,
        ),
        operation=flow.name,
        answer="no" if breaks else "yes",
        witness=_answered(flow, cell.status, came=came),
    )


def _answered(flow: Flow, status: str, *, came: bool) -> Witness:
    if flow.called_by_us:
        if came:
            return NoWitness(why="nothing fails")
        line = f"{flow.name}   answered with {status}"
        return Request(line=line, before="understood", after="taken for a failure")
    never, sometimes = f"never answered with {status}", f"sometimes answered with {status}"
    before, after = (never, sometimes) if came else (sometimes, never)
    return Request(line=flow.name, before=before, after=after)


def _operation(pair: Pair, kind: str, operation: Operation, *, breaks: bool) -> Occurrence:
    witness: Witness = NoWitness(why="nothing fails")
    if breaks:
        witness = Request(line=operation.key, before="answered", after="404")
    came = kind == "operation-added"
    return Occurrence(
        change=change(
            kind,
            where="operation",
            coordinate=f"{operation.method} {template(operation.path)}",
            before=None if came else operation.key,
            after=operation.key if came else None,
            notes=() if came else notice(pair.baseline, operation.pointer),
            was=pair.in_baseline("/paths" if came else operation.pointer),
            now=pair.in_revision(operation.pointer if came else "/paths"),
            name=operation.key,
        ),
        operation=operation.key,
        answer="no" if breaks else "yes",
        witness=witness,
    )


def _shadows(pair: Pair, added: Operation) -> Iterator[Occurrence]:
    """Tell requests of the baseline that an added operation answers from now on."""
    parts = added.path.split("/")
    for each in known(pair.baseline):
        theirs = each.path.split("/")
        if each.method != added.method or len(theirs) != len(parts) or each.path == added.path:
            continue
        pairs = list(zip(theirs, parts, strict=True))
        is_wider = all("{" in earlier or earlier == later for earlier, later in pairs)
        if is_wider and any("{" in earlier and "{" not in later for earlier, later in pairs):
            yield Occurrence(
                change=change(
                    "operation-route-shadowed",
                    where="operation",
                    coordinate=f"{added.method} {template(added.path)}",
                    before=each.key,
                    after=added.key,
                    was=pair.in_baseline(each.pointer),
                    now=pair.in_revision(added.pointer),
                    name=each.key,
                    now_=added.key,
                    was_=each.key,
                ),
                operation=each.key,
                answer="no",
                witness=Request(
                    line=added.key, before=f"answered as {each.key}", after=f"as {added.key}"
                ),
            )


def _callbacks(pair: Pair, was: Operation, now: Operation) -> Iterator[Occurrence | Position]:
    """Compare the callbacks of an operation, by name and by the address they are sent to."""
    before = {(each.name, each.expression): each for each in was.callbacks}
    after = {(each.name, each.expression): each for each in now.callbacks}
    moved = {name for name, _ in before.keys() - after.keys()} & {
        name for name, _ in after.keys() - before.keys()
    }
    for key, earlier in before.items():
        name = key[0]
        later = after.get(key)
        if later is None and name in moved:
            later = next(each for each in now.callbacks if each.name == name)
            yield _callback(pair, "callback-url-changed", was, earlier, later)
        if later is None:
            yield _callback(pair, "callback-removed", was, earlier, None)
            continue
        yield from _called(
            pair, f"callback {name} of {was.key}", earlier.operations, later.operations
        )
        yield from _methods(pair, was, earlier, later)
    for key, later in after.items():
        if key not in before and key[0] not in moved:
            yield _callback(pair, "callback-added", was, None, later)


def _methods(
    pair: Pair, operation: Operation, earlier: Callback, later: Callback
) -> Iterator[Occurrence]:
    """Tell methods by which a callback is made no longer, or newly."""
    before = {each.method for each in earlier.operations}
    after = {each.method for each in later.operations}
    for method in sorted(before - after):
        yield _callback(pair, "callback-removed", operation, earlier, later, method)
    for method in sorted(after - before):
        yield _callback(pair, "callback-added", operation, earlier, later, method)


def _callback(
    pair: Pair,
    kind: str,
    operation: Operation,
    earlier: Callback | None,
    later: Callback | None,
    method: str = "",
) -> Occurrence:
    """Tell a callback.

    Args:
        method: where it is about this one alone.
    """
    shown = earlier or later
    if shown is None:
        raise TypeError("a callback stands on one side at least")
    breaks = kind != "callback-added"
    name = f"{shown.name} {method}".strip()
    return Occurrence(
        change=change(
            kind,
            where="callback",
            coordinate=f"{operation.key} callback {name}",
            before=None if earlier is None else earlier.expression,
            after=None if later is None else later.expression,
            was=pair.in_baseline(operation.pointer if earlier is None else earlier.pointer),
            now=pair.in_revision(operation.pointer if later is None else later.pointer),
            name=name,
            was_="" if earlier is None else earlier.expression,
            now_="" if later is None else later.expression,
        ),
        operation=operation.key,
        answer="no" if breaks else "yes",
    )


def _called(
    pair: Pair, name: str, before: Sequence[Operation], after: Sequence[Operation]
) -> Iterator[Occurrence | Position]:
    by_method = {each.method: each for each in after}
    for earlier in before:
        later = by_method.get(earlier.method)
        if later is not None:
            flow = Flow(name=name, called_by_us=True)
            yield from _end(pair, flow, earlier, later, f"{name} {earlier.method}")
            yield from _messages(pair, flow, earlier, later)


def _webhooks(pair: Pair, peers: Peers) -> Iterator[Occurrence | Position]:
    """Compare webhooks by name."""
    before = {(each.path, each.method): each for each in pair.baseline.webhooks}
    after = {(each.path, each.method): each for each in pair.revision.webhooks}
    is_opt_in = peers.webhooks == "opt-in" or peers.decoder.unknown_enum == "tolerate"
    for key, earlier in before.items():
        later = after.get(key)
        if later is None:
            yield _webhook(pair, "webhook-removed", earlier, None, breaks=True)
        else:
            yield from _called(pair, f"webhook {key[0]}", (earlier,), (later,))
    for key, later in after.items():
        if key not in before:
            yield _webhook(pair, "webhook-added", None, later, breaks=not is_opt_in)


def _webhook(
    pair: Pair, kind: str, earlier: Operation | None, later: Operation | None, *, breaks: bool
) -> Occurrence:
    shown = earlier or later
    if shown is None:
        raise TypeError("a webhook stands on one side at least")
    return Occurrence(
        change=change(
            kind,
            where="webhook",
            coordinate=f"webhook {shown.path}",
            before=None if earlier is None else earlier.key,
            after=None if later is None else later.key,
            was=pair.in_baseline("/webhooks" if earlier is None else earlier.pointer),
            now=pair.in_revision("/webhooks" if later is None else later.pointer),
            name=shown.path,
        ),
        operation=f"webhook {shown.path}",
        answer="no" if breaks else "yes",
    )
