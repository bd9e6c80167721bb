"""Where in an OpenAPI document which kind of object stands.

In:  a parsed document, or a part of one whose kind is known.
Out: its objects with pointer and kind; the kind of the object at a pointer or under a key.
How: one table for 3.0, 3.1 and 3.2, of which reading, respelling and publishing are made. What it
     does not lead to is data: a `$ref` in an example, a default, an enum or an `x-` key is a text
     like any other (PITFALLS 27).
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.keywords import HOLDS_DEFINITIONS, HOLDS_LIST, HOLDS_MAP, HOLDS_ONE
from bffgen.model.place import escape, tokens


class Kind(StrEnum):
    """The kinds of objects; the texts are OpenAPI's own words."""

    DOCUMENT = "document"
    COMPONENTS = "components"
    PATH_ITEM = "path item"
    OPERATION = "operation"
    PARAMETER = "parameter"
    REQUEST_BODY = "request body"
    RESPONSE = "response"
    HEADER = "header"
    MEDIA_TYPE = "media type"
    ENCODING = "encoding"
    EXAMPLE = "example"
    LINK = "link"
    CALLBACK = "callback"
    SECURITY_SCHEME = "security scheme"
    SCHEMA = "schema"
    INFO = "info object"
    CONTACT = "contact"
    LICENSE = "license"
    EXTERNAL_DOCS = "external documentation"
    TAG = "tag"
    SERVER = "server"
    SERVER_VARIABLE = "server variable"
    OAUTH_FLOWS = "set of OAuth flows"
    OAUTH_FLOW = "OAuth flow"
    DISCRIMINATOR = "discriminator"
    XML = "XML object"


# The section of the components for each kind that a `$ref` may stand for.
SECTIONS: Final[dict[Kind, str]] = {
    Kind.SCHEMA: "schemas",
    Kind.RESPONSE: "responses",
    Kind.PARAMETER: "parameters",
    Kind.EXAMPLE: "examples",
    Kind.REQUEST_BODY: "requestBodies",
    Kind.HEADER: "headers",
    Kind.SECURITY_SCHEME: "securitySchemes",
    Kind.LINK: "links",
    Kind.CALLBACK: "callbacks",
    Kind.PATH_ITEM: "pathItems",
    Kind.MEDIA_TYPE: "mediaTypes",
}

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
OAUTH_FLOWS: Final = (
    *("implicit", "password", "clientCredentials", "authorizationCode"),
    "deviceAuthorization",
)

Form: TypeAlias = Literal["one", "list", "map"]
_Members: TypeAlias = dict[str, tuple[Form, Kind]]

_DOCS: Final[_Members] = {"externalDocs": ("one", Kind.EXTERNAL_DOCS)}
_SERVERS: Final[_Members] = {"servers": ("list", Kind.SERVER)}
_VALUE: Final[_Members] = {
    "schema": ("one", Kind.SCHEMA),
    "content": ("map", Kind.MEDIA_TYPE),
    "examples": ("map", Kind.EXAMPLE),
}
_GRAMMAR: Final[dict[Kind, _Members]] = {
    Kind.DOCUMENT: {
        "info": ("one", Kind.INFO),
        "tags": ("list", Kind.TAG),
        "paths": ("map", Kind.PATH_ITEM),
        "webhooks": ("map", Kind.PATH_ITEM),
        "components": ("one", Kind.COMPONENTS),
        **_DOCS,
        **_SERVERS,
    },
    Kind.INFO: {"contact": ("one", Kind.CONTACT), "license": ("one", Kind.LICENSE)},
    Kind.TAG: _DOCS,
    Kind.SERVER: {"variables": ("map", Kind.SERVER_VARIABLE)},
    Kind.COMPONENTS: {section: ("map", kind) for kind, section in SECTIONS.items()},
    Kind.PATH_ITEM: {
        **{method: ("one", Kind.OPERATION) for method in METHODS},
        "additionalOperations": ("map", Kind.OPERATION),
        "parameters": ("list", Kind.PARAMETER),
        **_SERVERS,
    },
    Kind.OPERATION: {
        "parameters": ("list", Kind.PARAMETER),
        "requestBody": ("one", Kind.REQUEST_BODY),
        "responses": ("map", Kind.RESPONSE),
        "callbacks": ("map", Kind.CALLBACK),
        **_DOCS,
        **_SERVERS,
    },
    Kind.PARAMETER: _VALUE,
    Kind.HEADER: _VALUE,
    Kind.REQUEST_BODY: {"content": ("map", Kind.MEDIA_TYPE)},
    Kind.RESPONSE: {
        "headers": ("map", Kind.HEADER),
        "content": ("map", Kind.MEDIA_TYPE),
        "links": ("map", Kind.LINK),
    },
    Kind.LINK: {"server": ("one", Kind.SERVER)},
    Kind.MEDIA_TYPE: {
        "schema": ("one", Kind.SCHEMA),
        "itemSchema": ("one", Kind.SCHEMA),
        "examples": ("map", Kind.EXAMPLE),
        "encoding": ("map", Kind.ENCODING),
        "prefixEncoding": ("list", Kind.ENCODING),
        "itemEncoding": ("one", Kind.ENCODING),
    },
    Kind.ENCODING: {
        "headers": ("map", Kind.HEADER),
        "encoding": ("map", Kind.ENCODING),
        "prefixEncoding": ("list", Kind.ENCODING),
        "itemEncoding": ("one", Kind.ENCODING),
    },
    Kind.SECURITY_SCHEME: {"flows": ("one", Kind.OAUTH_FLOWS)},
    Kind.OAUTH_FLOWS: dict.fromkeys(OAUTH_FLOWS, ("one", Kind.OAUTH_FLOW)),
    Kind.SCHEMA: {
        **dict.fromkeys((*HOLDS_ONE, "additionalItems"), ("one", Kind.SCHEMA)),
        **dict.fromkeys(HOLDS_LIST, ("list", Kind.SCHEMA)),
        **dict.fromkeys((*HOLDS_MAP, *HOLDS_DEFINITIONS, "dependencies"), ("map", Kind.SCHEMA)),
        "discriminator": ("one", Kind.DISCRIMINATOR),
        "xml": ("one", Kind.XML),
        **_DOCS,
    },
}
# A callback is itself a map: of expressions to path items.
_CALLBACK_MEMBER: Final[tuple[Form, Kind]] = ("one", Kind.PATH_ITEM)

