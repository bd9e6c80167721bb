"""Write a plan's expressions as Python that reads as if written by hand.

In:  an Expression, the classes of the sources and of the answer, the names around it.
Out: a layout node.
How: each read gives its text and the conditions under which there is nothing to read; whoever
     uses it decides what stands in then: MISSING, the next option, or no call at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bffgen.emit.layout import Bracket, Chain, Choice, Clauses, Joined, Node, call, named
from bffgen.emit.models import WrittenClass
from bffgen.emit.naming import local
from bffgen.emit.plain import text
from bffgen.model.canonical import Json
from bffgen.model.plan import (
    Built,
    Collected,
    Expression,
    Fixed,
    Hooked,
    Otherwise,
    Read,
)

MISSING = "MISSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A schema of a source's classes: where a read stands while it is followed."""

    schema: Mapping[str, Json]
    schemas: Mapping[str, Mapping[str, Json]]
    classes: Mapping[str, WrittenClass]

    def _object(self) -> tuple[str, Mapping[str, Json]]:
        schema = self.schema
        if isinstance(schema.get("anyOf"), list) and isinstance(schema["anyOf"], list):
            first = schema["anyOf"][0]
            schema = first if isinstance(first, dict) else {}
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        return name, self.schemas.get(name, schema)

    @property
    def class_name(self) -> str:
        """Give the class of an object, as the plan's module calls it."""
        return f"found.{self._object()[0]}"

    def attribute(self, name: str) -> str:
        """Give the Python name of a member."""
        return self.classes[self._object()[0]].attribute(name)

    def member(self, name: str) -> "Typed":
        """Step to a member."""
        members = self._object()[1].get("properties")
        found = members.get(name) if isinstance(members, dict) else None
        return replace(self, schema=found if isinstance(found, dict) else {})

    def element(self) -> "Typed":
        """Step to the element of an array."""
        items = self._object()[1].get("items")
        return replace(self, schema=items if isinstance(items, dict) else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is in scope where an expression is written.

    Attributes:
        values: source or loop -> (Python name, type); request: parameter key -> attribute.
        answers: pointer of an object schema -> class of the answer.
    """

    values: Mapping[str, tuple[str, Typed]]
    request: Mapping[str, str]
    answers: Mapping[str, WrittenClass]

    def inside(self, loop: str, name: str, element: Typed) -> "Names":
        """Give the names inside a comprehension."""
        return replace(self, values={**self.values, loop: (name, element)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a read is written.

    Attributes:
        text: the value, where nothing stands in its way.
        absent: conditions, in order, under which there is nothing to read.
    """

    text: str
    absent: tuple[str, ...]
    typed: Typed | None


def access(read: Read, names: Names) -> Access:
    """Write a read step by step."""
    if read.root == "request":
        return Access(text=f"request.{names.request[read.name]}", absent=(), typed=None)
    here, typed = names.values[read.name]
    absent: list[str] = []
    may_miss, may_null = read.root_may_miss, read.root_may_null
    for hop in read.hops:
        absent += _nothing(here, may_miss=may_miss, may_null=may_null)
        if hop.index is not None:
            absent.append(f"not {here}" if hop.index == 0 else f"len({here}) <= {hop.index}")
            here, typed = f"{here}[{hop.index}]", typed.element()
            may_miss, may_null = False, hop.may_null
        else:
            here, typed = f"{here}.{typed.attribute(hop.name)}", typed.member(hop.name)
            may_miss, may_null = hop.may_miss, hop.may_null
    return Access(text=here, absent=tuple(absent), typed=typed)


def _nothing(here: str, *, may_miss: bool, may_null: bool) -> list[str]:
    missing = [f"{here} is {MISSING}"] if may_miss else []
    return missing + ([f"{here} is None"] if may_null else [])


def is_nothing(read: Read, names: Names) -> list[str]:
    """Give all conditions under which a value is absent or null, the value's own at the end."""
    found = access(read, names)
    own_miss = read.hops[-1].may_miss if read.hops else read.root_may_miss
    if read.hops and read.hops[-1].index is not None:
        own_miss = False
    return [*found.absent, *_nothing(found.text, may_miss=own_miss, may_null=read.may_null)]


def unless(conditions: Sequence[str], then: Node, other: Node) -> Node:
    """Write `then if a or b else other`; without a condition only `other`."""
    if not conditions:
        return other
    test = (
        conditions[0] if len(conditions) == 1 else Joined(operator="or", operands=tuple(conditions))
    )
    return Choice(test=test, then=then, other=other)


def write(expression: Expression, names: Names) -> Node:
    """Write an expression; what is absent is MISSING."""
    match expression:
        case Fixed():
            return literal(expression.value)
        case Read():
            found = access(expression, names)
            return unless(found.absent, MISSING, found.text)
        case Otherwise():
            return _otherwise(expression, names)
        case Hooked():
            return _hooked(expression, names)
        case Built():
            return _built(expression, names)
        case Collected():
            return _collected(expression, names)
        case _:
            assert_never(expression)


def _otherwise(expression: Otherwise, names: Names) -> Node:
    *options, last = expression.options
    made = write(last, names)
    for option in reversed(options):
        if isinstance(option, Fixed):
            made = literal(option.value)
        else:
            made = unless(is_nothing(option, names), made, access(option, names).text)
    return made


def _hooked(expression: Hooked, names: Names) -> Node:
    absent: list[str] = []
    arguments: list[Node] = []
    for number, argument in enumerate(expression.arguments):
        if isinstance(argument, Read) and number not in expression.optional:
            found = access(argument, names)
            absent += found.absent
            own = argument.hops[-1].may_miss if argument.hops else argument.root_may_miss
            indexed = bool(argument.hops) and argument.hops[-1].index is not None
            absent += _nothing(found.text, may_miss=own and not indexed, may_null=False)
            arguments.append(found.text)
        else:
            arguments.append(write(argument, names))
    made = call(f"hooks.{expression.function}", arguments)
    return unless(list(dict.fromkeys(absent)), MISSING, made)


def _built(expression: Built, names: Names) -> Node:
    cls = names.answers[expression.schema]
    arguments = [
        named(cls.attribute(name), write(value, names)) for name, value in expression.members
    ]
    made = call(cls.name, arguments)
    if expression.base is None:
        return made
    base = expression.base
    if not expression.null_as_null or not base.may_null:
        return unless(is_nothing(base, names), MISSING, made)
    here = access(base, names)
    own_miss = base.hops[-1].may_miss if base.hops else base.root_may_miss
    made = unless([f"{here.text} is None"], "None", made)
    absent = [*here.absent, *_nothing(here.text, may_miss=own_miss, may_null=False)]
    return unless(absent, MISSING, made)


def _collected(expression: Collected, names: Names) -> Node:
    over = access(expression.over, names)
    element = over.typed.element() if over.typed else None
    if element is None:
        raise TypeError("a loop runs over a source's array")
    taken = {name for name, _ in names.values.values()}
    name = local(expression.loop)
    while name in taken:
        name += "_"
    inner = names.inside(expression.loop, name, element)
    item = write(expression.item, inner)
    skipped = [condition for read in expression.skip for condition in is_nothing(read, inner)]
    limit = expression.limit
    source = over.text
    if limit is not None and not skipped:
        source = f"{source}[:{limit}]"
    parts: list[Node] = [item, f"for {name} in {source}"]
    if skipped:
        parts.append("if " + " and ".join(_negated(condition) for condition in skipped))
    clauses = Clauses(parts=tuple(parts))
    if limit is not None and skipped:
        some = call("islice", [Bracket(open="(", items=(clauses,), close=")"), str(limit)])
        made: Node = call("list", [some])
    else:
        made = Bracket(open="[", items=(clauses,), close="]")
    return unless(is_nothing(expression.over, names), MISSING, made)


def _negated(condition: str) -> str:
    if " is " in condition:
        return condition.replace(" is ", " is not ")
    if condition.startswith("not "):
        return condition.removeprefix("not ")
    return condition.replace(" <= ", " > ")


def literal(value: Json) -> Node:
    """Write a JSON literal."""
    match value:
        case None:
            return "None"
        case str() | bool() | int():
            return text(value)
        case float():
            return repr(value)
        case list():
            return Bracket(open="[", items=tuple(literal(each) for each in value), close="]")
        case dict():
            pairs = tuple(
                Chain(parts=(f"{text(key)}: ", literal(each))) for key, each in value.items()
            )
            return Bracket(open="{", items=pairs, close="}")


def literal_body(value: Json, typed: Typed) -> Node:
    """Write a JSON literal as a value of a source's classes."""
    if isinstance(value, dict):
        arguments = [
            named(typed.attribute(key), literal_body(each, typed.member(key)))
            for key, each in value.items()
            if typed.member(key).schema
        ]
        return call(typed.class_name, arguments)
    if isinstance(value, list):
        inner = tuple(literal_body(each, typed.element()) for each in value)
        return Bracket(open="[", items=inner, close="]")
    return literal(value)
