"""Bundle a contract of several files into one document whose references are all local.

In:  the path of a contract, and a reader of files by workspace-relative path.
Out: a Bundle, or every reference that does not lead to what it should.
How: from the root document follow each `$ref` by grammar position, file after file; then
     contract/moves.py names what has to move and builds the document. `$id` changes no base:
     a reference is relative to its file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from posixpath import dirname, normpath
from posixpath import join as join_paths
from typing import Final, TypeAlias
from urllib.parse import unquote

from bffgen.contract.alone import is_alone
from bffgen.contract.discriminator import heirs, implicit_keys, is_reference, mapped
from bffgen.contract.disk import not_read
from bffgen.contract.fields import kind as named
from bffgen.contract.moves import Assembly, Link, Part, given_names, name_parts
from bffgen.contract.yaml import read_document
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Effect, Finding, finding
from bffgen.model.grammar import SECTIONS, Kind, kind_at, walk
from bffgen.model.place import Place, join, tokens
from bffgen.model.spelling import nearest
from bffgen.model.tree import at, has

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# A reference that leads nowhere, and what a contract can be compared without.
_LOST: Final = (
    "input-reference-unresolved",
    "input-reference-remote",
    "input-file-missing",
    "input-file-unreadable",
)
_OPTIONAL: Final = (Kind.SCHEMA, Kind.EXAMPLE, Kind.LINK)
_BARE_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")


def bundle(
    root: str, read: Callable[[str], bytes], doubts: list[Finding] | None = None
) -> Bundle | tuple[Finding, ...]:
    """Read a contract with all that it refers to.

    Linear in the size of the files; a file is read once.

    Args:
        root: path of the contract, relative to the workspace, with `/`.
        read: the bytes of a file; an OSError where there is none.
        doubts: where given, is told what `read_document` tells there, and each reference to a
            schema that leads nowhere: what it means is then unknown, and no proof is built on it.

    Returns:
        A Bundle, whose document does not depend on the order in which files were met; or
        findings, each fault once a place, sorted by place.

    Source:
        OpenAPI 3.1.1 4.4 and 4.8.23; COMPATIBILITY.md 3, Bundling.
    """
    files = _Files(read, doubts)
    start = Part(root, "", Kind.DOCUMENT)
    if not files.load(root):
        if root not in files.missing:
            return tuple(files.faults)
        return (not_read(files.missing[root], Place(document=root), root),)
    document = files.parsed[root]
    if not isinstance(document, dict):
        problem = f"{named(document)} where the mapping of a document belongs"
        if document is None:
            problem = "the file says nothing"
        return (finding("input-openapi-structure", Place(document=root), problem=problem),)
    if is_alone(document):
        return Bundle(
            document=document,
            files=tuple(files.digests.items()),
            values=files.parsed,
            places=(("", Place(document=root)),),
        )
    search = _Search(start, files, doubts)
    search.run()
    faults = [*files.faults, *search.faults, *search.circles()]
    if faults:
        return tuple(sorted(dict.fromkeys(faults), key=_by_place))
    return _assembled(start, files, search)


def _assembled(start: Part, files: "_Files", search: "_Search") -> Bundle | tuple[Finding, ...]:
    """Join what was found; references within the root document stay where they are."""
    links: dict[Part, list[Link]] = {start: []}
    for part, found in search.links.items():
        stays = part.file == start.file and part.kind is not Kind.PATH_ITEM
        links.setdefault(start if stays else part, []).extend(found)
    moving = [p for p in links if p.file != start.file and p.kind is not Kind.PATH_ITEM]
    document = files.parsed[start.file]
    given = given_names(document, links[start], frozenset(moving))
    names = name_parts(moving, _component_names(document), given)
    if isinstance(names, tuple):
        return names
    for part, link in implicit_keys(start, links, files.parsed):
        if names.get(link.target, link.key) != link.key:
            links[part].append(link)
    bundled, places = Assembly(start, files.parsed, links, names).build()
    return Bundle(
        document=bundled,
        files=tuple(sorted(files.digests.items())),
        values=files.parsed,
        places=places,
    )


def _component_names(document: Json) -> dict[str, set[str]]:
    components = document.get("components") if isinstance(document, dict) else None
    if not isinstance(components, dict):
        return {}
    return {key: set(value) for key, value in components.items() if isinstance(value, dict)}


def _by_place(fault: Finding) -> tuple[str, str, str]:
    place = fault.marks[0].place
    return place.document, place.pointer, fault.rule


class _Files:
    """The files that were read, each once."""

    def __init__(self, read: Callable[[str], bytes], doubts: list[Finding] | None) -> None:
        self._read, self._doubts = read, doubts
        self.parsed: dict[str, Json] = {}
        self.digests: dict[str, str] = {}
        self.faults: list[Finding] = []
        self.missing: dict[str, OSError] = {}

    def load(self, path: str) -> bool:
        """Read a file unless it was; say whether it has a value."""
        if path not in self.parsed and path not in self.digests and path not in self.missing:
            try:
                raw = self._read(path)
            except OSError as fault:
                self.missing[path] = fault
                return False
            self.digests[path] = sha256(raw).hexdigest()
            value = read_document(raw, path, self._doubts)
            if isinstance(value, tuple):
                self.faults += value
            else:
                self.parsed[path] = value
        return path in self.parsed


class _Search:
    """Follows references from the root document until every file is known."""

    def __init__(self, start: Part, files: _Files, doubts: list[Finding] | None) -> None:
        self._start = start
        self._files = files
        self._doubts = doubts
        self.links: dict[Part, list[Link]] = {}
        self.faults: list[Finding] = []

    def run(self) -> None:
        work = [self._start]
        while work:
            part = work.pop()
            if part in self.links:
                continue
            found = self.links[part] = []
            for link in self._links(part):
                found.append(link)
                if self._is_part(link.target):
                    work.append(link.target)
            work += (heir for heir in self._heirs(part))

    def _is_part(self, target: Part) -> bool:
        """Say whether a target is walked for itself, not as a piece of the root document."""
        if target.kind is Kind.PATH_ITEM or target.file != self._start.file:
            return True
        return kind_at(target.pointer) is not target.kind

    def _heirs(self, part: Part) -> Iterator[Part]:
        if part.kind is Kind.SCHEMA and part.file != self._start.file:
            for pointer in heirs(self._files.parsed[part.file], part.pointer):
                yield Part(part.file, pointer, Kind.SCHEMA)

    def _links(self, part: Part) -> Iterator[Link]:
        node = at(self._files.parsed[part.file], part.pointer)
        for pointer, here, kind in walk(node, part.kind, part.pointer):
            if "$ref" in here and kind in SECTIONS:
                yield from self._link(part.file, pointer, "$ref", here["$ref"], kind)
            if kind is Kind.SCHEMA:
                for holder, key, text in mapped(pointer, here):
                    reference = self._mapped(part.file, text)
                    if reference is not None:
                        yield from self._link(part.file, holder, key, reference, Kind.SCHEMA)

    def _mapped(self, file: str, text: str) -> str | None:
        """Give the reference that a value of a mapping is; None for a name of the root's."""
        if is_reference(text):
            return text
        # A name is the root document's, unless the author's own file has a schema of it.
        local = join("", "components", "schemas", text)
        is_own = file != self._start.file and has(self._files.parsed[file], local)
        return f"#{local}" if is_own else None

    def _link(self, file: str, holder: str, key: str, text: Json, kind: Kind) -> Iterator[Link]:
        place = Place(document=file, pointer=join(holder, key))
        if not isinstance(text, str):
            problem = f"a `$ref` is a text that says where a {kind} stands"
            self.faults.append(finding("input-openapi-structure", place, problem=problem))
            return
        target = self._target(file, text, kind, place)
        if isinstance(target, Finding):
            if self._doubts is not None and kind in _OPTIONAL and target.rule in _LOST:
                self._doubts.append(replace(target, effect=Effect.RISKY))
            else:
                self.faults.append(target)
        elif target is not None:
            yield Link(holder, key, text, target)

    def _target(self, file: str, text: str, kind: Kind, place: Place) -> Part | Finding | None:
        """Resolve a reference; None where the file that it leads to has faults of its own."""
        location, _, fragment = text.partition("#")
        if _SCHEME.match(location) or location.startswith("/"):
            return finding("input-reference-remote", place, reference=text)
        path = normpath(join_paths(dirname(file), unquote(location))) if location else file
        if path == ".." or path.startswith("../"):
            return finding("input-reference-remote", place, reference=text)
        if not self._files.load(path):
            return self._missing(file, text, kind, place) if path in self._files.missing else None
        document = self._files.parsed[path]
        pointer: str | None = unquote(fragment)
        if pointer == "/" and not has(document, pointer):
            pointer = ""  # by the letter the member with the empty key; people mean the file
        if pointer and not pointer.startswith("/"):
            pointer = _anchored(document, pointer)
        if pointer is None or not has(document, pointer):
            close = "" if pointer is None else _nearest_pointer(document, tokens(pointer))
            close = f"{location}#{close}" if close else ""
            return finding("input-reference-unresolved", place, reference=text, nearest=close)
        target = Part(path, pointer, kind)
        problem = self._misfit(target)
        if problem:
            return finding("input-openapi-structure", place, problem=f"`{text}` leads to {problem}")
        return target

    def _missing(self, file: str, text: str, kind: Kind, place: Place) -> Finding:
        path = normpath(join_paths(dirname(file), unquote(text.partition("#")[0])))
        names = _component_names(self._files.parsed[file]).get(SECTIONS[kind], set())
        if _BARE_NAME.fullmatch(text) and text in names:
            close = f"#/components/{SECTIONS[kind]}/{text}"
            return finding("input-reference-unresolved", place, reference=text, nearest=close)
        return not_read(self._files.missing[path], place, path)

    def _misfit(self, target: Part) -> str:
        """Say what stands where another kind was promised; the empty text where it fits."""
        document = self._files.parsed[target.file]
        value = at(document, target.pointer)
        if not isinstance(value, dict) and not (
            isinstance(value, bool) and target.kind is Kind.SCHEMA
        ):
            return f"{named(value)} where {_a(target.kind)} belongs"
        family = _family(document)
        if not family:
            return ""
        kind = kind_at(target.pointer)
        if kind is not None and kind is not target.kind:
            return f"{_a(kind)} where {_a(target.kind)} belongs"
        own = _family(self._files.parsed[self._start.file])
        if own and family != own:
            return f"a document of OpenAPI {family}, where the same words mean something else"
        return ""

    def circles(self) -> Iterator[Finding]:
        """Find the references that lead back to themselves and never to a value."""
        yield from _reference_circles(self.links)
        needs = {
            part: {link.target for link in links if link.target.kind is Kind.PATH_ITEM}
            for part, links in self.links.items()
        }
        while circle := _circle(needs):
            for part in circle:
                for link in self.links[part]:
                    if link.target in needs[part] & circle:
                        yield _circular((part.file, link))
                needs[part] -= circle


