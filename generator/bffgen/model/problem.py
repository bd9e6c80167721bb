"""Problems: what a BFF answers beside success (RFC 9457), and how a contract already says so.

In:  an Api, a status, the file in which a response is to stand.
Out: the text of a `$ref` to a response or a schema that the contract has for problems.
How: what the contract does elsewhere is taken first, then what is named as the status is, then
     what it has for all of them.
"""

from collections import Counter
from posixpath import dirname, relpath
from typing import Final
from urllib.parse import quote

from bffgen.model.api import Api
from bffgen.model.canonical import Json
from bffgen.model.grammar import Kind, walk
from bffgen.model.place import join
from bffgen.model.spelling import words
from bffgen.model.tree import at, has, local_pointer

PROBLEM: Final = "application/problem+json"
# A status below it has no problem to tell.
_FIRST_PROBLEM: Final = 400

# Status -> (its name in RFC 9110 or where it is registered, what it says here).
_STATUSES: Final = {
    304: ("Not Modified", "The client has the answer already."),
    400: ("Bad Request", "The request is not what this contract asks for."),
    401: ("Unauthorized", "Credentials are missing or wrong."),
    403: ("Forbidden", "The credentials do not allow this."),
    404: ("Not Found", "There is nothing of that name."),
    408: ("Request Timeout", "The body came too slowly."),
    409: ("Conflict", "The state of things does not allow this now."),
    410: ("Gone", "This is gone and does not come back."),
    412: ("Precondition Failed", "A condition of the request does not hold."),
    413: ("Content Too Large", "The body is larger than is taken here."),
    414: ("URI Too Long", "The URL is longer than is taken here."),
    415: ("Unsupported Media Type", "The body has another media type than is taken here."),
    422: ("Unprocessable Content", "The request is not what this contract asks for."),
    428: ("Precondition Required", "The request needs a condition."),
    429: ("Too Many Requests", "Too many requests in too short a time."),
    431: ("Request Header Fields Too Large", "The headers are larger than is taken here."),
    500: ("Internal Server Error", "The answer could not be made."),
    501: ("Not Implemented", "This is not served yet."),
    502: ("Bad Gateway", "A service that is needed for the answer failed."),
    503: ("Service Unavailable", "This is not to be had now; a later try may succeed."),
    504: ("Gateway Timeout", "A service that is needed for the answer was late."),
}
# Former names of statuses, and what teams call their responses.
_ALSO_CALLED: Final = {
    401: ("unauthenticated",),
    413: ("PayloadTooLarge", "TooLarge"),
    422: ("Unprocessable", "Invalid"),
    429: ("RateLimited",),
    500: ("Internal",),
    502: ("UpstreamFailed",),
    503: ("Unavailable",),
    504: ("UpstreamTimeout",),
}
# What a response for every failure is called.
_FOR_ALL: Final = frozenset(("problem", "error", "failure", "errors", "problems", "default"))
# RFC 3986 3.5: what a fragment may hold as it is.
_FRAGMENT: Final = "/~!$&'()*+,;=:@?"


def description(status: int) -> str:
    """Say what a status means, in one sentence for the readers of a contract."""
    return _STATUSES.get(status, ("", "The request is refused."))[1]


def response_reference(api: Api, status: int, file: str) -> str:
    """Give the reference to a shared response for this status; empty where there is none.

    Args:
        file: where the reference is to stand; the text is relative to it.
    """
    if status < _FIRST_PROBLEM:
        return ""
    shared = _shared(api.document)
    used: Counter[tuple[str, str]] = Counter()
    for operation in api.operations:
        for response in operation.responses:
            used[response.status, response.pointer] += response.pointer in shared
    found = [
        *_most_used(used, str(status)),
        *(pointer for pointer, name in shared.items() if _is_named(name, status)),
        *_most_used(used, "default"),
        *(pointer for pointer, name in shared.items() if _FOR_ALL.intersection(words(name))),
    ]
    return _reference(api, found[0], file) if found else ""


def schema_reference(api: Api, file: str) -> str:
    """Give the reference to the schema that the contract has for problems; empty without one."""
    used: Counter[str] = Counter()
    for _, response, kind in walk(api.document, Kind.DOCUMENT):
        media = _mapping(_mapping(response.get("content")).get(PROBLEM))
        pointer = local_pointer(_mapping(media.get("schema")).get("$ref"))
        if kind is Kind.RESPONSE and pointer is not None:
            used[pointer] += 1
    ranked = sorted(used, key=lambda pointer: (-used[pointer], pointer))
    return _reference(api, ranked[0], file) if ranked else ""


def _shared(document: Json) -> dict[str, str]:
    """Give pointer -> name of each response of the components that is a problem."""
    where = join("", "components", "responses")
    found = _mapping(at(document, where)) if has(document, where) else {}
    return {
        join(where, name): name
        for name, response in found.items()
        if PROBLEM in _mapping(_mapping(response).get("content"))
    }


def _most_used(used: Counter[tuple[str, str]], status: str) -> list[str]:
    counted = [(-count, pointer) for (said, pointer), count in used.items() if said == status]
    return [pointer for count, pointer in sorted(counted) if count]


def _is_named(name: str, status: int) -> bool:
    """Say whether a response is called as a status is: `NotFound`, `404`, `GatewayTimeout`."""
    said = words(name)
    names = (str(status), _STATUSES.get(status, ("", ""))[0], *_ALSO_CALLED.get(status, ()))
    return any(said[: len(words(each))] == words(each) for each in names if each)


def _reference(api: Api, pointer: str, file: str) -> str:
    """Write the reference from a file to what stands at a pointer of the bundled document."""
    place = api.place(pointer)
    path = "" if place.document == file else relpath(place.document, dirname(file))
    fragment = f"#{quote(place.pointer, safe=_FRAGMENT)}" if place.pointer or not path else ""
    return path + fragment


def _mapping(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
