"""Lower one bundled OpenAPI document to an Api.

In:  a Bundle (contract/refs.py): every `$ref` is local, every pointer knows its author's place.
Out: an Api in 2020-12 meaning whose schemas are ints of the pool; or every fault found.
How: one pass over paths, operations and what they hold, in the document's order; what several
     operations refer to is read where it stands, so one fault is one finding.
"""

import re
from collections.abc import Iterator
from typing import Final, cast, get_args

from bffgen.contract.dialect import modern
from bffgen.contract.fields import kind
from bffgen.contract.schemes import read_schemes, read_security
from bffgen.model.api import (
    Api,
    Header,
    In,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
)
from bffgen.model.bundle import Bundle
from bffgen.model.canonical import Json
from bffgen.model.finding import Finding, Mark, finding
from bffgen.model.grammar import METHODS
from bffgen.model.place import join
from bffgen.model.pool import Pool
from bffgen.model.tree import at, has, local_pointer

_TEMPLATE_NAME: Final = re.compile(r"\{([^{}/]+)\}")
# RFC 3986 appendix B: what stands before the path of a URL, and the path.
_URL_PATH: Final = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)")
_STATUS: Final = re.compile(r"[1-5](?:[0-9][0-9]|XX)|default")
# OpenAPI 3.1.1 4.8.12.2.1: a header parameter of these names shall be ignored.
_NOT_PARAMETERS: Final = frozenset(("accept", "content-type", "authorization"))
# What OpenAPI 3.2 knows and no BFF can keep yet: (location, style).
_LEFT_OUT: Final = frozenset((("querystring", None), ("cookie", "cookie")))
# OpenAPI 3.1.1 4.8.12.2.2: the first of a location is its default.
_STYLES: Final[dict[In, tuple[str, ...]]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}


def lower(
    bundle: Bundle, pool: Pool, meaning: dict[str, Json] | None = None
) -> Api | tuple[Finding, ...]:
    """Give a document's meaning, or all that keeps it from having one.

    Linear in the size of the document; what the pool has met before costs one look-up.

    Args:
        meaning: the document in 2020-12 spelling, where it was made before.
    """
    reading = _Reading(bundle, pool, meaning or modern(bundle.document))
    operations = tuple(reading.operations())
    schemes = read_schemes(reading)
    if reading.faults:
        return tuple(reading.faults)
    head = reading.mapping(join("", "info"))
    return Api(
        document=bundle.document,
        meaning=reading.meaning,
        title=_text(head, "title"),
        version=_text(head, "version"),
        description=_text(head, "description"),
        operations=operations,
        schemes=schemes,
        base_path=_base_path(bundle.document),
        pool=pool,
        place=bundle.place,
        files=bundle.files,
    )


