"""What one OpenAPI document says, as values: operations, parameters, bodies, responses.

In:  nothing; `contract/lower.py` makes these values of a bundled document.
Out: Api with its operations in the document's order; a schema is an int of the pool.
How: each value carries pointers into `Api.document` (as written) and `Api.meaning` (2020-12
     spelling), which are the same pointers: names, docs and types are asked by place, equality
     of meaning by the pool.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bffgen.model.canonical import Json
from bffgen.model.place import Place
from bffgen.model.pool import Pool
from bffgen.model.security import SecurityScheme

In: TypeAlias = Literal["path", "query", "header", "cookie"]

# One way to be let in: (scheme, scopes), sorted by scheme, scopes sorted. The empty one is
# "anonymous".
Alternative: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """One representation of a body.

    Attributes:
        media_type: as written, with its parameters; may be a range such as `image/*`.
        schema: None where the document describes no schema.
        schema_pointer: where the schema stands (a `$ref` is not followed).
    """

    media_type: str
    schema: int | None
    schema_pointer: str | None
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of an operation, path-item parameters included.

    Attributes:
        style: filled in from the location where the document is silent.
        explode: filled in from the style where the document is silent.
        media_type: set where the value travels as `content` and not by `style`.
        schema_pointer: where the schema stands (a `$ref` is not followed).
        pointer: the parameter object, behind its `$ref`.
    """

    name: str
    location: In
    required: bool
    style: str
    explode: bool
    media_type: str | None
    schema: int
    schema_pointer: str
    description: str
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
        media_type: set where the value travels as `content` and not in the style `simple`.
    """

    name: str
    required: bool
    media_type: str | None = None
    schema: int | None
    schema_pointer: str | None
    description: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an operation answers under one status entry.

    Attributes:
        status: three digits, a range such as `2XX`, or `default`.
        content: in the document's order; empty where the answer has no body.
    """

    status: str
    description: str
    headers: tuple[Header, ...]
    content: tuple[MediaType, ...]
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation.

    Attributes:
        key: `METHOD path`, the name that always stands.
        method: upper case.
        path: the template as written, without the server's base path.
        parameters: the path item's first, then the operation's own; Accept, Content-Type and
            Authorization headers are left out (OpenAPI 3.1.1 4.8.12.2.1).
        security: None where neither operation nor document says; the empty tuple says open.
        pointer: the operation object, behind a `$ref` of its path item.
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
    pointer: str

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One contract, lowered.

    Two Apis are equal only in one pool: whether two contracts mean the same, position by position,
    is asked of their ints.

    Attributes:
        document: bundled, as written; every `$ref` is local.
        meaning: the same pointers, every schema in 2020-12 spelling.
        operations: in the document's order.
        schemes: how callers prove who they are, in the document's order.
        base_path: path of the first server whose URL has no variables, `/v2`; "" without one.
        pool: where the schemas' ints live.
        place: from a pointer into document or meaning to the file its author wrote.
        files: (path, sha-256 of its bytes) of every file it is made of, sorted.
    """

    document: Json = field(hash=False)
    meaning: Json = field(hash=False)
    title: str
    version: str
    description: str
    operations: tuple[Operation, ...]
    schemes: tuple[SecurityScheme, ...]
    base_path: str
    pool: Pool
    place: Callable[[str], Place]
    files: tuple[tuple[str, str], ...]

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
