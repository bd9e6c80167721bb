# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `saveThing`: join the sources, then build the answer."""

from pydantic import MISSING

from .. import models
from ..answers import SaveThing204, SaveThingResponse
from ..models import SaveThingRequest
from ..ports import SaveThingUpstreams
from ..runtime.call import Call
from ..sources import save_thing as found


async def save_thing(
    request: SaveThingRequest, up: SaveThingUpstreams, call: Call
) -> SaveThingResponse:
    """Waits: things 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        source.required(up.save_thing(send_things(request), request.id), cap_ms=250)
    return SaveThing204()


def send_things(request: SaveThingRequest) -> found.SentThings:
    """Build what `things` is sent, which validates it; what is absent stays absent."""
    return build_thing(request.body)


def build_thing(thing: models.Thing) -> found.SentThings:
    """Build a `SentThings`, those inside it included."""
    return found.SentThings(
        name=thing.name,
        count=thing.count,
        payment=MISSING if thing.payment is MISSING else build_payment(thing.payment),
        parts=MISSING if thing.parts is MISSING else [build_thing(part) for part in thing.parts],
    )


def build_payment(
    payment: models.Card | models.Invoice,
) -> found.SentThingsPaymentCard | found.SentThingsPaymentInvoice:
    """Build `SentThingsPaymentCard` or `SentThingsPaymentInvoice`, by what `payment` is."""
    if isinstance(payment, models.Card):
        return found.SentThingsPaymentCard(method=payment.method, brand=payment.brand)
    return found.SentThingsPaymentInvoice(method=payment.method, due_on=payment.due_on)
