"""How clients are told of failures: as problems, or in the words of their own contract.

In:  the members of a problem.
Out: the JSON value that is sent, and its media type.
How: a context variable that the shell sets where a BFF has words of its own, so that what answers
     before any route is known tells them as well.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, NotRequired, TypedDict, cast

from .body import Json


class Place(TypedDict):
    """One place of a request that is outside the contract."""

    pointer: str
    message: str


class ProblemMembers(TypedDict):
    """A problem as JSON has it (RFC 9457 3)."""

    type: str
    title: str
    status: int
    code: str
    instance: NotRequired[str]
    errors: NotRequired[list[Place]]


@dataclass(frozen=True, slots=True)
class Telling:
    """How failures are told.

    Attributes:
        tell: makes what is sent of a problem.
        media_type: what that is sent as.
    """

    tell: Callable[[ProblemMembers], Json]
    media_type: str


def _as_it_is(problem: ProblemMembers) -> Json:
    return cast("Json", problem)


AS_PROBLEM: Final = Telling(_as_it_is, "application/problem+json")

TELLING: ContextVar[Telling] = ContextVar("telling")
"""How the failures of the request are told that the running code is for."""
