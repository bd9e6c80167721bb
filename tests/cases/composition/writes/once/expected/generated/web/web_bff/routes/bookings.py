# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `bookings`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import BookResponse
from ..models import BookRequest, New
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.idempotency import Idempotency, claim, key_text
from ..runtime.json_body import JsonBody
from ..runtime.serve import Operation, serve
from ..sources.book import BookCalls

router = APIRouter()


BOOK = Operation(
    name="book",
    access=OPEN,
    budget_ms=1000,
    reserve_ms=30,
    invalid_status=422,
    once=Idempotency(header="Idempotency-Key", keep_s=90 * 60, lease_s=3),
)
BOOK_BODY = JsonBody(New)


@serve(router, BOOK, "POST", "/bookings")
async def book(http: Request, call: Call) -> BookResponse:
    """Book a room."""
    with Parsing(http):
        request = BookRequest(
            idempotency_key=key_text(http, "Idempotency-Key", min_length=8, max_length=80),
            body=await BOOK_BODY.read(http, call),
        )
    await claim(http, call, request)
    return await plans.book(request, BookCalls(services(http)), call)
