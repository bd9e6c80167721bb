"""A route of the contract: what is promised for every operation is done here, once.

In:  an operation's facts, its place, and a function that parses and answers.
Out: a route of the router; the function itself stays as it was, for tests to call.
How: sets the deadline by the moment of arrival, asks who calls before anything of the request is
     parsed, runs the function, and turns whatever is raised into a problem of the closed set.
     Nothing of an exception reaches the client.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol, TypeAlias, TypeVar

from fastapi import APIRouter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from .access import Access, AccessRefused
from .answer import Answer, AnswerBody, RawHeaders, RawResponse, Ready, respond, unchanged
from .body import broken_members
from .caching import SAYS_NOTHING, Caching
from .call import Call
from .cursor import CursorInvalid, Pages, is_cursor
from .exchange import EXCHANGE
from .fetch import HookFailed, Reason, UpstreamFailed
from .header import Unwritable
from .problem import Code, Invalid, Refused, problem_response
from .route import ExactRoute
from .running import running_bff
from .writes import Holding

A_co = TypeVar("A_co", bound=Answer[AnswerBody] | Response, covariant=True)

_log = logging.getLogger(__name__)

_HOOKS: Final = __name__.rsplit(".", 2)[0] + ".hooks"
"""The team's own module or package, a sister of the runtime."""


Respond: TypeAlias = Callable[[Request, Holding], Awaitable[Response]]
"""Answers a request, given what keeps the writes that it begins and does not wait for."""


class Once(Protocol):
    """Answers a request that may have come before."""

    async def answered(self, http: Request, respond: Respond) -> Response:
        """Give the answer of before, or a new one."""
        ...


class Announced(Protocol):
    """What is told of an operation that goes."""

    def headers(self, scope: Scope, path: str, *, has_page: bool) -> RawHeaders:
        """Write the headers of an answer to a request for a path template."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the contract and the composition say of one operation.

    Attributes:
        name: its operationId.
        access: who may call it.
        budget_ms: from arrival to the last byte of the answer.
        reserve_ms: of the budget, kept for building and writing the answer.
        invalid_status: answered to a request outside the contract.
        hook_fed: `Class.member`, as JSON names it, of each member whose value comes from a hook.
        tells_missing: whether an incomplete answer names what it goes without.
        caching: what caches are told of an answer.
        pages: how a list is given in pages; None where it is not.
        once: how a request that comes again is answered (idempotency.py); None answers it anew.
        deprecation: that it goes (deprecation.py), which each answer tells, problems as well.
    """

    name: str
    access: Access
    budget_ms: int
    reserve_ms: int
    invalid_status: int
    hook_fed: tuple[str, ...] = ()
    tells_missing: bool = True
    caching: Caching = SAYS_NOTHING
    pages: Pages | None = None
    once: Once | None = None
    deprecation: Announced | None = None


def serve(
    router: APIRouter, operation: Operation, method: str, path: str
) -> Callable[
    [Callable[[Request, Call], Awaitable[A_co]]], Callable[[Request, Call], Awaitable[A_co]]
]:
    """Serve an operation at a path of the contract.

    Args:
        method: in capitals.
        path: a path template of OpenAPI, its parameters in braces.
    """

    def register(
        answer: Callable[[Request, Call], Awaitable[A_co]],
    ) -> Callable[[Request, Call], Awaitable[A_co]]:
        served = _Served(operation, path, answer)
        router.routes.append(ExactRoute(path, method, served, name=operation.name))
        return answer

    return register


