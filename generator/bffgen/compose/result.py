"""The schema of what is built: every value that an expression may make, and at most a few more.

In:  an Expression, the schemas of the receiver that it is put at, what was read on the way to it.
Out: Result: a JSON Schema that stands alone, and whether each of its values may really come to be.
How: what is copied is of the flat schemas of both sides, as the models of both hold it, so the
     schema rests on nothing that a broken upstream could break. What several members hang on (one
     source that may fail, one object that may be absent) is told case by case (COMPOSITION.md 11).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations, product
from typing import Final, TypeAlias

from bffgen.compose.bound import Bound
from bffgen.compose.secured import is_same
from bffgen.model import schema
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.expression import (
    Built,
    Chosen,
    Collected,
    Expression,
    Fixed,
    Gap,
    Hooked,
    Lack,
    Mapped,
    Otherwise,
    Preferred,
    Read,
    Shaped,
    Shown,
    made_of,
    parts,
)
from bffgen.model.plain import array_bounds, dropped, narrowed, plain_schema
from bffgen.model.shapes import Shape, shape, solid

# What decides whether a value is there: a gap of a read, or who may see it.
Cause: TypeAlias = tuple[object, ...]
Known: TypeAlias = Mapping[Cause, bool]

# Cases double with each cause; beyond this many all is told at once, which is a few values more.
_MOST_CAUSES: Final = 6
_NULL: Final[dict[str, Json]] = {"type": "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What may be built.

    Attributes:
        schema: stands alone.
        is_exact: each of its values may really come to be, where members that are alike are.
        alike: names of members that are copies of one value.
    """

    schema: Json
    is_exact: bool
    alike: tuple[tuple[str, str], ...] = ()

    def is_real(self, value: Json) -> bool:
        """Say whether a value of the schema may really come to be."""
        members = value if isinstance(value, dict) else {}
        return self.is_exact and all(
            canonical_bytes(members.get(one)) == canonical_bytes(members.get(other))
            for one, other in self.alike
        )


def result(
    made: Built, meaning: Json, declared: Mapping[str, tuple[str, ...]], met: "Met"
) -> Result:
    """Give the schema of an object that is built.

    Args:
        meaning: of the receiver's contract, in which the places of members stand.
        declared: property of the object -> the schemas that it is held to.
        met: the values that were read.
    """
    writing = _Writing(made.schema, meaning, declared, met)
    causes = _shared(made)
    if len(causes) > _MOST_CAUSES:
        writing.is_exact, causes = False, ()
    ways = product((False, True), repeat=len(causes))
    cases = [writing.object(made, dict(zip(causes, each, strict=True))) for each in ways]
    distinct: list[Json] = []
    for each in cases:
        distinct += [each] if each not in distinct else []
    copied, others = _repeats(made)
    return Result(schema=_any_of(distinct), is_exact=writing.is_exact and not others, alike=copied)


class Met:
    """The values that an operation reads, by the pointer of their schema."""

    def __init__(self) -> None:
        self._by_pointer: dict[str, list[Bound]] = {}

    def add(self, found: Bound) -> None:
        """Keep a value that is read."""
        known = self._by_pointer.setdefault(found.read.pointer, [])
        if not any(_is_alike(each, found) for each in known):
            known.append(found)

    def like(self, read: Read) -> Sequence[Bound]:
        """Give the values that a read may be of: those of its root, where it keeps the root's name.

        Inside a shape function a value has another name; then it may be of any contract.
        """
        found = self._by_pointer.get(read.pointer, [])
        same = [each for each in found if _root(each) == (read.root, read.name)]
        return same or found


def _root(found: Bound) -> tuple[str, str]:
    return found.read.root, found.read.name


def _is_alike(one: Bound, other: Bound) -> bool:
    said = [(_root(each), each.or_else, each.beside, each.listed) for each in (one, other)]
    return one.api is other.api and said[0] == said[1]


# -- whether a value is there -------------------------------------------------------------------


def _cause(read: Read, gap: Gap) -> Cause:
    way = tuple((hop.name, hop.index) for hop in read.hops[: gap.depth])
    return (read.root, read.name, way, gap.lack, gap.index)


