"""What the team decides itself."""

from web_bff.answers import Book201, Booking, BookResponse
from web_bff.ports import BookRequest, BookUpstreams, Call
from web_bff.sends import rooms


async def book(request: BookRequest, up: BookUpstreams, call: Call) -> BookResponse:
    """Book a room."""
    booked = await up.book(rooms.New(room=request.body.room))
    found = booked.body
    return Book201(Booking(id=found.id if found is not None else request.body.room))
