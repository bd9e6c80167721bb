"""Parts of a request's body that only some callers may send.

In:  the body as JSON, who calls.
Out: nothing; AccessRefused, with the places of all parts that this caller may not send.
How: the way is followed through the JSON value itself, before a model reads it, so that a caller
     learns that a part is not for it and nothing of how it should have looked. Null is sent, too.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from http import HTTPStatus
from itertools import islice
from typing import Final

from .access import AccessRefused
from .body import Body, Json
from .faults import MOST_FAULTS
from .identity import Caller
from .problem import Fault, token


class _Each(Enum):
    EACH = "*"


EACH: Final = _Each.EACH
"""A step of a way to each element of an array."""

_SAID: Final = "is not for this caller to send"


class Part:
    """One part of a body, for callers with one of the roles or scopes."""

    __slots__ = ("_roles", "_scopes", "_way")

    def __init__(
        self, *way: str | _Each, roles: Sequence[str] = (), scopes: Sequence[str] = ()
    ) -> None:
        """Keep the way.

        Args:
            way: names of members from the body on, and EACH.
        """
        self._way = way
        self._roles = tuple(roles)
        self._scopes = tuple(scopes)

    def is_for(self, caller: Body | None) -> bool:
        """Say whether a caller may send it."""
        return isinstance(caller, Caller) and (
            caller.has_role(*self._roles) or caller.has_scope(*self._scopes)
        )

    def sent(self, value: Json) -> Iterator[str]:
        """Give the pointer of each place of a body where it was sent."""
        return _found(value, self._way)


class Guard:
    """All parts of a body that only some callers may send."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: Part) -> None:
        self._parts = parts

    def hold(self, value: Json, caller: Body | None) -> None:
        """Refuse a body that holds what its caller may not send.

        Raises:
            AccessRefused: with the places, MOST_FAULTS of them.
        """
        places = (
            place for part in self._parts if not part.is_for(caller) for place in part.sent(value)
        )
        faults = [Fault(f"#/body{place}", _SAID) for place in islice(places, MOST_FAULTS)]
        if faults:
            raise AccessRefused(HTTPStatus.FORBIDDEN, "forbidden", errors=faults)


def _found(value: Json, way: Sequence[str | _Each]) -> Iterator[str]:
    """Follow a way: the pointers of all that it leads to."""
    if not way:
        yield ""
        return
    step, *rest = way
    if isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield from (f"/{token(step)}{below}" for below in _found(value[step], rest))
    elif isinstance(value, list):
        for number, element in enumerate(value):
            yield from (f"/{number}{below}" for below in _found(element, rest))
