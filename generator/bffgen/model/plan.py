"""Plans: how each operation of a client is answered, bound to both contracts.

In:  nothing; `compose/` makes these values of compositions and contracts.
Out: Plan with its calls in order and the expression that builds the answer; no Python text.
How: what is given to a call, to a header and to the answer is an Expression.
"""

from dataclasses import dataclass, field

from bffgen.model.api import Header, Operation, Parameter, Response
from bffgen.model.caching import SAYS_NOTHING, Caching, Pages
from bffgen.model.canonical import Json
from bffgen.model.composition import OnInvalid
from bffgen.model.computed import Computed, Returned
from bffgen.model.expression import (
    Built,
    Collected,
    Expression,
    Fixed,
    Lookup,
    Mapped,
    Otherwise,
    Read,
    Root,
    Shown,
    parts,
)
from bffgen.model.form import Form
from bffgen.model.idempotency import Once
from bffgen.model.implemented import Implemented, Sent, SentBody
from bffgen.model.intake import Intake
from bffgen.model.parts import Parts
from bffgen.model.security import NOTHING_ASKED, Access, Grants, SecurityScheme
from bffgen.model.telling import Telling
from bffgen.model.way import Cache, Retry


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A parameter of an upstream operation and what it is given.

    Attributes:
        as_text: a number for a parameter of texts: it is written as its text.
    """

    parameter: Parameter
    value: Read | Fixed | Otherwise | Mapped | Built
    as_text: bool = False


# What a call of a batch calls the keys of its chunk, and an index function the answer.
KEYS = "keys"
ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """How one source is several calls, and what they find by key.

    Attributes:
        over: of a batch the keys, else what there is a call for each element of.
        loop: what arguments call the element; empty for a batch.
        key: of an element of `over` (a read of `loop`), or of one that was found (of ANSWER's
            element, a read of the loop ANSWER); None where a batch answers a map.
        found: of a batch where the elements stand in an answer, a read of the loop ANSWER.
        element: pointer to the schema of what is found, in the upstream's contract.
        parameter: of a batch the parameter or the body's property that takes the keys.
        size: of a batch the most keys of one call; 1 else.
        limit: the most keys of all calls together.
        lookups: of a batch what is looked up for its keys, what others need first.
        bound: the most calls.
        at_once: the most calls at one time.
    """

    over: Read | Collected
    loop: str
    key: Read | None
    found: Read | None
    element: str
    parameter: str
    size: int
    limit: int | None
    bound: int
    at_once: int
    lookups: tuple[Lookup, ...] = ()

    @property
    def is_batch(self) -> bool:
        """Say whether a call takes several keys."""
        return not self.loop


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBody:
    """The body that a call sends.

    Attributes:
        value: what it is built of; its objects are schemas of the upstream's contract.
        pointer: its schema there, as the upstream is asked.
        media_type: as the upstream's contract has it, without parameters.
        required: whether the upstream takes no call without it.
        form: how its members travel where it is a form; parts: where it is one of parts; None of
            JSON.
    """

    value: Expression
    pointer: str
    media_type: str
    required: bool
    form: Form | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHeader:
    """A header of an upstream's answer that is read.

    Attributes:
        header: of the upstream's contract.
        schema: of its plain values, narrowed by the places that they are copied to.
    """

    header: Header
    schema: dict[str, Json] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenHeader:
    """A header of the answer, declared in the client's contract, and its value."""

    header: Header
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """A list that is given in pages by the cursor of one source.

    Attributes:
        cursor: the client's query parameter; following: the upstream's cursor of the next page.
        beside: names that the client's other query parameters come by, sorted.
        deep: of those that come member by member (`deepObject`), sorted.
        has_link: an answer links to the next page.
        is_sealed: a cursor is good for its own list alone.
    """

    source: str
    cursor: Read
    beside: tuple[str, ...]
    following: Read
    has_link: bool
    is_sealed: bool
    deep: tuple[str, ...] = ()

    @property
    def pages(self) -> Pages:
        """Give what the route says of it."""
        return Pages(
            cursor=self.cursor.name.partition(".")[2],
            beside=self.beside,
            deep=self.deep,
            has_link=self.has_link,
            is_sealed=self.is_sealed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One upstream call of a plan, or the calls of one source.

    Attributes:
        name: the source.
        waits: the sources whose values its arguments read, in plan order.
        cap_ms: milliseconds, the whole source; finish_ms: its end at the latest.
        fallback: stands in for a missing answer; None without one.
        answer: the schema of what is read of the answer, self-contained: the narrow model; None
            where nothing is read of it.
        media_types: of its body, where that is passed on as it is.
        may_lack: it may succeed without the body that is read.
        handed: the client's body, where that is sent as it comes.
        headers: of the answer that are read, in the order of the upstream's contract.
        fan_out: set where the source is several calls.
        body: what is sent as the body; None where nothing is.
        is_write: it changes something: begun it is never cancelled, and never tried again.
        visible_to: who it is called for; empty calls it for everybody.
        when: the setting that switches it on; None where it is always called.
        lookups: what is looked up for one call, what others need first.
        retry: when it is made again; None makes it once.
        cache: how long its answers are kept; None keeps none.
        least_ms: it is begun only while so much of the plan's time is left; 0 asks for none.
        forwards: the header that carries the key of the client's request on; None without one.
        on_invalid: what becomes of a body outside its contract.
    """

    name: str
    upstream: str
    operation: Operation
    arguments: tuple[Argument, ...]
    waits: tuple[str, ...]
    required: bool
    cap_ms: int
    finish_ms: int
    max_body_bytes: int
    on_status: tuple[tuple[int, int], ...]
    report_as: str
    fallback: Fixed | None
    answer: dict[str, Json] | None = field(hash=False)
    body: CallBody | None
    is_write: bool
    media_types: tuple[str, ...] = ()
    may_lack: bool = False
    handed: SentBody | None = None
    headers: tuple[ReadHeader, ...] = ()
    fan_out: FanOut | None = None
    visible_to: Grants = NOTHING_ASKED
    when: Read | None = None
    lookups: tuple[Lookup, ...] = ()
    retry: Retry | None = None
    cache: Cache | None = None
    least_ms: int = 0
    forwards: Parameter | None = None
    on_invalid: OnInvalid = OnInvalid.FAIL

    @property
    def first_calls(self) -> int:
        """Give the most upstream calls that it is, where none is made again."""
        return self.fan_out.bound if self.fan_out else 1

    @property
    def most_calls(self) -> int:
        """Give the most upstream calls that one request may cause by it."""
        return self.first_calls * (1 + (self.retry.attempts if self.retry else 0))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Give what is sent, a forwarded key among it, in the order of the contract."""
        own = {each.parameter for each in self.arguments}
        sent = own if self.forwards is None else own | {self.forwards}
        return tuple(each for each in self.operation.parameters if each in sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one operation is answered.

    Attributes:
        access: who may call it.
        success: the response that is built.
        intake: the client's body; None where the operation takes none.
        sources: in plan order: the author's, what waits behind what it waits for.
        critical_path: the required sources that take longest together, first to last.
        budget_ms, reserve_ms: of the whole operation; the plan ends at their difference.
        invalid_status: what a request outside the contract is answered with.
        forwarded: request headers that travel on although the contract does not declare them.
        hooks: (function, schema that it answers) of those that give a value, sorted.
        headers: of the answer, in the order of the contract; what is derived is in `caching`.
        lookups: what is looked up once for the whole answer.
        passed: the source whose body is the answer's, passed on as it is; empty where one is built.
        languages: tags that Accept-Language is matched to; empty leaves it as it is.
        once: how a request that comes again is answered; None answers it anew.
    """

    operation: Operation
    access: Access
    success: Response
    intake: Intake | None
    sources: tuple[Call | Computed, ...]
    critical_path: tuple[str, ...]
    body: Expression
    budget_ms: int
    reserve_ms: int
    invalid_status: int
    report_missing: bool
    forwarded: tuple[str, ...]
    hooks: tuple[tuple[str, str], ...]
    headers: tuple[GivenHeader, ...] = ()
    caching: Caching = SAYS_NOTHING
    lookups: tuple[Lookup, ...] = ()
    paging: Paging | None = None
    passed: str = ""
    languages: tuple[str, ...] = ()
    once: Once | None = None

    @property
    def calls(self) -> tuple[Call, ...]:
        """Give the sources that upstreams answer, in plan order."""
        return tuple(each for each in self.sources if isinstance(each, Call))

    @property
    def computed(self) -> tuple[Computed, ...]:
        """Give the sources that functions of the team compute, in plan order."""
        return tuple(each for each in self.sources if isinstance(each, Computed))

    @property
    def functions(self) -> frozenset[str]:
        """Name the functions of the team that it calls."""
        return frozenset((*dict(self.hooks), *(each.function for each in self.computed)))

    @property
    def most_calls(self) -> int:
        """Give the most upstream calls that one request may cause."""
        return sum(each.most_calls for each in self.calls)

    @property
    def has_body(self) -> bool:
        """Say whether the answer has a body that is built; where it has none, that is null."""
        is_built = any(each.schema_pointer is not None for each in self.success.content)
        return is_built and not self.passed

    @property
    def asks_who_calls(self) -> bool:
        """Say whether a call or a header of the answer depends on who calls."""
        return (
            self._reads("identity")
            or any(each.visible_to for each in self.sources)
            or any(isinstance(part, Shown) for value in self._handed for part in parts(value))
        )

    @property
    def reads_settings(self) -> bool:
        """Say whether a call or a header of the answer depends on a setting."""
        return self._reads("config") or any(each.when is not None for each in self.sources)

    def _reads(self, root: Root) -> bool:
        asked = (part for value in self._handed for part in parts(value))
        return any(isinstance(each, Read) and each.root == root for each in asked)

    @property
    def _handed(self) -> list[Expression]:
        """Give what calls, functions and headers are made of."""
        values: list[Expression] = [a.value for each in self.calls for a in each.arguments]
        values += [each.body.value for each in self.calls if each.body is not None]
        values += [found.key for each in self.sources for found in each.lookups]
        fanned = [each.fan_out for each in self.calls if each.fan_out is not None]
        values += [found.key for each in fanned for found in each.lookups]
        values += [each.fan_out.over for each in self.calls if each.fan_out is not None]
        values += [each.value for made in self.computed for each in made.inputs]
        return [*values, *(each.value for each in self.headers)]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Give all that is read of anything: what is handed on, switches, the answer."""
        switches = (each.when for each in self.sources if each.when is not None)
        keys = (each.key for each in self.lookups)
        return (*self._handed, *switches, *keys, self.body)

    @property
    def critical_ms(self) -> int:
        """Milliseconds until the last required source has ended at the latest."""
        return max((each.finish_ms for each in self.sources if each.required), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPlan:
    """All that a client's BFF does: one plan an operation, in the contract's order.

    Attributes:
        implemented: operations that the team's functions answer.
        unserved: operations that the composition omits; they answer 501.
        caller: the schema of who calls; settings: of what is set; both self-contained.
        telling: how failures are told; None tells them as problems.
        proved: schemas of objects of which all that is built is proved to be what they say.
    """

    plans: tuple[Plan, ...]
    unserved: tuple[Operation, ...]
    caller: dict[str, Json] = field(hash=False)
    settings: dict[str, Json] = field(hash=False)
    implemented: tuple[Implemented, ...] = ()
    telling: Telling | None = None
    proved: frozenset[str] = frozenset()

    @property
    def schemes(self) -> tuple[SecurityScheme, ...]:
        """Give the security schemes that the operations ask for, each once."""
        asked = (each for made in self.answered for each in made.access.schemes)
        return tuple(dict.fromkeys(asked))

    @property
    def answered(self) -> tuple[Plan | Implemented, ...]:
        """Give how each operation is answered, those of sources first."""
        return (*self.plans, *self.implemented)

    @property
    def typed(self) -> tuple[Plan | Implemented, ...]:
        """Give those whose requests and answers have classes."""
        made = (each for each in self.implemented if each.raw is None)
        return (*self.plans, *made)

    @property
    def pages(self) -> tuple[Pages | None, ...]:
        """Give how lists are given in pages, operation by operation."""
        return (
            *(each.paging.pages if each.paging else None for each in self.plans),
            *(each.pages for each in self.implemented),
        )

    @property
    def served(self) -> tuple[Plan | Implemented, ...]:
        """Give those that something answers."""
        there = tuple(each for each in self.implemented if each.is_there)
        return (*self.plans, *there)

    @property
    def not_served(self) -> tuple[Operation, ...]:
        """Give the operations that answer 501: omitted, or without their function."""
        lacking = (each.operation for each in self.implemented if not each.is_there)
        return (*self.unserved, *lacking)

    @property
    def returned(self) -> tuple[Returned, ...]:
        """Give what functions of the team answer as sources, each schema once."""
        found = [each.returns for plan in self.plans for each in plan.computed]
        found += [each for made in self.implemented for each in made.returned]
        return tuple({each.key: each for each in found}.values())

    @property
    def services(self) -> frozenset[str]:
        """Give the upstreams whose contracts show in the files of the BFF."""
        returned = (each.service for each in self.returned if each.service)
        return frozenset((*(each.upstream for each in self.sent), *returned))

    @property
    def sent(self) -> tuple[Sent, ...]:
        """Give what is asked of upstreams, operation by operation."""
        planned = [
            Sent(
                upstream=call.upstream,
                operation=call.operation,
                parameters=call.parameters,
                body=(
                    SentBody(
                        media_type=call.body.media_type,
                        required=call.body.required,
                        pointer=call.body.pointer,
                        form=call.body.form,
                        parts=call.body.parts,
                    )
                    if call.body is not None
                    else call.handed
                ),
                is_write=call.is_write,
            )
            for plan in self.plans
            for call in plan.calls
        ]
        handed = [
            Sent(
                upstream=use.upstream,
                operation=use.operation,
                parameters=use.sent,
                body=use.body,
                is_write=use.is_write,
            )
            for each in self.implemented
            for use in each.uses
        ]
        return (*planned, *handed)
