"""A contract as typed peers read it: a discriminator decides which schema a value has.

In:  a document in 2020-12 spelling.
Out: the document at the same pointers, in which each branch under a discriminator asks for its
     property with one of the branch's keys.
How: keys are those of the mapping and the names of components; two keys of one schema are an enum.
     Where no branch is listed, a reference to the component means it or any component whose allOf
     chain reaches it: such references lead to a choice under `VIEWS`, and the component itself
     stays what its heirs inherit from (PITFALLS 8, 9).

For validity a discriminator is an annotation, and validators take values that no typed peer can
read; this view is for both sides of a comparison.

A branch that lists other values for the property than its keys is one whose author never tried:
its own values count. A component that is alone in its family, or that lists the keys of its heirs
alone, is no value of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from bffgen.model import schema
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, walk
from bffgen.model.peer_view import VIEWS
from bffgen.model.place import join, tokens
from bffgen.model.tree import has, local_pointer, replaced

_COMPONENTS: Final = "/components/schemas"
_LISTS: Final = ("oneOf", "anyOf")
# Beside what a branch is asked for in this view: whoever tells of the view tells of the keys.
KEYS: Final = "x-bffgen-keys"

_Members: TypeAlias = dict[str, Json]


def typed_view(meaning: Json) -> Json:
    """Give the document as typed peers read it; one without discriminators is its own view."""
    if not isinstance(meaning, dict):
        return meaning
    written = {
        pointer: node
        for pointer, node, kind in walk(meaning, Kind.DOCUMENT)
        if kind is Kind.SCHEMA and isinstance(node.get("discriminator"), dict)
    }
    return _Typing(meaning).viewed(written) if written else meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """What a discriminator says.

    Attributes:
        name: of the property.
        mapping: key -> pointer of the schema that it names.
        default: pointer of the schema that is meant where the property is absent or unknown.
    """

    name: str
    mapping: Mapping[str, str]
    default: str | None


class _Typing:
    """One view while it is made."""

    def __init__(self, meaning: _Members) -> None:
        self._meaning = meaning
        self._views: _Members = {}

    def viewed(self, written: Mapping[str, _Members]) -> Json:
        heirs = self._heirs()
        fresh: dict[str, Json] = {}
        for pointer, node in written.items():
            choice = self._choice(node)
            if choice is None:
                continue
            if any(isinstance(node.get(keyword), list) for keyword in _LISTS):
                fresh |= self._listed(pointer, node, choice)
            elif family := _family(pointer, heirs):
                name = tokens(pointer)[-1]
                self._views[name] = self._inherited([pointer, *family], choice)
        document = replaced(self._meaning, fresh)
        return self._redirected(document) if self._views else document

    def _choice(self, node: _Members) -> _Choice | None:
        written = node["discriminator"]
        if not isinstance(written, dict) or not isinstance(written.get("propertyName"), str):
            return None
        mapping = written.get("mapping")
        found = {
            key: pointer
            for key, text in (mapping.items() if isinstance(mapping, dict) else ())
            if (pointer := self._named(text)) is not None
        }
        default = self._named(written.get("defaultMapping"))
        return _Choice(name=str(written["propertyName"]), mapping=found, default=default)

    def _named(self, text: Json) -> str | None:
        """Follow a discriminator's value: a component's name or a local reference."""
        if not isinstance(text, str):
            return None
        for pointer in (join(_COMPONENTS, text), local_pointer(text)):
            if pointer is not None and has(self._meaning, pointer):
                return pointer
        return None

    def _keys(self, pointer: str, choice: _Choice) -> list[str]:
        """Give the keys of a schema: those that are written, and its name unless it is taken."""
        keys = [key for key, named in choice.mapping.items() if named == pointer]
        name = _component(pointer)
        if name and name not in choice.mapping:
            keys.append(name)
        return sorted(keys)

    def _listed(self, pointer: str, node: _Members, choice: _Choice) -> dict[str, Json]:
        """Ask each branch that oneOf or anyOf lists for its keys."""
        branches = {
            join(pointer, keyword, number): branch
            for keyword in _LISTS
            for number, branch in enumerate(_list(node.get(keyword)))
        }
        targets = {where: self._target(branch) for where, branch in branches.items()}
        keys = {each: self._keys(each, choice) for each in targets.values() if each is not None}
        return {
            where: self._asked(branch, target, choice, keys)
            for where, branch in branches.items()
            if isinstance(branch, dict) and (target := targets[where]) is not None
        }

    def _asked(
        self, branch: _Members, target: str, choice: _Choice, keys: Mapping[str, list[str]]
    ) -> Json:
        """Ask a branch for the keys of the schema that it is."""
        if target == choice.default:
            others = [key for other in keys if other != target for key in keys[other]]
            any_other: Json = {"not": {"enum": [*others]}}
            return _asking(branch, {"properties": {choice.name: any_other}, **_told(choice, None)})
        if not keys[target]:
            # The name of a component that is another one's key: nothing leads to it.
            is_lost = _component(target) != ""
            absent: _Members = {"required": [choice.name], "properties": {choice.name: False}}
            return _asking(branch, {**absent, **_told(choice, [])}) if is_lost else branch
        if self._contradicts(target, choice.name, keys[target]):
            return _asking(branch, {"required": [choice.name], **_told(choice, None)})
        enum: Json = {"enum": [*keys[target]]}
        asked: _Members = {"required": [choice.name], "properties": {choice.name: enum}}
        return _asking(branch, {**asked, **_told(choice, keys[target])})

    def _inherited(self, family: list[str], choice: _Choice) -> Json:
        """Choose between a schema and its heirs."""
        keys = {pointer: self._keys(pointer, choice) for pointer in family}
        is_value = not self._contradicts(family[0], choice.name, keys[family[0]])
        return {
            "anyOf": [
                self._asked({"$ref": f"#{pointer}"}, pointer, choice, keys)
                for pointer in family[0 if is_value or family[0] == choice.default else 1 :]
            ]
        }

    def _contradicts(self, pointer: str, name: str, keys: Iterable[str]) -> bool:
        """Say whether a schema lists values of a property and none of them is a key."""
        wanted = set(keys)
        for part in schema.conjuncts(self._meaning, pointer):
            where = join(part, "properties", name)
            if not has(self._meaning, where):
                continue
            for each in schema.conjuncts(self._meaning, where):
                written = schema.at(self._meaning, each)
                listed = written.get("enum") if isinstance(written, dict) else None
                if isinstance(written, dict) and "const" in written:
                    listed = [written["const"]]
                if isinstance(listed, list):
                    wanted &= {value for value in listed if isinstance(value, str)}
        return not wanted

    def _target(self, branch: Json) -> str | None:
        pointer = local_pointer(branch.get("$ref")) if isinstance(branch, dict) else None
        return pointer if pointer is not None and has(self._meaning, pointer) else None

    def _heirs(self) -> dict[str, list[str]]:
        """Give, for each component, the components whose allOf refers to it."""
        heirs: dict[str, list[str]] = {}
        known = has(self._meaning, _COMPONENTS)
        components = schema.at(self._meaning, _COMPONENTS) if known else {}
        for name, written in components.items() if isinstance(components, dict) else ():
            members = written.get("allOf") if isinstance(written, dict) else None
            for member in _list(members):
                if (base := self._target(member)) is not None:
                    heirs.setdefault(base, []).append(join(_COMPONENTS, name))
        return heirs

    def _redirected(self, document: Json) -> Json:
        """Let references to a component that is a choice lead to the choice.

        Where heirs inherit, the component itself is meant.
        """
        views = {f"#{join(_COMPONENTS, name)}": f"#{join(VIEWS, name)}" for name in self._views}
        changes: dict[str, Json] = {
            join(pointer, "$ref"): views[text]
            for pointer, node, kind in walk(document, Kind.DOCUMENT)
            if kind is Kind.SCHEMA
            and isinstance(text := node.get("$ref"), str)
            and text in views
            and not _is_inheriting(pointer)
        }
        held = schema.at(document, VIEWS) if has(document, VIEWS) else {}
        changes[VIEWS] = {**held, **self._views} if isinstance(held, dict) else self._views
        return replaced(document, changes)


def _family(pointer: str, heirs: Mapping[str, list[str]]) -> list[str]:
    """Give the components whose allOf chain reaches one, nearest first."""
    found = [pointer]
    for each in found:
        found += [heir for heir in heirs.get(each, ()) if heir not in found]
    return found[1:]


def _component(pointer: str) -> str:
    """Give the name of the component at a pointer, the empty text where it is none."""
    path = tokens(pointer)
    return path[2] if len(path) == 3 and join("", *path[:2]) == _COMPONENTS else ""


def _is_inheriting(pointer: str) -> bool:
    path = tokens(pointer)
    return len(path) == 5 and path[:2] == tokens(_COMPONENTS) and path[3] == "allOf"


def _asking(branch: _Members, what: _Members) -> Json:
    """Hold a branch to more; what stands at its pointer stays there wherever that is possible."""
    return {**branch, **what} if branch.keys().isdisjoint(what) else {"allOf": [branch, what]}


def _told(choice: _Choice, keys: list[str] | None) -> _Members:
    """Say what a branch is told by; None where it is what no key leads from."""
    said: Json = {"property": choice.name, "keys": None if keys is None else [*keys]}
    return {KEYS: said}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