# Beside `$ref` these have members that count; the others are a Reference Object, which has none.
_KEEPS_SIBLINGS: Final = frozenset((Kind.SCHEMA, Kind.PATH_ITEM))
# Maps that take extensions among their entries (OpenAPI 3.1.1 4.8.8, 4.8.16); in every other one
# a name that begins with `x-` is a name.
_TAKES_EXTENSIONS: Final = frozenset(((Kind.DOCUMENT, "paths"), (Kind.OPERATION, "responses")))

Found: TypeAlias = tuple[str, dict[str, Json], Kind]


def walk(value: Json, kind: Kind, pointer: str = "") -> Iterator[Found]:
    """Give every object of a known kind, a value that is none is left out.

    Args:
        value: an object of the kind, or whatever stands where one belongs.
        kind: what it is.
        pointer: where it stands; the pointers that are given begin with it.

    Returns:
        (pointer, object, kind), each parent before its members; linear in the size of the value.
    """
    work = [(pointer, value, kind)]
    while work:
        here, node, kind_here = work.pop()
        if isinstance(node, dict):
            yield here, node, kind_here
            work.extend(reversed(list(_members(here, node, kind_here))))


def objects_with(
    value: Json, kind: Kind, wanted: frozenset[str]
) -> Iterator[tuple[dict[str, Json], Kind]]:
    """Give the objects that have some of the wanted members, wherever they stand.

    As `walk` does, at a third of its cost: no pointers, and in no order that counts.
    """
    work: list[tuple[Json, Kind]] = [(value, kind)]
    while work:
        node, here = work.pop()
        if not isinstance(node, dict):
            continue
        if not wanted.isdisjoint(node):
            yield node, here
            if is_reference(node, here):
                continue
        if here is Kind.CALLBACK:
            work += [(item, Kind.PATH_ITEM) for key, item in node.items() if key[:2] != "x-"]
            continue
        table = _GRAMMAR.get(here)
        for key in node if table else ():
            entry = table.get(key) if table else None
            if entry is None:
                continue
            form, below = entry
            member_value = node[key]
            if isinstance(member_value, list):
                if form == "list" or below is Kind.SCHEMA:
                    work += [(item, below) for item in member_value]
            elif form == "map" and isinstance(member_value, dict):
                skips = (here, key) in _TAKES_EXTENSIONS
                work += [
                    (item, below)
                    for name, item in member_value.items()
                    if not (skips and name[:2] == "x-")
                ]
            elif form == "one":
                work.append((member_value, below))


def _members(pointer: str, node: dict[str, Json], kind: Kind) -> Iterator[tuple[str, Json, Kind]]:
    if is_reference(node, kind):
        return
    for key, value in node.items():
        form, below = member(kind, key)
        if below is None:
            continue
        where = f"{pointer}/{escape(key)}"
        if form == "one" and isinstance(value, dict):
            yield where, value, below
        elif isinstance(value, list) and (form == "list" or below is Kind.SCHEMA):
            # Older drafts write `items` as a list of schemas.
            for number, item in enumerate(value):
                yield f"{where}/{number}", item, below
        elif form == "map" and isinstance(value, dict):
            for name, item in value.items():
                if is_entry(kind, key, name):
                    yield f"{where}/{escape(name)}", item, below


def kind_at(pointer: str, kind: Kind = Kind.DOCUMENT) -> Kind | None:
    """Say what stands at a pointer into an object of a kind; None where it is data."""
    below: Kind | None = kind
    form: Form = "one"
    for token in tokens(pointer):
        if below is None:
            return None
        if form != "one":
            form = "one"
        else:
            form, below = member(below, token)
    return below if form == "one" else None


def member(kind: Kind, key: str) -> tuple[Form, Kind | None]:
    """Say what stands under a key: one object, a list or a map of them, their kind or data."""
    if kind is Kind.CALLBACK:
        return ("one", None) if key.startswith("x-") else _CALLBACK_MEMBER
    return _GRAMMAR.get(kind, {}).get(key, ("one", None))


def members_in(node: Mapping[str, Json], kind: Kind) -> Mapping[str, tuple[Form, Kind]]:
    """Give what `member` says of the keys of an object that hold more than data."""
    if kind is Kind.CALLBACK:
        return {key: _CALLBACK_MEMBER for key in node if not key.startswith("x-")}
    return _GRAMMAR.get(kind, {})


def is_entry(kind: Kind, key: str, name: str) -> bool:
    """Say whether a name in the map under a key is one of its entries and no extension."""
    return (kind, key) not in _TAKES_EXTENSIONS or not name.startswith("x-")


def is_reference(node: dict[str, Json], kind: Kind) -> bool:
    """Say whether an object is a Reference Object, beside whose `$ref` nothing has members."""
    return "$ref" in node and kind in SECTIONS and kind not in _KEEPS_SIBLINGS
