"""Which statuses have a class: what a function may answer, and what upstreams hand it.

In:  an operation of the client's contract, or of an upstream's.
Out: an Answerable a status; findings about successes that no class holds.
How: by status and media type. A success that is written as a range or as `default` alone is that
     of the plainest status, 200 or 204; no other one has a class, since nobody could say which one
     is meant.
"""

from collections.abc import Iterable
from dataclasses import replace

from bffgen.compose.streams import is_stream
from bffgen.compose.success import Success, successes, unanswerable
from bffgen.model.api import Api, Operation, Response
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.implemented import Answerable, Carried
from bffgen.model.media import bare, is_json
from bffgen.model.problem import PROBLEM

# What a client, or the BFF, has already is told so (RFC 9110 15.4.5).
_NOT_MODIFIED = 304
# Failures that say nothing of what was asked for: of credentials, of load, of the way there.
_NO_ANSWER = frozenset((401, 407, 408, 421, 425, 426, 429, 431))


def answerable(api: Api, operation: Operation) -> tuple[tuple[Answerable, ...], list[Finding]]:
    """Give the statuses that a function may answer, in the contract's order."""
    found: list[Answerable] = []
    faults: list[Finding] = []
    for response in _plainest(operation):
        made = _carried(response)
        if made is None or not _is_answer(response.status):
            continue
        fault = None
        if made.carries is Carried.BODY:
            given = Success(response=response, pointers=(made.pointer,))
            fault = unanswerable(api, given, is_given=True)
        if fault is None:
            found.append(made)
        elif response.status.startswith("2"):
            faults.append(fault)
    if not faults and not any(each.status < 300 for each in found):
        mark = Mark(place=api.place(operation.pointer), on="key")
        what = f"`{operation.key}`, which answers no success of one status"
        faults.append(finding("compose-unsupported", mark, what=what))
    return tuple(found), faults


def handed_back(
    api: Api, operation: Operation, mapped: Iterable[int], mark: Mark
) -> tuple[tuple[Answerable, ...], list[Finding]]:
    """Give the statuses of an upstream that are handed to a function; any other is a failure.

    Args:
        mapped: failures that answer for the whole instead.
        mark: the author's characters.
    """
    found: list[Answerable] = []
    for response in operation.responses:
        if not response.status.isdigit() or int(response.status) in mapped:
            continue
        status = int(response.status)
        is_refusal = 400 <= status < 500 and status not in _NO_ANSWER
        is_told = is_refusal or 200 <= status < 300 or status == _NOT_MODIFIED
        made = _carried(response) if is_told else None
        if made is not None:
            found.append(made)
    if any(each.status < 300 for each in found):
        return tuple(found), []
    theirs = Mark(place=api.place(operation.pointer), on="key", label="declared here")
    what = f"`{operation.key}`, which answers no success of one status"
    return tuple(found), [finding("compose-unsupported", mark, theirs, what=what)]


def _plainest(operation: Operation) -> Iterable[Response]:
    """Give the entries, a success of no status of its own as the plainest that it speaks of."""
    open_ones = [each for each in successes(operation) if not each.status.isdigit()]
    has_one = any(each.status.isdigit() for each in successes(operation))
    for each in operation.responses:
        if has_one or each not in open_ones[:1]:
            yield each
        else:
            yield replace(each, status="200" if each.content else "204")


def _is_answer(status: str) -> bool:
    return status.isdigit() and (status == "304" or status.startswith(("2", "4", "5")))


def _carried(response: Response) -> Answerable | None:
    """Say what a status carries; None where no class says that.

    JSON has a schema; a success without JSON is content; a stream has no end, and no class.
    """
    if not response.status.isdigit():
        return None
    carries, pointer = Carried.NOTHING, ""
    types: tuple[str, ...] = ()
    if response.content:
        is_success = response.status.startswith("2")
        kinds = {bare(each.media_type): each for each in reversed(response.content)}
        problem = kinds.get(PROBLEM)
        written = next((kinds[kind] for kind in kinds if is_json(kind)), None)
        if problem is not None and not is_success:
            carries, pointer = Carried.PROBLEM, problem.schema_pointer or ""
        elif written is not None and written.schema_pointer is not None:
            carries, pointer = Carried.BODY, written.schema_pointer
        elif is_success and not any(is_json(k) for k in kinds) and not _streams(response):
            carries, types = Carried.CONTENT, tuple(reversed(kinds))
        else:
            return None
    return Answerable(
        status=int(response.status),
        response=response,
        carries=carries,
        pointer=pointer,
        types=types,
    )


def _streams(response: Response) -> bool:
    return any(is_stream(each) for each in response.content)
