"""The published form of a contract: what a BFF serves and, later, what a release publishes.

In:  an Api with its bundled document.
Out: canonical bytes of the document without what is internal, or findings.
How: one walk by grammar position: a name (of a property, a header, a component) is never taken
     for a keyword, and data (examples, defaults, enums) is copied as it is (PITFALLS.md 27).
"""

import re
from typing import Final

from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.grammar import Kind, is_entry, is_reference, member
from bffgen.model.place import join

# RFC 3986 appendix B: what stands before the path of a URL, and the path.
_URL_PATH: Final = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)")
# Extensions that clients may see (PUBLISHING.md 4).
_KEPT: Final = frozenset(("x-sunset", "x-extensible-enum"))
# What a Reference Object may say beside its `$ref` (OpenAPI 3.1.1 4.8.23).
_OF_A_REFERENCE: Final = frozenset(("$ref", "summary", "description"))


def served_document(api: Api) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Write openapi.json: canonical, without extensions and hosts.

    `x-internal: true` is refused: leaving a part out must be proved not to lie (PUBLISHING.md 4),
    which this version cannot.
    """
    faults: list[Finding] = []
    made = _published(api.document, Kind.DOCUMENT, "", api, faults)
    return (None if faults else canonical_bytes(made) + b"\n"), tuple(faults)


def _published(value: Json, kind: Kind, pointer: str, api: Api, faults: list[Finding]) -> Json:
    """Copy an object of a known kind, whose keys are keywords."""
    if not isinstance(value, dict):
        return value
    if value.get("x-internal") is True:
        mark = Mark(place=api.place(join(pointer, "x-internal")), on="key")
        faults.append(finding("compose-unsupported", mark, what="`x-internal`"))
    made: dict[str, Json] = {}
    for keyword, below in value.items():
        if keyword.startswith("x-") and keyword not in _KEPT:
            continue
        if is_reference(value, kind) and keyword not in _OF_A_REFERENCE:
            continue
        made[keyword] = _below(below, kind, keyword, join(pointer, keyword), api, faults)
    return _server(made) if kind is Kind.SERVER else made


def _below(
    value: Json, holder: Kind, keyword: str, pointer: str, api: Api, faults: list[Finding]
) -> Json:
    """Copy what stands under a keyword; data as it is."""
    form, kind = member(holder, keyword)
    if kind is None:
        return value
    if isinstance(value, list):
        return [
            _published(each, kind, join(pointer, number), api, faults)
            for number, each in enumerate(value)
        ]
    if form == "map" and isinstance(value, dict):
        return {
            name: _published(each, kind, join(pointer, name), api, faults)
            for name, each in value.items()
            if is_entry(holder, keyword, name)
        }
    return _published(value, kind, pointer, api, faults)


def _server(server: dict[str, Json]) -> dict[str, Json]:
    """Cut the address of a server to its path: hosts are not the client's to know from here."""
    if not isinstance(server.get("url"), str):
        return server
    found = _URL_PATH.match(str(server["url"]))
    path = found[1] if found else ""
    if path.startswith("{"):  # `{base}/v2`, where the variable is scheme and host
        path = path.partition("}")[2]
    made: dict[str, Json] = {**server, "url": path or "/"}
    variables = made.pop("variables", None)
    kept = variables if isinstance(variables, dict) else {}
    kept = {name: each for name, each in kept.items() if f"{{{name}}}" in path}
    return {**made, "variables": kept} if kept else made
