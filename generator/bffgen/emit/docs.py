"""The page of a contract: what a client's developer reads, without a request to anywhere.

In:  openapi.json as the BFF serves it.
Out: DocsView: operations by tag, all schemas; tables of rows are fragments that stand in it.
How: of the document's own words alone, in its order. A schema becomes rows of properties; what is
     a component is a link, so that one that contains itself ends.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bffgen.emit.going import told_of
from bffgen.emit.pageview import (
    AnsweredView,
    BodyView,
    DocsView,
    GroupView,
    Html,
    OperationView,
    Piece,
    RowsView,
    RowView,
    Said,
    SchemaView,
)
from bffgen.emit.render import fragment
from bffgen.model.canonical import Json
from bffgen.model.deprecation import Deprecation
from bffgen.model.place import tokens

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
_CODE = re.compile(r"`([^`]+)`")
_DEEPEST = 6
"""Inline objects within each other that become rows; deeper ones are named as what they are."""

_COUNTS = {
    "string": ("minLength", "maxLength", "characters"),
    "array": ("minItems", "maxItems", "elements"),
    "object": ("minProperties", "maxProperties", "properties"),
}


_NOTHING: Final[Mapping[str, Deprecation]] = {}


def view_docs(document: bytes, going: Mapping[str, Deprecation] = _NOTHING) -> DocsView:
    """View a contract as a page.

    Args:
        going: what is told of operations that go, by `METHOD path`.
    """
    return _Page(_mapping(json.loads(document)), going).view()


def operation_anchor(name: str) -> str:
    """Name the place of an operation on the page, by its operationId or else its `METHOD path`."""
    return _anchor("operation", name)


class _Page:
    """One document on its way to a page."""

    def __init__(self, document: Mapping[str, Json], going: Mapping[str, Deprecation]) -> None:
        self._document, self._going = document, going
        self._components = _mapping(document.get("components"))

    def view(self) -> DocsView:
        info = _mapping(self._document.get("info"))
        servers = _list(self._document.get("servers"))
        return DocsView(
            title=_text(info, "title"),
            version=_text(info, "version"),
            said=_paragraphs(info),
            servers=tuple(_text(_mapping(each), "url") for each in servers),
            schemes=tuple(self._schemes()),
            groups=tuple(self._groups()),
            schemas=tuple(self._schemas()),
        )

    def _schemes(self) -> Iterator[tuple[str, str]]:
        for name, each in _mapping(self._components.get("securitySchemes")).items():
            written = self._behind(each)
            kind = " ".join(_text(written, key) for key in ("type", "scheme", "in", "name"))
            said = _text(written, "description")
            yield name, f"{' '.join(kind.split())}. {' '.join(said.split())}".strip()

    def _groups(self) -> Iterator[GroupView]:
        told = {_text(_mapping(e), "name"): e for e in _list(self._document.get("tags"))}
        by_tag: dict[str, list[OperationView]] = {}
        for path, item in _mapping(self._document.get("paths")).items():
            shared = self._behind(item)
            for method in _METHODS:
                if method in shared:
                    operation = _mapping(shared[method])
                    tag = next((t for t in _list(operation.get("tags")) if isinstance(t, str)), "")
                    view = self._operation(method, path, operation, shared)
                    by_tag.setdefault(tag, []).append(view)
        for tag, operations in by_tag.items():
            yield GroupView(
                name=tag or "operations",
                anchor=_anchor("tag", tag or "operations"),
                said=_paragraphs(_mapping(told.get(tag))),
                operations=tuple(operations),
            )

    def _operation(
        self, method: str, path: str, operation: Mapping[str, Json], shared: Mapping[str, Json]
    ) -> OperationView:
        key = f"{method.upper()} {path}"
        name = _text(operation, "operationId") or key
        written = [*_list(shared.get("parameters")), *_list(operation.get("parameters"))]
        found = [self._behind(each) for each in written]
        parameters = {(_text(each, "in"), _text(each, "name")): each for each in found}
        body = self._behind(operation.get("requestBody"))
        return OperationView(
            anchor=operation_anchor(name),
            method=method.upper(),
            path=path,
            name=name,
            heading=_text(operation, "summary") or name,
            is_deprecated=operation.get("deprecated") is True or key in self._going,
            going=told_of(self._going[key]) if key in self._going else "",
            said=_paragraphs(operation),
            security=tuple(self._security(operation)),
            parameters=_table(
                self._row(name, each, place=place) for (place, name), each in parameters.items()
            ),
            bodies=tuple(self._bodies(body)),
            answers=tuple(
                self._answered(status, self._behind(each))
                for status, each in _mapping(operation.get("responses")).items()
            ),
        )

    def _security(self, operation: Mapping[str, Json]) -> Iterator[str]:
        written = operation.get("security", self._document.get("security"))
        for alternative in _list(written):
            needed = [
                name + (f" ({', '.join(map(str, _list(scopes)))})" if scopes else "")
                for name, scopes in _mapping(alternative).items()
            ]
            yield " and ".join(needed) or "none"

    def _answered(self, status: str, written: Mapping[str, Json]) -> AnsweredView:
        headers = _mapping(written.get("headers"))
        return AnsweredView(
            status=status,
            family=status[:1] if status[:1].isdigit() else "other",
            said=_paragraphs(written),
            headers=_table(self._row(name, self._behind(each)) for name, each in headers.items()),
            bodies=tuple(self._bodies(written)),
            opened=" open" if status.startswith("2") else "",
        )

    def _bodies(self, written: Mapping[str, Json]) -> Iterator[BodyView]:
        for media_type, each in _mapping(written.get("content")).items():
            media = self._behind(each)
            schema = media.get("schema")
            yield BodyView(
                media_type=media_type,
                kind=self._kind(schema),
                rows=_table(() if _is_reference(schema) else self._rows(schema, "", 0)),
                example=self._example(media),
            )

    def _example(self, media: Mapping[str, Json]) -> str:
        named = [self._behind(each) for each in _mapping(media.get("examples")).values()]
        found = [media["example"]] if "example" in media else []
        found += [each["value"] for each in named if "value" in each]
        return json.dumps(found[0], indent=2, ensure_ascii=False) if found else ""

    def _schemas(self) -> Iterator[SchemaView]:
        for name, schema in _mapping(self._components.get("schemas")).items():
            written = _mapping(schema)
            yield SchemaView(
                name=name,
                anchor=_anchor("schema", name),
                said=_paragraphs(written),
                kind=self._kind(schema),
                notes=tuple(_notes(written)),
                rows=_table(self._rows(schema, "", 0)),
            )

    # -- schemas --------------------------------------------------------------------------------

    def _row(
        self, name: str, written: Mapping[str, Json], *, place: str = "", required: bool = False
    ) -> RowView:
        """View a parameter or header, whose schema is within; a property is its own schema."""
        media = next(iter(_mapping(written.get("content")).values()), None)
        inner = written.get("schema", _mapping(media).get("schema"))
        schema: Json = dict(written) if inner is None else inner
        notes = [*_notes(self._behind(schema))]
        if inner is not None and "example" in written:
            notes.append(f"such as {_literal(written['example'])}")
        return RowView(
            name=name,
            place=place,
            is_required=required or written.get("required") is True,
            is_deprecated=written.get("deprecated") is True,
            kind=self._kind(schema),
            said=_paragraphs(written) or _paragraphs(self._behind(schema)),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _rows(self, schema: Json, way: str, depth: int) -> Iterator[RowView]:
        """View the properties of an object, of those within it and of what is all of several."""
        written = _mapping(schema)
        if depth > _DEEPEST:
            return
        for part in _list(written.get("allOf")):
            if not _is_reference(part):
                yield from self._rows(part, way, depth + 1)
        if "items" in written and not _is_reference(written["items"]):
            yield from self._rows(written["items"], f"{way}[]", depth + 1)
        values = written.get("additionalProperties")
        if isinstance(values, dict) and not _is_reference(values):
            yield from self._rows(values, f"{way}.*" if way else "*", depth + 1)
        required = _list(written.get("required"))
        for name, each in _mapping(written.get("properties")).items():
            inner = f"{way}.{name}" if way else name
            yield self._row(inner, _mapping(each), required=name in required)
            if not _is_reference(each):
                yield from self._rows(each, inner, depth + 1)

    def _kind(self, schema: Json) -> tuple[Piece, ...]:
        """Name what a schema admits, components as links."""
        if not isinstance(schema, dict):
            return (("anything" if schema is not False else "nothing", "", ""),)
        if _is_reference(schema):
            path = tokens(str(schema["$ref"]).partition("#")[2])
            name = path[-1] if path else ""
            if name in _mapping(self._components.get("schemas")):
                return (("", name, _anchor("schema", name)),)
            return ((name or "anything", "", ""),)
        for key, word in (("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")):
            several = _list(schema.get(key))
            kinds = [self._kind(each) for each in several if key != "allOf" or _is_reference(each)]
            if kinds:
                return tuple(_joined(kinds, word))
        if "items" in schema:
            return (("list of ", "", ""), *self._kind(schema["items"]))
        values = schema.get("additionalProperties")
        if isinstance(values, dict) and "properties" not in schema:
            return (("map of ", "", ""), *self._kind(values))
        types = schema.get("type", "object" if "properties" in schema else "")
        names = [str(each) for each in (types if isinstance(types, list) else [types]) if each]
        if schema.get("nullable") is True:
            names.append("null")
        named = " or ".join(names) or ("listed" if _listed(schema) else "anything")
        form = f" ({schema['format']})" if isinstance(schema.get("format"), str) else ""
        return ((named + form, "", ""),)

    def _behind(self, written: Json) -> Mapping[str, Json]:
        """Follow references to where something is described."""
        found = _mapping(written)
        for _ in range(_DEEPEST):
            if not _is_reference(found):
                return found
            here: Json = dict(self._document)
            for token in tokens(str(found["$ref"]).partition("#")[2]):
                here = _mapping(here).get(token)
            found = _mapping(here)
        return found


def _notes(schema: Mapping[str, Json]) -> Iterator[str]:
    """Say what bounds a value, in words."""
    for least, most, of in _COUNTS.values():
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            yield f"{low} to {high} {of}" if low != high else f"{low} {of}"
        elif low is not None or high is not None:
            yield f"at least {low} {of}" if low is not None else f"at most {high} {of}"
    bounds = (
        ("minimum", "at least"),
        ("exclusiveMinimum", "above"),
        ("maximum", "at most"),
        ("exclusiveMaximum", "below"),
        ("multipleOf", "a multiple of"),
        ("pattern", "matches"),
        ("default", "by default"),
    )
    for key, word in bounds:
        if (key in schema and not isinstance(schema[key], bool)) or (
            key == "default" and key in schema
        ):
            yield f"{word} {_literal(schema[key])}"
    if listed := _listed(schema):
        yield (
            f"one of {', '.join(map(_literal, listed))}"
            if len(listed) > 1
            else (f"always {_literal(listed[0])}")
        )
    if schema.get("uniqueItems") is True:
        yield "each once"
    if schema.get("readOnly") is True or schema.get("writeOnly") is True:
        yield "only in answers" if schema.get("readOnly") is True else "only in requests"
    examples = _list(schema.get("examples")) or ([schema["example"]] if "example" in schema else [])
    if examples and not isinstance(examples[0], dict | list):
        yield f"such as {_literal(examples[0])}"


def _listed(schema: Mapping[str, Json]) -> list[Json]:
    return [schema["const"]] if "const" in schema else _list(schema.get("enum"))


def _literal(value: Json) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _joined(kinds: Iterable[tuple[Piece, ...]], word: str) -> Iterator[Piece]:
    for number, kind in enumerate(kinds):
        if number:
            yield (word, "", "")
        yield from kind


def _table(rows: Iterable[RowView]) -> Html:
    """Write rows as a fragment; empty without any."""
    listed = tuple(rows)
    return fragment("bff/docs/rows.html.jinja", RowsView(rows=listed)) if listed else Html(text="")


def _paragraphs(written: Mapping[str, Json]) -> tuple[Said, ...]:
    """Give a description paragraph by paragraph; what stands in backticks is code."""
    text = _text(written, "description").replace("\r\n", "\n")
    joined = (" ".join(each.split()) for each in text.split("\n\n") if each.strip())
    return tuple(_spans(each) for each in joined)


def _spans(text: str) -> Said:
    """Take a paragraph apart: a text and the code behind it, again and again."""
    parts = _CODE.split(text)
    return tuple(zip(parts[::2], (*parts[1::2], ""), strict=True))


def _anchor(kind: str, name: str) -> str:
    """Name a place of the page; other characters than letters and digits are spelled out."""
    plain = "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in name)
    return f"{kind}-{plain}"


def _is_reference(schema: Json) -> bool:
    return isinstance(schema, dict) and isinstance(schema.get("$ref"), str)


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _text(written: Mapping[str, Json], key: str) -> str:
    value = written.get(key)
    return value if isinstance(value, str) else ""
