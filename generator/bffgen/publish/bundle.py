"""The published form of a contract: what a BFF serves and, later, what a release publishes.

In:  an Api with its bundled document.
Out: canonical bytes of the document without what is internal, or findings.
How: one walk by grammar position: a name (of a property, a header, a component) is never taken
     for a keyword, and data (examples, defaults, enums) is copied as it is (PITFALLS.md 27).
"""

import re

from bffgen.model.api import Api
from bffgen.model.canonical import Json, canonical_bytes
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.place import join

# Maps whose keys are names that people chose.
_NAMED = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        *("dependencies", "schemas", "responses", "headers", "requestBodies", "securitySchemes"),
        *("links", "callbacks", "pathItems", "paths", "webhooks", "content", "encoding"),
        *("variables", "examples", "parameters"),
    )
)
# Values that are data, whatever they look like.
_DATA = frozenset(
    (
        *("example", "default", "enum", "const", "value", "security", "scopes", "mapping"),
        *("required", "dependentRequired"),
    )
)
# RFC 3986 appendix B: what stands before the path of a URL, and the path.
_URL_PATH = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)")
# Extensions that clients may see (PUBLISHING.md 4).
_KEPT = frozenset(("x-sunset", "x-extensible-enum"))


def served_document(api: Api) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Write openapi.json: canonical, without extensions and hosts.

    `x-internal: true` is refused: leaving a part out must be proved not to lie (PUBLISHING.md 4),
    which this version cannot.
    """
    faults: list[Finding] = []
    made = _published(api.document, "", api, faults)
    return (None if faults else canonical_bytes(made) + b"\n"), tuple(faults)


def _published(value: Json, pointer: str, api: Api, faults: list[Finding]) -> Json:
    """Copy a part whose keys are keywords."""
    if isinstance(value, list):
        return [
            _published(each, join(pointer, number), api, faults)
            for number, each in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    if value.get("x-internal") is True:
        mark = Mark(place=api.place(join(pointer, "x-internal")), on="key")
        faults.append(finding("compose-unsupported", mark, what="`x-internal`"))
    made: dict[str, Json] = {}
    for keyword, below in value.items():
        where = join(pointer, keyword)
        if keyword.startswith("x-") and keyword not in _KEPT:
            continue
        if keyword in _DATA or keyword in _KEPT:
            made[keyword] = below
        elif keyword in _NAMED and isinstance(below, dict):
            made[keyword] = {
                name: _published(each, join(where, name), api, faults)
                for name, each in below.items()
                if not (_takes_extensions(pointer, keyword) and name.startswith("x-"))
            }
        elif keyword == "servers" and isinstance(below, list):
            made[keyword] = [_server(_published(each, where, api, faults)) for each in below]
        elif keyword == "examples":
            made[keyword] = below
        else:
            made[keyword] = _published(below, where, api, faults)
    return made


def _takes_extensions(pointer: str, keyword: str) -> bool:
    """Say whether extensions stand among the names of a map (OpenAPI 3.1.1 4.8.8, 4.8.16)."""
    return keyword == "paths" or (keyword == "responses" and pointer != "/components")


def _server(server: Json) -> Json:
    """Cut the address of a server to its path: hosts are not the client's to know from here."""
    if not isinstance(server, dict) or not isinstance(server.get("url"), str):
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
