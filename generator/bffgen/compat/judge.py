"""Judge what was found: one finding a cause, by the rule's page, with the answer of each operation.

In:  Occurrences, the rules.
Out: ChangeFindings, sorted by (document, pointer, rule, fingerprint).
How: what has the same rule, coordinate and facts is one finding that lists its operations. Its
     effect is the page's where an operation says `no`, the page's `otherwise` where all say `yes`;
     what nobody decided is risky.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from bffgen.compat.change import Change, Occurrence
from bffgen.compat.position import in_component
from bffgen.model.canonical import canonical_bytes
from bffgen.model.comparison import Answer, ChangeFinding, Class, NoWitness, Witness
from bffgen.model.finding import Effect
from bffgen.model.rule import Direction, Rule

# (direction, kind) -> the rule about it.
Pages: TypeAlias = Mapping[tuple[Direction, str], Rule]

_WORST_FIRST: Final[tuple[Answer, ...]] = ("no", "unknown", "yes")


def pages_of(rules: Iterable[Rule]) -> Pages:
    """Index rules by what they are about."""
    return {(rule.direction, kind): rule for rule in rules for kind in rule.changes}


def judge(occurrences: Iterable[Occurrence], pages: Pages) -> tuple[ChangeFinding, ...]:
    """Make findings of occurrences."""
    merged: dict[tuple[str, str, bytes], tuple[Rule, list[Occurrence]]] = {}
    # A change is shared by the operations that meet it.
    facts: dict[Change, bytes] = {}
    for each in occurrences:
        rule, change = _rule(each, pages), each.change
        if change not in facts:
            facts[change] = canonical_bytes([change.before, change.after])
        key = (rule.id, _coordinate(change), facts[change])
        merged.setdefault(key, (rule, []))[1].append(each)
    found = [_found(rule, each) for rule, each in merged.values()]
    return tuple(sorted(found, key=_order))


def _rule(occurrence: Occurrence, pages: Pages) -> Rule:
    """Look up the page of a change; one without a page of its own is told as a whole."""
    change = occurrence.change
    rule = pages.get((change.direction, change.kind)) or pages.get(("none", change.kind))
    if rule is not None and occurrence.answer == "no" and rule.effect is Effect.SAFE:
        # What is harmless as a rule breaks here: a variant that overlaps another, in a oneOf.
        rule = None
    if rule is None:
        is_narrower = (change.direction == "request") is (occurrence.answer == "no")
        kind = "schema-narrowed" if is_narrower else "schema-widened"
        rule = pages.get((change.direction, kind))
    if rule is None:
        raise KeyError(f"{change.direction} {change.kind}: no rule page")
    return rule


def _found(rule: Rule, occurrences: list[Occurrence]) -> ChangeFinding:
    # Worst first: what one operation meets twice has the worse of both answers.
    ranked = sorted(occurrences, key=lambda each: _WORST_FIRST.index(each.answer))
    answers: dict[str, Answer] = {}
    for each in ranked:
        for operation in (each.operation, *each.others):
            if operation:
                answers.setdefault(operation, each.answer)
    first = ranked[0]
    change = first.change
    hurt = [each.class_ for each in occurrences if each.answer == "no"]
    class_: Class = "B" if hurt and "A" not in hurt else "A"
    effect = rule.otherwise
    if hurt:
        effect = rule.effect if class_ == "A" else Effect.RISKY
    elif first.answer == "unknown":
        effect = Effect.RISKY
    return ChangeFinding(
        rule=rule.id,
        effect=effect,
        marks=(replace(change.revision, label=""), change.baseline),
        facts=_facts(occurrences, change),
        notes=change.notes,
        direction=change.direction,
        where=change.where,
        coordinate=_coordinate(change),
        before=change.before,
        after=change.after,
        witness=_witness(rule, first),
        operations=tuple(sorted(answers.items())),
        class_=class_,
        rests_on=tuple(sorted({text for each in occurrences for text in each.rests_on})),
        breaks=rule.breaks,
        reason=first.reason,
    )


def _facts(occurrences: Iterable[Occurrence], change: Change) -> tuple[tuple[str, str], ...]:
    """Give the facts of a change; what is met under several names is named by its component."""
    names = {dict(each.change.facts).get("name") for each in occurrences}
    shared = in_component(change.coordinate)
    if len(names) < 2 or not shared:
        return change.facts
    return tuple((key, shared if key == "name" else text) for key, text in change.facts)


def _witness(rule: Rule, occurrence: Occurrence) -> Witness:
    """Give what shows the finding; the page says why a rule shows nothing."""
    if isinstance(occurrence.witness, NoWitness) and rule.why and occurrence.answer != "unknown":
        return NoWitness(why=rule.why)
    return occurrence.witness


def _coordinate(change: Change) -> str:
    return f"{change.direction} {change.coordinate}"


def _order(each: ChangeFinding) -> tuple[str, str, str, str]:
    place = each.marks[0].place
    return place.document, place.pointer, each.rule, each.fingerprint
