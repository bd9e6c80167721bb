"""Hold what a BFF can answer against what the client's contract declares.

In:  an operation of the client, the statuses that its sources may be turned into.
Out: the status for a request outside the contract; findings for every status, media type or
     security requirement that the contract lacks or that this BFF cannot keep.
How: RUNTIME.md 2.2 read backwards: cause -> status -> the most specific declared response.
"""

from collections.abc import Iterable, Mapping

from bffgen.model.api import Api, Operation, Response
from bffgen.model.composition import Source
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place

PROBLEM = "application/problem+json"

# For input outside the contract where it declares neither 422 nor 400 (RUNTIME.md 2.2).
_FALLBACK_INVALID = 422


def declared(operation: Operation, status: int) -> Response | None:
    """Find the response that covers a status: exact, then its range, then default."""
    by_status = {response.status.upper(): response for response in operation.responses}
    for key in (str(status), f"{status // 100}XX", "DEFAULT"):
        if key in by_status:
            return by_status[key]
    return None


def invalid_status(operation: Operation) -> int:
    """Give the status for input outside the contract: 422 if declared, else 400, 4XX, default."""
    statuses = {response.status.upper() for response in operation.responses}
    if "422" in statuses or "400" not in statuses:
        return _FALLBACK_INVALID
    return 400


def undeclared(
    api: Api, operation: Operation, reasons: Mapping[int, tuple[str, Place | None]]
) -> Iterable[Finding]:
    """Find the statuses that can be answered and are not declared as problems.

    Args:
        reasons: status -> why it can be answered, in the words of a message, and the line of the
            composition that says so, if there is one.
    """
    without_problem: dict[str, list[int]] = {}
    for status, (why, written) in sorted(reasons.items()):
        response = declared(operation, status)
        place = api.place(f"{operation.pointer}/responses")
        if response is None:
            marks = [Mark(place=place, on="key", label=f"no {status}")]
            if written is not None:
                marks.append(Mark(place=written))
            yield finding(
                "compose-status-undeclared",
                *marks,
                status=status,
                why=why,
                operation=operation.name,
            )
        elif PROBLEM not in {each.media_type for each in response.content}:
            without_problem.setdefault(response.pointer, []).append(status)
    for pointer, statuses in without_problem.items():
        yield finding(
            "compose-problem-undeclared",
            Mark(place=api.place(pointer), on="key"),
            status=", ".join(map(str, statuses)),
            media_type=PROBLEM,
            operation=operation.name,
        )


def unverified(api: Api, operation: Operation) -> Iterable[Finding]:
    """Find the security requirements that the runtime cannot verify yet.

    A contract that says nothing is refused too: open is said by `security: []`, never by silence.
    """
    mark = Mark(place=api.place(operation.pointer), on="key")
    if operation.security is None:
        yield finding("compose-security-unsaid", mark, operation=operation.name)
        return
    if any(not alternative for alternative in operation.security):
        return
    schemes = {scheme for alternative in operation.security for scheme, _ in alternative}
    for scheme in sorted(schemes):
        yield finding("compose-security-unverified", mark, scheme=scheme, operation=operation.name)


def reasons(operation: Operation, sources: Iterable[Source]) -> dict[int, tuple[str, Place | None]]:
    """Say which statuses beside success the BFF can answer, why, and where that is written."""
    found: dict[int, tuple[str, Place | None]] = {}
    listed = tuple(sources)
    if operation.parameters:
        found[invalid_status(operation)] = ("a request outside the contract", None)
    if any(source.required for source in listed):
        found[502] = ("a required source that fails", None)
        found[504] = ("a required source that is late", None)
    for source in listed:
        for upstream, status in source.on_status:
            written = source.place.at("on_status", upstream)
            found.setdefault(status, (f"`on_status` of `{source.name}`", written))
    return found
