"""What a schema says by the keywords of one JSON type.

In:  a Node and a type.
Out: facts that hold of its values, choices between facts, and the ways in which a value of that
     type fails it.
"""

from dataclasses import dataclass, field
from typing import Final, Protocol

from bffgen.model.pool import Pool
from bffgen.proof.answer import Undecidable
from bffgen.proof.evaluated import Case, cases
from bffgen.proof.facts import (
    Absent,
    Alternative,
    AtLeast,
    AtMost,
    Choice,
    Counted,
    Distinct,
    Fact,
    HasFormat,
    Holds,
    ItemAt,
    Items,
    LacksFormat,
    Matches,
    MemberAt,
    MemberBeside,
    MemberMatching,
    Members,
    Misses,
    Multiple,
    Names,
    NoMultiple,
    Present,
    Repeated,
    SomeItem,
    SomeName,
    Unsupported,
)
from bffgen.proof.formats import INTERVALS, TEXT_FORMATS
from bffgen.proof.node import Node
from bffgen.proof.values import Kind

_TRUE: Final = Pool.TRUE
_LENGTHS: Final[dict[Kind, tuple[str, str]]] = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}


class Schemas(Protocol):
    """What is asked of other schemas of the pool."""

    @property
    def asserts_formats(self) -> bool:
        """Say whether a known format is a predicate."""
        ...

    def node(self, schema: int) -> Node:
        """Give the keywords of a schema."""
        ...

    def any_of(self, schemas: frozenset[int]) -> int:
        """Give the schema of the values of any of these."""
        ...


@dataclass(slots=True)
class Said:
    """What holds of a value, and each way in which it may not."""

    facts: list[Fact] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    against: list[Alternative] = field(default_factory=list)

    def fact(self, fact: Fact, *broken: Fact) -> None:
        """Enter a fact, and what holds where it does not: any of `broken`."""
        self.facts.append(fact)
        self.against += ((each,) for each in broken)


def said(node: Node, kind: Kind, schemas: Schemas) -> Said:
    """Take apart what a schema says of values of one type."""
    found = Said()
    if kind in _LENGTHS:
        _length(found, node, *_LENGTHS[kind])
    match kind:
        case "number":
            _number(found, node, schemas)
        case "string":
            _text(found, node, schemas)
        case "array":
            _array(found, node)
            _unevaluated(found, node, "unevaluatedItems", schemas)
        case "object":
            _object(found, node)
            _unevaluated(found, node, "unevaluatedProperties", schemas)
        case "null" | "boolean":
            pass
    return found


def _length(found: Said, node: Node, least: str, most: str) -> None:
    if (low := node.counts.get(least, 0)) > 0:
        found.fact(AtLeast(low), AtMost(low - 1))
    if most in node.counts:
        high = node.counts[most]
        found.fact(AtMost(high), AtLeast(high + 1))


def _number(found: Said, node: Node, schemas: Schemas) -> None:
    for keyword, limit in node.numbers.items():
        match keyword:
            case "minimum":
                found.fact(AtLeast(limit), AtMost(limit, is_open=True))
            case "exclusiveMinimum":
                found.fact(AtLeast(limit, is_open=True), AtMost(limit))
            case "maximum":
                found.fact(AtMost(limit), AtLeast(limit, is_open=True))
            case "exclusiveMaximum":
                found.fact(AtMost(limit, is_open=True), AtLeast(limit))
            case _:
                found.fact(Multiple(limit), NoMultiple(limit))
    size = INTERVALS.get(node.texts.get("format", "")) if schemas.asserts_formats else None
    if size is not None:
        found.fact(AtLeast(-size), AtMost(-size, is_open=True))
        found.fact(AtMost(size - 1), AtLeast(size - 1, is_open=True))


def _text(found: Said, node: Node, schemas: Schemas) -> None:
    if "pattern" in node.texts:
        found.fact(Matches(node.texts["pattern"]), Misses(node.texts["pattern"]))
    name = node.texts.get("format")
    if schemas.asserts_formats and name in TEXT_FORMATS:
        found.fact(HasFormat(name), LacksFormat(name))


