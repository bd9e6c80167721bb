"""What is asked again under one key is done once (draft-ietf-httpapi-idempotency-key-header).

In:  requests of an operation whose contract has a header for a key; a store of answers.
Out: the first answer again, 409 while it is being made, 422 for another request under its key;
     keys for upstreams, each call of a request its own and the same when the request comes again.
How: the route claims the key between parsing and planning. From there on the request is answered in
     a task of its own, which ends whatever becomes of who waits for it. An answer that says no more
     than "try again" gives the key free, once the writes that the request left behind have ended.
"""

import asyncio
import json
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, fields
from hashlib import sha256
from http import HTTPStatus
from typing import Any, ClassVar, Final, Protocol, Unpack
from uuid import UUID, uuid4, uuid5

from pydantic_core import to_jsonable_python
from starlette.requests import Request
from starlette.responses import Response

from .answer import RawHeaders, RawResponse, Ready
from .body import MISSING
from .call import Call
from .exchange import EXCHANGE
from .identity import Caller
from .parse import header_text
from .problem import Refused
from .replays import Claimed, KeptAnswer, Replays
from .running import running_bff
from .scalar import TextBounds
from .serve import Respond
from .writes import OwnWrites

REPLAYED: Final = (b"idempotency-replayed", b"true")
_SOON: Final = (b"retry-after", b"1")

_TRY_AGAIN: Final = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
"""Answers that are not kept, as those of 500 and above: nothing came of the request."""

_NAMES: Final = UUID("6f1c1f5e-5c0a-5e0b-9a57-6d2b0c1e7a41")
"""Under which the keys for upstreams are made (RFC 9562 5.5)."""


class AnyRequest(Protocol):
    """A request as it was parsed: a dataclass of its contract."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Idempotency:
    """What an operation says of requests that come again.

    Attributes:
        header: of the contract, which carries the key.
        keep_s: how long an answer is kept.
        lease_s: the longest that a request, with the writes that it begins, is on its way.
    """

    header: str
    keep_s: int
    lease_s: int

    async def answered(self, http: Request, respond: Respond) -> Response:
        """Answer a request to its end, even where nobody waits for it any more."""
        claim = _Claim(self, http)
        task = asyncio.ensure_future(claim.answered(respond))
        try:
            return await asyncio.shield(task)
        finally:
            if not task.done():
                claim.abandon(task)


def key_text(http: Request, name: str, **bounds: Unpack[TextBounds]) -> str:
    """Read the key of a request, which has to be sent."""
    if name not in http.headers:
        raise Refused(HTTPStatus.BAD_REQUEST, "idempotency-missing")
    return header_text(http, name, required=True, **bounds)


async def claim(http: Request, call: Call, request: AnyRequest) -> None:
    """Claim the key of a request; its plan begins after it.

    Args:
        request: as it was parsed, so that the same members in another order are the same request.

    Raises:
        Ready: it was answered before.
        Refused: it is being answered, or the key is another request's.
    """
    await _CLAIM.get().take(http, call, request)


def forwarded(operation: str) -> str:
    """Give the key that an upstream is sent with one call of an operation.

    Two calls of one request have keys of their own, in their order; where the client sent no key
    they are good for this request alone.
    """
    found = _CLAIM.get(None)
    return str(uuid4()) if found is None else found.key_for(operation)


class _Claim:
    """The key of one request."""

    __slots__ = ("_base", "_calls", "_facts", "_http", "_key", "_replays", "_token", "_writes")

    def __init__(self, facts: Idempotency, http: Request) -> None:
        running = running_bff(http.scope)
        if running.replays is None:
            raise RuntimeError("an operation that keeps its answers needs a store of them")
        self._facts = facts
        self._http = http
        self._replays: Replays = running.replays
        self._writes = OwnWrites(running.writes)
        self._base = uuid4()
        self._calls = Counter[str]()
        self._key = ""
        self._token: int | None = None

    async def take(self, http: Request, call: Call, request: AnyRequest) -> None:
        """Claim the key, where one was sent."""
        sent = http.headers.get(self._facts.header)
        if sent is None:
            return
        # Of two callers, and for two operations, one text is two keys.
        who = call.identity
        caller = who.model_dump(include={"sub", "client_id"}) if isinstance(who, Caller) else None
        scoped = json.dumps([EXCHANGE.get().operation, caller, sent.strip(" \t")])
        key = sha256(scoped.encode()).hexdigest()
        self._base = uuid5(_NAMES, scoped)
        digest = _digest(request)
        found = await self._replays.claim(key, digest, lease_s=self._facts.lease_s)
        if isinstance(found, Claimed):
            self._key, self._token = key, found.token
        elif found.digest != digest:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "idempotency-reused")
        elif found.answer is None:
            raise Refused(HTTPStatus.CONFLICT, "idempotency-running", headers=[_SOON])
        else:
            kept = found.answer
            raise Ready(RawResponse(kept.status, kept.body, [*kept.headers, REPLAYED]))

    def key_for(self, operation: str) -> str:
        """Give the key of the next call of an upstream's operation."""
        self._calls[operation] += 1
        return str(uuid5(self._base, f"{operation} {self._calls[operation]}"))

    async def answered(self, respond: Respond) -> Response:
        """Answer the request, then keep what it was told, or give its key free."""
        _CLAIM.set(self)
        try:
            response = await respond(self._http, self._writes)
        except BaseException:
            await self._release()
            raise
        if self._token is not None:
            await self._settle(self._token, response)
        return response

    def abandon(self, task: asyncio.Task[Response]) -> None:
        """Go on without who waited; a request that was not whole yet is not answered at all."""
        if self._token is None:
            task.cancel()
        else:
            running_bff(self._http.scope).writes.hold(task)

    async def _settle(self, token: int, response: Response) -> None:
        if isinstance(response, RawResponse) and _is_told(response.status_code):
            answer = KeptAnswer(response.status_code, _own(response), bytes(response.body))
            await self._replays.keep(self._key, token, answer, keep_s=self._facts.keep_s)
        elif self._writes.are_out:
            # Until they have ended nobody knows what is done: the key is still at work.
            running_bff(self._http.scope).writes.hold(asyncio.ensure_future(self._release()))
        else:
            await self._release()

    async def _release(self) -> None:
        await self._writes.settle()
        if self._token is not None:
            await self._replays.release(self._key, self._token)


_CLAIM: ContextVar[_Claim] = ContextVar("claim")
"""The key that the running code answers under; set in the request's own task."""


def _is_told(status: int) -> bool:
    """Say whether an answer tells what came of the request."""
    return status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _TRY_AGAIN


def _own(response: RawResponse) -> RawHeaders:
    """Give the headers that a response was made with."""
    return [each for each in response.raw_headers if each[0] != b"content-length"]


def _digest(request: AnyRequest) -> str:
    """Give a digest of what was asked: by values, whatever order a client writes members in."""
    values = {each.name: getattr(request, each.name) for each in fields(request)}
    asked = {
        name: to_jsonable_python(value, by_alias=True, bytes_mode="base64")
        for name, value in values.items()
        if value is not MISSING
    }
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
