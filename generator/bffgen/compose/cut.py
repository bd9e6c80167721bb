"""Cut an upstream's schema to the fields in use: the schema of one source's narrow model.

In:  the upstream's contract, the pointer of its answer, what is read of it.
Out: one self-contained schema: objects with the members in use, plain values with their bounds,
     both narrowed by the client's properties that they are copied to. Only an object that is met
     again, inside itself or elsewhere, is a reference, to `$defs`.
How: one walk along the UseTree. What is cut is a superset of the projection's image (oneOf is not
     kept, PITFALLS.md 18): all declarations of a property that hold together, of branches what
     any of them admits. What is added are the client's own bounds, so that a body which could not
     be answered is refused where it comes in.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import TypeAlias

from bffgen.compose.declared import distinct
from bffgen.compose.judge import takes_null
from bffgen.compose.uses import UseTree, all_of, together
from bffgen.model import schema
from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.plain import array_bounds, either, narrowed, plain_schema
from bffgen.model.shapes import Shape, shape, solid
from bffgen.model.unions import BRANCH, union_at

_DOCS = ("title", "description")
_NULL: dict[str, Json] = {"type": "null"}

_LISTED = ("enum", "required", BRANCH)

# An object by its schema and by what is read of it.
_Cut: TypeAlias = tuple[str, frozenset[int]]


class Recursive(Exception):
    """A list or a map that is read whole contains itself, without an object between."""


def cut(upstream: Api, pointer: str, use: UseTree, client: Api) -> dict[str, Json]:
    """Cut a schema to what is read.

    Raises:
        Recursive: where a list or a map is read whole that is its own element.
    """
    cutting = _Cutting(upstream, client)
    made = cutting.value(pointer, use, ())
    return cutting.settled(made)


class _Cutting:
    """Cuts one answer of an upstream to what one client reads of it."""

    def __init__(self, upstream: Api, client: Api) -> None:
        self._names: dict[_Cut, str] = {}
        self._objects: dict[str, dict[str, Json]] = {}
        self._met: Counter[str] = Counter()
        # What is known by its `id` lives as long as this does.
        self._kept: list[tuple[UseTree, ...]] = []
        self.api = upstream
        self.meaning = upstream.meaning
        self.client = client.meaning

    def value(self, pointer: str, use: UseTree, outer: tuple[str, ...]) -> dict[str, Json]:
        """Cut the value at a place.

        Args:
            outer: the schemas around it, which it may not be again if it is read whole.
        """
        here = solid(self.meaning, pointer)
        kind = shape(self.meaning, here)
        if use.whole and kind is not Shape.OBJECT and here in outer:
            raise Recursive(here)
        # What lies between two objects ends: each object is met once for what is read of it.
        outer = () if kind is Shape.OBJECT else (*outer, here)
        parts = all_of(use)
        use = together(parts)
        match kind:
            case Shape.OBJECT if use.branches:
                made = self._union(here, parts, use)
            case Shape.OBJECT:
                made = self._named(here, parts, use)
            case Shape.ARRAY:
                made = self._array(here, use, outer)
            case Shape.MAP:
                values = schema.map_values(self.meaning, here)
                below = self._below(use, use.element or UseTree(whole=True), schema.map_values)
                inner = self.value(values, below, outer) if values else True
                made = {"type": "object", "additionalProperties": inner}
            case Shape.PLAIN:
                made = self._narrowed(plain_schema(self.meaning, here), use)
            case Shape.OPEN | Shape.MIXED:
                made = self._narrowed({}, use)
        made = {**self._docs(pointer, here), **made}
        return self._with_null(made, use) if schema.admits_null(self.meaning, pointer) else made

    def _with_null(self, made: dict[str, Json], use: UseTree) -> dict[str, Json]:
        """Let null through, where it is not refused by every place that the value is copied to."""
        handled = any(apart for _, apart in use.narrowed_by)
        refused = any(
            not apart and not takes_null(self.client, where) for where, apart in use.narrowed_by
        )
        if refused and not handled:
            return made
        docs = {key: made.pop(key) for key in _DOCS if key in made}
        listed = made.get("anyOf")
        if isinstance(listed, list):
            return {**docs, **made, "anyOf": [*listed, _NULL]}
        # What says nothing admits null already.
        return {**docs, "anyOf": [made, _NULL]} if made else docs

    def _docs(self, pointer: str, here: str) -> dict[str, Json]:
        """Take title and description, those at the place of use before those behind it."""
        found: dict[str, Json] = {}
        for where in (here, pointer):
            written = schema.at(self.meaning, where)
            if isinstance(written, dict):
                found |= {key: written[key] for key in _DOCS if isinstance(written.get(key), str)}
        return found

    def _named(self, here: str, parts: tuple[UseTree, ...], use: UseTree) -> dict[str, Json]:
        """Cut an object; where it is met inside itself, read in the same way, it is a reference.

        Args:
            parts: all that says what is read of it.
        """
        read = frozenset(-1 if _is_only_whole(each) else id(each) for each in parts)
        name = self._names.setdefault((here, read), f"{len(self._names)}")
        if name not in self._met:
            self._met[name] = 0
            self._kept.append(parts)
            self._objects[name] = self._object(here, use, ())
        self._met[name] += 1
        return {"$ref": f"#/$defs/{name}"}

    def _union(self, here: str, parts: tuple[UseTree, ...], use: UseTree) -> dict[str, Json]:
        """Cut a union that is taken apart: each branch is read for itself, and as the whole is."""
        found = union_at(self.meaning, here)
        if found is None:
            raise TypeError(f"{here} is no union")
        own = tuple(each for each in parts if each.members or each.whole)
        cut: list[Json] = []
        for branch in found.branches:
            read = (*all_of(use.branches.get(branch.pointer, UseTree())), *own)
            made = self._named(branch.pointer, read, together(read))
            docs = self._docs(branch.pointer, branch.pointer)
            cut.append({**docs, BRANCH: branch.name, **made})
        tag: dict[str, Json] = {"discriminator": {"propertyName": found.tag}} if found.tag else {}
        return {"anyOf": cut, **tag}

    def settled(self, made: dict[str, Json]) -> dict[str, Json]:
        """Put each object where it is referred to, but those that are met again."""
        whole = self._put(made)
        kept: dict[str, Json] = {
            name: self._put(each) for name, each in self._objects.items() if self._met[name] > 1
        }
        return {**whole, "$defs": kept} if kept else whole

    def _put(self, made: dict[str, Json]) -> dict[str, Json]:
        put = self._put_in(made)
        return put if isinstance(put, dict) else {}

    def _put_in(self, made: Json) -> Json:
        if isinstance(made, list):
            return [self._put_in(each) for each in made]
        if not isinstance(made, dict):
            return made
        name = str(made.get("$ref", "")).rpartition("/")[2]
        if name and self._met[name] == 1:
            beside = {key: value for key, value in made.items() if key != "$ref"}
            return {**beside, **self._put(self._objects[name])}
        return {key: self._put_below(key, value) for key, value in made.items()}

    def _put_below(self, key: str, value: Json) -> Json:
        if key == "properties" and isinstance(value, dict):
            return {name: self._put_in(each) for name, each in value.items()}
        # What an author lists is no schema.
        return value if key in _LISTED else self._put_in(value)

    def _object(self, here: str, use: UseTree, outer: tuple[str, ...]) -> dict[str, Json]:
        declared = schema.declared(self.meaning, here)
        told = [name for name in declared if use.is_apart and self._tells(here, name)]
        names = [
            name
            for name in declared
            if use.whole or name in use.members or name in use.only or name in told
        ]
        members: dict[str, Json] = {}
        for name in names:
            if name in use.members or use.whole:
                below = use.members.get(name) or UseTree(whole=True)
                members[name] = self._member(here, name, below, outer)
            else:
                members[name] = self._seen(here, name)
            if name in use.only:
                members[name] = narrowed(_flat(members[name]), {"enum": list(use.only[name])})
        required: list[Json] = [
            name
            for name in names
            if name in use.only or schema.objects_have(self.meaning, here, name)
        ]
        return {"type": "object", "properties": members, "required": required}

    def _tells(self, here: str, name: str) -> bool:
        """Say whether a property tells an object from others: it must be there, or lists values."""
        if schema.objects_have(self.meaning, here, name):
            return True
        pointer = solid(self.meaning, schema.declared(self.meaning, here)[name][0])
        is_plain = shape(self.meaning, pointer) is Shape.PLAIN
        return is_plain and "enum" in plain_schema(self.meaning, pointer)

    def _seen(self, here: str, name: str) -> dict[str, Json]:
        """Cut a property of which only is read that it is there, and of what kind."""
        pointers = schema.declared(self.meaning, here)[name]
        is_plain = shape(self.meaning, solid(self.meaning, pointers[0])) is Shape.PLAIN
        return self.value(pointers[0], UseTree(), ()) if is_plain and len(pointers) == 1 else {}

    def _member(
        self, here: str, name: str, use: UseTree, outer: tuple[str, ...]
    ) -> dict[str, Json]:
        """Cut a property, of which there may be several declarations."""
        member = schema.member(self.meaning, here, name)
        pointers = distinct(self.api, member)
        solids = [solid(self.meaning, each) for each in pointers]
        rich = [
            pointer
            for pointer, each in zip(pointers, solids, strict=True)
            if shape(self.meaning, each) is not Shape.PLAIN
        ]
        if len(pointers) == 1 or (rich and member.together):
            return self.value((*rich, *pointers)[0], use, outer)
        if rich:
            return {}
        nulls = [schema.admits_null(self.meaning, each) for each in pointers]
        flat = [plain_schema(self.meaning, each) for each in solids]
        made = reduce(narrowed if member.together else either, flat)
        made = {**self._docs(pointers[0], solids[0]), **self._narrowed(made, use)}
        may_null = all(nulls) if member.together else any(nulls)
        return self._with_null(made, use) if may_null else made

    def _array(self, here: str, use: UseTree, outer: tuple[str, ...]) -> dict[str, Json]:
        items = schema.items(self.meaning, here)
        if len(items) != 1:
            return {"type": "array", "items": {}}
        below = self._below(use, use.element or UseTree(whole=True), _element)
        kept = array_bounds(self.meaning, here)
        for target in self._targets(use):
            kept = narrowed(kept, array_bounds(self.client, target))
        return {"type": "array", "items": self.value(items[0], below, outer), **kept}

    def _below(
        self, use: UseTree, inner: UseTree, step: Callable[[Json, str], str | None]
    ) -> UseTree:
        """Give what is read of the values inside, with the places that they are copied to."""
        places = {step(self.client, target) for target in self._targets(use)}
        copied = {(place, False) for place in places if place is not None}
        return replace(inner, narrowed_by=inner.narrowed_by | copied) if copied else inner

    def _targets(self, use: UseTree) -> list[str]:
        """Give the places of the client that a value is copied to, null apart."""
        return [solid(self.client, where) for where, _ in sorted(use.narrowed_by)]

    def _narrowed(self, made: dict[str, Json], use: UseTree) -> dict[str, Json]:
        for target in self._targets(use):
            if shape(self.client, target) is Shape.PLAIN:
                made = narrowed(made, plain_schema(self.client, target))
        return made


def _flat(made: Json) -> dict[str, Json]:
    """Give the schema of a tag, which is a text."""
    kept = made if isinstance(made, dict) and "anyOf" not in made else {}
    return kept or {"type": "string"}


def _is_only_whole(use: UseTree) -> bool:
    """Say whether a value is read with all below it, and no part of it for a place of its own."""
    return use.whole and not (use.members or use.element or use.narrowed_by)


def _element(meaning: Json, pointer: str) -> str | None:
    items = schema.items(meaning, pointer)
    return items[0] if len(items) == 1 else None
