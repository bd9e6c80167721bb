"""Bind `idempotency`: what is asked again under one key is done once.

In:  an operation with what it says of keys, the upstream operations that it asks.
Out: Once, and the header of each upstream operation that a key goes on to; findings on both sides.
How: an upstream's key is a UUID that the runtime derives, so its header is held to the texts of
     UUIDs. One whose name is not the client's is the name of the draft, `Idempotency-Key`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.promises import Reason, declared, lacking_notes
from bffgen.compose.proved import NOT_NULL, Proofs
from bffgen.compose.scope import Feed
from bffgen.model import schema
from bffgen.model.api import Operation, Parameter
from bffgen.model.client import Client, Upstream, is_write
from bffgen.model.composition import Answered
from bffgen.model.computed import Computed
from bffgen.model.finding import Effect, Finding, Mark, finding, unknown
from bffgen.model.idempotency import ForwardTo, Idempotency, Once
from bffgen.model.place import join
from bffgen.model.plan import Call
from bffgen.proof.answer import Refuted
from bffgen.proof.side import Side

_DRAFT: Final = "Idempotency-Key"
# What `idempotency.forwarded` of the runtime gives (RFC 9562 5.5).
_UUID: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_DERIVED: Final = Side(
    {"type": "string", "format": "uuid", "pattern": _UUID, "minLength": 36, "maxLength": 36}, ""
)
_TEXT: Final = frozenset(("string",))
_SAFE: Final = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Target:
    """An upstream operation that an operation asks, by the name that the plan has for it."""

    name: str
    upstream: Upstream
    operation: Operation
    cap_ms: int

    @property
    def is_write(self) -> bool:
        """Say whether the call changes something."""
        return is_write(self.operation, self.upstream)

    @property
    def text(self) -> str:
        """Name it as a composition does."""
        return f"{self.upstream.name}.{self.operation.name}"


@dataclass(frozen=True, slots=True)
class Forwarding:
    """The header of each upstream operation that a key goes on to, by the plan's name for it."""

    headers: Mapping[str, Parameter]

    def to(self, name: str) -> Parameter | None:
        """Give the header that carries a key to what the plan calls so."""
        return self.headers.get(name)

    def given_to(self, sources: Iterable[Call | Computed]) -> tuple[Call | Computed, ...]:
        """Give the sources of a plan, of each the header that carries a key to it."""
        return tuple(
            replace(each, forwards=self.to(each.name)) if isinstance(each, Call) else each
            for each in sources
        )


NOWHERE: Final = Forwarding({})


def composed(feeds: Mapping[str, Feed | HookFeed], cap_ms: int) -> Iterable[Target]:
    """Give the upstream operations that the sources of an operation ask.

    Args:
        cap_ms: of a source that says nothing else.
    """
    for name, feed in feeds.items():
        if isinstance(feed, Feed):
            yield Target(name, feed.upstream, feed.operation, feed.source.timeout_ms or cap_ms)


def reasons(written: Idempotency | None, operation: Operation) -> dict[int, Reason]:
    """Say which statuses keys are answered with; those that it lacks `once` tells itself."""
    if written is None:
        return {}
    found = {409: Reason("a key that is being answered", written.place)}
    found[422] = Reason("a key of another request", written.place)
    found = {s: r for s, r in found.items() if declared(operation, s) is not None}
    if _is_required(written, operation):
        found[400] = Reason("a key that is missing", written.place.at("header"))
    return found


def unkept(written: Idempotency | None) -> Iterable[Finding]:
    """Refuse to keep an answer that is passed on as it comes, however large it is."""
    if written is not None:
        what = "`idempotency` of an answer that is passed on as it comes"
        yield finding("compose-unsupported", Mark(place=written.place, on="key"), what=what)


