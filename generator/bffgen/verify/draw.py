"""One attempt at a value: objects, arrays and what is in them.

In:  a document of 2020-12 spelling, pointers of schemas, Hints, a source of randomness.
Out: a value that is meant to be valid; `sample.py` judges it and draws another one if it is not.
How: what is asked at a place is decided first (claim.py), then drawn. Members of an object with an
     id of its own are drawn from seed, id and name alone, so that the object looks the same
     wherever it is answered.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Final

from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.place import tokens
from bffgen.model.spelling import words
from bffgen.proof.validate import Unbuildable, is_valid
from bffgen.verify.claim import NULL_SHARE, Claim, DeadEnd, Deciding
from bffgen.verify.hints import Hints, own_id
from bffgen.verify.match import NoText
from bffgen.verify.members import closed, drawn_names, extra_key, pointers_of
from bffgen.verify.number import NoNumber
from bffgen.verify.text import Called, has_maker, number_of, text_of

# Values of a drawing; past the first, optional members are left out, past the second it is given
# up: a body of a contract's fake need not be larger.
_ROOMY, _FUEL = 1_200, 6_000
# Places of a drawing that found no value: more are a fault of choices made further up.
_DEAD_ENDS: Final = 150
# How often the alternatives of one place are decided anew.
_CHOICES: Final = 5
_EMPTY_SHARE: Final = 0.05
_COUNTS: Final = (1, 2, 2, 3, 3)
# How often an example is taken where a plausible text is made as well, where only a pattern is
# known, and where nothing is.
_SHOWN_SHARE, _SHOWN_BY_PATTERN, _SHOWN_ALONE = 0.2, 0.4, 0.8
_ENVELOPES: Final = frozenset(("data", "result", "item", "payload"))
_CONTAINERS: Final = frozenset(("array", "object"))


class OutOfFuel(Exception):
    """So much was drawn for one value that it is given up."""


class Scope(StrEnum):
    """How far a place is from the top, which says what is echoed there."""

    ROOT = "root"
    MEMBER = "member"
    ELEMENT = "element"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a value is drawn.

    Attributes:
        identity: whose value it is.
        levels: how deep it may still be nested.
        is_own_id: it says which object this is; an example would say it of several.
        key: the id that the request gives this element; None where it gives none.
    """

    rng: Random
    identity: str
    called: Called
    levels: int
    scope: Scope
    is_own_id: bool = False
    key: Json = None