_Spot: TypeAlias = tuple[str, str]


def _reference_circles(links: Mapping[Part, Iterable[Link]]) -> Iterator[Finding]:
    following: dict[_Spot, tuple[_Spot, Link]] = {
        (part.file, link.holder): ((link.target.file, link.target.pointer), link)
        for part, found in links.items()
        for link in found
        if link.key == "$ref" and link.target.kind is not Kind.PATH_ITEM
    }
    seen: set[_Spot] = set()
    for start in sorted(following):
        trail: list[_Spot] = []
        spot = start
        while spot in following and spot not in seen:
            seen.add(spot)
            trail.append(spot)
            spot = following[spot][0]
        if spot in trail:
            circle = trail[trail.index(spot) :]
            yield _circular(*((file, following[file, holder][1]) for file, holder in circle))


def _circular(*links: tuple[str, Link]) -> Finding:
    places = [Place(document=file, pointer=join(link.holder, link.key)) for file, link in links]
    return finding("input-reference-cycle", *places, reference=links[0][1].text)


def _circle(needs: Mapping[Part, set[Part]]) -> set[Part]:
    """Give the parts of one circle of path items that stand in each other, if there is one."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return set(error.args[1])
    return set()


def _anchored(document: Json, name: str) -> str | None:
    """Find the schema that has a plain name (JSON Schema 2020-12 8.2.2)."""
    kind = Kind.DOCUMENT if _family(document) else Kind.SCHEMA
    for pointer, here, _ in walk(document, kind):
        if name in (here.get("$anchor"), here.get("$dynamicAnchor")):
            return pointer
    return None


def _nearest_pointer(document: Json, path: tuple[str, ...]) -> str:
    """Put the nearest known name where a pointer first leads nowhere, if the rest then exists."""
    known = ""
    for position, token in enumerate(path):
        if has(document, join(known, token)):
            known = join(known, token)
            continue
        names = at(document, known)
        close = nearest(token, names) if isinstance(names, dict) else ""
        found = join(known, close, *path[position + 1 :])
        return found if close and has(document, found) else ""
    return ""


def _family(document: Json) -> str:
    """Give the version whose words a document speaks; empty for what is no OpenAPI document."""
    if not isinstance(document, dict):
        return ""
    if "swagger" in document:
        return "2.0"
    version = document.get("openapi")
    if version is None:
        return ""
    # 3.2 means by its words what 3.1 does.
    return "3.0" if str(version).startswith("3.0") else "3.1"


def _a(kind: Kind) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"
