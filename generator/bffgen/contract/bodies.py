"""Lower what stands beside a request line or a status: bodies, their parts, headers, links.

In:  a document that is being lowered.
Out: RequestBody, Response, MediaType, Encoding, Header and Link values; each object is lowered
     once.
How: an object is known by its pointer, behind its `$ref`, so what many operations share is shared.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bffgen.contract.reading import Reading, said, text
from bffgen.model.api import Encoding, Header, Link, MediaType, RequestBody, Response
from bffgen.model.canonical import canonical_bytes
from bffgen.model.place import join

_STATUS: Final = re.compile(r"[1-5](?:[0-9][0-9]|XX)|default")
# Where one of these is written a part travels by its style, and its content type is ignored
# (OpenAPI 3.1.1 4.8.15.1.2).
_STYLED: Final = frozenset(("style", "explode", "allowReserved"))


class Bodies:
    """The bodies of one document, as far as they were asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._contents: dict[str, tuple[MediaType, ...]] = {}
        self._responses: dict[tuple[str, str], Response] = {}

    def body(self, pointer: str) -> RequestBody:
        """Lower the request body at a pointer."""
        return RequestBody(
            required=self._reading.mapping(pointer).get("required") is True,
            content=self.content(pointer),
            pointer=pointer,
        )

    def content(self, pointer: str) -> tuple[MediaType, ...]:
        """Lower the `content` of what stands at a pointer."""
        found = self._contents.get(pointer)
        if found is None:
            found = tuple(self._media_types(join(pointer, "content")))
            self._contents[pointer] = found
        return found

    def _media_types(self, content: str) -> Iterator[MediaType]:
        for media_type in self._reading.mapping(content):
            pointer = self._reading.behind(join(content, media_type))
            written = self._reading.mapping(pointer)
            schema = join(pointer, "schema") if "schema" in written else None
            item = join(pointer, "itemSchema") if "itemSchema" in written else None
            last = join(pointer, "itemEncoding")
            if schema is None and item is None:
                self._reading.suppose(pointer, True)
            yield MediaType(
                media_type=media_type,
                schema=None if schema is None else self._reading.schema(schema),
                schema_pointer=schema,
                encoding=tuple(self._encodings(join(pointer, "encoding"))),
                item_schema=None if item is None else self._reading.schema(item),
                item_pointer=item,
                prefix_encoding=tuple(self._by_position(pointer)),
                item_encoding=self._encoding("", last) if "itemEncoding" in written else None,
                pointer=pointer,
            )

    def _encodings(self, pointer: str) -> Iterator[Encoding]:
        for name in self._reading.mapping(pointer):
            yield self._encoding(name, join(pointer, name))

    def _by_position(self, media_type: str) -> Iterator[Encoding]:
        for number, pointer in enumerate(self._reading.below(media_type, "prefixEncoding")):
            yield self._encoding(str(number), pointer)

    def _encoding(self, name: str, pointer: str) -> Encoding:
        written = self._reading.mapping(pointer)
        style = None
        if _STYLED.intersection(written):
            style = said(written, "style") or "form"
        return Encoding(
            name=name,
            content_type=said(written, "contentType"),
            style=style,
            explode=written.get("explode", style in (None, "form")) is True,
            allow_reserved=written.get("allowReserved") is True,
            headers=self._headers(pointer),
            pointer=pointer,
        )

    def responses(self, operation: str, *, has_content: bool = True) -> Iterator[Response]:
        """Lower the responses of the operation at a pointer.

        Args:
            has_content: what HEAD answers has none; what is declared is GET's (RFC 9110 9.3.2).
        """
        for status in self._reading.mapping(join(operation, "responses")):
            if status.startswith("x-"):
                continue
            where = join(operation, "responses", status)
            known = status if status == "default" else status.upper()
            if not _STATUS.fullmatch(known):
                self._reading.leave_out(where, f"`{status}` is no status, no range such as `2XX`")
                continue
            pointer = self._reading.behind(where)
            if (known, pointer) not in self._responses:
                self._responses[known, pointer] = self._response(known, pointer)
            found = self._responses[known, pointer]
            yield found if has_content else replace(found, content=())

    def _response(self, status: str, pointer: str) -> Response:
        return Response(
            status=status,
            description=text(self._reading.mapping(pointer), "description"),
            headers=self._headers(pointer),
            content=self.content(pointer),
            links=tuple(self._links(join(pointer, "links"))),
            pointer=pointer,
        )

    def _links(self, links: str) -> Iterator[Link]:
        for name in self._reading.mapping(links):
            if name.startswith("x-"):
                continue
            pointer = self._reading.behind(join(links, name))
            written = self._reading.mapping(pointer)
            given = self._reading.mapping(join(pointer, "parameters"))
            server = self._reading.mapping(join(pointer, "server"))
            has_body = "requestBody" in written
            yield Link(
                name=name,
                operation_id=said(written, "operationId"),
                operation_ref=said(written, "operationRef"),
                parameters=tuple(
                    (each, canonical_bytes(given[each]).decode()) for each in sorted(given)
                ),
                body=canonical_bytes(written["requestBody"]).decode() if has_body else None,
                server=said(server, "url"),
                pointer=pointer,
            )

    def _headers(self, holder: str) -> tuple[Header, ...]:
        names = self._reading.mapping(join(holder, "headers"))
        # OpenAPI 3.1.1 4.8.15.1.1, 4.8.17.1: a header of this name shall be ignored.
        kept = (name for name in names if name.lower() != "content-type")
        return tuple(self._header(name, join(holder, "headers", name)) for name in kept)

    def _header(self, name: str, where: str) -> Header:
        pointer = self._reading.behind(where)
        written = self._reading.mapping(pointer)
        media = next(iter(self.content(pointer)), None)
        schema = join(pointer, "schema") if "schema" in written else None
        schema = media.schema_pointer if media else schema
        if schema is None:
            self._reading.suppose(pointer, {"type": "string"})
        return Header(
            name=name,
            required=written.get("required") is True,
            explode=written.get("explode") is True,
            media_type=media.media_type if media else None,
            schema=None if schema is None else self._reading.schema(schema),
            schema_pointer=schema,
            description=text(written, "description"),
            deprecated=written.get("deprecated") is True,
            pointer=pointer,
        )
