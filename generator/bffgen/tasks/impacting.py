"""Judge what the changes of one upstream do to the operations of a client.

In:  a Comparison of the upstream's contracts, the upstream by the one and by the other, the lineage
     of a client, and how an operation is judged.
Out: Judged: each change that an operation hangs on with what it does there; the class of each.
How: a change is met where either contract says it; what a plan newly lacks says what that does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bffgen.compose.hanging import Hanging, is_needed
from bffgen.model.client import Client, Upstream
from bffgen.model.comparison import Answer, ChangeFinding, Comparison
from bffgen.model.finding import Effect, Finding
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
_MOST_FIELDS = 6
_ANSWERS: Mapping[Effect, Answer] = {
    Effect.SAFE: "yes",
    Effect.RISKY: "unknown",
    Effect.BREAKS: "no",
}


# Says what touched changes, and what a plan newly lacks, do to an operation.
Kind: TypeAlias = Callable[[OperationLineage, Sequence["Touched"], Sequence[Finding]], Impact]
# Gives a place of a comparison as the contract of the upstream names it.
Placed: TypeAlias = Callable[[Place], Place]


@dataclass(slots=True, kw_only=True)
class Judged:
    """One client."""

    comparison: Comparison
    impacts: tuple[tuple[str, Impact], ...]


@dataclass(slots=True, kw_only=True)
class Touched:
    """A change that an operation hangs on.

    Attributes:
        lines: what is read through it.
        sources: those that it comes by.
    """

    operation: OperationLineage
    change: ChangeFinding
    lines: dict[Line, None] = field(default_factory=dict)
    sources: dict[str, Asked] = field(default_factory=dict)


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

    def client(self, of: Lineage, kind_of: Kind, fresh: Sequence[Finding] = ()) -> Judged:
        """Judge each operation of a client, and put together what is told of each change."""
        by_class: dict[tuple[str, Impact], list[tuple[str, Touched, list[Finding]]]] = {}
        impacts: list[tuple[str, Impact]] = []
        for operation in of.operations:
            lacks = [each for each in fresh if _concerns(each, operation)]
            touched = list(self._touched(operation))
            if lacks and not touched:
                # What the plan newly lacks comes of the upstream: of what it calls there.
                touched = list(self._called(operation))
            kind = kind_of(operation, touched, lacks)
            impacts.append((operation.key, kind))
            loud = _loud(touched)
            for each in touched:
                # What does no harm is not what a plan fails by.
                does = kind if each in loud else Impact.SHIELDED
                key = (each.change.fingerprint, does)
                by_class.setdefault(key, []).append((operation.key, each, lacks))
        found = [self._row(kind, rows) for (_, kind), rows in by_class.items()]
        used = {each.rule for each in found}
        rules = {name: rule for name, rule in self._comparison.rules.items() if name in used}
        comparison = replace(self._comparison, findings=tuple(found), hidden=0, rules=rules)
        return Judged(comparison=comparison, impacts=tuple(impacts))

    def _touched(self, operation: OperationLineage) -> Iterator[Touched]:
        hanging = [Hanging(operation, each) for each in self._upstreams]
        for change in self._comparison.findings:
            named = {key for key, _ in change.operations}
            found = Touched(operation=operation, change=change)
            for source in hanging[0].sources:
                if (
                    source.key in named
                    and (lines := self._met(hanging, source, change)) is not None
                ):
                    found.sources[source.name] = source
                    found.lines |= dict.fromkeys(lines)
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

    def _met(
        self, hanging: Sequence[Hanging], source: Asked, change: ChangeFinding
    ) -> Iterable[Line] | None:
        """Give the lines that a change meets at a source; None where it meets the source nowhere.

        It must be met where either contract says it: what came is nowhere in the one, and stands
        apart from what is used in the other.
        """
        places = [
            placed(mark.place)
            for placed, mark in zip(self._placed[::-1], change.marks, strict=False)
        ][::-1]
        sides = list(zip(hanging[-len(places) :], places, strict=True))
        if any(side.is_called_at(source, place) for side, place in sides[:1]):
            return tuple(hanging[0].operation.reads(source.name))
        if change.direction == "request":
            is_asked_for = "required" in change.rule
            sent = [side.sent_at(source, place) for side, place in sides]
            return sent[0] if sent and all(sent) else () if is_asked_for else None
        met = [side.read_at(source, place) for side, place in sides]
        return met[0] if met and all(met) else None

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
    """Say whether a finding of a plan is about an operation; of a shape it may be about any."""
    for mark in each.marks:
        match tokens(mark.place.pointer):
            case ("operations", name, *_) if name in (operation.name, operation.key):
                return True
            case ("paths", path, method, *_) if f"{method.upper()} {path}" == operation.key:
                return True
            case ("shapes", *_):
                return True
            case _:
                pass
    return False


def by_plan(
    client: Client,
    operation: OperationLineage,
    touched: Sequence[Touched],
    lacks: Sequence[Finding],
) -> Impact:
    """Say what changes do to an operation, by what its plan newly lacks."""
    rules = {e.rule for e in lacks if e.effect is Effect.BREAKS or e.rule == _HELD}
    if not rules:
        is_open = any(each.rule == _OPEN for each in lacks) or any(map(_is_unproven, touched))
        return Impact.DEGRADED if is_open else Impact.SHIELDED if touched else Impact.NONE
    loud = _loud(touched)
    sources = [source for each in loud for source in each.sources.values()]
    if sources and not any(each.required for each in sources):
        return Impact.DEGRADED
    lines = [line for each in loud for line in each.lines]
    is_lost = any(map(_is_gone, lacks)) and any(
        is_needed(client.api, operation, line) for line in lines
    )
    return Impact.LEAKS if is_lost or any(map(_is_wider, lacks)) else Impact.MAPPING_BROKEN


def by_use(
    operation: OperationLineage, touched: Sequence[Touched], lacks: Sequence[Finding]
) -> Impact:
    """Say what changes do to an operation of which nothing but its uses is known."""
    effects = {each.change.effect for each in touched}
    if not touched or effects == {Effect.SAFE}:
        return Impact.SHIELDED if touched else Impact.NONE
    sources = [source for each in _loud(touched) for source in each.sources.values()]
    if Effect.BREAKS not in effects or not any(each.required for each in sources):
        return Impact.DEGRADED
    return Impact.MAPPING_BROKEN


def _loud(touched: Sequence[Touched]) -> Sequence[Touched]:
    """Give the changes that may do harm; all of them where none is known to."""
    return [each for each in touched if each.change.effect is not Effect.SAFE] or touched


def _is_unproven(touched: Touched) -> bool:
    """Say whether less is taken of what nobody here has a contract of: claims, what hooks send."""
    change = touched.change
    is_narrower = change.direction == "request" and change.effect is not Effect.SAFE
    return is_narrower and any(e.part.holder in _UNKNOWN_HOLDERS for e in touched.lines)


def _is_gone(lack: Finding) -> bool:
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
        if not touched.lines.keys().isdisjoint(source.given)
    ]
    named = list(dict.fromkeys(fields)) or ["what is sent"]
    rest = len(named) - _MOST_FIELDS
    more = f" and {rest} more" if rest > 0 else ""
    called = dict.fromkeys(f"{e.upstream}.{e.operation}" for e in touched.sources.values())
    return f"{operation.key}: {', '.join(named[:_MOST_FIELDS])}{more} <- {', '.join(called)}"
