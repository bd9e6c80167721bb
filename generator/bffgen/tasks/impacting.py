"""Judge what the changes of one upstream do to the operations of a client.

In:  a Comparison of the upstream's contracts, the upstream by the one and by the other, the lineage
     of a client, and how an operation is judged.
Out: Judged: each change that an operation hangs on with what it does there; the class of each.
How: a change is met where either contract says it; what a plan newly lacks says what that does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bffgen.compose.hanging import Hanging, Met
from bffgen.compose.needed import is_always_sent, is_needed
from bffgen.model.canonical import Json
from bffgen.model.client import Client, Upstream
from bffgen.model.comparison import Answer, ChangeFinding, Comparison
from bffgen.model.finding import Effect, Finding, stops
from bffgen.model.impact import Impact
from bffgen.model.lineage import Asked, Line, Lineage, OperationLineage, dotted
from bffgen.model.place import Locate, Place, tokens

# What a plan says of a value that is newly missing, or wider than the client's contract.
_LEAKING = frozenset(("compose-presence", "compose-type"))
# What is gone and was named: it leaks where the client's contract cannot do without.
_UNMAPPED = "compose-property-unmapped"
_UNKNOWN = "compose-unknown-name"
_UNKNOWN_HOLDERS = frozenset(("identity", "hook"))
_NAMED = frozenset(("property", "operation", "header"))
# A warning of a plan that its BFF holds against every answer.
_HELD = "compose-bound"
# A question that nobody decides is never told as harmless.
_OPEN = "compose-type-unknown"
# What no plan proves: where an upstream is and what it is shown is set where a BFF runs.
_SETTING = "server-"
_CREDENTIALS = "security-"
# Whoever sends it as today is not understood then, and a new build not before.
_FORMS = frozenset(
    (
        *("request-parameter-serialisation-changed", "request-media-type-removed"),
        "request-content-encoding-changed",
    )
)
# What stands for a value that is not sent.
_DEFAULT = "request-default-"
# A plan is held to none of them.
_UNHELD = frozenset(
    (
        *("request-object-narrowed", "request-condition-narrowed", "request-schema-narrowed"),
        *("request-schema-unproven", "response-schema-unproven"),
    )
)
_ARRAY, _LENGTH = "request-array-narrowed", "maxItems"
# One that only might be meant: PITFALLS 10.
_NULLABLE = "response-value-became-nullable"
# What had a name that a composition may say.
_REMOVALS = frozenset(
    (
        *("request-parameter-removed", "request-property-removed", "request-body-removed"),
        *("response-property-removed", "response-header-removed", "response-body-removed"),
        *("response-status-removed", "operation-removed"),
    )
)
# Where it is used the same composition goes on otherwise, if it does.
_MOVING = _REMOVALS | {"response-success-status-added"}
# Of a call by another name nothing differs but the name.
_NAME = "operation-id-changed"
_MOST_FIELDS = 6
_ANSWERS: Mapping[Effect, Answer] = {
    Effect.SAFE: "yes",
    Effect.RISKY: "unknown",
    Effect.BREAKS: "no",
}


# Says what touched changes, and what a plan newly lacks, do to an operation.
Kind: TypeAlias = Callable[[OperationLineage, Sequence["Touched"], Sequence[Finding]], Impact]
# Gives what a plan newly lacks to the changes that are behind it, in their order.
Parted: TypeAlias = Callable[
    [OperationLineage, Sequence["Touched"], Sequence[Finding]], list[list[Finding]]
]
# Gives a place of a comparison as the contract of the upstream names it.
Placed: TypeAlias = Callable[[Place], Place]


@dataclass(slots=True, kw_only=True)
class Judged:
    """One client.

    Attributes:
        rebuild: the shielded operations whose BFF has to be built anew before the upstream changes.
        unbuilt: the degraded ones whose composition is not built with the upstream as it will be.
        rest: what its plan newly lacks and no change of a message shows.
    """

    comparison: Comparison
    impacts: tuple[tuple[str, Impact], ...]
    rebuild: tuple[str, ...]
    unbuilt: tuple[str, ...]
    rest: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Touched:
    """A change that an operation hangs on.

    Attributes:
        lines: what is read through it.
        sources: those that it comes by.
        is_call: it is of a call as such, and not of what is read or sent.
        statuses: those that are told apart, of which nothing else is read.
        moved: those of the sources that the same composition reads or asks otherwise now.
        asks_more: those that it asks with more now.
    """

    operation: OperationLineage
    change: ChangeFinding
    lines: dict[Line, None] = field(default_factory=dict)
    sources: dict[str, Asked] = field(default_factory=dict)
    is_call: bool = True
    statuses: dict[str, None] = field(default_factory=dict)
    moved: dict[str, None] = field(default_factory=dict)
    asks_more: dict[str, None] = field(default_factory=dict)


class Judging:
    """Says what the changes of one upstream do to a client."""

    def __init__(
        self,
        comparison: Comparison,
        upstreams: tuple[Upstream, Upstream],
        placed: tuple[Placed, Placed],
        locate: Locate,
    ) -> None:
        self._comparison, self._locate = comparison, locate
        self._upstreams, self._placed = upstreams, placed

    def client(
        self,
        of: Lineage,
        kind_of: Kind,
        fresh: Sequence[Finding] = (),
        now: Lineage | None = None,
        parted: Parted | None = None,
    ) -> Judged:
        """Judge each operation of a client, and put together what is told of each change.

        Args:
            fresh: what its plan newly lacks.
            now: how it is answered by the same composition after the change, as far as it is; None
                where nothing is known of that, or the composition is another one.
            parted: whose fault what it lacks is; all of it that of each change without.
        """
        by_class: dict[tuple[str, Impact], list[tuple[str, Touched, list[Finding]]]] = {}
        impacts: list[tuple[str, Impact]] = []
        rest: list[Finding] = []
        rebuild: list[str] = []
        unbuilt: list[str] = []
        for operation in of.operations:
            lacks = [each for each in fresh if _concerns(each, operation)]
            touched = list(self._touched(operation, now))
            loud = _loud(touched)
            if lacks and not loud:
                # What the plan newly lacks comes of the upstream: of what it calls there.
                loud = list(self._called(operation))
                touched += loud
            if not loud:
                # Of what no message shows: the name of a path parameter, what is sensitive.
                rest += lacks
            parts = parted(operation, loud, lacks) if parted else [list(lacks) for _ in loud]
            judged = [
                (each, kind_of(operation, [each], part), part)
                for each, part in zip(loud, parts, strict=True)
            ]
            # What does no harm is not what a plan fails by.
            judged += [(each, Impact.SHIELDED, []) for each in touched if each not in loud]
            kinds = [kind for _, kind, _ in judged]
            if not loud:
                kinds.append(kind_of(operation, touched, lacks))
            kind = max(kinds, key=lambda each: each.rank)
            impacts.append((operation.key, kind))
            if kind is Impact.SHIELDED and any(map(_is_hurt_today, loud)):
                rebuild.append(operation.key)
            if kind is Impact.DEGRADED and stops(lacks):
                unbuilt.append(operation.key)
            for each, does, part in judged:
                key = (each.change.fingerprint, does)
                by_class.setdefault(key, []).append((operation.key, each, part))
        found = [self._row(kind, rows) for (_, kind), rows in by_class.items()]
        used = {each.rule for each in found}
        rules = {name: rule for name, rule in self._comparison.rules.items() if name in used}
        comparison = replace(self._comparison, findings=tuple(found), hidden=0, rules=rules)
        return Judged(
            comparison=comparison,
            impacts=tuple(impacts),
            rebuild=tuple(rebuild),
            unbuilt=tuple(unbuilt),
            rest=tuple(dict.fromkeys(rest)),
        )

    def _touched(self, operation: OperationLineage, now: Lineage | None) -> Iterator[Touched]:
        hanging = [Hanging(operation, each) for each in self._upstreams]
        other = now.operation(operation.key) if now is not None else None
        moved = other.moved(operation) if other is not None else frozenset[str]()
        is_unplanned = now is not None and other is None
        more = other.asks_more(operation) if other is not None else frozenset[str]()
        for change in self._comparison.findings:
            named = {key for key, _ in change.operations}
            found = Touched(operation=operation, change=change)
            for source in hanging[0].sources:
                met = self._met(hanging, source, change) if source.key in named else None
                if met is None:
                    continue
                found.sources[source.name] = source
                found.lines |= dict.fromkeys(met.lines)
                found.is_call = found.is_call and met.where == "call"
                if met.status:
                    found.statuses[met.status] = None
                # Where nothing is planned any more, what is used and gone is used no more.
                if source.name in moved or (is_unplanned and change.rule in _MOVING):
                    found.moved[source.name] = None
                if source.name in more:
                    found.asks_more[source.name] = None
            if found.sources:
                yield found

    def _called(self, operation: OperationLineage) -> Iterator[Touched]:
        """Give the changes of the calls of an operation, wherever they are."""
        for change in self._comparison.findings:
            named = {key for key, _ in change.operations}
            called = [each for each in operation.sources if each.key in named]
            sources = {e.name: e for e in called if e.upstream == self._upstreams[0].name}
            if sources and change.effect is not Effect.SAFE:
                yield Touched(operation=operation, change=change, sources=sources)

    def _met(self, hanging: Sequence[Hanging], source: Asked, change: ChangeFinding) -> Met | None:
        """Say how a source meets a change; None where it does not.

        What is there in both contracts, or went, is met where it was; what came, where it is: that
        it is asked for meets whoever would have to send it.
        """
        before, after = hanging
        revision, baseline = change.marks
        was, now = self._placed[0](baseline.place), self._placed[1](revision.place)
        is_demand = change.direction == "request" and "required" in change.rule
        if change.direction == "response":
            met = before.read_at(source, was, is_new=False)
            then = after.read_at(source, now, is_new=True)
        elif change.rule.startswith(_DEFAULT):
            met, then = before.filled_at(source, was), after.filled_at(source, now)
        elif change.direction == "request":
            met = before.demanded_at(source, was) if is_demand else before.sent_at(source, was)
            then = after.demanded_at(source, now) if is_demand else after.sent_at(source, now)
        else:
            met, then = before.called_at(source, was), after.called_at(source, now)
        is_gone = change.after is None and change.before is not None
        if met.where == "unused" or (then.where == "unused" and not is_gone):
            return None
        return then if met.where in ("call", "elsewhere") and then.where == "used" else met

    def _row(
        self, kind: Impact, rows: Sequence[tuple[str, Touched, list[Finding]]]
    ) -> ChangeFinding:
        """Tell one change with the operations to which it does the same."""
        change = rows[0][1].change
        bindings = dict.fromkeys(self._binding(each) for _, _, lacks in rows for each in lacks)
        notes = (
            ("impact", str(kind)),
            ("uses", "; ".join(_used(touched) for _, touched, _ in rows)),
            ("bindings", ", ".join(bindings)),
        )
        return replace(
            change,
            effect=kind.effect,
            operations=tuple(sorted((key, _ANSWERS[kind.effect]) for key, _, _ in rows)),
            notes=(*(each for each in notes if each[1]), *change.notes),
        )

    def _binding(self, lack: Finding) -> str:
        """Say where a composition no longer fits: `compose-enum contracts/..yaml:12`."""
        if not lack.marks:
            return lack.rule
        mark = lack.marks[0]
        span = self._locate(mark.place, mark.on)
        return f"{lack.rule} {mark.place.document}{f':{span.line}' if span else ''}"


def _concerns(each: Finding, operation: OperationLineage) -> bool:
    """Say whether a finding of a plan is about an operation.

    One about a shape names the operation that uses it; without one it may be about any.
    """
    is_of_shape = is_of_another = False
    for mark in each.marks:
        match tokens(mark.place.pointer):
            case ("operations", name, *_) if name in (operation.name, operation.key):
                return True
            case ("operations", *_):
                is_of_another = True
            case ("paths", path, method, *_) if f"{method.upper()} {path}" == operation.key:
                return True
            case ("shapes", *_):
                is_of_shape = True
            case _:
                pass
    return is_of_shape and not is_of_another


def by_plan(
    client: Client,
    operation: OperationLineage,
    touched: Sequence[Touched],
    lacks: Sequence[Finding],
) -> Impact:
    """Say what changes do to an operation, by what its plan newly lacks."""
    lacks = [e for e in lacks if e.effect is Effect.BREAKS or e.rule in (_HELD, _OPEN)]
    loud = _loud(touched)
    if not any(each.rule != _OPEN for each in lacks):
        kinds = [_unproven(client, each) for each in loud]
        kinds += [Impact.DEGRADED] if lacks else []
        kinds += [Impact.SHIELDED] if touched else []
        return max(kinds, key=lambda each: each.rank, default=Impact.NONE)
    hurt = [source for each in loud for source in each.sources.values()]
    hurt += _asking(operation, lacks)
    if hurt and not any(each.required for each in hurt):
        return Impact.DEGRADED
    # What is asked can be asked otherwise, whatever the clients send.
    answers = [e for e in loud if e.change.direction != "request" and e.change.rule != _NAME]
    lines = [line for each in answers for line in each.lines]
    is_lost = any(map(is_named_and_gone, lacks)) and any(
        is_needed(client.api, operation, line) for line in lines
    )
    is_leak = is_lost or (bool(answers or not loud) and any(map(_is_wider, lacks)))
    return Impact.LEAKS if is_leak else Impact.MAPPING_BROKEN


def by_use(
    operation: OperationLineage, touched: Sequence[Touched], lacks: Sequence[Finding]
) -> Impact:
    """Say what changes do to an operation of which nothing but its uses is known."""
    loud = _loud(touched)
    if not loud:
        return Impact.SHIELDED if touched else Impact.NONE
    breaking = [each for each in loud if each.change.effect is Effect.BREAKS]
    is_hurt = any(source.required for each in breaking for source in each.sources.values())
    return Impact.MAPPING_BROKEN if is_hurt else Impact.DEGRADED


def _is_hurt_today(touched: Touched) -> bool:
    """Say whether what runs today is hurt by a change that a new build takes.

    It holds an answer to the contract that it was built with, and sends what that asks for.
    """
    is_refused = touched.change.direction != "request" or bool(touched.asks_more)
    return touched.change.effect is Effect.BREAKS and is_refused


def _loud(touched: Sequence[Touched]) -> list[Touched]:
    """Give the changes that may do harm."""
    return [each for each in touched if each.change.effect is not Effect.SAFE]


def _unproven(client: Client, touched: Touched) -> Impact:
    """Say what a change that is not known to be harmless does where a plan lacks nothing.

    A plan proves what is copied. It proves nothing of who is let in where, of what stands for what
    is not sent, of what a function is handed or sends, of what callers claim. Where the same
    composition now reads or asks otherwise, what runs today is not answered any more.
    """
    change, operation = touched.change, touched.operation
    is_break = change.effect is Effect.BREAKS
    hurt = [operation.source(name) for name in touched.moved]
    is_unsent = change.rule.startswith(_DEFAULT) and not is_always_sent(
        client.requests, operation, tuple(touched.lines)
    )
    is_refused = is_break and change.rule.startswith(_CREDENTIALS)
    if is_unsent or is_refused or change.rule in _FORMS:
        hurt += touched.sources.values()
    is_hint = not (is_break or operation.function) and all(map(_is_hint, touched.lines))
    if hurt and not is_hint:
        is_required = any(each.required for each in hurt if each is not None)
        return Impact.MAPPING_BROKEN if is_required else Impact.DEGRADED
    return Impact.DEGRADED if hurt or _is_open(touched) else Impact.SHIELDED


def _is_open(touched: Touched) -> bool:
    """Say whether a plan proves nothing of a change."""
    change = touched.change
    is_break = change.effect is Effect.BREAKS
    if touched.statuses:
        return True
    if touched.operation.function:
        return is_break or not touched.is_call
    if change.rule == _NULLABLE and not is_break:
        return True
    if change.rule in _UNHELD or (is_break and change.rule.startswith(_SETTING)):
        return True
    if change.rule == _ARRAY and _but_length(change.before) != _but_length(change.after):
        return True
    if change.direction == "request":
        return any(each.part.holder in _UNKNOWN_HOLDERS for each in touched.lines)
    return is_break and any(each.builder == "python" for each in touched.lines)


def _but_length(fact: Json) -> Json:
    """Give what is said of a list but for how long it may be, which a plan is held to."""
    known = fact.items() if isinstance(fact, dict) else ()
    return {name: value for name, value in known if name != _LENGTH}


def _is_hint(line: Line) -> bool:
    """Say whether what is sent is a header, which an upstream may leave aside."""
    return bool(line.to) and line.to[0].startswith("header.")


def _asking(operation: OperationLineage, lacks: Sequence[Finding]) -> Iterator[Asked]:
    """Give the sources in whose asking a plan lacks something."""
    for mark in (mark for each in lacks for mark in each.marks):
        match tokens(mark.place.pointer):
            case ("operations", _, "sources", name, *_):
                source = operation.source(name)
                if source is not None:
                    yield source
            case _:
                pass


def takes_away(change: ChangeFinding) -> bool:
    """Say whether the upstream has no more what a composition may name."""
    return change.rule in _REMOVALS


def is_named_and_gone(lack: Finding) -> bool:
    """Say whether a plan names what the upstream has no more; a value of a list is no such name."""
    return lack.rule == _UNMAPPED or (
        lack.rule == _UNKNOWN and dict(lack.facts).get("kind") in _NAMED
    )


def _is_wider(lack: Finding) -> bool:
    """Say whether an answer goes beyond the client's contract; what is sent never does."""
    return lack.rule in _LEAKING and not dict(lack.facts).get("source")


def _used(touched: Touched) -> str:
    """Say what of an operation a change is met by: `GET /cart: lines[].price <- pricing.quote`."""
    operation = touched.operation
    fields = [dotted(each.to) or "the answer" for each in touched.lines if each in operation.fields]
    fields += [
        f"what {source.name} is asked with"
        for source in operation.sources
        if source.name in touched.sources and not touched.lines.keys().isdisjoint(source.given)
    ]
    fields += [f"the status {each}" for each in touched.statuses]
    named = list(dict.fromkeys(fields)) or ["what is sent"]
    rest = len(named) - _MOST_FIELDS
    more = f" and {rest} more" if rest > 0 else ""
    called = dict.fromkeys(f"{e.upstream}.{e.operation}" for e in touched.sources.values())
    return f"{operation.key}: {', '.join(named[:_MOST_FIELDS])}{more} <- {', '.join(called)}"
