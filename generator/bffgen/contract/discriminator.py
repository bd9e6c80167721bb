"""Keep what a discriminator's keys mean when the schemas they name move.

In:  schemas with a discriminator, and what is known of references to and from them.
Out: schemas that belong to a discriminator without being referred to, and the keys that its
     author left to the names of schemas.
How: a schema's name is a key that travels in payloads (PITFALLS 9). Where moving gives the schema
     another name, the old one is written into the mapping.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from bffgen.contract.moves import Link, Part, original_name
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind
from bffgen.model.place import join, parent, tokens
from bffgen.model.tree import at, local_pointer

_FILES: Final = (".json", ".yaml", ".yml")
# Maps of schemas whose keys are the schemas' names.
_NAMING: Final = frozenset(("schemas", "definitions", "$defs"))

_Links: TypeAlias = Mapping[Part, Collection[Link]]
# (file, pointer of the object that holds a reference, its key) -> what it leads to.
_Targets: TypeAlias = Mapping[tuple[str, str, str], Part]


def is_reference(value: str) -> bool:
    """Say whether a value of a mapping is a reference and no component's name.

    Source:
        OpenAPI 3.1.1 4.8.25.3, which leaves open what looks like both.
    """
    return "/" in value or "#" in value or value.endswith(_FILES)


def mapped(pointer: str, schema: dict[str, Json]) -> Iterator[tuple[str, str, str]]:
    """Give holder, key and value of each member of a schema's discriminator that names a schema."""
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, dict):
        return
    here = join(pointer, "discriminator")
    mapping = discriminator.get("mapping")
    for key, value in mapping.items() if isinstance(mapping, dict) else ():
        if isinstance(value, str):
            yield join(here, "mapping"), key, value
    default = discriminator.get("defaultMapping")
    if isinstance(default, str):
        yield here, "defaultMapping", default


def heirs(document: Json, pointer: str) -> list[str]:
    """Find the named schemas beside one with a discriminator that inherit from it by allOf.

    Values of the schema may be values of these, although nothing refers to them.
    """
    path = tokens(pointer)
    schema = at(document, pointer)
    if len(path) < 2 or path[-2] not in _NAMING or not _is_base(schema):
        return []
    siblings = at(document, parent(pointer))
    family, size = {pointer}, 0
    while isinstance(siblings, dict) and len(family) > size:
        size = len(family)
        for name, sibling in siblings.items():
            if any(local_pointer(base) in family for base in _bases(sibling)):
                family.add(join(parent(pointer), name))
    return sorted(family - {pointer})


def implicit_keys(
    start: Part, links: _Links, files: Mapping[str, Json]
) -> Iterator[tuple[Part, Link]]:
    """Give the keys that are schemas' names: the part that each belongs into, and the link.

    Where a mapping has the key, or names the schema under another, nothing is missing.
    """
    targets = {
        (part.file, link.holder, link.key): link.target
        for part, found in links.items()
        for link in found
    }
    for part, found in links.items():
        for link in found:
            choice = parent(link.holder)
            if link.key == "$ref" and choice.endswith(("/oneOf", "/anyOf")):
                yield from _unwritten(part, parent(choice), link.target, files, targets)
        if part.kind is Kind.SCHEMA:
            for base in _ancestors(part, files, targets):
                holder = base if base in links else start
                yield from _unwritten(holder, base.pointer, part, files, targets)


def _unwritten(
    part: Part, base: str, target: Part, files: Mapping[str, Json], targets: _Targets
) -> Iterator[tuple[Part, Link]]:
    schema = at(files[part.file], base)
    discriminator = schema.get("discriminator") if isinstance(schema, dict) else None
    if not isinstance(discriminator, dict):
        return
    mapping = discriminator.get("mapping")
    keys = mapping if isinstance(mapping, dict) else {}
    holder, name = join(base, "discriminator", "mapping"), original_name(target)
    is_mapped = any(targets.get((part.file, holder, key)) == target for key in keys)
    if name not in keys and not is_mapped:
        yield part, Link(holder, name, "", target)


def _ancestors(part: Part, files: Mapping[str, Json], targets: _Targets) -> Iterator[Part]:
    """Give the schemas that one inherits from by allOf, at any distance."""
    work, seen = [part], {part}
    while work:
        child = work.pop()
        schema = at(files[child.file], child.pointer)
        for position in range(len(_bases(schema))):
            base = targets.get((child.file, join(child.pointer, "allOf", position), "$ref"), part)
            if base not in seen:
                seen.add(base)
                work.append(base)
                yield base


def _is_base(schema: Json) -> bool:
    """Say whether a schema has a discriminator and leaves open what it chooses from."""
    return (
        isinstance(schema, dict)
        and isinstance(schema.get("discriminator"), dict)
        and not schema.keys() & {"oneOf", "anyOf"}
    )


def _bases(schema: Json) -> list[Json]:
    """Give the references in a schema's allOf, None for a member that is none."""
    members = schema.get("allOf") if isinstance(schema, dict) else None
    if not isinstance(members, list):
        return []
    return [member.get("$ref") if isinstance(member, dict) else None for member in members]
