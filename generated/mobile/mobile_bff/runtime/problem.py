"""Failure told to the client: one closed set of codes, one form (RFC 9457).

In:  a code, a status, and for refused input where and why.
Out: bytes of application/problem+json that name no upstream and show no exception.
How: the title is fixed per code, so nothing that happened inside can leak through it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import quote

from .answer import NO_STORE, RawHeaders, RawResponse
from .exchange import EXCHANGE
from .telling import AS_PROBLEM, TELLING, ProblemMembers

Code: TypeAlias = Literal[
    "invalid-request",
    "unauthenticated",
    "forbidden",
    "body-too-slow",
    "body-too-large",
    "media-type-unsupported",
    "cursor-invalid",
    "idempotency-missing",
    "idempotency-running",
    "idempotency-reused",
    "not-found",
    "method-not-allowed",
    "not-served",
    "conflict",
    "gone",
    "refused",
    "upstream-timeout",
    "upstream-unavailable",
    "upstream-failed",
    "hook-failed",
    "internal",
]

TITLES: Final[Mapping[Code, str]] = {
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


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of a request that is outside the contract.

    Attributes:
        pointer: a URI fragment such as `#/query/px`: the part of the request, then the name.
        message: what was found and what the contract says.
    """

    pointer: str
    message: str


class Invalid(Exception):
    """A request outside the contract."""

    def __init__(self, *errors: Fault) -> None:
        super().__init__(*(f"{fault.pointer}: {fault.message}" for fault in errors))
        self.errors = errors


class Refused(Exception):
    """A request that is refused by a status and a code.

    Args:
        headers: that help the client to do better, or end the connection.
        errors: the places that are to blame, where one is.
    """

    def __init__(
        self, status: int, code: Code, *, headers: RawHeaders = (), errors: Sequence[Fault] = ()
    ) -> None:
        super().__init__(status, code)
        self.status = status
        self.code: Code = code
        self.headers = headers
        self.errors = tuple(errors)


class BodyRefused(Refused):
    """A request whose body is not read to its end."""


def token(name: str) -> str:
    """Write a name as a token of a JSON pointer in a URI fragment (RFC 6901 6)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@?-._")


def problem_response(
    status: int,
    code: Code,
    *,
    errors: Sequence[Fault] = (),
    headers: RawHeaders = (),
) -> RawResponse:
    """Write a problem; it is never stored.

    Args:
        errors: the places that are outside the contract, or not for this caller.
    """
    told: ProblemMembers = {
        "type": "about:blank",
        "title": TITLES[code],
        "status": status,
        "code": code,
    }
    exchange = EXCHANGE.get(None)
    if exchange is not None:
        exchange.code = code
        told["instance"] = exchange.trace.urn
    if errors:
        told["errors"] = [{"pointer": e.pointer, "message": e.message} for e in errors]
    telling = TELLING.get(AS_PROBLEM)
    return RawResponse(
        status,
        json.dumps(telling.tell(told), separators=(",", ":")).encode(),
        [(b"content-type", telling.media_type.encode("ascii")), NO_STORE, *headers],
    )