def _array(found: Said, node: Node) -> None:
    prefix = node.many.get("prefixItems", ())
    rest = node.one.get("items", _TRUE)
    if prefix or rest != _TRUE:
        items = [ItemAt(n, ~each) for n, each in enumerate(prefix) if each != _TRUE]
        behind = [SomeItem(len(prefix), ~rest)] if rest != _TRUE else []
        found.fact(Items(prefix, rest), *items, *behind)
    if node.is_distinct:
        found.fact(Distinct(), Repeated())
    if "contains" in node.one:
        literal = node.one["contains"]
        least = node.counts.get("minContains", 1)
        most = node.counts.get("maxContains")
        fewer = [Counted(literal, 0, least - 1)] if least > 0 else []
        more = [Counted(literal, most + 1, None)] if most is not None else []
        if fewer or more:
            found.fact(Counted(literal, least, most), *fewer, *more)


def _object(found: Said, node: Node) -> None:
    if node.required:
        found.fact(Present(node.required), *map(Absent, node.required))
    named = node.named.get("properties", ())
    matched = node.named.get("patternProperties", ())
    others = node.one.get("additionalProperties", _TRUE)
    if named or matched or others != _TRUE:
        broken: list[Fact] = [MemberAt(name, ~each) for name, each in named if each != _TRUE]
        broken += (MemberMatching(regex, ~each) for regex, each in matched if each != _TRUE)
        if others != _TRUE:
            names = frozenset(name for name, _ in named)
            patterns = tuple(pattern for pattern, _ in matched)
            broken.append(MemberBeside(names, patterns, ~others))
        found.fact(Members(dict(named), matched, others), *broken)
    if node.one.get("propertyNames", _TRUE) != _TRUE:
        literal = node.one["propertyNames"]
        found.fact(Names(literal), SomeName(~literal))
    for name, needed in node.dependent:
        found.choices.append(Choice(((Absent(name),), (Present((name, *needed)),))))
        found.against += ((Present((name,)), Absent(each)) for each in needed)
    for name, schema in node.named.get("dependentSchemas", ()):
        there = Present((name,))
        found.choices.append(Choice(((Absent(name),), (there, Holds(schema)))))
        found.against.append((there, Holds(~schema)))


def _unevaluated(found: Said, node: Node, keyword: str, schemas: Schemas) -> None:
    """Say what is held to the schema of `unevaluated...`, in each case of what was spoken of."""
    literal = node.one.get(keyword, _TRUE)
    if literal == _TRUE:
        return
    try:
        known = cases(node, schemas.node, keyword)
    except Undecidable as fault:
        found.fact(Unsupported(str(fault)), Unsupported(str(fault)))
        return
    rest_of = _members_beside if keyword == "unevaluatedProperties" else _items_behind
    pairs = [(case.facts, rest_of(case, literal, schemas)) for case in known]
    found.choices.append(
        Choice(tuple((*facts, pair[0]) if pair else facts for facts, pair in pairs))
    )
    found.against += ((*facts, pair[1]) for facts, pair in pairs if pair)


def _members_beside(case: Case, literal: int, schemas: Schemas) -> tuple[Fact, Fact] | None:
    spoken = case.evaluated
    if spoken.all_members:
        return None
    named = dict.fromkeys(sorted(spoken.names), _TRUE)
    matched = tuple((pattern, _TRUE) for pattern in sorted(spoken.patterns))
    beside = MemberBeside(spoken.names, tuple(sorted(spoken.patterns)), ~literal)
    return Members(named, matched, literal), beside


def _items_behind(case: Case, literal: int, schemas: Schemas) -> tuple[Fact, Fact] | None:
    spoken = case.evaluated
    if spoken.all_items:
        return None
    held = schemas.any_of(spoken.contained | {literal})
    return Items((_TRUE,) * spoken.items, held), SomeItem(spoken.items, ~held)
