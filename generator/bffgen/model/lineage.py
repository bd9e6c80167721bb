"""Where the answers of a client come from: each field, and each value that is sent upstream.

In:  nothing; `compose/lineage.py` makes these values of plans.
Out: Lineage of a client: an operation at a time its calls, its fields, and what they are made of.
How: a way is the names of members, `*` for each element of an array or each value of a map; it says
     the same of a value whichever contract is read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

# An element of an array, or a value of a map.
EACH: Final = "*"

Way: TypeAlias = tuple[str, ...]

# Who has a value: an upstream's answer, or a header of it; the client's request; who calls; a
# function of the team; nobody, for what the composition says itself.
Holder: TypeAlias = Literal["answer", "header", "request", "identity", "hook", "constant"]

# How a value comes to where it is: copied, put in other words, made by a function, for some alone,
# made of each element of another or of another as a whole; by it something is found, or left out.
Builder: TypeAlias = Literal[
    "path", "const", "enum", "python", "value", "each", "from", "key", "skip"
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
    """

    to: Way
    builder: Builder
    part: Part
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One source of an operation, and what it is given.

    Attributes:
        name: the source.
        upstream: empty where a function computes it.
        operation: the upstream's, by its name; of a hook the function.
        key: `METHOD path` of the upstream's operation; empty of a hook.
        status: of the answer that is read.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """All operations of a client that something answers, in the order of its contract."""

    client: str
    operations: tuple[OperationLineage, ...]


def _is_of(part: Part, source: str) -> bool:
    return part.name == source and part.holder in ("answer", "header", "hook")


def dotted(way: Way) -> str:
    """Write a way for people: `items[].price`; the empty text for a whole."""
    text = ""
    for step in way:
        text += "[]" if step == EACH else f".{step}" if text else step
    return text
