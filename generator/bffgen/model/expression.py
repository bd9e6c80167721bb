"""Expressions: what a value of a plan is made of.

In:  nothing; `compose/` makes these values of compositions and contracts.
Out: reads of sources, loops and the request, and what is built of them; no Python text.
How: a closed union; each part says whether its value may be absent (MISSING in a body) or null, so
     that what is written from it needs no second thought.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.finding import Mark
from bffgen.model.security import Grants

# `header`: of an answer. `identity`: of the caller. `config`: of the settings. `lookup`: the
# element of a source of several calls that a key names; `elements`: all of them. `missing`: the
# names of what the answer goes without. `next`: the sealed cursor of the next page.
Root: TypeAlias = Literal[
    "source",
    "header",
    "request",
    "identity",
    "config",
    "loop",
    "lookup",
    "elements",
    "missing",
    "next",
]


class Lack(StrEnum):
    """What may be wrong with a value on the way of a read."""

    ABSENT = "absent"
    NULL = "null"
    SHORT = "short"  # an array that ends before the element that is read
    BRANCH = "branch"  # a branch of a union that does not declare what is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One place where the way of a read may end.

    Attributes:
        depth: hops that were taken: 0 is the root.
        index: of the element that may be missing, for SHORT.
    """

    depth: int
    lack: Lack
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a read: to a member (`name`) or to an element (`index`).

    Attributes:
        name: empty for an element.
        may_miss: the value behind the step may be absent although the one before it is there.
        may_null: the value behind the step may be null.
    """

    name: str = ""
    index: int | None = None
    may_miss: bool
    may_null: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A value that is there at run time: of a source, the request or the element of a loop.

    Attributes:
        root: `source` is the body of its answer, `header` a header of it: the only hop.
        name: the source, the loop, the lookup, or `<in>.<parameter>` of the request, `body` for
            its body.
        root_may_miss, root_may_null: of the root alone.
        root_may_lack: its source may succeed without a body.
        pointer: the schema of the value, in the contract that the root belongs to.
        types: the JSON types that the value may have, null included.
        mark: the author's characters.
    """

    root: Root
    name: str
    root_may_miss: bool = False
    root_may_null: bool = False
    root_may_lack: bool = False
    hops: tuple[Hop, ...] = ()
    pointer: str
    types: frozenset[str]
    mark: Mark

    @property
    def source(self) -> str:
        """Give the source whose answer is read; the empty text where none is."""
        return self.name if self.root in ("source", "header", "elements") else ""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Give every place where the way may end, in the order of the way, its end included."""
        found = _gaps(0, self.root_may_miss, self.root_may_null)
        for depth, hop in enumerate(self.hops, start=1):
            if hop.index is not None and hop.may_miss:
                found.append(Gap(depth=depth - 1, lack=Lack.SHORT, index=hop.index))
            found += _gaps(depth, hop.may_miss and hop.index is None, hop.may_null)
        return tuple(found)

    @property
    def gaps_on_the_way(self) -> tuple[Gap, ...]:
        """Give the gaps that leave nothing to read."""
        end = len(self.hops)
        return tuple(gap for gap in self.gaps if gap.depth < end or gap.lack is Lack.SHORT)

    @property
    def sure(self) -> "Read":
        """Give the read of a value that is known to be there, and not null."""
        hops = tuple(replace(hop, may_miss=False, may_null=False) for hop in self.hops)
        return replace(self, root_may_miss=False, root_may_null=False, hops=hops)

    @property
    def may_miss(self) -> bool:
        """Say whether the value may be absent: a step into null gives absent, too."""
        end = len(self.hops)
        return any(gap.depth < end or gap.lack is not Lack.NULL for gap in self.gaps)

    @property
    def may_null(self) -> bool:
        """Say whether the value may be null where it is present."""
        return self.hops[-1].may_null if self.hops else self.root_may_null


def _gaps(depth: int, may_miss: bool, may_null: bool) -> list[Gap]:
    missing = [Gap(depth=depth, lack=Lack.ABSENT)] if may_miss else []
    return missing + ([Gap(depth=depth, lack=Lack.NULL)] if may_null else [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A literal."""

    value: Json = field(hash=False)

    @property
    def may_miss(self) -> bool:
        """A literal is never absent."""
        return False

    @property
    def may_null(self) -> bool:
        """Only null itself is null."""
        return self.value is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The element of a source of several calls that a key names: `prices.by(rec.sku)`.

    Attributes:
        name: as it is written; what reads of it are called by.
    """

    name: str
    source: str
    key: Read


def _reaches_the_last(options: Sequence["Expression"]) -> bool:
    """Say whether every option but the last may be absent or null."""
    return all(option.may_miss or option.may_null for option in options[:-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """The first option that is present and not null; the last one as it is."""

    options: tuple[Read | Fixed, ...]

    @property
    def may_miss(self) -> bool:
        """Absent where every option is."""
        return self.options[-1].may_miss and _reaches_the_last(self.options)

    @property
    def may_null(self) -> bool:
        """Null where the last option is."""
        return self.options[-1].may_null and _reaches_the_last(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A value of one list of values, put in the words of another.

    Attributes:
        pairs: (value as it comes, value as it goes), in the author's order.
        default: what any other value becomes; None where every value is listed.
        feeds: the property that the value is for, dotted from the root of the answer.
        returns: pointer to the schema of that property in the client's contract.
    """

    value: Read
    pairs: tuple[tuple[Json, Json], ...] = field(hash=False)
    default: Fixed | None
    feeds: str
    returns: str

    @property
    def may_miss(self) -> bool:
        """Absent where the value is absent or null."""
        return self.value.may_miss or self.value.may_null

    @property
    def may_null(self) -> bool:
        """Null where a value becomes null."""
        return any(made is None for _, made in self.pairs) or (
            self.default is not None and self.default.may_null
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooked:
    """What the team's function makes of its arguments; absent where a compulsory one is.

    Attributes:
        names: what the function calls its arguments.
        optional: numbers of the arguments whose parameter has a default, which take MISSING.
        feeds: the property that the value is for, dotted from the root of the answer.
        returns: pointer to the schema of that property in the client's contract.
    """

    function: str
    arguments: tuple["Expression", ...]
    names: tuple[str, ...]
    optional: frozenset[int]
    feeds: str
    returns: str

    @property
    def compulsory(self) -> tuple["Expression", ...]:
        """Give the arguments without which the function is not called."""
        return tuple(a for n, a in enumerate(self.arguments) if n not in self.optional)

    @property
    def may_miss(self) -> bool:
        """Absent where a compulsory argument is; null is a value, which it is given."""
        return any(argument.may_miss for argument in self.compulsory)

    @property
    def may_null(self) -> bool:
        """A hook answers in the property's own type, which its contract declares."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A value for a caller who has one of some scopes and roles; absent for everybody else."""

    value: "Expression"
    to: Grants

    @property
    def may_miss(self) -> bool:
        """Absent for whom it is not meant."""
        return True

    @property
    def may_null(self) -> bool:
        """Null where the value is."""
        return self.value.may_null


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An object of the client's contract.

    Attributes:
        schema: pointer of its schema in the client's contract.
        members: (property, expression), in the order of the contract.
        base: the value it is made from; absent where that is, None where it stands alone.
        null_as_null: a null base gives null, not an absent object.
    """

    schema: str
    members: tuple[tuple[str, "Expression"], ...]
    base: Read | None = None
    null_as_null: bool = False

    @property
    def may_miss(self) -> bool:
        """Absent where its base is absent, or null without `null_as_null`."""
        if self.base is None:
            return False
        return self.base.may_miss or (self.base.may_null and not self.null_as_null)

    @property
    def may_null(self) -> bool:
        """Null where a null base stays null."""
        return self.base is not None and self.base.may_null and self.null_as_null


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """An array or a map, one element made of each element of another.

    Attributes:
        limit: the most elements that are kept; None keeps all.
        skip: an element is left out where one of these is absent or null.
        null_as_null: a null array gives null, not an absent one.
        lookups: what is looked up for each element, what others need first.
        of_map: a map of a map, under the same names.
        flat: `item` is a list itself, and this is all of them in one.
    """

    over: Read
    loop: str
    item: "Expression"
    limit: int | None = None
    skip: tuple[Read, ...] = ()
    null_as_null: bool = False
    lookups: tuple[Lookup, ...] = ()
    of_map: bool = False
    flat: bool = False

    @property
    def may_miss(self) -> bool:
        """Absent where the array is absent, or null without `null_as_null`."""
        return self.over.may_miss or (self.over.may_null and not self.null_as_null)

    @property
    def may_null(self) -> bool:
        """Null where a null array stays null."""
        return self.over.may_null and self.null_as_null


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """The first of several that is there and not null, each built of a value of its own."""

    options: tuple["Expression", ...]

    @property
    def may_miss(self) -> bool:
        """Absent where every option is."""
        return self.options[-1].may_miss and _reaches_the_last(self.options)

    @property
    def may_null(self) -> bool:
        """Null where the last option is."""
        return self.options[-1].may_null and _reaches_the_last(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One of several, by which branch of a union a value is.

    Attributes:
        value: it is there.
        branches: what is built of each, in the order in which the value's contract has them; what
            they read of the value is declared by their branch.
    """

    value: Read
    branches: tuple["Expression", ...]

    @property
    def may_miss(self) -> bool:
        """Each branch builds something."""
        return False

    @property
    def may_null(self) -> bool:
        """No branch is null."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """What a shape function of its own makes of a value: it calls itself, or chooses.

    Attributes:
        function: what the plan's expressions call it; inside it, the loop that reads of the value
            begin with.
        called: what it builds, in the words of the client's contract.
        value: what it is given; nothing is built where that is absent.
        body: how it builds; None where another part of the plan says so.
        null_as_null: a null value gives null, not an absent one.
    """

    function: str
    called: str
    value: Read
    body: "Expression | None"
    null_as_null: bool = False

    @property
    def may_miss(self) -> bool:
        """Absent where the value is absent, or null without `null_as_null`."""
        return self.value.may_miss or (self.value.may_null and not self.null_as_null)

    @property
    def may_null(self) -> bool:
        """Null where a null value stays null."""
        return self.value.may_null and self.null_as_null


Expression: TypeAlias = (
    Read
    | Fixed
    | Otherwise
    | Mapped
    | Hooked
    | Shown
    | Built
    | Collected
    | Preferred
    | Chosen
    | Shaped
)


def made_of(expression: Expression) -> Read | None:
    """Give the value that something is made of, and is absent or null with; None without one."""
    match expression:
        case Built(base=Read() as read) | Collected(over=read) | Shaped(value=read):
            return read
        case Read():
            return expression
        case _:
            return None


def parts(expression: Expression) -> Iterator[Expression]:
    """Give an expression and all that it is made of, outermost first."""
    yield expression
    match expression:
        case Otherwise():
            yield from expression.options
        case Mapped():
            yield expression.value
        case Hooked():
            for argument in expression.arguments:
                yield from parts(argument)
        case Shown():
            yield from parts(expression.value)
        case Built():
            if expression.base is not None:
                yield expression.base
            for _, value in expression.members:
                yield from parts(value)
        case Collected():
            yield expression.over
            yield from expression.skip
            yield from (each.key for each in expression.lookups)
            yield from parts(expression.item)
        case Preferred():
            for option in expression.options:
                yield from parts(option)
        case Chosen():
            yield expression.value
            for branch in expression.branches:
                yield from parts(branch)
        case Shaped():
            yield expression.value
            yield from parts(expression.body) if expression.body is not None else ()
        case Read() | Fixed():
            pass
