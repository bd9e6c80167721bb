"""Give one operation its own copy of what it shares, so that a mark in it is for it alone.

In:  a target, the contract of its client as one document, a reader of its files.
Out: the files as they are to be; or why they cannot be split so.
How: of the references that lead to the place, the first that leads to what others reach as well,
     and all behind it, are led to copies; the text of a copy is that of its component, with its
     comments (PITFALLS 15). What is made is read again: the place has to be the operation's alone.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from posixpath import basename, dirname, normpath, splitext
from posixpath import join as joined
from typing import Final, TypeAlias

from bffgen.contract.assign import assign
from bffgen.contract.copied import copied
from bffgen.govern.target import value_at, ways, written_at
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.names import pascal
from bffgen.model.place import Place, escape, join, parent, tokens
from bffgen.tasks.reading import Read

__all__ = ["Split", "split"]

_BRANCHES: Final = ("oneOf", "anyOf")
_DEEPEST: Final = 64
Marks: TypeAlias = Mapping[str, str | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What came of it.

    Attributes:
        files: path -> content, of those that change and those that are new.
        told: which component was copied to which, in sentences.
        refused: why it cannot be split; empty where it can.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    refused: str = ""
    findings: tuple[Finding, ...] = ()


def split(
    operation: str,
    pointer: str,
    bundled: Bundle,
    read: Read,
    marks: Marks,
    behind: tuple[str, ...],
) -> Split:
    """Split what an operation shares on the way to a place, and mark the place.

    Args:
        marks: members to set at the place; behind: keys that they go behind.
    """
    splitting = _Splitting(operation, bundled)
    for place, passed in ways(operation, pointer, bundled.document):
        refused = splitting.plan(place, passed)
        if refused:
            return Split(refused=refused)
    if not splitting.copies:
        return Split(refused=f"{pointer} stands in no component that could be split")
    return splitting.carried_out(read, marks, behind)


class _Splitting:
    """The references of one operation that are led elsewhere, and what they are led to."""

    def __init__(self, operation: str, bundled: Bundle) -> None:
        self._bundled = bundled
        written = value_at(bundled.document, written_at(operation, bundled.document) or "")
        named = written.get("operationId") if isinstance(written, dict) else None
        self._name = pascal(str(named or operation))
        self._counts = Counter(_components(bundled.document))
        # Component -> where its copy is written; reference -> component; places to mark.
        self.copies: dict[str, Place] = {}
        self._led: dict[str, str] = {}
        self._marked: list[str] = []

    def plan(self, place: str, passed: tuple[str, ...]) -> str:
        """Take one way to the place; say why it cannot be split, or nothing."""
        document, is_shared = self._bundled.document, False
        for ref in passed:
            component = _component(value_at(document, ref))
            if component is None:
                return f"a reference leads into a component, at {ref}: split it by hand"
            is_shared = is_shared or self._counts[component] > 1
            if not is_shared:
                continue
            if _is_told_apart(document, ref) or _has_names(document, component, 0):
                told = "is told apart by its name, so that a copy would be another value"
                return f"{component.rpartition('/')[2]} {told}: split it by hand"
            self.copies[component] = self._copy(component)
            self._led[ref] = component
        self._marked.append(place)
        return ""

    def _copy(self, component: str) -> Place:
        """Say where the copy of a component is written."""
        home = self._bundled.place(component)
        if not home.pointer:
            stem, ending = splitext(basename(home.document))
            path = joined(dirname(home.document), f"{self._name}{pascal(stem)}{ending}")
            return Place(document=path)
        name = f"{self._name}{tokens(home.pointer)[-1]}"
        return replace(home, pointer=join(parent(home.pointer), name))

    def carried_out(self, read: Read, marks: Marks, behind: tuple[str, ...]) -> Split:
        """Write the copies, lead the references to them, and mark the places."""
        files: dict[str, bytes] = {}
        told = []
        for component, copy in self.copies.items():
            home = self._bundled.place(component)
            refused = self._taken(copy, read)
            if refused:
                return Split(refused=refused)
            now = files.get(home.document) or read(home.document)
            if not copy.pointer:
                files[copy.document] = now
                told.append(f"{copy.document} is a copy of {home.document}")
                continue
            key = tokens(copy.pointer)[-1]
            made = copied(now, home.document, home.pointer, key)
            if isinstance(made, tuple):
                return Split(findings=made)
            files[home.document] = made
            told.append(f"{key} is a copy of {tokens(home.pointer)[-1]}, in {home.document}")
        edits: dict[str, dict[str, dict[str, str | bool]]] = {}
        for ref, component in self._led.items():
            text = self._led_to(ref, component)
            if text is None:
                return Split(refused=f"what leads to {component} leads on: split it by hand")
            here = self._now(ref)
            edits.setdefault(here.document, {}).setdefault(here.pointer, {})["$ref"] = text
        for place in self._marked:
            here = self._now(place)
            edits.setdefault(here.document, {}).setdefault(here.pointer, {}).update(marks)
        for path, members in edits.items():
            now = files.get(path) or read(path)
            assigned = assign(now, path, members, behind)
            if isinstance(assigned, tuple):
                return Split(findings=assigned)
            files[path] = assigned
        return Split(files=files, told=tuple(told))

    def _taken(self, copy: Place, read: Read) -> str:
        """Say that the name of a copy is taken; empty where it is free."""
        if not copy.pointer:
            try:
                read(copy.document)
            except OSError:
                return ""
            return f"there is a file {copy.document} already: split it by hand"
        value = self._bundled.values.get(copy.document)
        if value_at(value, copy.pointer) is None:
            return ""
        return f"there is a {tokens(copy.pointer)[-1]} already: split it by hand"

    def _now(self, pointer: str) -> Place:
        """Give the author's place of a node, in the copy where its component has one."""
        component = join("", *tokens(pointer)[:3])
        copy = self.copies.get(component)
        if copy is None:
            return self._bundled.place(pointer)
        home, place = self._bundled.place(component), self._bundled.place(pointer)
        return replace(copy, pointer=copy.pointer + place.pointer.removeprefix(home.pointer))

    def _led_to(self, ref: str, component: str) -> str | None:
        """Write a reference to a copy as its author wrote the one to the component."""
        place, home = self._bundled.place(ref), self._bundled.place(component)
        written = value_at(self._bundled.values.get(place.document), place.pointer)
        text = written.get("$ref") if isinstance(written, dict) else None
        if not isinstance(text, str):
            return None
        path, mark, fragment = text.partition("#")
        there = normpath(joined(dirname(place.document), path)) if path else place.document
        if (there, fragment) != (home.document, home.pointer):
            return None
        copy = self.copies[component]
        if not copy.pointer:
            return f"{path[: len(path) - len(basename(path))]}{basename(copy.document)}{mark}"
        return f"{path}#{parent(fragment)}/{escape(tokens(copy.pointer)[-1])}"


