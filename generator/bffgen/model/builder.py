"""Paths and builders: what a value of a composition is made by, as its team wrote it.

In:  nothing; `contract/building.py` makes these values of composition.yaml.
Out: a closed union of builders; a path is parsed, a name is not yet resolved.
How: each carries its Place, each step of a path its characters.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bffgen.model.callers import Wanted
from bffgen.model.canonical import Json
from bffgen.model.finding import Mark
from bffgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A step to a member: `.title`."""

    name: str
    offset: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A step to one element of an array: `.0`; the element may be missing."""

    index: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """A step to each element of an array: `.*`."""

    offset: int
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """A step to the element whose key equals a value: `.by(mid)`."""

    key: "ValuePath"
    offset: int
    width: int


Step: TypeAlias = Name | Index | Every | By


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePath:
    """A path to a value: a root (`request`, a source, a loop name) and the steps below it.

    Attributes:
        text: the path as written.
        offset: characters from the start of the YAML text to the root.
        place: the YAML text that holds the path.
    """

    root: str
    steps: tuple[Step, ...]
    text: str
    offset: int
    place: Place

    @property
    def mark(self) -> Mark:
        """Mark the whole path."""
        return Mark(place=self.place, offset=self.offset, width=len(self.text))

    def mark_of(self, number: int) -> Mark:
        """Mark the root (-1) or one step (from 0)."""
        if number < 0:
            return Mark(place=self.place, offset=self.offset, width=len(self.root))
        step = self.steps[number]
        return Mark(place=self.place, offset=step.offset, width=step.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A literal: behind `else`, in `const:`, or a YAML number, boolean or null.

    Attributes:
        offset, width: its characters in the YAML text; the whole text where width is None.
    """

    value: Json = field(hash=False)
    place: Place
    offset: int = 0
    width: int | None = None

    @property
    def mark(self) -> Mark:
        """Mark the literal."""
        return Mark(place=self.place, offset=self.offset, width=self.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """`a else b else 0`: the first option that is present and not null; at least one."""

    options: tuple[ValuePath | Constant, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """`{each: P as x, map: {..}}`: an array, one object an element, order kept.

    Attributes:
        limit: the most elements that are kept, >= 1; None keeps all.
        skip_if_missing: an element is left out where one of these is absent.
    """

    over: ValuePath
    loop: str
    limit: int | None
    skip_if_missing: tuple[ValuePath, ...]
    members: tuple[tuple[str, "Builder"], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """`{from: P, map: {..}}`: what `map` names, the rest projected from P; absent where P is."""

    base: ValuePath
    members: tuple[tuple[str, "Builder"], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """`{enum: P, map: {ACTIVE: available}, default: other}`: one list of values in another's words.

    Attributes:
        pairs: (upstream's value as a key writes it, the client's value).
        default: what any other value becomes; None without one.
    """

    value: ValuePath
    pairs: tuple[tuple[str, Constant], ...]
    default: Constant | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """`{python: f, args: [..]}`: what the team's function makes of its arguments."""

    function: str
    arguments: tuple["Value | Constant", ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """`{value: V, visible_to: [..]}`: V for a caller who has one of what is listed."""

    value: "Builder"
    to: tuple[Wanted, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """An object whose keys are properties of the client's schema.

    Attributes:
        meant: the builder's key that its only one misspells, where it is no such property.
    """

    members: tuple[tuple[str, "Builder"], ...]
    place: Place
    meant: str = ""


Builder: TypeAlias = Value | Constant | Enum | Each | From | Python | Visible | Members
# What a parameter of an upstream may be given.
ParameterBuilder: TypeAlias = Value | Constant | Enum | From | Members


def visible_builders(builder: Builder | None) -> Iterator[Visible]:
    """Give every `visible_to` of a body, outermost first."""
    match builder:
        case Visible():
            yield builder
            yield from visible_builders(builder.value)
        case Each() | From() | Members():
            for _, value in builder.members:
                yield from visible_builders(value)
        case _:
            return
