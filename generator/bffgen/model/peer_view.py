"""What travels one way: a contract as those see it who send messages, or who receive them.

In:  a document in 2020-12 spelling.
Out: its schemas without `readOnly` members in requests and `writeOnly` members in answers, at the
     same pointers; the marks themselves have had their say and are gone.
How: the document is copied along the ways to what changes, everything else is shared.

A member that travels the other way alone is declared all the same, so nothing becomes open or
free-form by leaving (PITFALLS 28): a sender never writes it (`false`), a receiver takes and
ignores it (`true`). It leaves `required` and `dependentRequired` of every schema that acts at the
same place, behind `$ref` too, and minProperties says nothing there. A oneOf that told its branches
apart by such a member is an anyOf. `if` and `not` ask and promise nothing, so they stay.

A component that acts at several places keeps, in each, what leaves there alone: where another place
takes more from it than its own, that place refers to a copy of it under `VIEWS`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, member
from bffgen.model.keywords import (
    HOLDS_DEFINITIONS,
    HOLDS_LIST,
    HOLDS_MAP,
    HOLDS_ONE,
    says_nothing,
)
from bffgen.model.marked import Marked
from bffgen.model.place import join, tokens
from bffgen.model.tree import has, local_pointer
from bffgen.model.unsaid import written_at
from bffgen.model.view import Side

VIEWS: Final = "/components/x-bffgen-views"
MARKS: Final = frozenset(each.value for each in Side)
_COMPONENTS: Final = "/components/schemas"
# In the name of a copy: between that of its original and what it lacks.
_WITHOUT: Final = ".without."
# What applies at the same place and is written where it applies.
_BRANCHES: Final = ("allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas")
_APPLIED: Final = frozenset(("$ref", *_BRANCHES))
_HOLDS: Final = HOLDS_ONE | HOLDS_LIST | HOLDS_MAP | HOLDS_DEFINITIONS | {"$ref", "discriminator"}
# What asks and promises nothing.
_TESTS: Final = ("if", "not")

_Names: TypeAlias = frozenset[str]
_Members: TypeAlias = dict[str, Json]


def original(pointer: str) -> str:
    """Give the pointer of what an author wrote, for one into what stands beside that."""
    if not pointer.startswith(f"{VIEWS}/"):
        return written_at(pointer)
    name, *below = tokens(pointer)[2:]
    return join(_COMPONENTS, name.partition(_WITHOUT)[0], *below)


class Role(StrEnum):
    """What a peer does with a message."""

    SENDER = "sender"
    RECEIVER = "receiver"


def peer_view(meaning: Json, side: Side, role: Role, marked: Marked | None = None) -> Json:
    """Give the view of one role; O(size of the document), a document without marks is its own.

    Args:
        marked: of the same document, where several views of it are made.
    """
    return _Viewing(meaning, side, role, marked or Marked(meaning)).viewed()


class _Viewing:
    """One view while it is made."""

    def __init__(self, meaning: Json, side: Side, role: Role, pieces: Marked) -> None:
        self._meaning, self._side, self._pieces = meaning, side, pieces
        self._stand_in: Json = role is Role.RECEIVER
        self._leaving: dict[str, _Names] = {}
        self._acting: dict[str, tuple[tuple[str, _Members], ...]] = {}
        self._inherited: dict[str, _Names] | None = None
        self._copies: dict[tuple[str, _Names], str] = {}
        self._views: _Members = {}
        # Copies that are referred to and not made yet: (name, pointer of the original, names).
        self._owed: list[tuple[str, str, _Names]] = []
        # By identity, since aliases of YAML share their value; the original is kept alive.
        self._fresh: dict[int, tuple[Json, Json]] = {}

    def viewed(self) -> Json:
        document = self._copied(self._meaning, Kind.DOCUMENT, "")
        while self._owed:
            name, pointer, names = self._owed.pop()
            self._views[name] = self._schema(self._at(pointer), pointer, names)
        if self._views and isinstance(document, dict):
            components = document.get("components")
            held = dict(components) if isinstance(components, dict) else {}
            return {**document, "components": {**held, tokens(VIEWS)[-1]: self._views}}
        return document

    def _copied(self, value: Json, kind: Kind, where: str) -> Json:
        """Copy an object where anything below it changes; what does not is shared."""
        if not isinstance(value, dict) or not self._pieces.may_change(value, kind, where):
            return value
        if kind is Kind.SCHEMA and _HOLDS.isdisjoint(value):
            return value if MARKS.isdisjoint(value) else self._schema(value, where, frozenset())
        if id(value) not in self._fresh:
            fresh: Json
            if kind is Kind.SCHEMA:
                # What refers to one schema alone is, and loses, what that one does.
                is_alone = all(key == "$ref" or says_nothing(key) for key in value)
                names = frozenset[str]() if is_alone else self._names(where, value)
                fresh = self._schema(value, where, names)
            else:
                below = {
                    k: self._below(v, kind, k, where) if isinstance(v, dict | list) else v
                    for k, v in value.items()
                }
                fresh = _shared(value, below)
            self._fresh[id(value)] = value, fresh
        return self._fresh[id(value)][1]

    def _below(self, value: Json, kind: Kind, key: str, holder: str) -> Json:
        """Copy what stands under a key, by what the grammar says it is."""
        form, below = member(kind, key)
        if below is None or not isinstance(value, dict | list):
            return value
        where = join(holder, key)
        if isinstance(value, list) and form == "list":
            items = [self._copied(each, below, join(where, n)) for n, each in enumerate(value)]
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        if isinstance(value, dict) and form == "map":
            return _shared(
                value, {n: self._copied(each, below, join(where, n)) for n, each in value.items()}
            )
        return self._copied(value, below, where) if form == "one" else value

    def _schema(self, node: _Members, where: str, names: _Names) -> Json:
        """Copy one schema without the names that leave at its place."""
        fresh: _Members = {}
        for keyword, value in node.items():
            if keyword in MARKS or (keyword == "minProperties" and names):
                continue
            if keyword == "$ref":
                fresh[keyword] = self._reference(value, names)
            elif not isinstance(value, dict | list):
                fresh[keyword] = value
            elif keyword in _BRANCHES:
                fresh[keyword] = self._branches(value, join(where, keyword), names)
            elif keyword in _TESTS:
                fresh[keyword] = self._branch(value, join(where, keyword), frozenset())
            elif keyword == "discriminator":
                fresh[keyword] = self._discriminator(node, value, names)
            else:
                fresh[keyword] = self._below(value, Kind.SCHEMA, keyword, where)
        _lose(fresh, names, self._stand_in)
        # Under a discriminator the branches are told apart by their keys (model/typed_view.py).
        is_open = "oneOf" in fresh and "discriminator" not in fresh
        if is_open and self._tells_apart(where, names):
            together = fresh.get("allOf")
            choice: Json = {"anyOf": fresh.pop("oneOf")}
            fresh["allOf"] = [*(together if isinstance(together, list) else ()), choice]
        return _shared(node, fresh)

    def _branches(self, value: Json, where: str, names: _Names) -> Json:
        """Copy a keyword whose schemas apply at the same place."""
        if isinstance(value, list):
            items = [self._branch(each, join(where, n), names) for n, each in enumerate(value)]
            return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
        if isinstance(value, dict) and where.endswith("/dependentSchemas"):
            members = {n: self._branch(each, join(where, n), names) for n, each in value.items()}
            return _shared(value, members)
        return self._branch(value, where, names)

    def _branch(self, value: Json, where: str, names: _Names) -> Json:
        return self._schema(value, where, names) if isinstance(value, dict) else value

    def _reference(self, text: Json, names: _Names) -> Json:
        """Refer to what a schema is at this place: itself, or a copy that loses more."""
        target = local_pointer(text)
        needs = self._needs(target, names) if target is not None and names else None
        if target is None or needs is None:
            return text
        if (target, needs) not in self._copies:
            name = _WITHOUT.join((*tokens(target)[-1:], ".".join(sorted(needs))))
            while name in self._views:
                name += "."
            self._copies[target, needs] = f"#{join(VIEWS, name)}"
            self._views[name] = True
            self._owed.append((name, target, needs))
        return self._copies[target, needs]

    def _needs(self, target: str, names: _Names) -> _Names | None:
        """Give what leaves a schema at another place than its own; None where that is no more."""
        if not has(self._meaning, target) or "discriminator" in self._at(target):
            return None  # heirs are known by their reference to it, and it lost what they lose
        own = self._names(target)
        parts = [node for _, node in self._parts(target)]
        more = names & frozenset().union(*map(_mentioned, parts))
        counts = bool(names) and not own and any("minProperties" in part for part in parts)
        return (own | more or names) if more - own or counts else None

    def _discriminator(self, node: _Members, value: Json, names: _Names) -> Json:
        """Let the keys of a discriminator name the copies that its branches now refer to."""
        if not isinstance(value, dict):
            return value
        written = value.get("mapping")
        mapping = dict(written) if isinstance(written, dict) else {}
        for keyword in ("oneOf", "anyOf"):
            members = node.get(keyword)
            for branch in members if isinstance(members, list) else ():
                text = branch.get("$ref") if isinstance(branch, dict) else None
                fresh = self._reference(text, names)
                target = local_pointer(text)
                if fresh == text or target is None:
                    continue
                for key in mapping:
                    if mapping[key] in (text, tokens(target)[-1]):
                        mapping[key] = fresh
                mapping.setdefault(tokens(target)[-1], fresh)
        return value if mapping == (written or {}) else {**value, "mapping": mapping}

    def _tells_apart(self, where: str, names: _Names) -> bool:
        """Say whether a oneOf has a branch that asks for a name that leaves."""
        for n in range(len(self._list(where, "oneOf"))):
            for _, part in self._parts(join(where, "oneOf", n)):
                required = part.get("required")
                if names.intersection(_texts(required)):
                    return True
        return False

    def _names(self, where: str, node: _Members | None = None) -> _Names:
        """Give the names that leave where a schema stands for itself."""
        if where not in self._leaving:
            found = self._marked(where, self._at(where) if node is None else node)
            if "discriminator" in self._at(where):
                found |= self._of_heirs().get(where, frozenset())
            self._leaving[where] = found
        return self._leaving[where]

    def _marked(self, where: str, node: _Members) -> _Names:
        found: set[str] = set()
        applies = not _APPLIED.isdisjoint(node)
        for part, written in self._parts(where) if applies else ((where, node),):
            members = written.get("properties")
            for name, each in members.items() if isinstance(members, dict) else ():
                if self._is_marked(each, part, name):
                    found.add(name)
        return frozenset(found)

    def _parts(self, where: str) -> tuple[tuple[str, _Members], ...]:
        """Give the schemas that may act at a place, with their pointers."""
        if where not in self._acting:
            parts = schema.in_place(self._meaning, where)
            self._acting[where] = tuple((part, self._at(part)) for part in parts)
        return self._acting[where]

    def _of_heirs(self) -> Mapping[str, _Names]:
        """Give, for each schema with a discriminator, the names that leave where it is a part."""
        if self._inherited is None:
            self._inherited = {}
            for name in self._mapping(_COMPONENTS):
                parts = self._parts(join(_COMPONENTS, name))
                bases = [part for part, node in parts if "discriminator" in node]
                marked = self._marked(*parts[0]) if bases else frozenset()
                for base in bases:
                    held = self._inherited.get(base, frozenset())
                    self._inherited[base] = held | marked
        return self._inherited

    def _is_marked(self, written: Json, part: str, name: str) -> bool:
        if not isinstance(written, dict) or written.get(self._side.value) is True:
            return isinstance(written, dict)
        if "$ref" not in written and "allOf" not in written:
            return False
        parts = schema.conjuncts(self._meaning, join(part, "properties", name))
        return any(self._at(each).get(self._side.value) is True for each in parts)

    def _at(self, pointer: str) -> _Members:
        found = schema.at(self._meaning, pointer)
        return found if isinstance(found, dict) else {}

    def _mapping(self, pointer: str) -> _Members:
        return self._at(pointer) if has(self._meaning, pointer) else {}

    def _list(self, where: str, keyword: str) -> list[Json]:
        found = self._at(where).get(keyword)
        return found if isinstance(found, list) else []


def _shared(value: _Members, copy: _Members) -> _Members:
    """Give the value itself where its copy says nothing else."""
    same = value.keys() == copy.keys() and all(copy[key] is value[key] for key in value)
    return value if same else copy


def _mentioned(node: Mapping[str, Json]) -> _Names:
    """Give the names that a schema declares or requires."""
    found: set[str] = set()
    properties, required = node.get("properties"), node.get("required")
    found.update(properties if isinstance(properties, dict) else ())
    found.update(_texts(required))
    depends = node.get("dependentRequired")
    for name, asked in depends.items() if isinstance(depends, dict) else ():
        found.update((name, *_texts(asked)))
    return frozenset(found)


def _texts(value: Json) -> Iterable[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _kept(names: list[Json], leaving: _Names) -> list[Json]:
    return [each for each in names if not (isinstance(each, str) and each in leaving)]


def _lose(node: _Members, names: _Names, stand_in: Json) -> None:
    """Take names out of what a schema declares and requires."""
    members, required = node.get("properties"), node.get("required")
    if isinstance(members, dict) and names & members.keys():
        node["properties"] = {
            key: stand_in if key in names else value for key, value in members.items()
        }
    if isinstance(required, list) and names.intersection(_texts(required)):
        node["required"] = _kept(required, names)
    depends = node.get("dependentRequired")
    if isinstance(depends, dict) and names:
        node["dependentRequired"] = {
            name: _kept(asked, names) if isinstance(asked, list) else asked
            for name, asked in depends.items()
            if name not in names
        }