def _components(value: Json) -> Iterator[str]:
    """Name the component of each reference of a document."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        found = _component(here)
        if found is not None:
            yield found
        if isinstance(here, dict):
            waiting += here.values()
        elif isinstance(here, list):
            waiting += here


def _component(value: Json) -> str | None:
    """Give the component that a reference is to; None of what is none, or leads into one."""
    target = value.get("$ref") if isinstance(value, dict) else None
    if not isinstance(target, str) or not target.startswith("#/components/"):
        return None
    return target[1:] if len(tokens(target[1:])) == len(("components", "kind", "name")) else None


def _is_told_apart(document: Json, ref: str) -> bool:
    """Say whether a reference is the branch of a union that is told apart by names of schemas."""
    *_, keyword, _number = ("", "", *tokens(ref))
    union = value_at(document, parent(parent(ref)))
    return keyword in _BRANCHES and isinstance(union, dict) and "discriminator" in union


def _has_names(document: Json, component: str, depth: int) -> bool:
    """Say whether a schema, or one that it is made of, tells its heirs apart by their names."""
    value = value_at(document, component)
    if not isinstance(value, dict) or depth > _DEEPEST:
        return False
    if "discriminator" in value:
        return True
    above = value.get("allOf")
    parts = [_component(each) for each in above] if isinstance(above, list) else []
    return any(each is not None and _has_names(document, each, depth + 1) for each in parts)
