"""What is asked of a value at one place, once every alternative is decided.

In:  a document of 2020-12 spelling, pointers of schemas that hold together, a source of randomness.
Out: a Claim: the schemas that hold on the chosen branches, and what they ask, keyword by keyword.
How: one walk through `$ref`, allOf, anyOf, oneOf, if/then/else and discriminators; a branch is
     chosen among those whose types are still possible and that end within the levels left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from bffgen.model import schema
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.place import join, tokens
from bffgen.model.tree import at, has, local_pointer
from bffgen.verify.reach import Reach

_NULL: Final = frozenset(("null",))
# How often a nullable value is null.
NULL_SHARE: Final = 0.12
# `/components/schemas/<name>`.
_COMPONENT_TOKENS: Final = 3


class DeadEnd(Exception):
    """The branches chosen so far leave no value, or none within the levels left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What holds at one place.

    Attributes:
        parts: pointers of the schemas that hold together, in order of mention.
        types: JSON types that are possible.
        tags: (property, value) by which discriminators tell the chosen branches.
        absent: names that a chosen branch asks to be absent.
    """

    document: Json = field(hash=False)
    parts: tuple[str, ...]
    types: frozenset[str]
    tags: tuple[tuple[str, str], ...]
    absent: frozenset[str]

    def each(self, keyword: str) -> Iterator[tuple[str, Json]]:
        """Give (pointer of the part, value) wherever a keyword stands."""
        for part in self.parts:
            written = at(self.document, part)
            if isinstance(written, dict) and keyword in written:
                yield part, written[keyword]

    def says(self, keyword: str) -> bool:
        """Say whether a keyword stands anywhere."""
        return any(True for _ in self.each(keyword))

    def texts(self, keyword: str) -> tuple[str, ...]:
        """Give the values of a keyword that are texts, in lists as well."""
        found: list[str] = []
        for _, value in self.each(keyword):
            listed = value if isinstance(value, list) else [value]
            found += [each for each in listed if isinstance(each, str)]
        return tuple(dict.fromkeys(found))

    def greatest(self, keyword: str, otherwise: int = 0) -> int:
        """Give the strictest of lower bounds that are whole numbers."""
        return max(self._whole(keyword), default=otherwise)

    def least(self, keyword: str, otherwise: int) -> int:
        """Give the strictest of upper bounds that are whole numbers."""
        return min(self._whole(keyword), default=otherwise)

    def _whole(self, keyword: str) -> list[int]:
        values = [value for _, value in self.each(keyword)]
        return [int(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]

    def below(self, keyword: str) -> tuple[str, ...]:
        """Give the pointers of the schemas that a keyword holds one of a part."""
        return tuple(join(part, keyword) for part, _ in self.each(keyword))

    def properties(self) -> Mapping[str, tuple[str, ...]]:
        """Give each declared name with the pointers of its declarations; order of mention."""
        found: dict[str, list[str]] = {}
        for part, value in self.each("properties"):
            for name in value if isinstance(value, dict) else ():
                found.setdefault(name, []).append(join(part, "properties", name))
        return {name: tuple(pointers) for name, pointers in found.items()}

    def values(self) -> tuple[Json, ...] | None:
        """Give the values of enum and const that all parts list; None where none lists any."""
        groups = [value for _, value in self.each("enum") if isinstance(value, list)]
        groups += [[value] for _, value in self.each("const")]
        if not groups:
            return None
        rest = [{canonical_bytes(each) for each in group} for group in groups[1:]]
        return tuple(
            each
            for each in groups[0]
            if self.admits(each) and all(canonical_bytes(each) in group for group in rest)
        )

    def admits(self, value: Json) -> bool:
        """Say whether a value is of a type that is possible."""
        return schema.type_of(value) in self.types


class Deciding:
    """Decides alternatives of one document; what it learns of its types is kept."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.reach = Reach(document)
        self._types: dict[str, frozenset[str]] = {}

    def types(self, pointer: str) -> frozenset[str]:
        """Give the JSON types that may be admitted at a pointer."""
        if pointer not in self._types:
            self._types[pointer] = schema.types(self.document, pointer)
        return self._types[pointer]

    def decide(self, pointers: Iterable[str], rng: Random, levels: int) -> Claim:
        """Choose a branch wherever schemas give a choice.

        Args:
            pointers: schemas that hold together.
            rng: what is drawn from.
            levels: how deep the value may still be nested.

        Raises:
            DeadEnd: the branches that were chosen contradict each other; others may not.
        """
        return _Walk(self, rng, levels).run(tuple(pointers))


