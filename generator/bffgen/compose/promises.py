"""Hold what a BFF can answer against what the client's contract declares.

In:  an operation of the client, the statuses that its sources may be turned into.
Out: the status for a request outside the contract; findings for every status or media type that
     the contract lacks.
How: RUNTIME.md 2.2 read backwards: cause -> status -> the most specific declared response.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from bffgen.compose.errors import Failures
from bffgen.model.api import Api, Operation, Response
from bffgen.model.composition import Source, Use
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import Place, join
from bffgen.model.problem import response_reference
from bffgen.model.security import Access

# For input outside the contract where it declares neither 422 nor 400 (RUNTIME.md 2.2).
_FALLBACK_INVALID = 422


class Reason(NamedTuple):
    """Why a status can be answered, and the line of the composition that says so, if one does."""

    why: str
    place: Place | None = None


def declared(operation: Operation, status: int) -> Response | None:
    """Find the response that covers a status: exact, then its range, then default."""
    by_status = {response.status.upper(): response for response in operation.responses}
    # Beside a success `default` is what else goes wrong (PITFALLS.md 12).
    others = ("DEFAULT",) if status >= 400 else ()
    for key in (str(status), f"{status // 100}XX", *others):
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
    failing: Failures, operation: Operation, reasons: Mapping[int, Reason]
) -> Iterable[Finding]:
    """Find the statuses that can be answered and are not declared as failures are told.

    What an operation lacks is one finding, with the lines to add.
    """
    api = failing.api
    lacking: list[tuple[int, Reason]] = []
    without_problem: dict[str, list[int]] = {}
    for status, reason in sorted(reasons.items()):
        response = declared(operation, status)
        if response is None:
            lacking.append((status, reason))
        elif operation.method == "HEAD":
            continue  # a problem is told by its status alone
        elif status >= 400 and not failing.carries(response):
            without_problem.setdefault(response.pointer, []).append(status)
        elif status >= 400 and (unlike := failing.unlike(response, operation.name)) is not None:
            yield unlike
    if lacking:
        yield _undeclared(api, operation, lacking)
    for pointer, statuses in without_problem.items():
        yield finding(
            "compose-problem-undeclared",
            Mark(place=api.place(pointer), on="key"),
            status=", ".join(map(str, statuses)),
            media_type=failing.media_type,
            operation=operation.name,
        )


def _undeclared(api: Api, operation: Operation, lacking: Sequence[tuple[int, Reason]]) -> Finding:
    place = api.place(join(operation.pointer, "responses"))
    written = [reason.place for _, reason in lacking if reason.place is not None]
    notes = lacking_notes(api, [(status, reason.why) for status, reason in lacking], place)
    return finding(
        "compose-status-undeclared",
        Mark(place=place, on="key"),
        *dict.fromkeys(written),
        notes=notes,
        statuses=", ".join(str(status) for status, _ in lacking),
        operation=operation.name,
    )


def lacking_notes(
    api: Api, lacking: Sequence[tuple[int, str]], place: Place
) -> list[tuple[str, str]]:
    """Say of statuses that a contract lacks why they are answered, and what there is to add."""
    notes = [(str(status), why) for status, why in lacking]
    for status, _ in lacking:
        reference = response_reference(api, status, place.document)
        if reference:
            notes.append(("add", f'"{status}": {{$ref: "{reference}"}}'))
    return notes


class _Asked(NamedTuple):
    """What the statuses of an operation follow from."""

    operation: Operation
    access: Access
    sources: tuple[Source, ...] = ()
    uses: tuple[Use, ...] = ()
    calls_hooks: bool = False
    is_by_hook: bool = False

    def takes_input(self) -> bool:
        return bool(self.operation.parameters) or self.takes_body()

    def takes_body(self) -> bool:
        return self.operation.body is not None

    def asks_for_credentials(self) -> bool:
        # Where they may be left out, wrong ones are refused all the same.
        return not self.access.is_open

    def may_forbid(self) -> bool:
        return self.access.may_be_forbidden

    def needs_a_source(self) -> bool:
        return any(source.required and source.returns is None for source in self.sources)

    def needs_a_function(self) -> bool:
        return any(source.required and source.returns is not None for source in self.sources)

    def calls_a_hook(self) -> bool:
        return self.calls_hooks or self.is_by_hook

    def asks_by_hook(self) -> bool:
        return bool(self.uses)

    def answers_by_hook(self) -> bool:
        return self.is_by_hook


class _Row(NamedTuple):
    """One cause of RUNTIME.md 2.2 and its status; None is that of `invalid_status`."""

    when: Callable[[_Asked], bool]
    status: int | None
    why: str


_TABLE: Final = (
    _Row(_Asked.asks_for_credentials, 401, "credentials that are missing or wrong"),
    _Row(_Asked.may_forbid, 403, "credentials that do not grant what is asked for"),
    _Row(_Asked.takes_body, 408, "a body that takes too long"),
    _Row(_Asked.takes_body, 413, "a body that is too large"),
    _Row(_Asked.takes_body, 415, "a body of another media type"),
    _Row(_Asked.takes_input, None, "a request outside the contract"),
    _Row(_Asked.calls_a_hook, 500, "a hook that raises"),
    _Row(_Asked.needs_a_source, 502, "a required source that fails"),
    _Row(_Asked.needs_a_source, 503, "a required source that is not to be had"),
    _Row(_Asked.needs_a_source, 504, "a required source that is late"),
    _Row(_Asked.needs_a_function, 504, "a required source that is late"),
    _Row(_Asked.asks_by_hook, 502, "an upstream of `uses` that fails"),
    _Row(_Asked.asks_by_hook, 503, "an upstream of `uses` that is not to be had"),
    _Row(_Asked.answers_by_hook, 504, "a hook that is late"),
)


def reasons(
    operation: Operation, access: Access, sources: Iterable[Source], *, calls_hooks: bool = False
) -> dict[int, Reason]:
    """Say which statuses beside success the BFF can answer, why, and where that is written.

    Source:
        RUNTIME.md 2.2. What no operation is to blame for (no such path or method, headers or a
        URL beyond the limits, a fault of the generated code) is no promise of one.
    """
    asked = _Asked(operation, access, sources=tuple(sources), calls_hooks=calls_hooks)
    return _reasons(asked, ((source.name, source) for source in asked.sources))


def reasons_by_hook(operation: Operation, access: Access, uses: Iterable[Use]) -> dict[int, Reason]:
    """Say the same of an operation that a hook answers, what the hook chooses itself apart."""
    asked = _Asked(operation, access, uses=tuple(uses), is_by_hook=True)
    return _reasons(asked, ((f"{use.service}.{use.operation}", use) for use in asked.uses))


def _reasons(asked: _Asked, called: Iterable[tuple[str, Source | Use]]) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for row in _TABLE:
        if row.when(asked):
            found.setdefault(row.status or invalid_status(asked.operation), Reason(row.why))
    for name, call in called:
        for upstream, status in call.on_status:
            written = call.place.at("on_status", upstream)
            found.setdefault(status, Reason(f"`on_status` of `{name}`", written))
    return found
