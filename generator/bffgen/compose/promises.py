"""Hold what a BFF can answer against what the client's contract declares.

In:  an operation of the client, the statuses that its sources may be turned into.
Out: the status for a request outside the contract; findings for every status, media type or
     security requirement that the contract lacks or that this BFF cannot keep.
How: RUNTIME.md 2.2 read backwards: cause -> status -> the most specific declared response.
"""

from collections.abc import Iterable, Mapping

from bffgen.model.api import Api, Operation, Response
from bffgen.model.finding import Finding, Mark, finding

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


def undeclared(api: Api, operation: Operation, reasons: Mapping[int, str]) -> Iterable[Finding]:
    """Find the statuses that can be answered and are not declared as problems.

    Args:
        reasons: status -> why it can be answered, in the words of a message.
    """
    for status, why in sorted(reasons.items()):
        response = declared(operation, status)
        place = api.place(f"{operation.pointer}/responses")
        if response is None:
            mark = Mark(place=place, on="key", label=f"no {status}")
            yield finding(
                "compose-status-undeclared",
                mark,
                status=status,
                why=why,
                operation=operation.name,
            )
            continue
        if PROBLEM not in {each.media_type for each in response.content}:
            mark = Mark(place=api.place(response.pointer), on="key")
            yield finding(
                "compose-problem-undeclared",
                mark,
                status=status,
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


def reasons(
    operation: Operation,
    *,
    has_required: bool,
    mapped: Iterable[tuple[int, str]],
) -> dict[int, str]:
    """Say which statuses beside success the BFF can answer, and why.

    Args:
        has_required: some source is required, so its failure is the answer.
        mapped: (client status, source) of every `on_status`.
    """
    found: dict[int, str] = {}
    if operation.parameters:
        found[invalid_status(operation)] = "a request outside the contract"
    if has_required:
        found[502] = "a required source that fails"
        found[504] = "a required source that is late"
    for status, source in mapped:
        found.setdefault(status, f"`on_status` of `{source}`")
    return found
