"""Write reads: the value at the end of a path, and what may stand in the way.

In:  a Read, the names and types around it.
Out: Access: the text of the value, and the conditions under which there is nothing to read.
How: the gaps of the read, in order, each with the text of the value that has it; a condition is
     a value, written plain where something stands in, negated where elements are left out.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bffgen.emit.layout import Chain, Choice, Joined, Name, Node
from bffgen.emit.models import WrittenClass
from bffgen.emit.naming import local
from bffgen.model.canonical import Json
from bffgen.model.expression import Collected, Gap, Lack, Lookup, Mapped, Read
from bffgen.model.spelling import singular

ABSENT = Name(name="MISSING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A schema of a source's classes: where a read stands while it is followed.

    Attributes:
        prefix: of its classes in the module of a plan.
    """

    schema: Mapping[str, Json]
    schemas: Mapping[str, Mapping[str, Json]]
    classes: Mapping[str, WrittenClass]
    prefix: str = "found."

    def _object(self) -> tuple[str, Mapping[str, Json]]:
        schema = self.schema
        branches = schema.get("anyOf")
        if isinstance(branches, list):
            schema = branches[0] if isinstance(branches[0], dict) else {}
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        return name, self.schemas.get(name, schema)

    @property
    def present(self) -> "Typed":
        """Give the type of a value that is not null."""
        branches = self.schema.get("anyOf")
        if not isinstance(branches, list):
            return self
        kept = [each for each in branches if each != {"type": "null"}]
        one = kept[0] if len(kept) == 1 else {**self.schema, "anyOf": kept}
        return replace(self, schema=one if isinstance(one, dict) else {})

    @property
    def branches(self) -> tuple["Typed", ...]:
        """Give what a value that is there may be an instance of: of a union several."""
        listed = self.present.schema.get("anyOf")
        if not isinstance(listed, list):
            return (self.present,)
        return tuple(replace(self, schema=each) for each in listed if isinstance(each, dict))

    @property
    def class_name(self) -> str:
        """Give the class of an object, as the plan's module calls it."""
        return f"{self.prefix}{self._object()[0]}"

    def having(self, name: str) -> tuple["Typed", ...]:
        """Give the branches that have a member."""
        return tuple(each for each in self.branches if each.member_schema(name) is not None)

    def attribute(self, name: str) -> str:
        """Give the Python name of a member."""
        first = (*self.having(name), self)[0]
        return self.classes[first._object()[0]].attribute(name)

    def may_lack(self, name: str) -> bool:
        """Say whether a class that has a member may be without its value."""
        return any(
            not field.is_required
            for each in self.having(name)
            for field in self.classes[each._object()[0]].fields
            if field.name == name
        )

    def is_whole(self, members: Container[str]) -> bool:
        """Say whether an object of some members has all that its class asks for."""
        fields = self.classes[self._object()[0]].fields
        return all(each.name in members for each in fields if each.is_required)

    def member_schema(self, name: str) -> Mapping[str, Json] | None:
        """Give the schema of a member of an object; None where it has none."""
        members = self._object()[1].get("properties")
        inner = members.get(name) if isinstance(members, dict) else None
        return inner if isinstance(inner, dict) else None

    def member(self, name: str) -> "Typed":
        """Step to a member; one of several branches is of any of their types."""
        found = [each.member_schema(name) for each in self.having(name)]
        listed: list[Mapping[str, Json]] = []
        for each in found:
            kinds = each.get("anyOf") if each is not None else None
            for kind in kinds if isinstance(kinds, list) else [dict(each or {})]:
                if isinstance(kind, dict) and kind not in listed:
                    listed.append(kind)
        if len(found) < 2 or len(listed) < 2:
            return replace(self, schema=(found[0] if found else None) or {})
        nulls = [each for each in listed if each == {"type": "null"}]
        kept: list[Json] = [dict(each) for each in listed if each not in nulls]
        return replace(self, schema={"anyOf": [*kept, *(dict(each) for each in nulls)]})

    def element(self) -> "Typed":
        """Step to the element of an array or to a value of a map."""
        held = self._object()[1]
        items = held.get("items", held.get("additionalProperties"))
        return replace(self, schema=items if isinstance(items, dict) else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedCall:
    """The call of a shape function: `given` beside its value; the classes that it builds."""

    function: str
    given: tuple[str, ...]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What is in scope where an expression is written.

    Attributes:
        values: source, loop, lookup or `request.body` -> (Python name, type); of a source of
            several calls the type is an array of what it finds.
        request: parameter key -> attribute.
        answers: pointer of an object schema -> class of the answer.
        headers: source whose value is its body with headers -> header -> attribute.
        whole: source -> Python text of its value, where that is not its Python name.
        built_by: list -> the call of a shape function that builds one element.
        shaped: (shape function, type of its value) -> how it is called.
        missing: the Python name of what the answer goes without; following: of a sealed cursor.
        opened: parameter key of the request -> Python name of what a plan has made of it.
        tables: what is put in other words -> the constant that says how.
        may_be_unknown: the caller may be nobody who is known.
        mappings: pointers of object schemas that are written as dicts, not as classes.
        hooks, found: what stands before a function of the team, and before what belongs to the
            sources; own: before the functions and constants that are made beside the plan.
    """

    values: Mapping[str, tuple[str, Typed]]
    request: Mapping[str, str]
    answers: Mapping[str, WrittenClass]
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""
    following: str = ""
    opened: Mapping[str, str] = field(default_factory=dict)
    built_by: Mapping[Collected, Node] = field(default_factory=dict)
    shaped: Mapping[tuple[str, str], ShapedCall] = field(default_factory=dict)
    tables: Mapping[Mapped, str] = field(default_factory=dict)
    may_be_unknown: bool = False
    mappings: frozenset[str] = frozenset()
    hooks: str = "hooks."
    found: str = "found."
    own: str = ""

    def held(self, source: str) -> str:
        """Write the value of a source: its body, or what holds that and its headers."""
        return self.whole.get(source) or self.values[source][0]

    def inside(self, value: str, name: str, typed: Typed) -> "Names":
        """Give the names where one more value is known: of a loop, or looked up."""
        return replace(self, values={**self.values, value: (name, typed)})

    def without(self, lookups: Iterable[Lookup]) -> "Names":
        """Give the names where some values have not been looked up."""
        gone = frozenset(each.name for each in lookups)
        kept = {name: value for name, value in self.values.items() if name not in gone}
        return replace(self, values=kept)

    def looking_up(self, lookups: Iterable[Lookup]) -> "Names":
        """Give the names where some values have been looked up."""
        names = self
        for each in lookups:
            element = names.values[each.source][1].element()
            taken = {name for name, _ in names.values.values()}
            names = names.inside(each.name, free(local(singular(each.source)), taken), element)
        return names


def free(name: str, taken: Container[str]) -> str:
    """Give a name that is not taken, with underscores behind it."""
    while name in taken:
        name += "_"
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """That something is not there: a value is MISSING or None, an array ends too early.

    Attributes:
        classes: of the branches that have what is read, for BRANCH.
    """

    value: str
    gap: Gap
    classes: tuple[str, ...] = ()

    def holds(self) -> Node:
        """Write that it is so."""
        match self.gap.lack:
            case Lack.ABSENT:
                return Chain(parts=(f"{self.value} is ", ABSENT))
            case Lack.NULL:
                return f"{self.value} is None"
            case Lack.SHORT if self.gap.index == 0:
                return f"not {self.value}"
            case Lack.SHORT:
                return f"len({self.value}) <= {self.gap.index}"
            case Lack.BRANCH:
                return f"not isinstance({self.value}, {' | '.join(self.classes)})"

    def fails(self) -> Node:
        """Write that it is not so."""
        match self.gap.lack:
            case Lack.ABSENT:
                return Chain(parts=(f"{self.value} is not ", ABSENT))
            case Lack.NULL:
                return f"{self.value} is not None"
            case Lack.SHORT if self.gap.index == 0:
                return self.value
            case Lack.SHORT:
                return f"len({self.value}) > {self.gap.index}"
            case Lack.BRANCH:
                return f"isinstance({self.value}, {' | '.join(self.classes)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a read is written.

    Attributes:
        text: the value, where nothing stands in its way.
        unreadable: conditions under which there is nothing to read.
        absent: those, and that the value itself is absent.
        nothing: those, and that it is null.
    """

    text: str
    unreadable: tuple[Condition, ...]
    absent: tuple[Condition, ...]
    nothing: tuple[Condition, ...]


def access(read: Read, names: Names) -> Access:
    """Write a read step by step."""
    texts = _texts(read, names)
    made = [each for gap in read.gaps for each in _conditions(gap, read, texts, names)]
    way = read.gaps_on_the_way
    end = len(read.hops)
    return Access(
        text=texts[-1],
        unreadable=tuple(e for e in made if e.gap in way or e.gap.lack is Lack.BRANCH),
        absent=tuple(e for e in made if e.gap.depth < end or e.gap.lack is not Lack.NULL),
        nothing=tuple(made),
    )


def _conditions(gap: Gap, read: Read, texts: Sequence[str], names: Names) -> Iterable[Condition]:
    """Give what tells that a gap is there; a member of some branches is asked for by its class."""
    hop = read.hops[gap.depth - 1] if gap.depth and gap.lack is Lack.ABSENT else None
    before = _typed_before(gap.depth, read, names) if hop is not None and hop.name else None
    if before is not None and hop is not None:
        having = before.having(hop.name)
        if len(having) < len(before.branches):
            classes = tuple(each.class_name for each in having)
            branch = replace(gap, lack=Lack.BRANCH)
            yield Condition(value=texts[gap.depth - 1], gap=branch, classes=classes)
        if len(before.branches) > 1 and not before.may_lack(hop.name):
            return
    yield Condition(value=_with_gap(gap, read, texts, names), gap=gap)


def _typed_before(depth: int, read: Read, names: Names) -> Typed | None:
    """Give the type that a step is taken from."""
    return type_at(replace(read, hops=read.hops[: depth - 1]), names)


def _with_gap(gap: Gap, read: Read, texts: Sequence[str], names: Names) -> str:
    """Write the value that may be lacking; a source that is missing is so with its headers."""
    if gap.depth == 0 and gap.lack is Lack.ABSENT and read.source:
        return names.held(read.source)
    return texts[gap.depth]


def _texts(read: Read, names: Names) -> list[str]:
    """Write the value after each hop, the root first."""
    if read.root == "request" and read.name in names.opened:
        return [names.opened[read.name]]
    if read.root == "request" and read.name in names.request:
        return [f"request.{names.request[read.name]}"]
    if read.root == "missing":
        return [names.missing]
    if read.root == "next":
        return [names.following]
    if read.root == "header":
        held = names.held(read.name)
        return [held, f"{held}.{names.headers[read.name][read.hops[0].name]}"]
    here, typed = names.values[_key(read)]
    if read.source in names.headers:
        here = f"{names.held(read.name)}.body"
    if read.root == "elements":
        here = f"{here}.elements"
    texts = [here]
    for hop in read.hops:
        if hop.index is not None:
            here, typed = f"{here}[{hop.index}]", typed.element()
        else:
            here, typed = f"{here}.{typed.attribute(hop.name)}", typed.member(hop.name)
        texts.append(here)
    return texts


def type_at(read: Read, names: Names) -> Typed | None:
    """Give the type at the end of a read; None for a parameter or a header, which is plain."""
    if read.root in ("header", "next") or (read.root == "request" and read.name in names.request):
        return None
    _, typed = names.values[_key(read)]
    for hop in read.hops:
        typed = typed.element() if hop.index is not None else typed.member(hop.name)
    return typed


def _key(read: Read) -> str:
    """Give the name under which the type of a read's root is known."""
    return f"request.{read.name}" if read.root == "request" else read.name


def unless(conditions: Sequence[Condition], then: Node, other: Node) -> Node:
    """Write `then if a or b else other`; without a condition only `other`."""
    listed = list(dict.fromkeys(conditions))
    if not listed:
        return other
    tests = tuple(each.holds() for each in listed)
    test = tests[0] if len(tests) == 1 else Joined(operator="or", operands=tests)
    return Choice(test=test, then=then, other=other)


def provided(conditions: Iterable[Condition], then: Node, other: Node) -> Node:
    """Write `then if not a and not b else other`; without a condition only `then`."""
    tests = tuple(each.fails() for each in dict.fromkeys(conditions))
    if not tests:
        return then
    test = tests[0] if len(tests) == 1 else Joined(operator="and", operands=tests)
    return Choice(test=test, then=then, other=other)
