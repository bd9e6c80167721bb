"""How the operations of a client are answered, as its team wrote it.

In:  nothing; `contract/composition.py` makes these values of composition.yaml.
Out: Composition, its sources and its builders; a path is parsed, a name is not yet resolved.
How: a closed union of builders; each carries its Place, each step of a path its characters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bffgen.model.callers import NOTHING_SAID, Callers, Wanted
from bffgen.model.canonical import Json
from bffgen.model.computed import Returns
from bffgen.model.finding import Mark
from bffgen.model.place import Place
from bffgen.model.setting import Setting

# What stands for a body beside the names of parameters, under `with`.
BODY = "body"

# What a source or a loop may not be called: the roots of paths, the words of the grammar, and what
# YAML 1.1 readers take for a boolean (COMPOSITION.md section 2).
ROOTS = ("request", "identity", "config", "headers", "problem", "it")
RESERVED = frozenset((*ROOTS, "hooks", "as", "else", "on", "off", "yes", "no"))


# Where the schema of a caller stands in the document that `contract/callers.py` makes.
IDENTITY = "/components/schemas/Identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A step to a member: `.title`."""

    name: str
    offset: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A step to one element of an array: `.0`; the element may be missing."""

    index: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """A step to each element of an array: `.*`."""

    offset: int
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """A step to the element whose key equals a value: `.by(mid)`."""

    key: "ValuePath"
    offset: int
    width: int


Step: TypeAlias = Name | Index | Every | By


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePath:
    """A path to a value: a root (`request`, a source, a loop name) and the steps below it.

    Attributes:
        text: the path as written.
        offset: characters from the start of the YAML text to the root.
        place: the YAML text that holds the path.
    """

    root: str
    steps: tuple[Step, ...]
    text: str
    offset: int
    place: Place

    @property
    def mark(self) -> Mark:
        """Mark the whole path."""
        return Mark(place=self.place, offset=self.offset, width=len(self.text))

    def mark_of(self, number: int) -> Mark:
        """Mark the root (-1) or one step (from 0)."""
        if number < 0:
            return Mark(place=self.place, offset=self.offset, width=len(self.root))
        step = self.steps[number]
        return Mark(place=self.place, offset=step.offset, width=step.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A literal: behind `else`, in `const:`, or a YAML number, boolean or null.

    Attributes:
        offset, width: its characters in the YAML text; the whole text where width is None.
    """

    value: Json = field(hash=False)
    place: Place
    offset: int = 0
    width: int | None = None

    @property
    def mark(self) -> Mark:
        """Mark the literal."""
        return Mark(place=self.place, offset=self.offset, width=self.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """`a else b else 0`: the first option that is present and not null; at least one."""

    options: tuple[ValuePath | Constant, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """`{each: P as x, map: {..}}`: an array, one object an element, order kept.

    Attributes:
        limit: the most elements that are kept, >= 1; None keeps all.
        skip_if_missing: an element is left out where one of these is absent.
    """

    over: ValuePath
    loop: str
    limit: int | None
    skip_if_missing: tuple[ValuePath, ...]
    members: tuple[tuple[str, "Builder"], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """`{from: P, map: {..}}`: what `map` names, the rest projected from P; absent where P is."""

    base: ValuePath
    members: tuple[tuple[str, "Builder"], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """`{enum: P, map: {ACTIVE: available}, default: other}`: one list of values in another's words.

    Attributes:
        pairs: (upstream's value as a key writes it, the client's value).
        default: what any other value becomes; None without one.
    """

    value: ValuePath
    pairs: tuple[tuple[str, Constant], ...]
    default: Constant | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """`{python: f, args: [..]}`: what the team's function makes of its arguments."""

    function: str
    arguments: tuple["Value | Constant", ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """`{value: V, visible_to: [..]}`: V for a caller who has one of what is listed."""

    value: "Builder"
    to: tuple[Wanted, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """An object whose keys are properties of the client's schema.

    Attributes:
        meant: the builder's key that its only one misspells, where it is no such property.
    """

    members: tuple[tuple[str, "Builder"], ...]
    place: Place
    meant: str = ""


Builder: TypeAlias = Value | Constant | Enum | Each | From | Python | Visible | Members


def visible_builders(builder: Builder | None) -> Iterator[Visible]:
    """Give every `visible_to` of a body, outermost first."""
    match builder:
        case Visible():
            yield builder
            yield from visible_builders(builder.value)
        case Each() | From() | Members():
            for _, value in builder.members:
                yield from visible_builders(value)
        case _:
            return


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
    """

    name: str
    service: str
    operation: str
    arguments: tuple[tuple[str, Value | Constant | Enum], ...]
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
        place: the text that names the function.
    """

    function: str
    uses: tuple[Use, ...]
    respond: tuple[tuple[str, Place], ...]
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
        report_missing: whether BFF-Incomplete tells the client what is missing.
        missing_in: the property of the answer that tells it, with its place.
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
    """

    timeout_ms: int = 250
    reserve_ms: int = 30
    max_body_bytes: int = 256 * 1024
    forward_headers: tuple[str, ...] = ("Accept-Language",)
    at_once: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The composition.yaml of one client, its defaults resolved.

    Attributes:
        shapes, settings: in the author's order.
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
