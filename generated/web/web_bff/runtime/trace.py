"""Which request this is: the trace that it belongs to, and its own id.

In:  the headers of a request.
Out: a Trace that goes to every upstream, and the request's id, which the client gets back.
How: W3C Trace Context (https://www.w3.org/TR/trace-context/): a whole `traceparent` is carried on
     with a span of ours, a malformed one counts as none. An id is taken only if it can do no harm
     in a header or a log.
"""

import os
import re
from collections.abc import Iterable
from typing import Final

_PARENT: Final = re.compile(
    rb"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?"
)
_STATE: Final = re.compile(rb"[ -~]{1,512}")
_REQUEST_ID: Final = re.compile(rb"[0-9A-Za-z._~-]{8,64}")


class Trace:
    """One request within its trace.

    Attributes:
        trace_id: 32 hexadecimal digits.
        request_id: the client's, or one of ours.
        headers: what every upstream is sent.
    """

    __slots__ = ("headers", "request_id", "trace_id")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Read the headers of a request, as ASGI has them."""
        parents: list[bytes] = []
        states: list[bytes] = []
        ids: list[bytes] = []
        for name, value in headers:
            if name == b"traceparent":
                parents.append(value)
            elif name == b"tracestate":
                states.append(value)
            elif name == b"x-request-id":
                ids.append(value)
        parent = _PARENT.fullmatch(parents[0]) if len(parents) == 1 else None
        # Version 00 has nothing behind the flags; a later one may.
        if parent is not None and parent[1] == b"00" and parent[4] is not None:
            parent = None
        self.trace_id = parent[2].decode() if parent is not None else os.urandom(16).hex()
        flags = parent[3].decode() if parent is not None else "00"
        span_id = os.urandom(8).hex()
        known = len(ids) == 1 and _REQUEST_ID.fullmatch(ids[0]) is not None
        self.request_id = ids[0].decode() if known else span_id
        made = (
            ("traceparent", f"00-{self.trace_id}-{span_id}-{flags}"),
            ("X-Request-Id", self.request_id),
        )
        state = b",".join(states)
        is_carried = parent is not None and _STATE.fullmatch(state) is not None
        self.headers: tuple[tuple[str, str], ...] = (
            (*made, ("tracestate", state.decode())) if is_carried else made
        )

    @property
    def urn(self) -> str:
        """Name this request in a problem (RFC 9457 3.1.5): what a client quotes, a log finds."""
        return f"urn:trace:{self.trace_id}"
