"""Bodies that no contract has a schema for: none at all, and a problem that hooks tell.

In:  a status and a code, chosen by a function of the team.
Out: bodies that a class of a status takes as it takes one of the contract.
How: both are models like any other, so an answer is one kind of value whatever it carries.
"""

from http import HTTPStatus
from typing import Annotated, Final

from pydantic import Field

from .body import MISSING, Body


class NoBody(Body):
    """Nothing: the answer is its status and its headers."""


NO_BODY: Final = NoBody()


class Problem(Body):
    """A failure as `application/problem+json` (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: Annotated[str, Field(min_length=1)]
    detail: str | MISSING = MISSING


def problem(status: int, code: str, *, title: str = "", detail: str | MISSING = MISSING) -> Problem:
    """Tell a failure of the team's own domain.

    Args:
        status: that of the class which carries it.
        code: for programs to tell failures apart; it stays the same for good.
        title: for people; without one the words that HTTP has for the status.
        detail: what is particular to this one request; clients see it.
    """
    if not title:
        known = status in HTTPStatus.__members__.values()
        title = HTTPStatus(status).phrase if known else f"Status {status}"
    return Problem(title=title, status=status, code=code, detail=detail)
