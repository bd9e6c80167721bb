# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetThing200, GetThingResponse, Invoice, Thing, Wallet
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
        payment=build_payment(thing.payment),
        brand=(
            MISSING
            if not isinstance(thing.payment, found.ThingPaymentCard)
            else thing.payment.brand
        ),
        digits=(
            "none"
            if not isinstance(thing.payment, found.ThingPaymentCard)
            else thing.payment.last_digits
        ),
    )


def build_payment(
    payment: found.ThingPaymentCard | found.ThingPaymentInvoice | found.ThingPaymentWallet,
) -> Card | Invoice | Wallet:
    """Build `Card`, `Invoice` or `Wallet`, by what `payment` is."""
    if isinstance(payment, found.ThingPaymentCard):
        return Card(method=payment.method, brand=payment.brand, last_digits=payment.last_digits)
    if isinstance(payment, found.ThingPaymentInvoice):
        return Invoice(method=payment.method, due_on=payment.due_on)
    return Wallet(method=payment.method, provider=payment.provider)
