"""What an upstream answers to a hook: a class a status, its body read whole.

In:  classes of the statuses that are handed on, a status and the bytes that came with it.
Out: the class of that status with its body.
How: a class says by its base what its body is, as answers do; the reader of one is made once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, TypeVar, get_args

from .body import reader

T_co = TypeVar("T_co", covariant=True)

# One a type of a contract, so it grows no further than that.
_READERS: Final[dict[type[object], Callable[[bytes], object]]] = {}


@dataclass(frozen=True, slots=True)
class Reply(Generic[T_co]):
    """One status of an upstream's operation with its body; each status is a subclass.

    Attributes:
        status: of HTTP, set by the subclass.
        body: as the upstream's contract has it; None where it has none.
    """

    status: ClassVar[int]
    body: T_co


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
