"""How a client is told of failures: the problems of a BFF, or the contract's own words for them.

In:  nothing; `contract/errors.py` makes Errors of composition.yaml, `compose/errors.py` Telling.
Out: values of `errors`, as written and as bound; the members of a problem with their schema.
How: what may stand in a problem is closed, so what is made of one is proved like any other value.

Source: RFC 9457; `runtime/problem.py` of a BFF, which says the same in Python.
"""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bffgen.model.builder import Builder
from bffgen.model.canonical import Json
from bffgen.model.place import Place

# Every code that a BFF tells by itself, and what it says.
TITLES: Final = {
    "invalid-request": "The request is outside the contract",
    "unauthenticated": "Who calls is not known",
    "forbidden": "The caller may not do this",
    "body-too-slow": "The body of the request took too long",
    "body-too-large": "The body of the request is larger than what is taken",
    "media-type-unsupported": "The body of the request is in a form that is not taken",
    "cursor-invalid": "The cursor is none of this list",
    "idempotency-missing": "The request has no key under which it is done once",
    "idempotency-running": "The first request under this key is still being answered",
    "idempotency-reused": "The key is that of another request",
    "not-found": "There is nothing here",
    "method-not-allowed": "The path does not take this method",
    "not-served": "This is not served yet",
    "conflict": "The request conflicts with the present state",
    "gone": "It is gone for good",
    "refused": "The request was refused",
    "upstream-timeout": "A part of the answer took too long",
    "upstream-unavailable": "A part of the answer is unavailable at the moment",
    "upstream-failed": "A part of the answer could not be had",
    "hook-failed": "The answer could not be computed",
    "internal": "Something went wrong on this side",
}
_PLACE: Final[Json] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["pointer", "message"],
    "properties": {"pointer": {"type": "string"}, "message": {"type": "string", "minLength": 1}},
}
# Member -> its schema; `errors` alone may be absent.
MEMBERS: Final[dict[str, Json]] = {
    "type": {"const": "about:blank"},
    "title": {"enum": [*TITLES.values()]},
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "code": {"enum": [*TITLES]},
    "instance": {"type": "string", "pattern": "^urn:trace:[0-9a-f]{32}$"},
    "errors": {"type": "array", "items": _PLACE},
}
SOMETIMES: Final = "errors"
PLACE_MEMBERS: Final = ("pointer", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """`errors: {body: .., media_type: ..}` as written.

    Attributes:
        media_type: in lower case, of the responses that carry it.
    """

    body: Builder
    media_type: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value that is always the same."""

    value: Json = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the problem, or of one of its places, where `of` is that."""

    name: str
    of: str = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A member in other words: (as it is, as it is told), and what all else becomes."""

    member: Member
    pairs: tuple[tuple[Json, Json], ...] = field(hash=False)
    default: Literal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A list with an element for each place of the request that is outside the contract."""

    item: "Told"
    limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """An object."""

    members: tuple[tuple[str, "Told"], ...]


Told: TypeAlias = Literal | Member | Words | Places | Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How failures are told, bound: what is built, and as what it travels."""

    body: Told
    media_type: str
