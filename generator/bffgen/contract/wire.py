"""The digest of what a contract says to machines, so that prose makes no difference.

In:  an OpenAPI document.
Out: SHA-256 of its canonical form without `info`, descriptions, summaries, examples and links to
     documentation; deprecations and sunsets stay, since they license.
How: by grammar position: a property that is called `description` stays, and so does such a key
     inside an enum, a constant or a default (PITFALLS 27).
"""

from typing import Final

from bffgen.model.canonical import Json, digest
from bffgen.model.grammar import Kind, member

_PROSE: Final = frozenset(("description", "summary", "externalDocs", "example", "examples"))


def wire_digest(document: Json) -> str:
    """Give the digest, 64 hex digits; linear in the size of the document."""
    return digest(_stripped(document, Kind.DOCUMENT))


def _stripped(value: Json, kind: Kind) -> Json:
    if not isinstance(value, dict):
        return value
    made: dict[str, Json] = {}
    for key, below in value.items():
        if key in _PROSE or (kind is Kind.DOCUMENT and key == "info"):
            continue
        form, inner = member(kind, key)
        if inner is None:
            made[key] = below
        elif isinstance(below, list):
            made[key] = [_stripped(each, inner) for each in below]
        elif form == "map" and isinstance(below, dict):
            made[key] = {name: _stripped(each, inner) for name, each in below.items()}
        else:
            made[key] = _stripped(below, inner)
    return made
