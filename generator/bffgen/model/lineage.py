"""Where the answers of a client come from: each field, and each value that is sent upstream.

In:  nothing; `compose/lineage.py` makes these values of plans.
Out: Lineage of a client: an operation at a time its calls, its fields, and what they are made of.
How: a way is the names of members, `*` for each element of an array or each value of a map; it says
     the same of a value whichever contract is read again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from bffgen.model.template import nameless

# An element of an array, or a value of a map.
EACH: Final = "*"
# Begins the way of a header of the answer: `header ETag`.
HEADER: Final = "header "

Way: TypeAlias = tuple[str, ...]

# Who has a value: an upstream's answer, or a header of it; the client's request; who calls; a
# setting; a function of the team; the names of what an answer goes without; nobody, for what the
# composition says itself.
Holder: TypeAlias = Literal[
    "answer", "header", "request", "identity", "config", "hook", "missing", "constant"
]

# How a value comes to where it is: copied, put in other words, made by a function, for some alone,
# made of each element of another or of another as a whole; by it something is found, left out, or
# kept from some; it is put into a cursor of the client's own; a key of its own is made of it.
Builder: TypeAlias = Literal[
    "path",
    "const",
    "enum",
    "python",
    "value",
    "each",
    "from",
    "key",
    "skip",
    "visible",
    "seal",
    "derive",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A value that something is made of.

    Attributes:
        name: the source of an answer, a header or a hook; `path.id` of the request; else empty.
        way: from what it is a part of.
    """

    holder: Holder
    name: str = ""
    way: Way = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value, and one of those that it is made of.

    Attributes:
        to: of the answer; of what is sent, its parameter or `body` first.
        whole: all that is below the part is read with it.
        like: of a field that contains itself, as a tree does: the field that it is built like, each
            part of it below this part.
    """

    to: Way
    builder: Builder
    part: Part
    whole: bool = False
    like: Way | None = None

    @property
    def takes_all(self) -> bool:
        """Say whether all that is below the part comes with it."""
        return self.whole or _is_copied(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One source of an operation, and what it is given.

    Attributes:
        name: the source.
        upstream: empty where a function computes it.
        operation: the upstream's, by its name; of a hook the function.
        key: `METHOD path` of the upstream's operation; empty of a hook.
        status: of the answer that is read.
        mapped: the statuses that are told apart, of which nothing else is read.
        calls: the most there are for one answer.
        waits: the sources that it waits for.
        starts_ms, finish_ms: at the latest.
        given: what it is asked with.
    """

    name: str
    upstream: str
    operation: str
    key: str
    status: str
    required: bool
    calls: int
    waits: tuple[str, ...]
    starts_ms: int
    finish_ms: int
    given: tuple[Line, ...]
    mapped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationLineage:
    """How one operation of the client is answered.

    Attributes:
        name, key: of the operation, as its contract has it; key is `METHOD path`.
        status: of the answer that is built.
        sources: in the order of the plan.
        fields: what the answer is made of, in the order of the contract; headers first.
        function: of hooks, where that answers all of it; else empty.
        critical_path: the required sources that take longest together.
        budget_ms: of the whole operation; reserve_ms of it are kept for building the answer.
    """

    name: str
    key: str
    status: str
    sources: tuple[Asked, ...]
    fields: tuple[Line, ...]
    function: str = ""
    critical_path: tuple[str, ...] = ()
    budget_ms: int
    reserve_ms: int

    def source(self, name: str) -> Asked | None:
        """Find a source by its name."""
        return next((each for each in self.sources if each.name == name), None)

    def reads(self, source: str) -> Iterator[Line]:
        """Give what is read of a source: for the answer, and for what others are asked with."""
        lines = [*self.fields, *(line for each in self.sources for line in each.given)]
        return (line for line in lines if _is_of(line.part, source))

    def hang_on(self, source: str) -> frozenset[str]:
        """Give a source and those that are asked with something of it, however far."""
        found, work = {source}, [source]
        while work:
            here = work.pop()
            for each in self.sources:
                if each.name not in found and any(_is_of(e.part, here) for e in each.given):
                    found.add(each.name)
                    work.append(each.name)
        return frozenset(found)

    def moved(self, before: "OperationLineage") -> frozenset[str]:
        """Give the sources that are asked or read otherwise than before.

        What came counts for nothing: what ran before goes on without it.
        """
        return frozenset(
            each.name for each in before.sources if self._is_moved(each, before.reads(each.name))
        )

    def asks_more(self, before: "OperationLineage") -> frozenset[str]:
        """Give the sources that are asked with more than before."""
        return frozenset(
            each.name
            for each in self.sources
            if (was := before.source(each.name)) is not None
            and not {e.to for e in each.given} <= {e.to for e in was.given}
        )

    def _is_moved(self, was: Asked, reads: Iterable[Line]) -> bool:
        now = self.source(was.name)
        if now is None or nameless(now.key) != nameless(was.key):
            return True
        # What a function may be answered is nothing that it is known to read.
        if now.status != was.status and not self.function:
            return True
        read, sent = {each.part for each in self.reads(was.name)}, {each.to for each in now.given}
        return any(e.part not in read for e in reads) or any(e.to not in sent for e in was.given)

    @property
    def critical_ms(self) -> int:
        """Milliseconds until the last required source has ended at the latest."""
        return max((each.finish_ms for each in self.sources if each.required), default=0)

    def knows(self, way: Way) -> bool:
        """Say whether there may be such a field: above, at or below what the answer is made of."""
        way = self.folded(way)
        return any(
            each.to[: len(way)] == way or (_is_copied(each) and way[: len(each.to)] == each.to)
            for each in self.fields
        )

    def folded(self, way: Way) -> Way:
        """Give the field that one deeper in a tree is built like."""
        again = self._again(way)
        while again is not None and again.like is not None and way != again.to:
            way = (*again.like, *way[len(again.to) :])
            again = self._again(way)
        return way

    def about(self, way: Way) -> tuple[Line, ...]:
        """Give what a field is made of: it, all below it, and what decides that it is there.

        A copied value that the field is a part of gives that part. What a function of the team
        computes is followed to its inputs.
        """
        again = self._again(way)
        if again is not None and way != again.to:
            return tuple(self._deeper(again, way))
        own = [each for each in self.fields if each.to[: len(way)] == way]
        above = [e for e in self.fields if len(e.to) < len(way) and way[: len(e.to)] == e.to]
        own += [_part_of(each, way) for each in above if _is_copied(each)]
        parts = [each.part for each in own]
        own += [e for e in above if e.to and _decides(e) and not _holds(e.part, parts)]
        return tuple(dict.fromkeys(self._followed(own)))

    def _again(self, way: Way) -> Line | None:
        """Find the field above, or this one, that is built like another above it."""
        found = (e for e in self.fields if e.like is not None and way[: len(e.to)] == e.to)
        return next(found, None)

    def _deeper(self, again: Line, way: Way) -> Iterator[Line]:
        """Give what a field of a tree is made of, from what that of its root is made of."""
        like = again.like or ()
        root = next(e.part for e in self.fields if e.to == like and e.builder == "from")
        for each in self.about((*like, *way[len(again.to) :])):
            part = each.part
            is_below = (part.holder, part.name) == (root.holder, root.name)
            if is_below and part.way[: len(root.way)] == root.way:
                part = replace(part, way=(*again.part.way, *part.way[len(root.way) :]))
            yield replace(each, to=(*again.to, *each.to[len(like) :]), part=part)

    def _followed(self, lines: Iterable[Line]) -> Iterator[Line]:
        work, seen = list(lines), set[str]()
        while work:
            line = work.pop(0)
            yield line
            name = line.part.name
            computed = self.source(name) if line.part.holder == "hook" else None
            if computed is not None and name not in seen:
                seen.add(name)
                work += (replace(each, to=line.to) for each in computed.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """All operations of a client that something answers, in the order of its contract."""

    client: str
    operations: tuple[OperationLineage, ...]

    def operation(self, name: str) -> OperationLineage | None:
        """Find an operation by its id, or by `METHOD path`."""
        return next((each for each in self.operations if name in (each.name, each.key)), None)


def _is_copied(line: Line) -> bool:
    """Say whether what is below the part stands below the field, or is made of all of it."""
    return line.whole or line.builder == "const"


def _decides(line: Line) -> bool:
    """Say whether a value decides about fields that it is no part of."""
    return line.builder in ("each", "key", "skip", "from", "visible")


def _part_of(line: Line, way: Way) -> Line:
    """Give of a copied value the part that is a field below."""
    if line.builder not in ("path", "value") or line.part.holder == "constant":
        return replace(line, to=way)
    below = way[len(line.to) :]
    return replace(line, to=way, part=replace(line.part, way=(*line.part.way, *below)))


def _holds(outer: Part, parts: Iterable[Part]) -> bool:
    """Say whether one of the parts is below a value, or is it."""
    return any(
        (each.holder, each.name) == (outer.holder, outer.name)
        and each.way[: len(outer.way)] == outer.way
        for each in parts
    )


def _is_of(part: Part, source: str) -> bool:
    return part.name == source and part.holder in ("answer", "header", "hook")


def dotted(way: Way) -> str:
    """Write a way for people: `items[].price`; the empty text for a whole."""
    text = ""
    for step in way:
        text += "[]" if step == EACH else f".{step}" if text else step
    return text