class Drawing:
    """One attempt; its counters are spent with it."""

    def __init__(
        self,
        deciding: Deciding,
        examples: Callable[[str], Sequence[Json]],
        hints: Hints,
        *,
        seed: str,
        sparse: bool,
    ) -> None:
        self._deciding, self._document = deciding, deciding.document
        self._examples, self._hints = examples, hints
        self._seed, self._sparse = seed, sparse
        self._spent = self._dead_ends = 0
        self._met: dict[tuple[str, str], int] = {}

    def value(self, pointers: Sequence[str], spot: Spot) -> Json:
        """Draw a value that all these schemas are meant to admit.

        Raises:
            DeadEnd: none was found with the choices made above this place.
            OutOfFuel: the whole attempt is given up.
        """
        self._spent += 1
        if self._spent > _FUEL:
            raise OutOfFuel
        if spot.levels < 0:
            raise DeadEnd
        for _ in range(_CHOICES):
            try:
                claim = self._deciding.decide(pointers, spot.rng, spot.levels)
                return self._claimed(claim, pointers, spot)
            except (DeadEnd, NoText, NoNumber):
                self._dead_ends += 1
                if self._dead_ends > _DEAD_ENDS:
                    raise OutOfFuel from None
        raise DeadEnd

    def _claimed(self, claim: Claim, pointers: Sequence[str], spot: Spot) -> Json:
        values = claim.values()
        if values is not None:
            if not values:
                raise DeadEnd
            solid = [each for each in values if each is not None]
            is_null = not solid or (len(solid) < len(values) and spot.rng.random() < NULL_SHARE)
            return None if is_null else deepcopy(spot.rng.choice(solid))
        kind = self._kind(claim, spot)
        shown = self._shown(claim, pointers, spot, kind)
        if shown:
            return deepcopy(spot.rng.choice(shown))
        match kind:
            case "null":
                return None
            case "boolean":
                return spot.rng.random() < 0.5
            case "integer" | "number":
                return number_of(claim, spot.called, spot.rng, whole=kind == "integer")
            case "string":
                return text_of(claim, spot.called, spot.rng)
            case "array":
                return self._array(claim, spot)
            case _:
                return self._object(claim, spot)

    def _kind(self, claim: Claim, spot: Spot) -> str:
        """Choose the JSON type: null now and then, nothing nested at the end of the levels."""
        possible = set(claim.types)
        if not self._sparse and not claim.says("type"):
            # Where anything goes, what is spoken of surprises least, and then a text.
            hinted = {kind for kind, keywords in _TELLING if any(map(claim.says, keywords))}
            possible = possible & hinted or possible & {"string"} or possible
        if "null" in possible and len(possible) > 1:
            if spot.rng.random() < NULL_SHARE:
                return "null"
            possible -= {"null"}
        if "number" in possible:
            possible -= {"integer"}
        if spot.levels <= 0 and possible - _CONTAINERS:
            possible -= _CONTAINERS
        return spot.rng.choice(sorted(possible))

    def _shown(self, claim: Claim, pointers: Sequence[str], spot: Spot, kind: str) -> list[Json]:
        """Give the examples to take one of, or none where one is to be drawn this time."""
        if self._sparse or spot.is_own_id or len(pointers) != 1:
            return []
        shown: list[Json] = [
            e for e in self._examples(pointers[0]) if e is not None and claim.admits(e)
        ]
        if not shown or kind in ("null", "boolean"):
            return []
        share = _SHOWN_SHARE
        if kind == "string" and not has_maker(claim, spot.called):
            share = _SHOWN_BY_PATTERN if claim.texts("pattern") else _SHOWN_ALONE
        return shown if spot.rng.random() < share else []

    # Arrays.

    def _array(self, claim: Claim, spot: Spot) -> Json:
        leading = [
            [f"{part}/prefixItems/{n}" for part, v in claim.each("prefixItems") if _longer(v, n)]
            for n in range(max((_length(v) for _, v in claim.each("prefixItems")), default=0))
        ]
        rest = list(claim.below("items")) + list(claim.below("unevaluatedItems"))
        low = claim.greatest("minItems")
        count = self._count(claim, spot, len(leading), low)
        wanted = claim.below("contains")
        if wanted:
            count = max(count, claim.greatest("minContains", 1))
        found: list[Json] = []
        for number in range(count):
            pointers = leading[number] if number < len(leading) else rest
            if number >= count - claim.greatest("minContains", 1):
                pointers = [*pointers, *wanted]
            try:
                found.append(self._element(claim, pointers, spot, found))
            except DeadEnd:
                if number < low:
                    raise
                break
        return found

    def _count(self, claim: Claim, spot: Spot, leading: int, low: int) -> int:
        high = claim.least("maxItems", max(low, leading, 3))
        is_top = spot.scope in (Scope.ROOT, Scope.MEMBER)
        if is_top and self._hints.most is not None:
            high = min(high, max(self._hints.most, low))
        if low > high:
            raise DeadEnd
        if is_top and self._hints.keys is not None:
            return min(max(low, len(self._hints.keys)), high)
        if spot.levels <= 0 or self._sparse or self._spent > _ROOMY:
            return low
        if spot.rng.random() < _EMPTY_SHARE:
            return low
        return min(max(low, leading, spot.rng.choice(_COUNTS)), high)

    def _element(
        self, claim: Claim, pointers: Sequence[str], spot: Spot, found: Sequence[Json]
    ) -> Json:
        """Draw one element, another one than those before it where they must differ."""
        is_top = spot.scope in (Scope.ROOT, Scope.MEMBER)
        keys = (self._hints.keys if is_top else None) or ()
        unique = any(value is True for _, value in claim.each("uniqueItems"))
        seen = {canonical_bytes(each) for each in found} if unique else set()
        path = "/".join(
            (spot.identity, self._hints.selection if is_top else "", *spot.called.words)
        )
        for attempt in range(_CHOICES * 4 if unique else 1):
            identity = f"{path}/{len(found)}" + (f"/{attempt}" if attempt else "")
            below = Spot(
                rng=Random(f"{self._seed}|{identity}|{spot.rng.random() if not is_top else ''}"),
                identity=identity,
                called=spot.called,
                levels=spot.levels - 1,
                scope=Scope.ELEMENT if is_top else Scope.BELOW,
                key=keys[len(found)] if len(found) < len(keys) else None,
            )
            value = self.value(pointers, below)
            if not unique or canonical_bytes(value) not in seen:
                return value
        raise DeadEnd

    # Objects.

    def _object(self, claim: Claim, spot: Spot) -> Json:
        component = next((p for p in claim.parts if _is_component(p)), "")
        name = tokens(component)[-1] if component else ""
        own = self._own_id(claim, name)
        made: dict[str, Json] = {}
        if own is not None:
            asked = self._asked(claim, own, spot, name)
            made[own] = asked or self._member(claim, own, spot, spot.rng, name, is_own_id=True)
            spot = replace(spot, identity=str(made[own]))
            known = self._hints.known(component, spot.identity)
            if isinstance(known, dict):
                return self._recorded(claim, known, spot)
        source = self._source(own, component, spot)
        wanted = drawn_names(
            claim,
            source("") or spot.rng,
            share=self._share(spot),
            given=frozenset(made),
            can_end=lambda pointer: self._deciding.reach.ends(pointer, spot.levels - 1),
        )
        for each in wanted:
            if each not in made:
                made[each] = self._member(claim, each, spot, source(each) or spot.rng, name)
        self._extras(claim, made, spot)
        order = [each for each in claim.properties() if each in made]
        return {each: made[each] for each in (*order, *(n for n in made if n not in order))}

    def _own_id(self, claim: Claim, component: str) -> str | None:
        """Find the property that says which object this is."""
        properties = claim.properties()
        name = own_id(component, properties)
        if name is None or name in claim.absent | closed(claim):
            return None
        types = frozenset[str]().union(*map(self._deciding.types, properties[name]))
        return name if types & {"string", "integer"} else None

    def _asked(self, claim: Claim, own: str, spot: Spot, component: str) -> Json:
        """Give the id that the request asks this object to have; None where it asks for none."""
        asked: list[Json] = [] if spot.key is None else [spot.key]
        if spot.scope is Scope.ROOT and own.lower() == "id":
            kind = words(component)
            for start in range(len(kind)):  # `schemas_Order`, as bundling names it, is an order
                asked += self._hints.echo(" ".join((*kind[start:], "id")), is_top=True)
        pointers = pointers_of(claim, own)
        return next((each for each in asked if self._fits(each, pointers)), None)

    def _recorded(self, claim: Claim, known: Mapping[str, Json], spot: Spot) -> Json:
        """Give an object as an example shows it, with what is to be echoed."""
        made = deepcopy(dict(known))
        for name, pointers in claim.properties().items():
            echoed = self._echoed(name, pointers, spot)
            if echoed and (name in made or spot.scope is Scope.ROOT):
                made[name] = echoed[0]
        return made

    def _source(
        self, own: str | None, component: str, spot: Spot
    ) -> Callable[[str], Random | None]:
        """Give what members are drawn from: None is the source of the object around them."""
        if own is not None:
            return lambda name: Random(f"{self._seed}|{spot.identity}|{name}")
        if not component:
            return lambda name: None
        key = (spot.identity, component)
        number = self._met[key] = self._met.get(key, -1) + 1
        return lambda name: Random(f"{self._seed}|{spot.identity}|{component}|{number}|{name}")

    def _share(self, spot: Spot) -> float:
        """Give how likely an optional member is."""
        if self._sparse or self._spent > _ROOMY or spot.levels <= 0:
            return 0.0
        return 0.8 if spot.levels > 3 else 0.5

    def _member(
        self,
        claim: Claim,
        name: str,
        spot: Spot,
        rng: Random,
        component: str,
        *,
        is_own_id: bool = False,
    ) -> Json:
        pointers = pointers_of(claim, name)
        echoed = self._echoed(name, pointers, spot)
        if echoed:
            return echoed[0]
        tag = dict(claim.tags).get(name)
        if tag is not None and self._fits(tag, pointers):
            return tag
        scope = Scope.BELOW
        if spot.scope is Scope.ROOT:
            scope = Scope.ROOT if name.lower() in _ENVELOPES else Scope.MEMBER
        owner = words(component) or spot.called.words
        below = Spot(
            rng=rng,
            identity=spot.identity,
            called=Called(words=words(name), owner=owner),
            levels=spot.levels - 1,
            scope=scope,
            is_own_id=is_own_id,
        )
        return self.value(pointers, below)

    def _echoed(self, name: str, pointers: Sequence[str], spot: Spot) -> list[Json]:
        is_top = spot.scope in (Scope.ROOT, Scope.ELEMENT)
        asked = list(self._hints.echo(name, is_top=is_top))
        if spot.scope is Scope.ROOT and self._hints.own_id is not None and name.lower() == "id":
            asked.append(self._hints.own_id)
        return [each for each in asked if self._fits(each, pointers)]

    def _fits(self, value: Json, pointers: Sequence[str]) -> bool:
        try:
            return all(is_valid(self._document, each, value) for each in pointers)
        except Unbuildable:
            return False

    def _extras(self, claim: Claim, made: dict[str, Json], spot: Spot) -> None:
        """Add members that no schema names: to a map, and where more are asked for."""
        low = claim.greatest("minProperties")
        high = claim.least("maxProperties", max(low, len(made) + 3))
        is_map = not claim.properties() and bool(claim.below("additionalProperties"))
        if is_map and spot.scope is Scope.ROOT and self._hints.keys is not None:
            for asked in map(str, self._hints.keys[:high]):
                below = Spot(
                    rng=Random(f"{self._seed}|{asked}"),
                    identity=asked,
                    called=spot.called,
                    levels=spot.levels - 1,
                    scope=Scope.ELEMENT,
                    key=asked,
                )
                made[asked] = self.value(pointers_of(claim, asked), below)
            return
        wish = spot.rng.choice(_COUNTS) if is_map and self._share(spot) else 0
        for _ in range(max(min(wish, high), low) * 3):
            if len(made) >= max(min(wish, high), low):
                break
            key = extra_key(claim, spot.rng, lambda p: self.value(p, _key_spot(spot)))
            if key is not None and key not in made:
                made[key] = self._member(claim, key, spot, spot.rng, "")


def _is_component(pointer: str) -> bool:
    return pointer.startswith("/components/schemas/") and pointer.count("/") == 3


def _key_spot(spot: Spot) -> Spot:
    return replace(spot, called=Called(words=("key",)), scope=Scope.BELOW)


def _length(value: Json) -> int:
    return len(value) if isinstance(value, list) else 0


def _longer(value: Json, number: int) -> bool:
    return _length(value) > number


# Keywords that tell which type a schema without `type` is about.
_TELLING: Final = (
    ("object", ("properties", "required", "additionalProperties", "patternProperties")),
    ("array", ("items", "prefixItems", "minItems", "contains")),
    ("string", ("pattern", "minLength", "maxLength", "contentEncoding")),
    ("number", ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")),
)
