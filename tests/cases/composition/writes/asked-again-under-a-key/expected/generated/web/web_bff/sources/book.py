# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `book`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.idempotency import forwarded
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import rooms


class Rooms(Body):
    """What is read of the source `rooms`."""

    id: str


class SentRooms(Body):
    """What the source `rooms` is sent."""

    room: str
    nights: Annotated[int, Field(ge=1)] | MISSING = MISSING


READ_ROOMS = reader(Rooms)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=100)


class BookCalls:
    """The calls of `book`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._rooms = services["rooms"]

    def book(self, body: SentRooms) -> Fetch[Rooms]:
        """Ask rooms for the source `rooms`: POST /bookings."""
        return self._rooms.fetch(
            rooms.book(body, forwarded("rooms.book")), READ_ROOMS, source="rooms", retry=RETRY
        )
