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
    """Waits: saved 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        source.required(up.save_thing(send_saved(request), request.id), cap_ms=250)
    return SaveThing204()


def send_saved(request: SaveThingRequest) -> found.SentSaved:
    """Build what `saved` is sent, which validates it; what is absent stays absent."""
    return found.SentSaved(
        name=request.body.name,
        payment=MISSING if request.body.payment is MISSING else build_payment(request.body.payment),
        parts=(
            MISSING
            if request.body.parts is MISSING
            else [build_thing(part) for part in request.body.parts]
        ),
    )


def build_payment(
    payment: models.Card | models.Invoice,
) -> found.SentSavedPaymentCard | found.SentSavedPaymentInvoice:
    """Build `SentSavedPaymentCard` or `SentSavedPaymentInvoice`, by what `payment` is."""
    if isinstance(payment, models.Card):
        return found.SentSavedPaymentCard(method=payment.method, brand=payment.brand)
    return found.SentSavedPaymentInvoice(method=payment.method, due_on=payment.due_on)


def build_thing(thing: models.Thing) -> found.SentSaved:
    """Build a `SentSaved`, those inside it included."""
    return found.SentSaved(
        name=thing.name,
        count=thing.count,
        payment=MISSING if thing.payment is MISSING else build_payment(thing.payment),
        parts=MISSING if thing.parts is MISSING else [build_thing(part) for part in thing.parts],
    )
