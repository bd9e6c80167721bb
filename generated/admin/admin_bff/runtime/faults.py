"""All faults of a request, told at once.

In:  the faults that parsers find while `with Parsing(http):` is open.
Out: one Invalid with all of them when the block ends; nothing where there is none.
How: the list lies in the scope of the request; a parser that finds none there raises by itself.
"""

from types import TracebackType
from typing import Final

from starlette.requests import Request

from .problem import Fault, Invalid

MOST_FAULTS: Final = 50
"""Faults that are told of one request: nobody reads more, and each is an answer's bytes."""

_FAULTS: Final = "bff.faults"


class Parsing:
    """Parse a whole request: `with Parsing(http):`; what a block that fails makes is no value.

    Another exception than Invalid ends the block at once.
    """

    __slots__ = ("_faults", "_http")

    def __init__(self, http: Request) -> None:
        self._http = http
        self._faults: list[Fault] = []

    def __enter__(self) -> None:
        """Begin to collect."""
        self._http.scope[_FAULTS] = self._faults

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raise what was found."""
        del self._http.scope[_FAULTS]
        if fault is None and self._faults:
            raise Invalid(*self._faults[:MOST_FAULTS])


def keep(http: Request, found: Invalid) -> None:
    """Keep the faults of one part of a request; outside of `Parsing` they are raised."""
    faults: list[Fault] | None = http.scope.get(_FAULTS)
    if faults is None:
        raise found
    faults.extend(found.errors)
