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
    """Waits: things 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        things = source.required(up.get_thing(request.id), cap_ms=250)
    return GetThing200(build_thing(things.value))


def build_thing(things: found.Things) -> Thing:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Thing(
        id=things.id,
        payment=build_payment(things.payment),
        history=(
            MISSING
            if things.history is MISSING
            else [build_payment(history_item) for history_item in things.history]
        ),
        latest=(
            MISSING
            if things.latest is MISSING
            else {key: build_payment(latest_item) for key, latest_item in things.latest.items()}
        ),
        refund=(
            MISSING
            if things.refund is MISSING
            else None
            if things.refund is None
            else build_payment(things.refund)
        ),
    )


def build_payment(
    payment: found.ThingsPaymentCard | found.ThingsPaymentInvoice | found.ThingsPaymentWallet,
) -> Card | Invoice | Wallet:
    """Build `Card`, `Invoice` or `Wallet`, by what `payment` is."""
    if isinstance(payment, found.ThingsPaymentCard):
        return Card(method=payment.method, brand=payment.brand, last_digits=payment.last_digits)
    if isinstance(payment, found.ThingsPaymentInvoice):
        return Invoice(method=payment.method, due_on=payment.due_on)
    return Wallet(method=payment.method, provider=payment.provider)
