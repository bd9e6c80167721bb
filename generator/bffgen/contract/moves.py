"""Give what other files hold a name among the components, and put the document together.

In:  parsed files, the parts of them that a contract reaches, the references that lead there.
Out: one document with local references alone, and the place each moved node comes from.
How: a component of the root document that is nothing but a reference to another file is what it
     refers to, and keeps its name; any other name follows from file and pointer, on a clash from
     more of them, never from an order. What does not change is shared with the parsed files.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from posixpath import basename, dirname, splitext
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote

from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, finding
from bffgen.model.grammar import SECTIONS, Kind
from bffgen.model.place import Place, join, parent, tokens
from bffgen.model.tree import at

_NOT_A_NAME: Final = re.compile(r"[^A-Za-z0-9_]")
# Of `/components/schemas/Money`.
_DEPTH: Final = 3
# RFC 3986 3.5: what a fragment may hold as it is.
_FRAGMENT: Final = "/~!$&'()*+,;=:@?"


class Part(NamedTuple):
    """A node of a file that references lead to, and what it is there; or the whole document."""

    file: str
    pointer: str
    kind: Kind


class Link(NamedTuple):
    """A reference: the member `key` of the object at `holder`, in the file of its part."""

    holder: str
    key: str
    text: str
    target: Part


# By pointer, the place of what stands there, as Bundle has them.
Places: TypeAlias = dict[str, Place]


def original_name(part: Part) -> str:
    """Give the name that a part has in its own file: its pointer's tail, else the file's stem."""
    return tokens(part.pointer)[-1] if part.pointer else _stem(part.file)


def name_parts(
    parts: Collection[Part], taken: Mapping[str, Collection[str]], given: Mapping[Part, str]
) -> dict[Part, str] | tuple[Finding, ...]:
    """Name what moves into the components of the root document.

    The name is that which is given, else file stem and pointer tail; each part of a clash gets its
    folder in front, and where that does not help every folder and the whole pointer.

    Args:
        parts: in any order, of which the names do not depend.
        taken: names that the root document has itself, by section.
        given: names of the root document for some parts, `given_names`.

    Source:
        COMPATIBILITY.md 3, Bundling.
    """
    level = {part: 0 for part in parts if part not in given}
    while True:
        named = {part: _candidates(part)[rank] for part, rank in level.items()}
        owners = Counter((part.kind, name) for part, name in named.items())
        clashing = [
            part
            for part, name in named.items()
            if owners[part.kind, name] > 1 or name in taken.get(SECTIONS[part.kind], ())
        ]
        rising = [part for part in clashing if level[part] + 1 < len(_candidates(part))]
        if not rising:
            return _clashes(clashing, named) or {**given, **named}
        for part in rising:
            level[part] += 1


def given_names(root: Json, links: Iterable[Link], moving: Collection[Part]) -> dict[Part, str]:
    """Give the names that the root document has for parts of other files.

    A component that is a reference and nothing else names what it refers to; the first by name,
    where several do.

    Args:
        links: the references within the root document.
        moving: the parts that move into it.
    """
    found: dict[Part, str] = {}
    for link in links:
        path = tokens(link.holder)
        is_component = len(path) == _DEPTH and path[:2] == (
            "components",
            SECTIONS[link.target.kind],
        )
        if is_component and link.target in moving and at(root, link.holder) == {"$ref": link.text}:
            found[link.target] = min(path[2], found.get(link.target, path[2]))
    return found


def _candidates(part: Part) -> tuple[str, ...]:
    stem, folder = _stem(part.file), dirname(part.file)
    path = tokens(part.pointer)
    return (
        _name(stem, *path[-1:]),
        _name(basename(folder), stem, *path[-1:]),
        _name(*folder.split("/"), stem, *path),
    )


def _stem(file: str) -> str:
    return splitext(basename(file))[0]


def _name(*words: str) -> str:
    return _NOT_A_NAME.sub("_", "_".join(word for word in words if word))


def _clashes(clashing: Iterable[Part], named: Mapping[Part, str]) -> tuple[Finding, ...]:
    by_name: dict[tuple[Kind, str], list[Part]] = {}
    for part in sorted(clashing):
        by_name.setdefault((part.kind, named[part]), []).append(part)
    return tuple(
        finding(
            "naming-clash",
            *(Place(document=part.file, pointer=part.pointer) for part in parts),
            name=name,
            first=f"{parts[0].file}#{parts[0].pointer}",
            second=f"{parts[-1].file}#{parts[-1].pointer}",
        )
        for (_, name), parts in by_name.items()
    )


@dataclass(slots=True)
class _Change:
    """What differs in a node and below it."""

    below: "dict[str, _Change]" = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def at(self, path: Iterable[str]) -> "_Change":
        change = self
        for token in path:
            change = change.below.setdefault(token, _Change())
        return change

    def applied(self, node: Json) -> Json:
        """Make the changed node; it shares with the old one whatever stays."""
        if isinstance(node, list):
            items = list(node)
            for token, change in self.below.items():
                items[int(token)] = change.applied(items[int(token)])
            return items
        if not isinstance(node, dict) and not self.below and not self.members:
            return node  # a schema that is `true` or `false`, and what does not change
        members = dict(node) if isinstance(node, dict) else {}
        for token, change in self.below.items():
            members[token] = change.applied(members.get(token))
        kept = {key: value for key, value in members.items() if key not in self.gone}
        return kept | self.members


class Assembly:
    """Builds the document once every part is known and named."""

    def __init__(
        self,
        root: Part,
        files: Mapping[str, Json],
        links: Mapping[Part, Collection[Link]],
        names: Mapping[Part, str],
    ) -> None:
        """Take what there is to build from.

        Args:
            root: the root document; references that stay within it stay as they are.
            files: parsed, by path.
            links: the references within each part. Those to path items form no circle.
            names: of the parts that move, by which they are told from those that stay.
        """
        self._root = root
        self._files = files
        self._links = links
        self._names = names
        self._built: dict[Part, Json] = {}
        self._places: dict[Part, Places] = {}

    def build(self) -> tuple[dict[str, Json], tuple[tuple[str, Place], ...]]:
        """Give the document, and its places as Bundle has them."""
        inlined = {part: _path_items(links) for part, links in self._links.items()}
        for part in TopologicalSorter(inlined).static_order():
            self._build(part)
        built = self._built[self._root]
        document = dict(built) if isinstance(built, dict) else {}
        places = {"": Place(document=self._root.file)} | self._places[self._root]
        components = document.get("components", {})
        for section in SECTIONS.values():
            moved = sorted((n, p) for p, n in self._names.items() if SECTIONS[p.kind] == section)
            # What is no mapping is left for contract/document.py to report.
            if not moved or not isinstance(components, dict):
                continue
            present = _mapping(components.get(section))
            present |= {name: self._built[part] for name, part in moved}
            components = {**components, section: present}
            document["components"] = components
            for name, part in moved:
                where = join("", "components", section, name)
                places[where] = Place(document=part.file, pointer=part.pointer)
                places |= {where + below: place for below, place in self._places[part].items()}
        return document, tuple(sorted(places.items()))

    def _build(self, part: Part) -> None:
        node = at(self._files[part.file], part.pointer)
        change, places = _Change(), Places()
        for link in dict.fromkeys(self._links[part]):
            here = change.at(tokens(link.holder.removeprefix(part.pointer)))
            if link.target.kind is Kind.PATH_ITEM:
                self._inline(part, link, here, places)
                continue
            text = self._reference(link)
            if text == link.text:
                continue
            here.members[link.key] = text
            if not link.text:
                # An implicit key of a discriminator: its author's place is the discriminator.
                below = join(link.holder, link.key).removeprefix(part.pointer)
                places[below] = Place(document=part.file, pointer=parent(link.holder))
        self._built[part] = change.applied(node)
        self._places[part] = places

    def _inline(self, part: Part, link: Link, here: _Change, places: Places) -> None:
        """Put the members of a path item where the reference to it stands; what stands wins."""
        holder = _mapping(at(self._files[part.file], link.holder))
        where = link.holder.removeprefix(part.pointer)
        target = link.target
        here.gone.add("$ref")
        for key, value in _mapping(self._built[target]).items():
            if key in holder:
                continue
            here.members[key] = value
            below = join("", key)
            place = Place(document=target.file, pointer=target.pointer + below)
            places[where + below] = place
            # The target may itself be put together of others.
            places |= {
                where + deeper: place
                for deeper, place in self._places[target].items()
                if deeper == below or deeper.startswith(f"{below}/")
            }

    def _reference(self, link: Link) -> str:
        target = link.target
        if target in self._names:
            return f"#/components/{SECTIONS[target.kind]}/{self._names[target]}"
        fragment = link.text.partition("#")[2]
        is_pointer = not fragment or fragment.startswith("/")
        return f"#{fragment if is_pointer else quote(target.pointer, safe=_FRAGMENT)}"


def _path_items(links: Iterable[Link]) -> set[Part]:
    return {link.target for link in links if link.target.kind is Kind.PATH_ITEM}


def _mapping(value: Json) -> dict[str, Json]:
    return dict(value) if isinstance(value, dict) else {}
