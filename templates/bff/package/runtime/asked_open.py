"""A call of a function of the team of which some status carries bytes, which stay on their way.

In:  a request, a class a status: a Reply of Passed for bytes, of a body for JSON.
Out: a Fetch of these classes, as `Service.ask` gives it of calls that are read whole.
How: the status decides. Bytes are handed on with their first piece there, whatever they are; JSON
     is read whole within its limit. Nothing is made again, and nothing is kept.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar, cast

from .body import MISSING
from .fetch import Fetch, UpstreamFailed
from .passing import Passed, passed_of
from .reply import Reply, body_type, replied
from .transport import OpenResponse, UpstreamRequest, UpstreamResponse
from .upstream import MAX_BODY, Service, is_write
from .ways import Again, Keeping

R = TypeVar("R", bound=Reply[object])

_UNMAPPED: Final[Mapping[int, int]] = {}


def ask_open(
    service: Service,
    request: UpstreamRequest,
    *kinds: type[R],
    cap_ms: int,
    max_body: int = MAX_BODY,
    on_status: Mapping[int, int] = _UNMAPPED,
) -> Fetch[R]:
    """Say what to call; the arguments are those of `Service.ask`."""
    writes = is_write(request)
    begin = partial(_asked, service, request, kinds, cap_ms, max_body, on_status, writes)

    def narrow(kind: type[object], retry: Again | None, cache: Keeping | None) -> Fetch[object]:
        if retry is not None or cache is not None:
            raise TypeError("bytes on their way are neither asked for again nor kept")
        only = cast("type[Reply[object]]", kind)
        return ask_open(
            service, request, only, cap_ms=cap_ms, max_body=max_body, on_status=on_status
        )

    return Fetch(begin, is_write=writes, narrow=narrow)


async def _asked(
    service: Service,
    request: UpstreamRequest,
    kinds: tuple[type[R], ...],
    cap_ms: int,
    max_body: int,
    on_status: Mapping[int, int],
    writes: bool,
    until: float,
) -> R:
    own = asyncio.get_running_loop().time() + cap_ms / 1000
    limit = own if writes else min(until, own)
    by_status = {kind.status: kind for kind in kinds}
    types = [each for kind in kinds for each in kind.types]
    accept = ", ".join(dict.fromkeys((*types, "application/problem+json", "application/json")))
    with service.noting(""):
        try:
            accepting = replace(request, accepts=tuple(by_status))
            opened = await service.open(accepting, accept, limit)
            return await _reply(opened, by_status[opened.status], max_body, limit)
        except UpstreamFailed as failure:
            sending = request.sending if request.sending is not MISSING else None
            if sending is not None and sending.fault is not None:  # it was the client's
                raise sending.fault from None
            if failure.status is not None:
                failure.client_status = on_status.get(failure.status)
            raise


async def _reply(opened: OpenResponse, kind: type[R], max_body: int, until: float) -> R:
    if body_type(kind) is Passed:
        made = cast("type[Reply[Passed]]", kind)
        passed = await passed_of(opened, kind.types, max_body, until)
        answer = UpstreamResponse(status=opened.status, headers=opened.headers, body=b"")
        return cast("R", made(passed, **kind.headers(answer)))
    content = bytearray()
    try:
        async with asyncio.timeout_at(until):
            async for piece in opened.pieces():
                content += piece
                if len(content) > max_body:
                    raise UpstreamFailed("too-large")
    except TimeoutError:
        raise UpstreamFailed("timeout") from None
    finally:
        opened.close()
    answer = UpstreamResponse(status=opened.status, headers=opened.headers, body=bytes(content))
    return replied({kind.status: kind}, answer)