class _Served:
    """An operation as an ASGI app."""

    __slots__ = ("_answer", "_operation", "_path", "_plan_s")

    def __init__(
        self,
        operation: Operation,
        path: str,
        answer: Callable[[Request, Call], Awaitable[Answer[AnswerBody] | Response]],
    ) -> None:
        self._operation = operation
        self._path = path
        self._answer = answer
        self._plan_s = (operation.budget_ms - operation.reserve_ms) / 1000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http, once = Request(scope, receive), self._operation.once
        try:
            if once is None:
                response = await self._response(http, running_bff(scope).writes)
            else:
                response = await once.answered(http, self._response)
        except ClientDisconnect:
            _log.debug("%s: the client left before its request was whole", self._operation.name)
            return
        deprecation = self._operation.deprecation
        if deprecation is not None:
            has_page = running_bff(scope).has_page
            # Never written into the response: a function of the team may give one object again.
            send = _beside(send, deprecation.headers(scope, self._path, has_page=has_page))
        try:
            await response(scope, receive, send)
        # A server may raise where the client has gone: nobody is left to be answered.
        except (OSError, RuntimeError) as gone:
            _log.debug("%s: the client left before its answer: %s", self._operation.name, gone)

    async def _response(self, http: Request, writes: Holding) -> Response:
        scope, exchange = http.scope, EXCHANGE.get()
        ends_at = exchange.ends_at = exchange.arrived_at + self._plan_s
        freshness = exchange.freshness = self._operation.caching.freshness()
        exchange.operation = self._operation.name
        running, pages = running_bff(scope), self._operation.pages
        exchange.hold = writes.hold
        try:
            identity = await self._operation.access.admit(http, running.auth)
            exchange.caller = identity
            if identity is not None and freshness is not None:
                freshness.for_one_caller()
            seal = pages.seal(scope, running.cursor_keys) if pages is not None else None
            call = Call(
                ends_at=ends_at,
                writes=writes,
                identity=identity,
                config=running.config,
                seal=seal,
                resources=running.resources,
            )
            answer = await self._answer(http, call)
            if isinstance(answer, Response):
                return answer
            exchange.missing = {part.name: part.reason for part in answer.missing}
            cursor = answer.next_cursor
            link = pages.link(scope, cursor) if pages is not None and is_cursor(cursor) else None
            return respond(
                answer,
                scope["headers"],
                self._operation.caching,
                freshness,
                tells_missing=self._operation.tells_missing,
                link=link,
                stale=exchange.stale,
            )
        except ClientDisconnect:
            raise
        except UpstreamFailed as fault:
            if fault.client_status != HTTPStatus.NOT_MODIFIED:
                return _told(fault, self._operation)
            return unchanged(fault.headers, scope["headers"], self._operation.caching, freshness)
        # Whatever else was raised, the client gets an answer of the contract.
        except Exception as fault:
            return _told(fault, self._operation)


def _beside(send: Send, headers: RawHeaders) -> Send:
    """Send an answer with headers beside its own."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *headers]}
        await send(message)

    return sent


_LATE: Final[frozenset[Reason]] = frozenset({"timeout", "budget"})

_CODES: Final[Mapping[int, Code]] = {
    404: "not-found",
    409: "conflict",
    410: "gone",
    502: "upstream-failed",
    503: "upstream-unavailable",
    504: "upstream-timeout",
}


def _told(fault: Exception, operation: Operation) -> RawResponse:
    if isinstance(fault, AccessRefused):
        challenges = [(b"www-authenticate", each.encode("ascii")) for each in fault.challenges]
        return problem_response(fault.status, fault.code, errors=fault.errors, headers=challenges)
    if isinstance(fault, Invalid):
        return problem_response(operation.invalid_status, "invalid-request", errors=fault.errors)
    if isinstance(fault, Ready):
        return fault.response
    if isinstance(fault, Refused):
        return problem_response(
            fault.status, fault.code, errors=fault.errors, headers=fault.headers
        )
    if isinstance(fault, CursorInvalid):
        return problem_response(HTTPStatus.BAD_REQUEST, "cursor-invalid")
    if isinstance(fault, UpstreamFailed):
        return _upstream_failed(fault, operation)
    # Of a source the function's own exception is told, which says where it was raised.
    cause = fault.__cause__ if isinstance(fault, HookFailed) else fault
    inner = cause if isinstance(cause, Exception) else fault
    hook = _hook_of(inner)
    if hook or isinstance(fault, HookFailed):
        return _our_fault(
            "hook-failed", inner, operation, f"`{hook}` raised" if hook else str(fault)
        )
    members = frozenset[str]() if isinstance(fault, Unwritable) else broken_members(fault)
    if members is None:
        return _our_fault("internal", fault, operation)
    if not members.isdisjoint(operation.hook_fed):
        return _our_fault("hook-failed", fault, operation)
    _log.warning("%s: the answer is outside the contract: %s", operation.name, fault)
    return problem_response(HTTPStatus.BAD_GATEWAY, "upstream-failed")


def _upstream_failed(fault: UpstreamFailed, operation: Operation) -> RawResponse:
    status = fault.client_status
    if status is None:
        late = fault.reason in _LATE
        status = HTTPStatus.GATEWAY_TIMEOUT if late else HTTPStatus.BAD_GATEWAY
    return problem_response(status, _code(status))


def _code(status: int) -> Code:
    known = _CODES.get(status)
    if known is not None:
        return known
    return "refused" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "upstream-failed"


def _our_fault(code: Code, fault: Exception, operation: Operation, why: str = "") -> RawResponse:
    trace_id = EXCHANGE.get().trace.trace_id
    what = f"{code}, {why}" if why else code
    _log.error("%s: %s, trace %s", operation.name, what, trace_id, exc_info=fault)
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, code)


def _hook_of(fault: Exception) -> str:
    """Name the function of hooks that an exception came through; empty where none was on the way.

    The first one, as the plan calls it: what it calls of its own is of no use to who reads a log.
    """
    trace = fault.__traceback__
    while trace is not None:
        module: str = trace.tb_frame.f_globals.get("__name__", "")
        if module == _HOOKS or module.startswith(_HOOKS + "."):
            return trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    return ""
