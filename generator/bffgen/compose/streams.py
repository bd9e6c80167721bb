"""Which operations answer with a stream: events, lines of JSON, a socket. None is composed.

In:  an operation of the client's contract or of an upstream's.
Out: whether it streams; the warning that it is answered 501.
How: by media type, by `itemSchema` (OpenAPI 3.2), by the status 101. One that has another form as
     well is answered in that.
"""

from bffgen.model.api import Api, MediaType, Operation, Response
from bffgen.model.finding import Effect, Finding, Mark, finding
from bffgen.model.media import bare

_STREAMS = frozenset(
    (
        *("text/event-stream", "application/x-ndjson", "application/ndjson"),
        *("application/jsonl", "application/json-seq", "application/geo+json-seq"),
        "multipart/x-mixed-replace",
    )
)
_SWITCHING = "101"


def stream(operation: Operation) -> tuple[Response, str] | None:
    """Give the success that is nothing but a stream, and what it is; None where there is none."""
    switching = operation.response(_SWITCHING)
    if switching is not None:
        return switching, "a WebSocket"
    for response in operation.responses:
        streams = [each for each in response.content if is_stream(each)]
        is_success = response.status.startswith("2")
        if is_success and streams and len(streams) == len(response.content):
            return response, bare(streams[0].media_type)
    return None


def is_stream(media: MediaType) -> bool:
    """Say whether a body of this form has no end that is known."""
    return media.item_pointer is not None or bare(media.media_type) in _STREAMS


def unstreamed(api: Api, operation: Operation) -> Finding | None:
    """Warn of an operation that streams, which is answered 501."""
    found = stream(operation)
    if found is None:
        return None
    response, what = found
    mark = Mark(place=api.place(response.pointer), on="key")
    return finding(
        "compose-stream-unsupported",
        mark,
        effect=Effect.RISKY,
        operation=operation.name,
        stream=what,
    )
