"""What is said of an operation beside the function that answers it: caches, pages, what is missing.

In:  `headers`, `paginate` and `incomplete` of an operation with `implement`, what it is handed.
Out: Beside: facts of its route; findings on both sides.
How: nobody can say what a function reads, so an answer depends on all that it is handed: every
     header that the contract declares or that is forwarded, and who asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bffgen.compose.headers import CONDITIONS, UNCHANGED, credential_headers
from bffgen.compose.judge import SEALED
from bffgen.compose.promises import Reason
from bffgen.model.api import Header, Operation
from bffgen.model.builder import Constant, Name
from bffgen.model.caching import STRICTEST, Caching, Pages
from bffgen.model.client import Client, Credentials, Workspace
from bffgen.model.composition import Answered, AnswerHeader, Derived
from bffgen.model.composition import Pages as WrittenPages
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.implemented import Answerable, Used
from bffgen.model.policy import Family
from bffgen.model.schema import types
from bffgen.model.travel import is_deep, names_sent
from bffgen.proof.validate import fault_if_judged

_READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a route tells beside what its function answers.

    Attributes:
        reasons: further statuses that the BFF can answer, and why.
    """

    caching: Caching
    pages: Pages | None
    forwarded: tuple[str, ...]
    report_missing: bool
    reasons: dict[int, Reason]


def beside(
    client: Client,
    workspace: Workspace,
    operation: Operation,
    answered: Answered,
    handed: tuple[Sequence[Answerable], Sequence[Used]],
    faults: list[Finding],
) -> Beside:
    """Bind what stands beside `implement`.

    Args:
        handed: the statuses that the function may answer, the operations that it may ask.
    """
    answers, uses = handed
    derived, control = _headers(answered, operation, answers, faults)
    forwarded = _forwarded(client, operation, uses)
    pages = _pages(client, operation, answered, faults, has_link="link" in derived)
    credentials = credential_headers(client.api, operation)
    shown = {each.name: each.credentials for each in workspace.upstreams}
    if any(shown.get(each.upstream) is Credentials.FORWARD for each in uses):
        credentials = tuple(dict.fromkeys((*credentials, "Authorization")))
    read = [
        each.name
        for each in operation.parameters
        if each.location == "header" and each.name.lower() not in CONDITIONS
    ]
    vary = tuple(sorted({*read, *forwarded, *credentials}))
    quiet = client.policy.family is Family.THIRD_PARTY
    told = answered.report_missing
    if answered.missing_in is not None:
        name, place = answered.missing_in
        problem = f"`{name}` of the answer, which the function of `implement` builds"
        faults.append(finding("compose-schema", place, problem=problem))
    reasons = {}
    if "etag" in derived:
        reasons[304] = Reason(UNCHANGED, derived["etag"].place)
    written = answered.implement.pages if answered.implement is not None else None
    if pages is not None and pages.is_sealed and written is not None:
        reasons[400] = Reason("a cursor of another list", written.place)
    return Beside(
        caching=Caching(
            has_etag="etag" in derived,
            control=STRICTEST if "cache-control" in derived else control,
            vary=vary if operation.method in _READS else (),
            credentials=credentials,
        ),
        pages=pages,
        forwarded=forwarded,
        report_missing=not quiet if told is None else told,
        reasons=reasons,
    )


def _headers(
    answered: Answered,
    operation: Operation,
    answers: Iterable[Answerable],
    faults: list[Finding],
) -> tuple[dict[str, AnswerHeader], str | None]:
    """Take the headers that the runtime makes; any other is an argument of the answer's class.

    Returns:
        Those that are derived by their names in lower case, and a literal Cache-Control.
    """
    successes = [each.response for each in answers if each.status < 300]
    declared = {each.name.lower(): each for response in successes for each in response.headers}
    derived: dict[str, AnswerHeader] = {}
    control = None
    for each in answered.headers:
        key, folded = Mark(place=each.place, on="key"), each.name.lower()
        if folded not in declared:
            known = [header.name for header in declared.values()]
            faults.append(unknown(key, "header", each.name, known, f"`{operation.name}`"))
        elif (problem := _no_derivation(each, declared[folded], operation, answered)) != "":
            faults.append(finding("compose-schema", key, problem=problem))
        elif isinstance(each.value, Derived):
            derived[folded] = each
        elif isinstance(each.value, Constant):
            control = str(each.value.value)
    return derived, control


def _no_derivation(
    written: AnswerHeader, header: Header, operation: Operation, answered: Answered
) -> str:
    """Say why a header cannot stand beside `implement`; empty where it can."""
    value = written.value
    if isinstance(value, Derived):
        if operation.method != "GET":
            return f"`{header.name}` is derived for GET alone, and this is a {operation.method}"
        has_pages = answered.implement is not None and answered.implement.pages is not None
        return "`derive: next` needs `paginate`" if value.how == "next" and not has_pages else ""
    is_control = header.name.lower() == "cache-control" and isinstance(value, Constant)
    if is_control and isinstance(value, Constant) and isinstance(value.value, str):
        return ""
    return f"`{header.name}` is an argument of the class that the function of `implement` answers"


def _forwarded(client: Client, operation: Operation, uses: Iterable[Used]) -> tuple[str, ...]:
    """Give the headers that travel on although the client's contract does not declare them."""
    listed = {each.lower() for each in client.composition.defaults.forward_headers}
    taken = {
        each.name
        for use in uses
        for each in use.parameters
        if each.location == "header" and each.name.lower() in listed
    }
    return tuple(sorted(e for e in taken if operation.parameter("header", e) is None))


def _pages(
    client: Client,
    operation: Operation,
    answered: Answered,
    faults: list[Finding],
    *,
    has_link: bool,
) -> Pages | None:
    """Bind `paginate`: the parameter that names a page is a text of the query."""
    written = answered.implement.pages if answered.implement is not None else None
    if written is None:
        return None
    name = _parameter(written)
    found = operation.parameter("query", name) if name else None
    api = client.api
    if found is None or types(api.meaning, found.schema_pointer) != {"string"}:
        problem = "`cursor` is a query parameter of the client, a text"
        faults.append(finding("compose-schema", written.cursor.mark, problem=problem))
        return None
    is_sealed = client.policy.family is Family.THIRD_PARTY if written.seal is None else written.seal
    fault = fault_if_judged(api.meaning, found.schema_pointer, SEALED) if is_sealed else None
    if fault is not None:
        theirs = Mark(place=api.place(found.schema_pointer), on="key", label="declared here")
        problem = f"no sealed cursor fits the parameter: {fault[1]}"
        faults.append(finding("compose-schema", written.cursor.mark, theirs, problem=problem))
        return None
    others = [e for e in operation.parameters if e.location == "query" and e.name != name]
    return Pages(
        cursor=name,
        beside=tuple(sorted(name for each in others for name in names_sent(api.meaning, each))),
        deep=tuple(sorted(each.name for each in others if is_deep(each))),
        has_link=has_link,
        is_sealed=is_sealed,
    )


def _parameter(written: WrittenPages) -> str:
    """Give the query parameter that a cursor is; empty where the path leads elsewhere."""
    path = written.cursor
    names = [each.name if isinstance(each, Name) else "" for each in path.steps]
    return names[1] if path.root == "request" and len(names) == 2 and names[0] == "query" else ""
