# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetThing200, GetThingResponse, Invoice, Price, Thing
from ..models import GetThingRequest
from ..ports import GetThingUpstreams
from ..runtime.call import Call
from ..sources import get_thing as found


async def get_thing(
    request: GetThingRequest, up: GetThingUpstreams, call: Call
) -> GetThingResponse:
    """Waits: thing 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        thing = source.required(up.get_thing(request.id), cap_ms=250)
    return GetThing200(build_thing(thing.value))


def build_thing(thing: found.Thing) -> Thing:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Thing(
        id=thing.id,
        price=(
            Price(amount=thing.list_.amount)
            if thing.offer is MISSING or thing.offer is None
            else Price(amount=thing.offer.amount)
        ),
        first=(
            Price(amount=thing.parts[0].amount)
            if thing.parts is not MISSING and thing.parts
            else None
            if thing.offer is MISSING or thing.offer is None
            else Price(amount=thing.offer.amount)
        ),
        parts=(
            MISSING
            if thing.parts is MISSING
            else [Price(amount=part.amount) for part in thing.parts]
        ),
        payment=(
            build_payment(thing.paid)
            if thing.paid is not MISSING
            else MISSING
            if thing.due is MISSING
            else build_payment(thing.due)
        ),
    )


def build_payment(payment: found.ThingPaidCard | found.ThingPaidInvoice) -> Card | Invoice:
    """Build `Card` or `Invoice`, by what `payment` is."""
    if isinstance(payment, found.ThingPaidCard):
        return Card(method=payment.method, brand=payment.brand, last_digits=payment.last_digits)
    return Invoice(method=payment.method, due_on=payment.due_on)
