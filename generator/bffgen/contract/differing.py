"""Find what of two documents can mean something else, so that only that is lowered.

In:  two Bundles.
Out: Differing: of each document the part that the operations reach which may differ, at the same
     pointers; what was left out means the same on both sides.
How: a document is cut into pieces: each component, each operation, what its path item says beside
     it, each other member. A piece differs when its bytes do, with sorted keys; whatever reaches a
     piece that differs by a reference, at any distance, may differ. References are found by their
     text, so that one in an example is one too many and never one too few.

Two equal pieces of two equal neighbourhoods mean the same, as nothing else has a say in what a
schema means: not its place, not the other components. What has, is followed like a reference: the
names in a discriminator's mapping, the heirs of a schema with a discriminator (PITFALLS 8), every
schema where a dynamic reference asks who refers, security schemes by their names, the operation
that a link names by its id.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, TypeAlias

from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json, sorted_bytes
from bffgen.model.grammar import METHODS
from bffgen.model.place import tokens
from bffgen.model.tree import local_pointer, references_in

# A piece by its path: ("components", "schemas", "Pet"), ("paths", "/a", "get"), ("paths", "/a")
# for what a path item says beside its operations, ("servers",); ("operationId", "getPet") for where
# the operation of this id stands.
_Piece: TypeAlias = tuple[str, ...]

_DYNAMIC: Final = (b'"$dynamicRef"', b'"$recursiveRef"')
_DISCRIMINATOR: Final = b'"discriminator"'
_SECURITY: Final = b'"security"'
_LINKS: Final = b'"links"'
_ITEMS: Final = ("paths", "webhooks")
# Nothing of a message hangs on these.
_ASIDE: Final = frozenset(("info", "tags", "externalDocs"))
_SCHEMAS: Final = ("components", "schemas")
_OF_LINKS: Final = ("components", "links")
_MORE: Final = "additionalOperations"
_ID: Final = "operationId"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """The parts of two documents that may differ; each is a document of its own."""

    baseline: dict[str, Json] = field(hash=False)
    revision: dict[str, Json] = field(hash=False)


def differing(baseline: Bundle, revision: Bundle) -> Differing:
    """Find what may differ; O(bytes of both documents), most of it spent in C."""
    before, after = _Pieces(baseline.document), _Pieces(revision.document)
    if baseline.document is revision.document:
        return Differing(baseline=before.part((), ()), revision=after.part((), ()))
    if _dialect(baseline.document) != _dialect(revision.document):
        return Differing(baseline=baseline.document, revision=revision.document)
    before.read()
    after.read(before)
    operations = _may_differ(before, after)
    while True:
        reached = before.reached(operations), after.reached(operations)
        # An operation that others refer into is needed, and then both sides have it.
        needed = {each for found in reached for each in found if _is_operation(each)}
        if needed <= operations:
            break
        operations |= needed
    return Differing(
        baseline=before.part(operations, reached[0]), revision=after.part(operations, reached[1])
    )


def _dialect(document: Mapping[str, Json]) -> tuple[str, Json]:
    """Give what decides the meaning of a schema's words."""
    version = document.get("openapi")
    family = "3.0" if isinstance(version, str) and version.startswith("3.0") else "3.1"
    return family, document.get("jsonSchemaDialect")


def _may_differ(before: "_Pieces", after: "_Pieces") -> set[_Piece]:
    """Give the operations, of either side, that differ or reach what does."""
    tainted = {
        piece
        for piece in before.digests.keys() | after.digests.keys()
        if before.digests.get(piece) != after.digests.get(piece)
    }
    sources: dict[_Piece, set[_Piece]] = {}
    for pieces in (before, after):
        for source, targets in pieces.targets.items():
            for target in targets:
                sources.setdefault(target, set()).add(source)
    work = list(tainted)
    while work:
        for source in sources.get(work.pop(), ()):
            if source not in tainted:
                tainted.add(source)
                work.append(source)
    return {piece for piece in tainted if _is_operation(piece)}


def _is_operation(piece: _Piece) -> bool:
    return piece[0] in _ITEMS and len(piece) > 2


