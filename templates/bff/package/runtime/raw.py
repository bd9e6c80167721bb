"""An operation that no class is made of: a function of the team answers it as it comes.

In:  a request, the body that comes with it; what the contract has of the answers.
Out: the function's response; or HookFailed for one whose status or media type no contract has.
How: who may call, how long the function takes and how much of a body is read is held as for every
     operation. What a request and an answer say is the function's own to read and to write: it may
     answer a stream, which goes on after the operation's time.
"""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from .body import MISSING
from .call import Call
from .fetch import HookFailed
from .hooked import name_of, waited
from .incoming import Incoming
from .media_range import bare, is_within
from .parse import path_text

__all__ = ["Promised", "RawRequest", "Response", "raw_answered"]


class RawRequest:
    """A request as it came.

    Attributes:
        method: in capitals.
        path: the parameters of the path, decoded.
        query: the parameters of the query, decoded; one may come several times.
        headers: in any case.
    """

    __slots__ = ("_incoming", "headers", "method", "path", "query")

    def __init__(self, http: Request, incoming: Incoming | MISSING = MISSING) -> None:
        self.method: str = http.scope["method"]
        self.path: Mapping[str, str] = {name: path_text(http, name) for name in http.path_params}
        self.query: QueryParams = http.query_params
        self.headers: Headers = http.headers
        self._incoming = None if incoming is MISSING else incoming

    @property
    def media_type(self) -> str:
        """Give the media type of its body as the client wrote it; empty where none comes."""
        return "" if self._incoming is None else self._incoming.media_type

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read its body as it comes, once.

        Raises:
            BodyRefused: it is too large, or too slow; the client is told so.
        """
        if self._incoming is not None:
            async for piece in self._incoming.pieces():
                yield piece

    async def body(self) -> bytes:
        """Read its whole body, once; empty where none comes.

        Raises:
            BodyRefused: it is too large, or too slow; the client is told so.
        """
        return b"".join([piece async for piece in self.pieces()])


class Promised:
    """What a contract has of the answers of one operation.

    Args:
        types: by status, range such as `2XX`, or `default`: the media types, ranges included, in
            lower case and without parameters; none where it has no body.
    """

    __slots__ = ("_types",)

    def __init__(self, types: Mapping[str, Sequence[str]]) -> None:
        self._types = types

    def wrong(self, response: Response) -> str:
        """Say what of an answer the contract does not have; empty where it has all."""
        status = str(response.status_code)
        keys = (status, f"{status[0]}XX", "default")
        types = next((self._types[key] for key in keys if key in self._types), None)
        if types is None:
            return f"answered {status}, which the contract does not have"
        told = response.headers.get("content-type", "")
        name = bare(told)
        if not types:
            return f"answered {status} as `{name}`, which has no body" if name else ""
        if not name:
            return f"answered {status} without a media type"
        if is_within(name, types):
            return ""
        return f"answered {status} as `{name}`, which the contract has not"


async def raw_answered(given: Awaitable[Response], promised: Promised, call: Call) -> Response:
    """Wait for what a function answers, and hold it to the statuses of its operation.

    Args:
        given: what the function was called for; not awaited yet.

    Raises:
        UpstreamFailed: `budget`, where the plan has ended before.
        HookFailed: no answer of the contract.
    """
    name = name_of(given)
    response: object = await waited(given, call)
    if not isinstance(response, Response):
        raise HookFailed(f"`{name}` gave {type(response).__name__}, no response")
    wrong = promised.wrong(response)
    if wrong:
        raise HookFailed(f"`{name}` {wrong}")
    return response
