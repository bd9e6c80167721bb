"""How the operations of a client are answered, as its team wrote it.

In:  nothing; `contract/composition.py` makes these values of composition.yaml.
Out: Composition and its sources; what values are built by is in `model/builder.py`.
How: a name is not yet resolved; each part carries its Place.
"""

from dataclasses import dataclass
from enum import StrEnum

from bffgen.model.builder import Builder, Constant, ParameterBuilder, Step, Value, ValuePath
from bffgen.model.callers import NOTHING_SAID, Callers, Wanted
from bffgen.model.computed import Returns
from bffgen.model.exposure import Exposure
from bffgen.model.idempotency import Idempotency
from bffgen.model.place import Place
from bffgen.model.setting import Setting
from bffgen.model.telling import Errors
from bffgen.model.way import Cache, Retry

# What stands for a body beside the names of parameters, under `with`.
BODY = "body"

# What a source or a loop may not be called: the roots of paths, the words of the grammar, and what
# YAML 1.1 readers take for a boolean (COMPOSITION.md section 2).
ROOTS = ("request", "identity", "config", "headers", "problem", "it")
RESERVED = frozenset((*ROOTS, "hooks", "as", "else", "on", "off", "yes", "no"))


# Where the schema of a caller stands in the document that `contract/callers.py` makes.
IDENTITY = "/components/schemas/Identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`batch: {ids: product.mediaIds, max: 50, ..}`: one call a chunk of keys.

    Attributes:
        parameter: what takes the keys, as written.
        keys: a path to an array of keys.
        size: the most keys of one call, >= 1.
        limit: the most keys of all; None where the array is bounded.
        match: the key property of an element; None where the answer is a map.
        items: names that lead to the elements of an answer; empty where there is one array.
    """

    parameter: str
    keys: ValuePath
    size: int
    limit: int | None
    match: str | None
    items: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEach:
    """`each: recs.items as rec`: one call an element.

    Attributes:
        limit: the most elements, >= 1; None where it is not said, which is refused.
        match: the parameter whose value is the key; None where there is only one bound to `loop`.
    """

    over: ValuePath
    loop: str
    limit: int | None
    match: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """`{derive: body}`: a header that is made of the whole answer; `how` is a key of DERIVED."""

    how: str
    place: Place


# How a header may be derived, and which one that is for (COMPOSITION.md section 5).
DERIVED = {"body": "ETag", "strictest": "Cache-Control", "next": "Link"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHeader:
    """A header of an answer and what gives it.

    Attributes:
        name: as written; headers fold case.
        place: of the value.
    """

    name: str
    value: Value | Constant | Derived
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Paginate:
    """`paginate:`: the list is given in pages, one upstream's cursor handed on.

    Attributes:
        source: whose cursor it is.
        cursor: the client's parameter; following: the upstream's cursor of the next page.
        seal: whether a cursor is good for its own list alone; None takes the family's default.
    """

    source: str
    cursor: ValuePath
    following: ValuePath
    seal: bool | None
    place: Place


class OnInvalid(StrEnum):
    """What becomes of a body of an upstream that is outside its contract."""

    FAIL = "fail"
    DROP_ITEM = "drop_item"
    OBSERVE = "observe"


class Bounds(StrEnum):
    """Whether the bounds of what is read are held."""

    ENFORCE = "enforce"
    TRUST = "trust"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One upstream call, or call of a function of hooks, that an operation is fed by.

    Attributes:
        service, operation: as written; the operation by operationId or `METHOD path`.
        arguments: upstream parameter -> value, as written.
        body: what is written for the body of the call; None hands the client's on, if any.
        timeout_ms: cap of the whole source in milliseconds, > 0; None takes the default.
        on_status: (upstream status, client status), sorted.
        fallback: a literal that stands in for a missing optional source; None without one.
        report_as: the client's word for it in BFF-Incomplete.
        call: the text that names service and operation.
        fan_out: how it is several calls; None for one.
        at_once: the most calls of a fan-out at one time, >= 1.
        returns: what the function `operation` of hooks answers with; None of an upstream's source.
        when: the setting that switches it on; None where it is always asked.
        retry: as written; None takes the default.
        cache: how long its answers are kept; None keeps none.
        least_ms: it is begun only while so much of the plan's time is left; 0 asks for none.
        on_invalid, bounds: None take the default.
    """

    name: str
    service: str
    operation: str
    arguments: tuple[tuple[str, ParameterBuilder], ...]
    required: bool
    timeout_ms: int | None
    max_body_bytes: int | None
    on_status: tuple[tuple[int, int], ...]
    fallback: Constant | None
    report_as: str
    place: Place
    call: Place
    fan_out: Batch | CallEach | None = None
    at_once: int | None = None
    body: "Builder | None" = None
    returns: Returns | None = None
    when: ValuePath | None = None
    retry: Retry | None = None
    cache: Cache | None = None
    least_ms: int = 0
    on_invalid: OnInvalid | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """How much of a client's body is read, for how long, in which form.

    Attributes:
        max_body_bytes: > 0; within_ms: > 0, from the first wait for it to its last byte.
        types: media types with their places; empty takes all of the contract.
        place: of the section; None where there is none.
    """

    max_body_bytes: int = 1024 * 1024
    within_ms: int = 10_000
    types: tuple[tuple[str, Place], ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Writable:
    """`priceOverride: [scope(pricing.write)]`: who alone may send a part of the body.

    Attributes:
        way: from the body to that part; names, and `*` for each element of an array.
        place: of the list; its key is the way as written.
    """

    way: tuple[Step, ...]
    to: tuple[Wanted, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One upstream operation that the function of an `implement` is handed.

    Attributes:
        service, operation: as written; the operation by operationId or `METHOD path`.
        timeout_ms: cap of one call in milliseconds, > 0; None takes the default.
        on_status: (upstream status, client status), sorted.
        call: the text that names service and operation.
    """

    service: str
    operation: str
    timeout_ms: int | None
    max_body_bytes: int | None
    on_status: tuple[tuple[int, int], ...]
    place: Place
    call: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Implement:
    """`implement: f`: the team's function answers.

    Attributes:
        uses: what it is handed, in the author's order.
        respond: (status, its place) of what `respond` says something about.
        returns: schemas of which it needs classes, beside those of `uses`.
        pages: of a list whose cursors the function opens, seals or links to; None of any other.
        place: the text that names the function.
    """

    function: str
    uses: tuple[Use, ...]
    respond: tuple[tuple[str, Place], ...]
    place: Place
    returns: tuple[Returns, ...] = ()
    pages: "Pages | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """`paginate:` beside `implement`: the client's parameter that names a page.

    Attributes:
        seal: whether a cursor is good for its own list alone; None takes the family's default.
    """

    cursor: ValuePath
    seal: bool | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One operation of the client and how it is answered.

    Attributes:
        operation: operationId or `METHOD path`, as written.
        budget_ms: wall time of the whole operation, > 0; None takes the policy's latency.
        body: None projects the only source.
        headers: of the answer, in the author's order.
        paginate: None where the answer is no page of a list.
        omit: declared properties that are not served yet.
        allow: what the caller must have one of, on top of the contract; empty asks for nothing.
        writable_by: parts of the client's body that only some callers may send.
        expose_sensitive: fields that everybody may be answered although they are sensitive.
        report_missing: whether BFF-Incomplete tells the client what is missing.
        missing_in: the property of the answer that tells it, with its place.
        idempotency: how a request that comes again is answered; None answers it anew.
        request: limits of the client's body; the defaults where nothing is written.
        implement: the function that answers; then there are no sources and no body.
    """

    operation: str
    budget_ms: int | None
    sources: tuple[Source, ...]
    body: Builder | None
    headers: tuple[AnswerHeader, ...] = ()
    paginate: Paginate | None = None
    omit: tuple[str, ...]
    report_missing: bool | None
    missing_in: tuple[str, Place] | None = None
    place: Place
    allow: tuple[Wanted, ...] = ()
    writable_by: tuple[Writable, ...] = ()
    expose_sensitive: tuple[Exposure, ...] = ()
    idempotency: Idempotency | None = None
    request: RequestLimits = RequestLimits()
    implement: Implement | None = None

    @property
    def services(self) -> frozenset[str]:
        """Give the upstreams that it names."""
        uses = self.implement.uses if self.implement else ()
        called = [each.service for each in self.sources if each.returns is None]
        return frozenset((*called, *(each.service for each in uses)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedShape:
    """How a component of the client's contract is built, wherever it stands.

    Attributes:
        component: its name under `components/schemas`.
        builder: sees the value that it is applied to as `it`, and no source.
    """

    component: str
    builder: Builder
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """Settings of every source and operation where they are silent.

    Attributes:
        timeout_ms: cap of a source, > 0.
        reserve_ms: kept of a budget for building and writing the answer, >= 0.
        max_body_bytes: the largest decoded upstream body, > 0.
        forward_headers: request headers that travel to an upstream which declares them.
        at_once: the most calls of a fan-out at one time, >= 1.
        retry: of the sources that only read; None makes each call once.
        languages: tags that Accept-Language is matched to, the default first; empty matches none.
        on_invalid: what becomes of a body outside its contract; bounds: whether they are held.
        observes: where `on_invalid: observe` is written; None where it is not.
    """

    timeout_ms: int = 250
    reserve_ms: int = 30
    max_body_bytes: int = 256 * 1024
    forward_headers: tuple[str, ...] = ("Accept-Language",)
    at_once: int = 4
    retry: Retry | None = None
    languages: tuple[str, ...] = ()
    on_invalid: OnInvalid = OnInvalid.FAIL
    bounds: Bounds = Bounds.ENFORCE
    observes: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The composition.yaml of one client, its defaults resolved.

    Attributes:
        shapes, settings: in the author's order.
        errors: how failures are told; None tells them as problems.
        is_written: there is such a file; without one functions of hooks answer everything.
        place: the file, or the contract where there is none.
    """

    defaults: Defaults
    operations: tuple[Answered, ...]
    omit_operations: tuple[tuple[str, Place], ...]
    place: Place
    shapes: tuple[SharedShape, ...] = ()
    is_written: bool = True
    callers: Callers = NOTHING_SAID
    settings: tuple[Setting, ...] = ()
    errors: Errors | None = None