class _Pieces:
    """One document in pieces.

    Attributes:
        digests: of the bytes of each piece.
        targets: what each piece refers to, by whatever name; a target may be none of the document.
    """

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = document
        self.digests: dict[_Piece, bytes] = {}
        self.targets: dict[_Piece, frozenset[_Piece]] = {}

    def read(self, other: "_Pieces | None" = None) -> None:
        """Take the document apart.

        Args:
            other: the other document, whose pieces of equal bytes refer to the same.
        """
        for piece, value in self._pieces():
            written = sorted_bytes(value)
            digest = self.digests[piece] = blake2b(written, digest_size=16).digest()
            if other is not None and other.digests.get(piece) == digest:
                self.targets[piece] = other.targets[piece]
            else:
                self.targets[piece] = frozenset(self._targets(piece, value, written))
        for base, heirs in self._heirs().items():
            self.targets[base] |= heirs
        for name, piece in self._named_operations():
            self.digests[_ID, name] = blake2b("\n".join(piece).encode(), digest_size=16).digest()

    def _named_operations(self) -> Iterator[tuple[str, _Piece]]:
        for piece, value in self._pieces():
            if _is_operation(piece) and isinstance(value, dict):
                name = value.get(_ID)
                if isinstance(name, str):
                    yield name, piece

    def _pieces(self) -> Iterator[tuple[_Piece, Json]]:
        for key, value in self._document.items():
            if key in _ITEMS and isinstance(value, dict):
                for path, item in value.items():
                    yield from _of_item((key, path), item)
            elif key == "components" and isinstance(value, dict):
                for section, held in value.items():
                    for name, each in held.items() if isinstance(held, dict) else ():
                        yield (key, section, name), each
            elif key not in _ASIDE:
                yield (key,), value

    def _targets(self, piece: _Piece, value: Json, written: bytes) -> Iterator[_Piece]:
        for text in references_in(written):
            yield from self._named(text)
        if _DISCRIMINATOR in written:
            for name in _mapped(value):
                yield (*_SCHEMAS, name)
                yield from self._named(name)
        if _SECURITY in written:
            # Of what an operation calls back, too.
            for requirement in _under("security", value):
                yield from _schemes(requirement)
        if _LINKS in written or piece[:2] == _OF_LINKS:
            yield from ((_ID, each) for each in _under(_ID, value) if isinstance(each, str))
        if any(each in written for each in _DYNAMIC):
            yield from ((*_SCHEMAS, name) for name in _mapping(self._document, *_SCHEMAS))
        if _is_operation(piece):
            operation = value if isinstance(value, dict) else {}
            yield piece[:2]
            item = _mapping(self._document, *piece[:2])
            if not operation.get("servers") and not item.get("servers"):
                yield ("servers",)
            if piece[0] == "paths" and "security" not in operation:
                yield ("security",)
        if piece == ("security",):
            yield from _schemes(value)

    def _named(self, reference: str) -> Iterator[_Piece]:
        """Give the pieces that a local reference leads into."""
        pointer = local_pointer(reference)
        if pointer is None:
            return
        path = tokens(pointer)
        if not path:
            yield from (piece for piece, _ in self._pieces())
        elif path[0] == "components":
            yield path[:3]
        elif path[0] in _ITEMS:
            item = [piece for piece, _ in _of_item(path[:2], self._item(path))]
            yield from (each for each in item if path[: len(each)] == each or len(path) < 3)
        else:
            yield path[:1]

    def _item(self, path: _Piece) -> Json:
        return _mapping(self._document, *path[:2])

    def _heirs(self) -> dict[_Piece, frozenset[_Piece]]:
        """Give, for each schema with a discriminator, all whose allOf chain reaches it."""
        below: dict[_Piece, set[_Piece]] = {}
        bases: list[_Piece] = []
        for name, schema in _mapping(self._document, *_SCHEMAS).items():
            if not isinstance(schema, dict):
                continue
            if "discriminator" in schema:
                bases.append((*_SCHEMAS, name))
            members = schema.get("allOf")
            for member in members if isinstance(members, list) else ():
                text = member.get("$ref") if isinstance(member, dict) else None
                for target in self._named(text) if isinstance(text, str) else ():
                    below.setdefault(target, set()).add((*_SCHEMAS, name))
        return {base: frozenset(_closure([base], below)) for base in bases}

    def reached(self, operations: Iterable[_Piece]) -> set[_Piece]:
        """Give everything that some operations of this document refer to, at any distance."""
        return _closure([each for each in operations if each in self.targets], self.targets)

    def part(self, operations: Collection[_Piece], reached: Collection[_Piece]) -> dict[str, Json]:
        """Cut the document to some operations and what they reach, in its own order."""
        part: dict[str, Json] = {}
        for key, value in self._document.items():
            if key in _ITEMS and isinstance(value, dict):
                items = {path: _cut((key, path), item, operations) for path, item in value.items()}
                part[key] = {path: item for path, item in items.items() if item is not None}
            elif key == "components" and isinstance(value, dict):
                part[key] = {
                    section: {
                        name: each
                        for name, each in held.items()
                        if section == "securitySchemes" or (key, section, name) in reached
                    }
                    if isinstance(held, dict)
                    else held
                    for section, held in value.items()
                }
            else:
                part[key] = value
        return part