class _Reading:
    """One document while it is read, with the faults met so far."""

    def __init__(self, bundle: Bundle, pool: Pool, meaning: Json) -> None:
        self.bundle, self.pool, self.meaning = bundle, pool, meaning
        # Each fault once, in the order it was met.
        self.faults: dict[Finding, None] = {}
        self._named: dict[str, tuple[str, str]] = {}
        self._parameters: dict[str, Parameter | None] = {}

    # What stands at a pointer.

    def mapping(self, pointer: str) -> dict[str, Json]:
        """Give the mapping at a pointer, an empty one where there is none."""
        value = at(self.meaning, pointer) if has(self.meaning, pointer) else {}
        if isinstance(value, dict):
            return value
        self.refuse(pointer, f"{kind(value)} where a mapping belongs")
        return {}

    def below(self, pointer: str, key: str) -> Iterator[str]:
        """Give the pointers of what a mapping or a list under a key holds, references followed."""
        value = self.mapping(pointer).get(key, {})
        if isinstance(value, list):
            for number in range(len(value)):
                yield self.behind(join(pointer, key, number))
        else:
            for name in self.mapping(join(pointer, key)):
                if not name.startswith("x-"):
                    yield self.behind(join(pointer, key, name))

    def behind(self, pointer: str) -> str:
        """Follow the reference that stands at a pointer to the object that it names."""
        here, seen = pointer, {pointer}
        while True:
            value = at(self.meaning, here)
            target = local_pointer(value.get("$ref")) if isinstance(value, dict) else None
            if target is None or target in seen or not has(self.meaning, target):
                return here
            seen.add(target)
            here = target

    def refuse(self, pointer: str, problem: str) -> None:
        place = self.bundle.place(pointer)
        self.faults[finding("input-openapi-structure", place, problem=problem)] = None

    # Operations.

    def operations(self) -> Iterator[Operation]:
        for path in self.mapping("/paths"):
            if path.startswith("x-"):
                continue
            pointer = join("/paths", path)
            items = list(dict.fromkeys((pointer, self.behind(pointer))))
            met: set[str] = set()
            for item in items:
                for method, where in self._methods(item):
                    if method not in met and not self._is_left_out([*items, where]):
                        met.add(method)
                        yield self._operation(method, path, pointer, items, where)

    def _methods(self, item: str) -> Iterator[tuple[str, str]]:
        for key in self.mapping(item):
            if key in METHODS:
                yield key.upper(), join(item, key)
            elif key == "additionalOperations":
                for method in self.mapping(join(item, key)):
                    yield method, join(item, key, method)

    def _is_left_out(self, holders: list[str]) -> bool:
        """Say whether an operation has a parameter that contract/unsupported.py names."""
        parameters = (
            self.mapping(pointer)
            for holder in holders
            for pointer in self.below(holder, "parameters")
        )
        return any((each.get("in"), each.get("style")) in _LEFT_OUT for each in parameters)

    def _operation(
        self, method: str, path: str, path_pointer: str, items: list[str], pointer: str
    ) -> Operation:
        written = self.mapping(pointer)
        parameters = self._merged([*reversed(items), pointer])
        self._check_template(path, path_pointer, parameters)
        body = "requestBody" in written
        return Operation(
            key=f"{method} {path}",
            operation_id=self._operation_id(f"{method} {path}", pointer),
            method=method,
            path=path,
            summary=_text(written, "summary"),
            description=_text(written, "description"),
            tags=tuple(each for each in _list(written.get("tags")) if isinstance(each, str)),
            deprecated=written.get("deprecated") is True,
            parameters=parameters,
            body=self._body(self.behind(join(pointer, "requestBody"))) if body else None,
            responses=tuple(self._responses(pointer, has_content=method != "HEAD")),
            security=read_security(self, pointer),
            pointer=pointer,
        )

    def _operation_id(self, key: str, pointer: str) -> str | None:
        name = self.mapping(pointer).get("operationId")
        if not isinstance(name, str):
            return None
        where = join(pointer, "operationId")
        # Two paths may refer to one path item: then one place names two operations.
        first_key, first = self._named.setdefault(name, (key, where))
        if first_key != key:
            marks = (self.bundle.place(where), self.bundle.place(first))
            self.faults[finding("input-operation-id-twice", *marks, name=name)] = None
        return name

    # Parameters.

    def _merged(self, holders: list[str]) -> tuple[Parameter, ...]:
        """Merge the parameters of path item and operation: the later wins by (name, location)."""
        merged: dict[tuple[str, str], Parameter] = {}
        for holder in holders:
            for pointer in self.below(holder, "parameters"):
                if pointer not in self._parameters:
                    self._parameters[pointer] = self._parameter(pointer)
                found = self._parameters[pointer]
                if found is not None:
                    folded = found.name.lower() if found.location == "header" else found.name
                    merged[folded, found.location] = found
        return tuple(
            each
            for (name, location), each in merged.items()
            if not (location == "header" and name in _NOT_PARAMETERS)
        )

    def _parameter(self, pointer: str) -> Parameter | None:
        written = self.mapping(pointer)
        name, location = written.get("name"), written.get("in")
        if not isinstance(name, str) or not name:
            self.refuse(pointer, "a parameter without `name`")
            return None
        if location not in get_args(In):
            self.refuse(pointer, f"parameter `{name}` is in none of {_listed(get_args(In))}")
            return None
        where = cast(In, location)
        media = next(iter(self._content(pointer)), None)
        schema_pointer = media.schema_pointer if media else join(pointer, "schema")
        if schema_pointer is None or not has(self.meaning, schema_pointer):
            self.refuse(pointer, f"parameter `{name}` has neither `schema` nor `content`")
            return None
        style = written.get("style", _STYLES[where][0])
        if style not in _STYLES[where]:
            said = f"`style: {style}`" if isinstance(style, str) else kind(style)
            known = _listed(_STYLES[where])
            self.refuse(join(pointer, "style"), f"{said} where {known} belongs in a {where}")
            return None
        return Parameter(
            name=name,
            location=where,
            # OpenAPI 3.1.1 4.8.12.2.1: a path parameter is always there.
            required=written.get("required") is True or where == "path",
            style=str(style),
            explode=written.get("explode", style == "form") is True,
            media_type=media.media_type if media else None,
            schema=self.pool.intern(self.meaning, schema_pointer),
            schema_pointer=schema_pointer,
            description=_text(written, "description"),
            pointer=pointer,
        )

    def _check_template(self, path: str, pointer: str, parameters: tuple[Parameter, ...]) -> None:
        """Hold the names in the braces of a path against its path parameters."""
        declared = {each.name: each for each in parameters if each.location == "path"}
        written = _TEMPLATE_NAME.findall(path)
        for found in _TEMPLATE_NAME.finditer(path):
            if found[1] not in declared:
                mark = Mark(
                    place=self.bundle.place(pointer),
                    on="key",
                    offset=found.start(),
                    width=len(found[0]),
                )
                self.faults[finding("input-path-parameter", mark, name=found[1], path=path)] = None
        for name, each in declared.items():
            if name not in written:
                mark = Mark(place=self.bundle.place(join(each.pointer, "name")))
                self.faults[finding("input-path-parameter", mark, name=name, path=path)] = None

    # Bodies and responses.

    def _body(self, pointer: str) -> RequestBody:
        return RequestBody(
            required=self.mapping(pointer).get("required") is True,
            content=tuple(self._content(pointer)),
            pointer=pointer,
        )

    def _content(self, pointer: str) -> Iterator[MediaType]:
        for media_type in self.mapping(join(pointer, "content")):
            where = self.behind(join(pointer, "content", media_type))
            schema = join(where, "schema") if "schema" in self.mapping(where) else None
            yield MediaType(
                media_type=media_type,
                schema=None if schema is None else self.pool.intern(self.meaning, schema),
                schema_pointer=schema,
                pointer=where,
            )

    def _responses(self, operation: str, *, has_content: bool) -> Iterator[Response]:
        """Lower what an operation answers.

        Args:
            has_content: what HEAD answers has none; what is declared is GET's (RFC 9110 9.3.2).
        """
        for status in self.mapping(join(operation, "responses")):
            if status.startswith("x-"):
                continue
            known = status if status == "default" else status.upper()
            if not _STATUS.fullmatch(known):
                where = join(operation, "responses", status)
                self.refuse(where, f"`{status}` is no status, no range such as `2XX`")
                continue
            pointer = self.behind(join(operation, "responses", status))
            yield Response(
                status=known,
                description=_text(self.mapping(pointer), "description"),
                headers=tuple(self._headers(pointer)),
                content=tuple(self._content(pointer)) if has_content else (),
                pointer=pointer,
            )

    def _headers(self, response: str) -> Iterator[Header]:
        for name in self.mapping(join(response, "headers")):
            # OpenAPI 3.1.1 4.8.17.1: a response header of this name shall be ignored.
            if name.lower() == "content-type":
                continue
            pointer = self.behind(join(response, "headers", name))
            written = self.mapping(pointer)
            media = next(iter(self._content(pointer)), None)
            schema = join(pointer, "schema") if "schema" in written else None
            schema = media.schema_pointer if media else schema
            yield Header(
                name=name,
                required=written.get("required") is True,
                media_type=media.media_type if media else None,
                schema=None if schema is None else self.pool.intern(self.meaning, schema),
                schema_pointer=schema,
                description=_text(written, "description"),
                pointer=pointer,
            )


def _base_path(document: dict[str, Json]) -> str:
    for server in _list(document.get("servers")):
        url = server.get("url") if isinstance(server, dict) else None
        if isinstance(url, str) and "{" not in url and (found := _URL_PATH.match(url)):
            return found[1].rstrip("/")
    return ""


def _text(written: dict[str, Json], key: str) -> str:
    value = written.get(key)
    return value if isinstance(value, str) else ""


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{each}`" for each in names)