def once(
    client: Client,
    operation: Operation,
    answered: Answered,
    targets: Iterable[Target],
    faults: list[Finding],
) -> tuple[Once | None, Forwarding]:
    """Bind what an operation says of keys.

    Args:
        targets: what it asks; of a function, what it may ask.
    """
    written, asked = answered.idempotency, list(targets)
    if written is None:
        return None, NOWHERE
    faults += _undeclared(client, operation, written)
    faults += _unfit(operation, written, asked, by_hook=answered.implement is not None)
    budgets = client.policy.budgets
    if budgets.replicas > 1:
        where = Mark(place=written.place, on="key")
        theirs = Mark(place=budgets.place.at("replicas"))
        faults.append(
            finding(
                "compose-idempotency-store",
                where,
                theirs,
                effect=Effect.RISKY,
                operation=operation.name,
                replicas=budgets.replicas,
            )
        )
    proofs = Proofs(client.api.pool)
    headers: dict[str, Parameter] = {}
    for entry in written.forward_to:
        found = _target(entry, asked, operation)
        header = found if isinstance(found, Finding) else _header(entry, found, written)
        if isinstance(header, Finding):
            faults.append(header)
        elif isinstance(found, Target):
            faults += _unlike(entry, found, header, proofs)
            headers |= {e.name: header for e in asked if e.text == found.text}
    mine = operation.parameter("header", written.header)
    budget_ms = answered.budget_ms or budgets.latency_ms
    caps = [each.cap_ms for each in asked if each.is_write]
    bound = Once(
        header=mine.name if mine is not None else written.header,
        required=_is_required(written, operation),
        keep_s=written.keep_ms // 1000,
        # A write that is begun at the end of the budget runs to its own cap.
        lease_s=-(-(budget_ms + max(caps, default=0)) // 1000) + 1,
    )
    return bound, Forwarding(headers)


def _is_required(written: Idempotency, operation: Operation) -> bool:
    mine = operation.parameter("header", written.header)
    return written.required or (mine is not None and mine.required)


def _undeclared(client: Client, operation: Operation, written: Idempotency) -> Iterable[Finding]:
    """Find what the contract does not say of keys: the header, and the answers that are for it."""
    api = client.api
    mine = operation.parameter("header", written.header)
    if mine is None:
        yield finding(
            "compose-idempotency-undeclared",
            Mark(place=written.place.at("header")),
            Mark(place=api.place(operation.pointer), on="key"),
            header=written.header,
            operation=operation.name,
            statuses="",
        )
    elif schema.types(api.meaning, mine.schema_pointer) != _TEXT:
        theirs = Mark(place=api.place(mine.pointer), label="declared here")
        problem = f"`{mine.name}` is no text, and a key is one"
        where = Mark(place=written.place.at("header"))
        yield finding("compose-schema", where, theirs, problem=problem)
    elif mine.required and written.required is False:
        key = Mark(place=written.place.at("required"))
        theirs = Mark(place=api.place(mine.pointer), label="required here")
        problem = f"`required: false` of `{mine.name}`, without which the contract takes no request"
        yield finding("compose-schema", key, theirs, problem=problem)
    lacking = [status for status in (409, 422) if declared(operation, status) is None]
    if lacking:
        place = api.place(join(operation.pointer, "responses"))
        whys = {409: "a key that is being answered", 422: "a key of another request"}
        yield finding(
            "compose-idempotency-undeclared",
            Mark(place=place, on="key"),
            Mark(place=written.place, on="key", label="asked for here"),
            notes=lacking_notes(api, [(each, whys[each]) for each in lacking], place),
            header="",
            operation=operation.name,
            statuses=", ".join(map(str, lacking)),
        )


def _unfit(
    operation: Operation, written: Idempotency, asked: list[Target], *, by_hook: bool
) -> Iterable[Finding]:
    """Refuse keys where nothing is changed."""
    problem = ""
    if operation.method in _SAFE:
        problem = f"`idempotency` of a {operation.method}, which changes nothing"
    elif not by_hook and not any(each.is_write for each in asked):
        problem = "`idempotency` of an operation whose sources only read"
    if problem:
        yield finding("compose-schema", Mark(place=written.place, on="key"), problem=problem)


def _target(entry: ForwardTo, asked: list[Target], operation: Operation) -> Target | Finding:
    """Find what a key goes on to among the writes of an operation."""
    for each in asked:
        if each.upstream.name == entry.service and entry.operation in (
            each.operation.name,
            each.operation.key,
        ):
            if each.is_write:
                return each
            problem = f"`{each.text}` only reads, and takes no key"
            return finding("compose-schema", entry.place, problem=problem)
    known = [each.text for each in asked if each.is_write]
    text = f"{entry.service}.{entry.operation}"
    within = f"`{operation.name}`"
    return unknown(Mark(place=entry.place), "write", text, known, within)


def _header(entry: ForwardTo, target: Target, written: Idempotency) -> Parameter | Finding:
    """Find the header that carries a key to an upstream."""
    operation = target.operation
    header = operation.parameter("header", written.header) or operation.parameter("header", _DRAFT)
    if header is None:
        known = [each.name for each in operation.parameters if each.location == "header"]
        mark = Mark(place=entry.place)
        return unknown(mark, "header", written.header, known, f"`{target.text}`")
    return header


def _unlike(
    entry: ForwardTo, target: Target, header: Parameter, proofs: Proofs
) -> Iterable[Finding]:
    """Hold the header of an upstream to the keys that it is sent."""
    api = target.upstream.api
    proof = proofs.ask(_DERIVED, Side(api.meaning, header.schema_pointer), NOT_NULL)
    if isinstance(proof, Refuted):
        yield finding(
            "compose-request-type",
            entry.place,
            Mark(place=api.place(header.pointer), label="what is expected"),
            notes=[("witness", f'"{proof.witness}"')] if isinstance(proof.witness, str) else [],
            parameter=f"`{header.name}` of `{target.text}`",
            sent="a UUID",
            expected="another text",
        )