def _of_item(piece: _Piece, item: Json) -> Iterator[tuple[_Piece, Json]]:
    """Take a path item apart: its operations, and what it says beside them."""
    if not isinstance(item, dict):
        yield piece, item
        return
    beside: dict[str, Json] = {}
    for key, value in item.items():
        if key in METHODS:
            yield (*piece, key), value
        elif key == _MORE and isinstance(value, dict):
            for method, operation in value.items():
                yield (*piece, _MORE, method), operation
        else:
            beside[key] = value
    yield piece, beside


def _cut(piece: _Piece, item: Json, operations: Collection[_Piece]) -> Json:
    """Leave in a path item the operations that are asked for; None where none is."""
    if not isinstance(item, dict):
        return item
    kept: dict[str, Json] = {}
    has_operation = False
    for key, value in item.items():
        if key in METHODS and (*piece, key) not in operations:
            continue
        if key == _MORE and isinstance(value, dict):
            more = {name: each for name, each in value.items() if (*piece, key, name) in operations}
            has_operation = has_operation or bool(more)
            kept[key] = more
            continue
        has_operation = has_operation or key in METHODS
        kept[key] = value
    return kept if has_operation else None


def _closure(starts: Iterable[_Piece], targets: Mapping[_Piece, Collection[_Piece]]) -> set[_Piece]:
    """Give everything that is reached from some pieces, these themselves only through others."""
    seen: set[_Piece] = set()
    work = list(starts)
    while work:
        for target in targets.get(work.pop(), ()):
            if target not in seen:
                seen.add(target)
                work.append(target)
    return seen


def _mapped(value: Json) -> Iterator[str]:
    """Give what discriminators name, wherever something that looks like one stands."""
    for written in _under("discriminator", value):
        if isinstance(written, dict):
            mapping = written.get("mapping")
            named = [*mapping.values()] if isinstance(mapping, dict) else []
            for each in (*named, written.get("defaultMapping")):
                if isinstance(each, str):
                    yield each


def _under(key: str, value: Json) -> Iterator[Json]:
    """Give what stands under a key, wherever in a value."""
    work = [value]
    while work:
        here = work.pop()
        if isinstance(here, list):
            work += here
        elif isinstance(here, dict):
            work += here.values()
            if key in here:
                yield here[key]


def _schemes(requirement: Json) -> Iterator[_Piece]:
    for alternative in requirement if isinstance(requirement, list) else ():
        for name in alternative if isinstance(alternative, dict) else ():
            yield ("components", "securitySchemes", name)


def _mapping(document: Mapping[str, Json], *path: str) -> dict[str, Json]:
    """Give the mapping at a path, an empty one where there is none."""
    value: Json = dict(document) if not path else document.get(path[0])
    for token in path[1:]:
        value = value.get(token) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