def _is_there(made: Expression, known: Known, *, null_counts: bool = True) -> bool | None:
    """Say whether a value is there; None where it may be or not.

    Args:
        null_counts: null is a value like any other; else it is absent.
    """
    match made:
        case Fixed():
            return null_counts or made.value is not None
        case Read():
            return _is_read(made, known, null_counts=null_counts)
        case Mapped():
            return _is_read(made.value, known, null_counts=False)
        case Shown():
            return _all((_not(known.get(_shown_to(made))), _is_there(made.value, known)))
        case Hooked():
            return _all(_is_there(each, known, null_counts=False) for each in made.compulsory)
        case Otherwise() | Preferred():
            last = len(made.options) - 1
            ways = (
                _is_there(each, known, null_counts=null_counts and number == last)
                for number, each in enumerate(made.options)
            )
            return _not(_all(map(_not, ways)))
        case Built(base=Read() as read) | Collected(over=read) | Shaped(value=read):
            return _is_read(read, known, null_counts=null_counts and made.null_as_null)
        case Built() | Chosen():
            return True


def _is_read(read: Read, known: Known, *, null_counts: bool) -> bool | None:
    end, found = len(read.hops), True
    for gap in read.gaps:
        if gap.lack is Lack.NULL and gap.depth == end and null_counts:
            continue
        lacks = known.get(_cause(read, gap))
        if lacks:
            return False
        found = found and lacks is not None
    return True if found else None


def _all(ways: Iterable[bool | None]) -> bool | None:
    said = list(ways)
    return False if False in said else (None if None in said else True)


def _not(one: bool | None) -> bool | None:
    return None if one is None else not one


def _shown_to(made: Shown) -> Cause:
    return ("shown", made.to)


def _shared(made: Built) -> tuple[Cause, ...]:
    """Give what more than one member hangs on, in a fixed order."""
    counted = Counter(cause for _, each in made.members for cause in _causes(each))
    return tuple(sorted((each for each, count in counted.items() if count > 1), key=repr))


def _causes(made: Expression) -> frozenset[Cause]:
    """Give what decides of a member, the elements of loops inside it apart."""
    inside = {each.loop for each in parts(made) if isinstance(each, Collected)}
    inside |= {each.function for each in parts(made) if isinstance(each, Shaped)}
    found: set[Cause] = set()
    for each in parts(made):
        if isinstance(each, Shown):
            found.add(_shown_to(each))
        elif isinstance(each, Read) and not (each.root == "loop" and each.name in inside):
            found.update(_cause(each, gap) for gap in each.gaps)
    return frozenset(found)


