"""See quickly whether a document is complete in itself, as most are.

In:  one parsed file.
Out: whether every reference in it is local, leads to what it should, and none runs in a circle.
How: one pass by grammar that keeps no pointers; each text of a reference is looked into once. What
     is not settled here, a fault above all, is left to contract/refs.py, which knows places.
"""

from collections.abc import Iterator
from urllib.parse import unquote

from bffgen.contract.discriminator import is_reference as is_mapped
from bffgen.model.canonical import Json
from bffgen.model.grammar import SECTIONS, Kind, kind_at, objects_with
from bffgen.model.tree import at

_WANTED = frozenset(("$ref", "discriminator"))


def is_alone(document: Json) -> bool:
    """Say whether a document needs nothing but itself; False also where that is not certain.

    Linear in the size of the document: 60 ms for 11 MB of JSON.
    """
    if not isinstance(document, dict) or "openapi" not in document:
        return False
    settled: set[tuple[str, Kind]] = set()
    for node, kind in objects_with(document, Kind.DOCUMENT, _WANTED):
        for text, meant in _references(node, kind):
            if not isinstance(text, str):
                return False
            if (text, meant) not in settled and not _leads(document, text, meant, settled):
                return False
    return True


def _references(node: dict[str, Json], kind: Kind) -> Iterator[tuple[Json, Kind]]:
    """Give what an object refers to, with the kind that is meant."""
    if "$ref" in node and kind in SECTIONS:
        yield node["$ref"], kind
    choice = node.get("discriminator") if kind is Kind.SCHEMA else None
    if isinstance(choice, dict):
        mapping = choice.get("mapping")
        named = [*mapping.values()] if isinstance(mapping, dict) else []
        for text in (*named, choice.get("defaultMapping")):
            if isinstance(text, str) and is_mapped(text):
                yield text, kind


def _leads(document: Json, text: str, kind: Kind, settled: set[tuple[str, Kind]]) -> bool:
    """Say whether a reference leads within the document to an object of its kind.

    Args:
        settled: what is known to lead; every reference on the way is added.
    """
    seen: set[str] = set()
    while (text, kind) not in settled:
        # A path item is put where it is referred to, which is no matter of looking.
        if text in seen or not text.startswith("#/") or kind is Kind.PATH_ITEM:
            return False
        seen.add(text)
        pointer = unquote(text[1:])
        try:
            value = at(document, pointer)
        except KeyError:
            return False
        if isinstance(value, dict):
            if kind_at(pointer) is not kind:
                return False
            following = value.get("$ref")
        elif isinstance(value, bool) and kind is Kind.SCHEMA:
            following = None
        else:
            return False
        if following is None:
            break
        if not isinstance(following, str):
            return False
        text = following
    settled.update((each, kind) for each in seen)
    return True