class _Walk:
    """One walk through what holds at a place."""

    def __init__(self, deciding: Deciding, rng: Random, levels: int) -> None:
        self.deciding, self.rng, self.levels = deciding, rng, levels
        self.document = deciding.document
        self.parts: dict[str, None] = {}
        self.types = schema.TYPES
        self.tags: dict[str, str] = {}
        self.absent: set[str] = set()
        self.work: list[str] = []

    def run(self, pointers: Sequence[str]) -> Claim:
        for each in pointers:
            self.types &= self.deciding.types(each)
        self.work = list(reversed(pointers))
        while self.work:
            self._step(self.work.pop())
        if not self.types:
            raise DeadEnd
        return Claim(
            document=self.document,
            parts=tuple(self.parts),
            types=self.types,
            tags=tuple(self.tags.items()),
            absent=frozenset(self.absent),
        )

    def _step(self, here: str) -> None:
        written = at(self.document, here)
        if written is False:
            raise DeadEnd
        if here in self.parts or not isinstance(written, dict):
            return
        self.parts[here] = None
        target = local_pointer(written.get("$ref"))
        below = [target] if target is not None and has(self.document, target) else []
        below += _members(written, here, "allOf")
        below += self._alternatives(written, here)
        below += self._condition(written, here)
        below += self._dependent(written, here)
        for each in below:
            self.types &= self.deciding.types(each)
        self.work += reversed(below)

    def _alternatives(self, written: Mapping[str, Json], here: str) -> list[str]:
        """Choose one of anyOf, one of oneOf, and an heir where only a discriminator names them."""
        chosen = []
        for keyword in ("anyOf", "oneOf"):
            members = _members(written, here, keyword)
            if members:
                taken = self._choose(members)
                chosen.append(taken)
                self._tag(written, taken)
                if keyword == "oneOf":
                    self._exclude(members, taken)
        if not chosen:
            chosen += self._heir(written, here)
        return chosen

    def _choose(self, members: Sequence[str]) -> str:
        """Choose a branch of a possible type that ends in time; null now and then."""
        possible = [each for each in members if self.deciding.types(each) & self.types]
        ending = [each for each in possible if self.deciding.reach.ends(each, self.levels)]
        if not ending:
            raise DeadEnd
        solid = [each for each in ending if self.deciding.types(each) & self.types != _NULL]
        if not solid or (len(solid) < len(ending) and self.rng.random() < NULL_SHARE):
            solid = [each for each in ending if each not in solid]
        return self.rng.choice(solid)

    def _exclude(self, members: Sequence[str], taken: str) -> None:
        """Ask for the absence of what would make another branch of a oneOf hold as well."""
        own = schema.declared(self.document, taken).keys() | _required(self.document, taken)
        for each in members:
            others = sorted(_required(self.document, each) - own) if each != taken else ()
            self.absent.update(others[:1])

    def _tag(self, written: Mapping[str, Json], taken: str) -> None:
        """Note the value by which a discriminator tells the branch that was taken."""
        name = _discriminating(written)
        target = schema.resolve(self.document, taken)
        if name is None or name in self.tags:
            return
        keys = [key for key, where in self._mapped(written) if where == target]
        if keys:
            self.tags[name] = self.rng.choice(keys)
        elif target != taken:
            # OpenAPI 3.1.1 4.8.25: without a mapping the value is the name of the schema.
            self.tags[name] = tokens(target)[-1]

    def _heir(self, written: Mapping[str, Json], here: str) -> list[str]:
        """Choose who inherits from a parent that only its discriminator's mapping connects."""
        name = _discriminating(written)
        if name is None or name in self.tags:
            return []
        known = self._mapped(written)
        if not known:
            named = [part for part in self.parts if len(tokens(part)) == _COMPONENT_TOKENS]
            if named:
                self.tags[name] = tokens(named[0])[-1]
            return []
        inherits = [key for key, where in known if where in self.parts]
        if inherits:
            self.tags[name] = self.rng.choice(inherits)
            return []
        able = [(k, w) for k, w in known if self.deciding.reach.ends(w, self.levels)]
        if not able:
            return []
        key, where = self.rng.choice(able)
        self.tags[name] = key
        return [where] if where != here else []

    def _mapped(self, written: Mapping[str, Json]) -> list[tuple[str, str]]:
        discriminator = written.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        found = []
        for key, text in mapping.items() if isinstance(mapping, dict) else ():
            where = local_pointer(text)
            if where is None and isinstance(text, str):
                where = join("", "components", "schemas", text)
            if where is not None and has(self.document, where):
                found.append((key, schema.resolve(self.document, where)))
        return found

    def _condition(self, written: Mapping[str, Json], here: str) -> list[str]:
        """Meet `if` with its `then`, or take `else`; whether `if` then fails is judged later."""
        if "if" not in written:
            return []
        met = [join(here, key) for key in ("if", "then") if key in written]
        unmet = [join(here, "else")] if "else" in written else []
        able = all(
            self.deciding.types(each) & self.types and self.deciding.reach.ends(each, self.levels)
            for each in met
        )
        return met if able and self.rng.random() < 0.5 else unmet

    def _dependent(self, written: Mapping[str, Json], here: str) -> list[str]:
        """Decide whether a member is there that asks more of the object."""
        listed = written.get("dependentSchemas")
        found = []
        for name in listed if isinstance(listed, dict) else ():
            if self.rng.random() < 0.5:
                found.append(join(here, "dependentSchemas", name))
            else:
                self.absent.add(name)
        return found


def _required(document: Json, pointer: str) -> set[str]:
    written = at(document, schema.resolve(document, pointer))
    names = written.get("required") if isinstance(written, dict) else None
    return {each for each in names if isinstance(each, str)} if isinstance(names, list) else set()


def _members(written: Mapping[str, Json], here: str, keyword: str) -> list[str]:
    listed = written.get(keyword)
    count = len(listed) if isinstance(listed, list) else 0
    return [join(here, keyword, number) for number in range(count)]


def _discriminating(written: Mapping[str, Json]) -> str | None:
    discriminator = written.get("discriminator")
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    return name if isinstance(name, str) else None
