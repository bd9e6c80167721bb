"""Unions of objects: the branches of oneOf and anyOf, and what tells a value of one from others.

In:  the meaning of a contract and a pointer to a schema.
Out: a Union: its branches in the contract's order, the tag that chooses one where there is one.
How: a schema is a union where it says nothing beside oneOf or anyOf, and each branch, null apart,
     is an object or a union again. The tag is the discriminator's property, or one that each
     branch requires with values of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.keywords import says_nothing
from bffgen.model.names import pascal
from bffgen.model.place import tokens
from bffgen.model.plain import plain_schema
from bffgen.model.shapes import Shape, is_alternative, shape, solid
from bffgen.model.tree import has, local_pointer

# What a branch of a cut schema is called, beside its keywords.
BRANCH = "x-branch"

_BESIDE = frozenset(("$ref", "allOf", "anyOf", "oneOf", "discriminator", "type"))
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One of the objects that a union may be.

    Attributes:
        pointer: its schema, null apart.
        name: of its first key, else of its component, else where it stands: `Card`.
        component: as the contract calls it; empty where it is none.
        keys: values of the tag by which it is chosen; none where the union has no tag.
    """

    pointer: str
    name: str
    component: str
    keys: tuple[Json, ...] = field(default=(), hash=False)

    @property
    def called(self) -> str:
        """Give what a message calls it: as the contract does, where it is a component."""
        return self.component or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """Objects of which a value is one.

    Attributes:
        pointer: its schema, null apart.
        tag: the property that chooses; empty without one.
        is_exclusive: a value is of one branch, and of no other (oneOf).
    """

    pointer: str
    branches: tuple[Branch, ...]
    tag: str
    is_exclusive: bool


def union_at(meaning: Json, pointer: str) -> Union | None:
    """Give the union at a place, null apart; None where it is none."""
    here = solid(meaning, pointer)
    found = _branches(meaning, here, frozenset())
    if found is None or len(found) < 2:
        return None
    pointers = tuple(dict.fromkeys(found))
    tag, keys = _discriminator(meaning, here, pointers) or _constants(meaning, pointers) or ("", {})
    words = [_name(each, keys.get(each, ()), number) for number, each in enumerate(pointers)]
    if len(set(words)) < len(words):
        words = [_ordinal(number) for number in range(len(words))]
    return Union(
        pointer=here,
        branches=tuple(
            Branch(pointer=each, name=name, component=component_of(each), keys=keys.get(each, ()))
            for each, name in zip(pointers, words, strict=True)
        ),
        tag=tag,
        is_exclusive=any("oneOf" in _written(meaning, p) for p in schema.conjuncts(meaning, here)),
    )


def lists_tags(meaning: Json, union: Union) -> bool:
    """Say whether there is a tag of which each branch lists its own values, and requires one."""
    for branch in union.branches:
        where = schema.declared(meaning, branch.pointer).get(union.tag)
        if where is None or _listed(meaning, where[0]) is None:
            return False
        if not schema.objects_have(meaning, branch.pointer, union.tag):
            return False
    return True


def _written(meaning: Json, pointer: str) -> Mapping[str, Json]:
    written = schema.at(meaning, pointer)
    return written if isinstance(written, dict) else {}


def _branches(meaning: Json, pointer: str, seen: frozenset[str]) -> list[str] | None:
    """Give the objects that a schema chooses from; None where it says more than that."""
    parts = schema.conjuncts(meaning, pointer)
    groups = schema.alternatives(meaning, pointer)
    if len(groups) != 1 or seen.intersection(parts):
        return None
    for part in parts:
        if any(key not in _BESIDE and not says_nothing(key) for key in _written(meaning, part)):
            return None
    found: list[str] = []
    for each in groups[0]:
        if schema.types(meaning, each) <= {"null"}:
            continue
        here = solid(meaning, each)
        inner = _branches(meaning, here, seen.union(parts))
        if inner is not None:
            found += inner
        elif shape(meaning, here) is Shape.OBJECT and not is_alternative(meaning, here):
            found.append(here)
        else:
            return None
    return found


def _discriminator(
    meaning: Json, pointer: str, branches: tuple[str, ...]
) -> tuple[str, dict[str, tuple[Json, ...]]] | None:
    """Give the property of a discriminator, and by which of its values each branch is chosen.

    Names of components are keys, too (PITFALLS 9), but where the branch lists its own.
    """
    for part in schema.conjuncts(meaning, pointer):
        said = _written(meaning, part).get("discriminator")
        tag = said.get("propertyName") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(tag, str):
            continue
        mapping = said.get("mapping")
        keys = {
            each: _keys(meaning, each, tag, mapping if isinstance(mapping, dict) else {})
            for each in branches
        }
        if all(keys.values()) and _are_apart(keys):
            return tag, keys
    return None


def _keys(meaning: Json, branch: str, tag: str, mapping: Mapping[str, Json]) -> tuple[Json, ...]:
    declared = schema.declared(meaning, branch)
    if tag not in declared:
        return ()
    listed = _listed(meaning, declared[tag][0])
    keys: list[Json] = [key for key, value in mapping.items() if _leads_to(meaning, value, branch)]
    component = component_of(branch)
    keys += [component] if component and component not in keys else []
    if listed is None:
        return tuple(keys)
    return tuple(each for each in listed if each in keys) or listed


def _leads_to(meaning: Json, value: Json, branch: str) -> bool:
    pointer = local_pointer(value) or f"/components/schemas/{value}"
    return has(meaning, pointer) and solid(meaning, pointer) == branch


def _constants(
    meaning: Json, branches: tuple[str, ...]
) -> tuple[str, dict[str, tuple[Json, ...]]] | None:
    """Find a property that each branch requires, each with values of its own."""
    for name in schema.declared(meaning, branches[0]):
        keys: dict[str, tuple[Json, ...]] = {}
        for each in branches:
            declared = schema.declared(meaning, each)
            listed = _listed(meaning, declared[name][0]) if name in declared else None
            if listed is None or not schema.objects_have(meaning, each, name):
                break
            keys[each] = listed
        if len(keys) == len(branches) and _are_apart(keys):
            return name, keys
    return None


def _listed(meaning: Json, pointer: str) -> tuple[Json, ...] | None:
    """Give the values that a property lists; None where it lists none, or others than texts."""
    if schema.types(meaning, pointer) != {"string"}:
        return None
    listed = plain_schema(meaning, solid(meaning, pointer)).get("enum")
    return tuple(listed) if isinstance(listed, list) and listed else None


def _are_apart(keys: Mapping[str, tuple[Json, ...]]) -> bool:
    every = [str(key) for each in keys.values() for key in each]
    return len(set(every)) == len(every)


def component_of(pointer: str) -> str:
    """Name the component that a schema is; empty where it is none."""
    names = tokens(pointer)
    return names[2] if names[:2] == ("components", "schemas") and len(names) == 3 else ""


def _name(pointer: str, keys: tuple[Json, ...], number: int) -> str:
    """Name a branch: a key is what travels, and is shorter than what the contract calls it."""
    named = str(keys[0]) if keys else component_of(pointer)
    return pascal(named) if named[:1].isalpha() else _ordinal(number)


def _ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f"{'Further' * (number - 8)}"
