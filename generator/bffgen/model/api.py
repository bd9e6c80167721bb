"""What one OpenAPI document says, as values: operations, parameters, bodies, responses.

In:  nothing; `contract/lower.py` makes these values of a bundled document.
Out: Api with its operations in the document's order; a schema is an int of the pool.
How: each value carries pointers into `Api.document` (as written) and `Api.meaning` (2020-12
     spelling), which are the same pointers: names, docs and types are asked by place, equality
     of meaning by the pool.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.finding import Finding
from bffgen.model.place import Place
from bffgen.model.pool import Pool
from bffgen.model.security import SecurityScheme

# `querystring` is the whole query as one value (OpenAPI 3.2.0 4.12.1).
In: TypeAlias = Literal["path", "query", "header", "cookie", "querystring"]

# One way to be let in: (scheme, scopes), sorted by scheme, scopes sorted. The empty one is
# "anonymous".
Alternative: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariable:
    """A name in the braces of a server's URL.

    Attributes:
        enum: the values it may have, as written; empty where any text will do.
        default: what stands for it where nobody says otherwise.
    """

    name: str
    enum: tuple[str, ...]
    default: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where operations are reached.

    Attributes:
        url: as written; may be relative to where the document is served.
        variables: of the names in its braces, in the document's order.
        pointer: of the server object; of the holder of the list where none is written.
    """

    url: str
    variables: tuple[ServerVariable, ...] = ()
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one part of a form or multipart body travels (OpenAPI 3.1.1 4.8.15).

    Attributes:
        name: of the property; of a part that is known by its position, the position.
        content_type: as written, media types joined by commas; None where the schema decides.
        style: None where neither style, explode nor allowReserved is written: then the part
            travels by its content type.
        explode: filled in from the style where the document is silent.
        headers: of the part of a multipart body.
        pointer: the encoding object.
    """

    name: str
    content_type: str | None
    style: str | None
    explode: bool
    allow_reserved: bool
    headers: "tuple[Header, ...]"
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One representation of a body.

    Attributes:
        media_type: as written, with its parameters; may be a range such as `image/*`.
        schema: None where the document describes no schema.
        schema_pointer: where the schema stands (a `$ref` is not followed).
        encoding: of the parts that have one, in the document's order.
        item_schema: of each streamed item, where the document describes a sequence (OpenAPI 3.2).
        item_pointer: where that schema stands.
        prefix_encoding: of the first parts of a sequence (OpenAPI 3.2).
        item_encoding: of its other parts.
    """

    media_type: str
    schema: int | None
    schema_pointer: str | None
    encoding: tuple[Encoding, ...] = ()
    item_schema: int | None = None
    item_pointer: str | None = None
    prefix_encoding: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an operation, path-item parameters included.

    Attributes:
        style: filled in from the location where the document is silent.
        explode: filled in from the style where the document is silent.
        allow_reserved: whether reserved characters travel as they are (RFC 3986 2.2).
        allow_empty: whether a query parameter may be named without a value.
        media_type: set where the value travels as `content` and not by `style`.
        schema_pointer: where the schema stands (a `$ref` is not followed).
        sunset: the text of `x-sunset`, where there is one.
        pointer: the parameter object, behind its `$ref`.
    """

    name: str
    location: In
    required: bool
    style: str
    explode: bool
    allow_reserved: bool = False
    allow_empty: bool = False
    media_type: str | None
    schema: int
    schema_pointer: str
    description: str
    deprecated: bool = False
    sunset: str | None = None
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What a client may send as the body; `content` in the document's order."""

    required: bool
    content: tuple[MediaType, ...]
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One header of a response; `schema` is None where the document describes none.

    Attributes:
        explode: of the style `simple`, the only one that a header has.
        media_type: set where the value travels as `content` and not in the style `simple`.
    """

    name: str
    required: bool
    explode: bool = False
    media_type: str | None = None
    schema: int | None
    schema_pointer: str | None
    description: str
    deprecated: bool = False
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How values of an answer are used in a further call (OpenAPI 3.1.1 4.8.20).

    Attributes:
        operation_id: of the operation that is called; None where `operation_ref` says it, or none.
        parameters: (name as written, what it is given as JSON), sorted by name.
        body: what the request body is, as JSON.
        server: the URL of a server that takes the place of the operation's own.
        pointer: the link object, behind a `$ref`.
    """

    name: str
    operation_id: str | None
    operation_ref: str | None
    parameters: tuple[tuple[str, str], ...]
    body: str | None
    server: str | None
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an operation answers under one status entry.

    Attributes:
        status: three digits, a range such as `2XX`, or `default`.
        content: in the document's order; empty where the answer has no body.
        links: in the document's order.
    """

    status: str
    description: str
    headers: tuple[Header, ...]
    content: tuple[MediaType, ...]
    links: tuple[Link, ...] = ()
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """What the BFF calls back while an operation goes on (OpenAPI 3.1.1 4.8.18).

    Attributes:
        expression: the URL that is called, with its runtime expressions.
        operations: what is called there; `path` of each is the expression.
        pointer: the path item under the expression.
    """

    name: str
    expression: str
    operations: "tuple[Operation, ...]"
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation.

    Attributes:
        key: `METHOD path`, the name that always stands; of a webhook `webhook METHOD name`, of a
            callback `KEY callback NAME METHOD expression` with the key of its operation.
        method: upper case.
        path: the template as written, without the server's base path; the name of a webhook, the
            expression of a callback.
        parameters: the path item's first, then the operation's own; Accept, Content-Type and
            Authorization headers are left out (OpenAPI 3.1.1 4.8.12.2.1).
        security: None where neither operation nor document says; the empty tuple says open. What
            the document says is about who calls the BFF, so of a webhook or a callback only its
            own word counts.
        servers: the operation's over the path item's over the document's; never empty, as `/`
            stands where none is written. Of a webhook or a callback they say nothing.
        callbacks: in the document's order; one that leads back into itself is not entered again.
        sunset: the text of `x-sunset`, where there is one.
        pointer: the operation object, behind a `$ref` of its path item.
        item_pointer: the path item under its path, before a `$ref`.
    """

    key: str
    operation_id: str | None
    method: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[Alternative, ...] | None
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    sunset: str | None = None
    pointer: str
    item_pointer: str = ""

    @property
    def name(self) -> str:
        """Give the operationId, or `METHOD path` where there is none."""
        return self.operation_id or self.key

    def parameter(self, location: In, name: str) -> Parameter | None:
        """Find a parameter; header names fold case."""
        fold = str.lower if location == "header" else str
        for each in self.parameters:
            if each.location == location and fold(each.name) == fold(name):
                return each
        return None

    def response(self, status: str) -> Response | None:
        """Find the entry written for exactly this status."""
        return next((each for each in self.responses if each.status == status), None)

    def answered_as(self, status: str) -> Response | None:
        """Find the entry that speaks for a status of three digits: its own, its class, `default`.

        Source:
            OpenAPI 3.1.1 4.8.16: an exact code is stronger than its range.
        """
        order = (status, f"{status[0]}XX", "default")
        return next((found for each in order if (found := self.response(each)) is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One contract, lowered.

    Two Apis are equal only in one pool: whether two contracts mean the same, position by position,
    is asked of their ints.

    Attributes:
        document: bundled, as written; every `$ref` is local.
        meaning: the same pointers, every schema in 2020-12 spelling.
        operations: in the document's order.
        left_out: operations with what no BFF can keep yet (contract/unsupported.py); `operations`
            lacks them.
        same: operations that were not lowered, as they mean the same in the contract that this one
            is compared with: nothing but name, path and servers is there.
        webhooks: what the BFF calls of its own accord; `path` of each is the name of its webhook.
        schemes: how callers prove who they are, in the document's order.
        servers: of the document; never empty, as `/` stands where none is written.
        base_path: path of the first server whose URL has no variables, `/v2`; "" without one.
        pool: where the schemas' ints live.
        place: from a pointer into document or meaning to the file its author wrote.
        files: (path, sha-256 of its bytes) of every file it is made of, sorted.
        values: what each of them says, by its path.
        doubts: what is wrong with it beside which the rest keeps its meaning.
    """

    document: Json = field(hash=False)
    meaning: Json = field(hash=False)
    title: str
    version: str
    description: str
    operations: tuple[Operation, ...]
    left_out: tuple[Operation, ...] = ()
    same: tuple[Operation, ...] = ()
    webhooks: tuple[Operation, ...] = ()
    schemes: tuple[SecurityScheme, ...]
    servers: tuple[Server, ...] = ()
    base_path: str
    pool: Pool
    place: Callable[[str], Place]
    files: tuple[tuple[str, str], ...]
    values: Mapping[str, Json] = field(hash=False)
    doubts: tuple[Finding, ...] = ()

    def operation(self, name: str) -> Operation | None:
        """Find an operation by operationId or by `METHOD path`; an operationId wins."""
        by_key = None
        for each in self.operations:
            if each.operation_id == name:
                return each
            if each.key == name:
                by_key = each
        return by_key

    def scheme(self, name: str) -> SecurityScheme:
        """Find a security scheme by its name in the components.

        Raises:
            KeyError: for a name that no component has, which no contract that was read asks for.
        """
        found = next((each for each in self.schemes if each.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def of_schemas(document: Json, pool: Pool, place: Callable[[str], Place]) -> Api:
    """Give a document that nobody asks anything of: schemas of ours, in 2020-12 spelling.

    Args:
        place: from a pointer into the document to where people wrote it.
    """
    return Api(
        document=document,
        meaning=document,
        title="",
        version="",
        description="",
        operations=(),
        schemes=(),
        base_path="",
        pool=pool,
        place=place,
        files=(),
        values={},
    )
