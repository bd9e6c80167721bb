"""What an upstream answers to a hook: a class a status, its body read whole.

In:  classes of the statuses that are handed on, a status and the bytes that came with it.
Out: the class of that status with its body; or a call that takes one status alone.
How: a class says by its base what its body is, as answers do; the reader of one is made once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, TypeVar, cast, get_args

from .body import reader
from .fetch import Fetch, UpstreamFailed
from .transport import UpstreamResponse
from .ways import Again, Keeping

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

JSON: Final = "application/json"
"""Also taken for the type of a body without one: nothing else is claimed, reading it decides."""

# One a type of a contract, so it grows no further than that.
_READERS: Final[dict[type[object], Callable[[bytes], object]]] = {}


@dataclass(frozen=True, slots=True)
class Reply(Generic[T_co]):
    """One status of an upstream's operation with its body; each status is a subclass.

    Attributes:
        status: of HTTP; types: media types of a body of bytes; set by the subclass.
        body: as the upstream's contract has it; None where it has none.
    """

    status: ClassVar[int]
    types: ClassVar[tuple[str, ...]] = ()
    body: T_co

    @classmethod
    def headers(cls, answer: UpstreamResponse) -> Mapping[str, object]:
        """Read the headers that the contract declares for this status, by their attributes."""
        return {}


R = TypeVar("R", bound=Reply[object])


def only(
    fetch: Fetch[Reply[object]],
    kind: type[R],
    *,
    retry: Again | None = None,
    cache: Keeping | None = None,
) -> Fetch[R]:
    """Take one status for the answer of a call; any other fails it, as it fails a plan's source.

    Args:
        kind: the class of that status.
        retry: when the call is made again; None makes it once.
        cache: how long its answer is kept; None keeps none.
    """
    if fetch.narrow is None:
        raise TypeError("a call that takes one status already")
    return cast("Fetch[R]", fetch.narrow(kind, retry, cache))


def body_of(
    fetch: Fetch[Reply[object]],
    kind: type[Reply[T]],
    *,
    retry: Again | None = None,
    cache: Keeping | None = None,
) -> Fetch[T]:
    """Take the body of one status for the answer of a call; any other status fails it.

    Args:
        kind: the class of that status.
        retry: when the call is made again; None makes it once.
        cache: how long its answer is kept; None keeps none.
    """
    whole = only(fetch, kind, retry=retry, cache=cache)

    async def begin(until: float) -> T:
        return (await whole.begin(until)).body

    return Fetch(begin, whole.is_write)


def replied(by_status: Mapping[int, type[R]], answer: UpstreamResponse) -> R:
    """Read an answer as the class of its status."""
    kind = by_status[answer.status]
    if has_body(kind) and not is_json(answer.headers.get("Content-Type", JSON)):
        raise UpstreamFailed("bad-body")
    return reply_of(kind, answer)


def is_json(content_type: str) -> bool:
    """Say whether a media type is JSON's own or one that is built upon it."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == JSON or media_type.endswith("+json")


def reply_of(kind: type[R], answer: UpstreamResponse) -> R:
    """Read an answer as the class of its status.

    Raises:
        UpstreamFailed: `bad-body`, of a body or a header too that its contract does not have.
    """
    made = cast("Callable[..., R]", kind)
    body = reading(body_type(kind))(answer.body) if has_body(kind) else None
    return made(body, **kind.headers(answer))


def body_type(kind: type[object]) -> type[object]:
    """Give what a class of a status carries: `Product` of `class Found(Answer[Product])`."""
    (base,) = vars(kind)["__orig_bases__"]
    carried: type[object] = get_args(base)[0]
    return carried


def has_body(kind: type[object]) -> bool:
    """Say whether anything is read of the bytes that come with a status."""
    return body_type(kind) is not type(None)


def reading(body: type[object]) -> Callable[[bytes], object]:
    """Give the function that reads a body; it raises UpstreamFailed, `bad-body`."""
    made = _READERS.get(body)
    if made is None:
        made = _READERS[body] = reader(body)
    return made
