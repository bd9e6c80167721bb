"""Operations that a function of the team answers, bound to both contracts.

In:  nothing; `compose/` makes these values of compositions and contracts.
Out: Implemented: the statuses that the function may answer, the upstream operations it is handed.
How: both sides are closed: a class a status, so that a changed contract is a type error in hooks.
"""

from dataclasses import dataclass
from enum import StrEnum

from bffgen.model.api import Operation, Parameter, Response
from bffgen.model.caching import SAYS_NOTHING, Caching, Pages
from bffgen.model.computed import Returned
from bffgen.model.finding import Finding
from bffgen.model.form import Form
from bffgen.model.idempotency import Once
from bffgen.model.intake import Intake
from bffgen.model.parts import Parts
from bffgen.model.place import Place
from bffgen.model.security import Access


class Carried(StrEnum):
    """What the answer of a status carries."""

    NOTHING = "nothing"
    BODY = "body"  # JSON by its schema
    CONTENT = "content"  # bytes of another media type, as they come
    PROBLEM = "problem"  # application/problem+json of the client's contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """One status that has a class.

    Attributes:
        status: three digits.
        pointer: the schema of a body in the contract; empty where there is none.
        types: media types of content, ranges included, bare names.
    """

    status: int
    response: Response
    carries: Carried
    pointer: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """An upstream operation that a function may call.

    Attributes:
        parameters: those that it may be given, in the order of the upstream's contract.
        answers: the statuses that are handed to the function; any other is a failure.
        on_status: (upstream status, client status) of failures that answer for the whole, sorted.
        cap_ms: milliseconds, one call; also cut to what is left of the operation's budget.
        body: what it may be sent, None where it takes none.
        is_write: it changes something.
        place: where the composition names it.
        forwards: the header that carries the key of the client's request on; None without one.
    """

    upstream: str
    operation: Operation
    parameters: tuple[Parameter, ...]
    answers: tuple[Answerable, ...]
    on_status: tuple[tuple[int, int], ...]
    cap_ms: int
    max_body_bytes: int
    body: "SentBody | None"
    is_write: bool
    place: Place
    forwards: Parameter | None = None

    @property
    def sent(self) -> tuple[Parameter, ...]:
        """Give what is sent, a forwarded key among it, in the order of the contract."""
        sent = {*self.parameters} if self.forwards is None else {*self.parameters, self.forwards}
        return tuple(each for each in self.operation.parameters if each in sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBody:
    """That a body is passed.

    Attributes:
        required: the upstream takes no call without it.
        pointer: its schema in the upstream's contract, as it is asked.
        form: how its members travel where it is a form; parts: where it is one of parts; None of
            JSON.
        is_passed: it is sent as it comes, and has no schema.
    """

    media_type: str
    required: bool
    pointer: str
    form: Form | None = None
    parts: Parts | None = None
    is_passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An upstream operation that some operation of a client asks, with what it passes.

    Attributes:
        is_write: it changes something, by its method and by what the workspace says is safe.
    """

    upstream: str
    operation: Operation
    parameters: tuple[Parameter, ...]
    body: SentBody | None
    is_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """That no class is made of an operation: its function is handed the request as it came.

    Attributes:
        untyped: what of the contract has no class.
        promised: (status, range or `default`; media types as bare names, none without a body).
        takes: media types of the request's body, ranges included, bare names.
        max_body_bytes, within_ms: of that body.
    """

    untyped: tuple[Finding, ...]
    promised: tuple[tuple[str, tuple[str, ...]], ...]
    takes: tuple[str, ...]
    is_body_required: bool
    max_body_bytes: int
    within_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Implemented:
    """An operation that a function of hooks answers.

    Attributes:
        is_there: the function is; where it is not the operation answers 501.
        access: who may call it.
        intake: the client's body; None where the operation takes none.
        answers: the statuses that the function may answer, in the contract's order.
        budget_ms, reserve_ms: of the whole operation; the function ends at their difference.
        invalid_status: what a request outside the contract is answered with.
        languages: tags that Accept-Language is matched to; empty leaves it as it is.
        once: how a request that comes again is answered; None answers it anew.
        forwarded: request headers that an upstream of `uses` takes although the client's contract
            does not declare them.
        caching: what caches are told; who asks and every declared header may be read.
        returned: schemas of which the function needs classes, beside those of `uses`.
        report_missing: whether an answer names what it goes without.
        raw: set where no class is made of the operation; then there are no answers and no intake.
    """

    operation: Operation
    function: str
    is_there: bool
    access: Access
    intake: Intake | None
    answers: tuple[Answerable, ...]
    uses: tuple[Used, ...]
    budget_ms: int
    reserve_ms: int
    invalid_status: int
    languages: tuple[str, ...] = ()
    once: Once | None = None
    forwarded: tuple[str, ...] = ()
    caching: Caching = SAYS_NOTHING
    report_missing: bool = True
    pages: Pages | None = None
    returned: tuple[Returned, ...] = ()
    raw: Raw | None = None
