"""One operation of two contracts: what is asked, what is answered, what is said of its end.

In:  two operations that stand for each other, and the flow in which their messages travel.
Out: Occurrences, and Positions of the values that travel.
How: parameters and body go one way; answers come back in cells of statuses (cells.py), each with
     its body, headers and links.
"""

from collections.abc import Iterator

from bffgen.compat.bodies import compare_body, of_request, of_response
from bffgen.compat.cells import Cell, cells, is_success
from bffgen.compat.change import Occurrence, change
from bffgen.compat.deprecation import compare_ends
from bffgen.compat.flow import Flow, Message
from bffgen.compat.headers import compare_headers
from bffgen.compat.links import compare_links
from bffgen.compat.pair import Pair
from bffgen.compat.parameters import compare_parameters
from bffgen.compat.position import Position
from bffgen.model.api import Operation
from bffgen.model.comparison import NoWitness, Request, Witness


def compare_messages(
    pair: Pair, flow: Flow, was: Operation, now: Operation, coordinate: str
) -> Iterator[Occurrence | Position]:
    """Compare what two contracts say of one operation.

    Args:
        coordinate: of the operation itself.
    """
    yield from compare_ends(
        pair,
        was.pointer,
        now.pointer,
        where="operation",
        name=flow.name,
        coordinate=coordinate,
        operation=flow.name,
    )
    yield from compare_parameters(pair, flow, was, now)
    yield from compare_body(pair, Message(flow=flow), of_request(was), of_request(now))
    for cell in cells(was.responses, now.responses):
        yield from _cell(pair, flow, cell, was, now)


def _cell(
    pair: Pair, flow: Flow, cell: Cell, was: Operation, now: Operation
) -> Iterator[Occurrence | Position]:
    """Compare the answers of some statuses."""
    if cell.baseline is None or cell.revision is None:
        yield _status(pair, flow, cell, was, now)
        return
    answer = Message(flow=flow, status=cell.status)
    before, after = of_response(cell.baseline), of_response(cell.revision)
    yield from compare_body(pair, answer, before, after)
    holders = cell.baseline.pointer, cell.revision.pointer
    yield from compare_headers(pair, answer, cell.baseline.headers, cell.revision.headers, holders)
    yield from compare_links(pair, flow, cell.baseline, cell.revision, answer.words())


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