def _repeats(made: Built) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Find members that hang on one value, which the schema tells of as of several.

    Returns:
        Pairs of members that are copies of it, and whether there are others.
    """
    ways: list[tuple[tuple[object, ...], str, bool]] = []
    for name, each in made.members:
        base = made_of(each)
        reads = [base] if base is not None else [p for p in parts(each) if isinstance(p, Read)]
        own = {(r.root, r.name, *((h.name, h.index) for h in r.hops)) for r in reads}
        ways += ((way, name, isinstance(each, Read)) for way in own)
    copied: list[tuple[str, str]] = []
    others = False
    for (one, name, is_copy), (other, beside, is_too) in combinations(ways, 2):
        if one == other and is_copy and is_too:
            copied.append((name, beside))
        elif name != beside and (one[: len(other)] == other or other[: len(one)] == one):
            others = True
    return tuple(copied), others


# -- what it is where it is there ---------------------------------------------------------------


class _Writing:
    """Writes the schema of one object and of what is inside it."""

    def __init__(
        self, root: str, meaning: Json, declared: Mapping[str, tuple[str, ...]], met: Met
    ) -> None:
        self.is_exact = True
        self._root = root
        self._meaning = meaning
        self._declared = declared
        self._met = met

    def object(self, made: Built, known: Known) -> Json:
        """Write an object where some of its causes are known."""
        members: dict[str, Json] = {}
        required: list[Json] = []
        for name, each in made.members:
            is_there = _is_there(each, known)
            if is_there is not False:
                members[name] = self._value(each, self._held_to(made, name), known)
            required += [name] if is_there else []
        whole: dict[str, Json] = {
            "type": "object",
            "properties": members,
            "required": required,
            "additionalProperties": False,
        }
        return whole | (self._of_base(made, made.base) if made.base is not None else {})

    def _of_base(self, made: Built, base: Read) -> dict[str, Json]:
        """Write what is known of an object as the whole of the one that it is projected from.

        What a client sends is held to it by its class; of what an upstream says of a whole nothing
        is held, so nothing may rest on it.
        """
        found = self._met.like(base)
        pointers = {solid(each.api.meaning, each.read.pointer): each for each in found}
        for here, each in pointers.items():
            is_held = not each.source and len(pointers) == 1
            names = _names(made, base)
            told = _counted(each.api.meaning, here, names) if is_held else None
            if told is not None:
                return told
            self.is_exact = self.is_exact and not says_more(each.api.meaning, here)
        return {}

    def _held_to(self, made: Built, name: str) -> tuple[str, ...]:
        if made.schema == self._root and name in self._declared:
            return self._declared[name]
        return schema.member(self._meaning, made.schema, name).together

    def _value(self, made: Expression, places: tuple[str, ...], known: Known) -> Json:
        match made:
            case Fixed():
                return {"const": made.value}
            case Read():
                return self._with_null(made, self._copied(made, places), known)
            case Mapped():
                given = [each for _, each in made.pairs]
                given += [made.default.value] if made.default is not None else []
                return {"enum": [each for n, each in enumerate(given) if each not in given[:n]]}
            case Hooked():
                return {"allOf": [self._inside(self._meaning, each) for each in places]}
            case Shown():
                return self._value(made.value, places, known)
            case Otherwise() | Preferred():
                return self._first(made.options, places, known)
            case Chosen():
                return _any_of([self._value(each, (), known) for each in made.branches])
            case Built():
                return self._nulled(made, self.object(made, known), known)
            case Collected():
                return self._nulled(made, self._collected(made, places, known), known)
            case Shaped():
                # What calls itself is not followed: of what is inside nothing is known here.
                self.is_exact = self.is_exact and made.body is not None
                whole = self._value(made.body, places, known) if made.body is not None else {}
                return self._nulled(made, whole, known)

    def _first(self, options: Sequence[Expression], places: tuple[str, ...], known: Known) -> Json:
        made: list[Json] = []
        for number, each in enumerate(options):
            is_last = number == len(options) - 1
            is_there = _is_there(each, known, null_counts=is_last)
            if is_there is not False:
                value = self._value(each, places, known)
                made.append(value if is_last else {"allOf": [value, {"not": _NULL}]})
            if is_there:
                break
        return _any_of(made)

    def _collected(self, made: Collected, places: tuple[str, ...], known: Known) -> Json:
        here = [solid(self._meaning, each) for each in places]
        if made.of_map:
            values = (schema.map_values(self._meaning, each) for each in here)
            below = tuple(each for each in values if each is not None)
            return {
                "type": "object",
                "additionalProperties": self._value(made.item, below, known),
            }
        below = tuple(items for each in here for items in schema.items(self._meaning, each))
        item = self._value(made.item, () if made.flat else below, known)
        bounds = (array_bounds(self._meaning, each) for each in here)
        counts: dict[str, Json] = reduce(narrowed, bounds, {})
        if made.limit is not None:
            counts = narrowed(counts, {"maxItems": made.limit})
        # How many there are at the least is told of the list itself (`counted.py`).
        self.is_exact = self.is_exact and not made.flat
        return {"type": "array", **counts} | ({} if made.flat else {"items": item})

    def _nulled(self, made: Built | Collected | Shaped, whole: Json, known: Known) -> Json:
        base = made_of(made)
        if not made.may_null or not isinstance(base, Read):
            return whole
        return self._with_null(base, whole, known)

    def _with_null(self, read: Read, whole: Json, known: Known) -> Json:
        """Let null in beside a value where it may come."""
        if not read.may_null:
            return whole
        end = Gap(depth=len(read.hops), lack=Lack.NULL)
        is_null = known.get(_cause(read, end))
        if is_null is None:
            return {"anyOf": [whole, _NULL]}
        return _NULL if is_null else whole

    def _copied(self, read: Read, places: tuple[str, ...]) -> Json:
        """Write a plain value, or a list or map of such, as the models of both sides hold it."""
        ways: list[Json] = []
        for each in self._met.like(read):
            sent = self._sent(each)
            ways += [sent] if sent not in ways else []
        self.is_exact = self.is_exact and len(ways) == 1
        promised = self._promised(places)
        return {"allOf": [_any_of(ways), promised]} if ways else promised

    def _sent(self, found: Bound) -> Json:
        meaning = found.api.meaning
        each_of = [self._flat(meaning, each) for each in (found.read.pointer, *found.or_else)]
        held = [self._flat(meaning, each) for each in found.beside]
        if found.listed:
            held.append({"enum": [*found.listed]})
        one = _any_of(each_of)
        return {"allOf": [one, *held]} if held else one

    def _promised(self, places: tuple[str, ...]) -> Json:
        """Write what a place of the receiver holds, which its class refuses anything else of."""
        held: list[Json] = [self._flat(self._meaning, each) for each in places]
        return held[0] if len(held) == 1 else {"allOf": held}

    def _flat(self, meaning: Json, pointer: str) -> Json:
        """Write the plain values of a schema, lists and maps of such; null apart."""
        here = solid(meaning, pointer)
        match shape(meaning, here):
            case Shape.PLAIN:
                self.is_exact = self.is_exact and not dropped(meaning, here)
                return plain_schema(meaning, here)
            case Shape.ARRAY:
                items = schema.items(meaning, here)
                inside = self._inside(meaning, items[0]) if len(items) == 1 else {}
                return {"type": "array", "items": inside, **array_bounds(meaning, here)}
            case Shape.MAP:
                values = schema.map_values(meaning, here)
                inside = self._inside(meaning, values) if values is not None else {}
                return {"type": "object", "additionalProperties": inside}
            case _:
                self.is_exact = False
                return {}

    def _inside(self, meaning: Json, pointer: str) -> Json:
        flat = self._flat(meaning, pointer)
        return {"anyOf": [flat, _NULL]} if schema.admits_null(meaning, pointer) else flat


# What the class of what clients send holds of an object (`runtime/counted.py`).
_COUNTED: Final = frozenset(("minProperties", "maxProperties", "dependentRequired"))


def says_more(meaning: Json, pointer: str) -> bool:
    """Say whether a schema of objects says more than what its members are."""
    flat = schema.flatten_object(meaning, pointer)
    return flat is None or bool(flat.beyond)


def _names(made: Built, base: Read) -> dict[str, str]:
    """Give the members of a base that are there where those made of them are, by its names."""
    found: dict[str, str] = {}
    for name, each in made.members:
        read = made_of(each)
        if read is None or len(read.hops) != len(base.hops) + 1 or not read.hops[-1].name:
            continue
        begins = replace(read, hops=read.hops[:-1])
        is_kept = isinstance(each, Read) or not read.may_null or each.may_null
        if is_same(begins, base) and is_kept:
            found[read.hops[-1].name] = name
    return found


def _counted(meaning: Json, pointer: str, names: Mapping[str, str]) -> dict[str, Json] | None:
    """Write what a schema says of how many members there are, of those that are kept.

    Args:
        names: name of a member that is kept -> its new one.

    Returns:
        None where it says more than that, or of members that are not kept.
    """
    flat = schema.flatten_object(meaning, pointer)
    if flat is None or not {keyword for keyword, _ in flat.beyond} <= _COUNTED:
        return None
    told: list[Json] = []
    for keyword, where in flat.beyond:
        said = schema.at(meaning, where)
        if keyword == "dependentRequired" and isinstance(said, dict):
            asked = {names[n]: others for n, others in said.items() if n in names}
            for name, others in asked.items():
                kept = [names.get(str(n)) for n in others] if isinstance(others, list) else []
                if None in kept:
                    return None
                told.append({"dependentRequired": {name: [*kept]}})
        elif keyword == "maxProperties":
            told.append({keyword: said})
        elif any(name not in names for name, _ in flat.properties):
            return None
        else:
            told.append({keyword: said})
    return {"allOf": told} if told else {}


def _any_of(ways: Iterable[Json]) -> Json:
    several = list(ways)
    return several[0] if len(several) == 1 else {"anyOf": several}
