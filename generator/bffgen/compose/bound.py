"""A value that a path leads to, and the steps that are taken from it.

In:  a Bound, a step of a path.
Out: the Bound behind the step, or a finding at the characters that name nothing.
How: a step is taken on the schema that it stands on, and says whether its value may be absent or
     null (PITFALLS.md 20).
"""

from dataclasses import dataclass, field, replace

from bffgen.compose.declared import declaration
from bffgen.compose.secured import secured
from bffgen.compose.spelled import shown, spelled
from bffgen.compose.uses import Token
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.builder import By, Every, Index, Name, Step, ValuePath
from bffgen.model.canonical import Json
from bffgen.model.expression import Hop, Lookup, Read
from bffgen.model.finding import Finding, Mark, finding, unknown
from bffgen.model.shapes import solid


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A value that a path leads to.

    Attributes:
        api: the contract that `read.pointer` points into.
        source: whose answer the value is part of; empty for the request.
        tokens: the way to it in that answer.
        or_else: further schemas, of other branches, that it may be a value of instead.
        beside: further schemas that it is a value of as well.
        tag: where it is a branch of a union, the property that says so, and the values of it.
        listed: the only values that it may be; empty where its schema says all.
        keyed: what is looked up on the way to it, with the keys; what others need first.
    """

    read: Read
    api: Api
    source: str
    tokens: tuple[Token, ...] = ()
    or_else: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    tag: tuple[str, tuple[Json, ...]] = field(default=("", ()), hash=False)
    listed: tuple[Json, ...] = field(default=(), hash=False)
    keyed: tuple["Keyed", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """One look into a source of several calls.

    Attributes:
        read: of what is found.
    """

    lookup: Lookup
    key: Bound
    read: Read


def present(bound: Bound) -> Bound:
    """Give a value that is known to be there, and so all that leads to it."""
    return replace(bound, read=secured(bound.read, bound.read))


def take(bound: Bound, step: Step, path: ValuePath, mark: Mark) -> Bound | Finding:
    """Take one step of a path on the schema that it stands on."""
    match step:
        case Name():
            return member(bound, step.name, mark)
        case Index():
            return element(bound, mark, index=step.index)
        case Every():
            return finding("compose-unsupported", mark, what="`.*` inside a longer path")
        case By():
            problem = f"`by(..)` looks into a source of several calls, not `{shown(bound.read)}`"
            return finding("compose-schema", mark, problem=problem)


def member(bound: Bound, name: str, mark: Mark) -> Bound | Finding:
    """Step to a member by its exact name."""
    meaning = bound.api.meaning
    here = solid(meaning, bound.read.pointer)
    declared = schema.declared(meaning, here)
    if name in declared:
        found = declaration(bound.api, here, name)
        if found is None:
            what = f"`{name}`, which several branches of a schema declare differently"
            place = bound.api.place(declared[name][-1])
            return finding("compose-unsupported", mark, Mark(place=place, on="key"), what=what)
        if schema.types(meaning, here) - {"null"} != {"object"}:
            what = f"a step into `{shown(bound.read)}`, which may be no object"
            place = bound.api.place(bound.read.pointer)
            return finding("compose-unsupported", mark, Mark(place=place, on="key"), what=what)
        may_miss = not schema.objects_have(meaning, here, name)
        stepped = _stepped(bound, found.pointer, ("name", name), found.types, may_miss, name=name)
        tag, keys = bound.tag
        return replace(
            stepped,
            or_else=found.or_else,
            beside=found.beside,
            listed=keys if name == tag else (),
        )
    if schema.map_values(meaning, here) is not None:
        return finding("compose-unsupported", mark, what="a step into a map")
    return unknown(mark, "property", name, declared, f"`{shown(bound.read)}`")


def element(bound: Bound, mark: Mark, *, index: int) -> Bound | Finding:
    """Step to one element of an array, which may be missing."""
    items = items_of(bound, mark, "an index")
    if isinstance(items, Finding):
        return items
    types = schema.types(bound.api.meaning, items)
    return _stepped(bound, items, ("element", ""), types, True, index=index)


def items_of(bound: Bound, mark: Mark, wanted_by: str) -> str | Finding:
    """Give the schema of the elements of an array, null apart."""
    meaning = bound.api.meaning
    here = solid(meaning, bound.read.pointer)
    if schema.types(meaning, here) - {"null"} != {"array"}:
        return finding(
            "compose-not-an-array",
            mark,
            Mark(place=bound.api.place(bound.read.pointer), on="key"),
            property=shown(bound.read),
            found=spelled(schema.types(meaning, here)),
            wanted_by=wanted_by,
        )
    items = schema.items(meaning, here)
    if len(items) == 1:
        return items[0]
    several = "of several kinds" if items else "whose elements are not declared"
    what = f"{wanted_by} over `{shown(bound.read)}`, an array {several}"
    return finding("compose-unsupported", mark, what=what)


def _stepped(
    bound: Bound,
    pointer: str,
    token: Token,
    types: frozenset[str],
    may_miss: bool,
    *,
    name: str = "",
    index: int | None = None,
) -> Bound:
    hop = Hop(name=name, index=index, may_miss=may_miss, may_null="null" in types)
    read = replace(bound.read, hops=(*bound.read.hops, hop), pointer=pointer, types=types)
    return replace(bound, read=read, tokens=(*bound.tokens, token), tag=("", ()), listed=())
