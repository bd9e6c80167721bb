# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `setPrice`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Price, SetPrice200, SetPriceResponse
from ..identity import Identity
from ..models import SetPriceRequest
from ..ports import SetPriceUpstreams
from ..runtime.call import Call
from ..sources import set_price as found


async def set_price(
    request: SetPriceRequest, up: SetPriceUpstreams, call: Call
) -> SetPriceResponse:
    """Waits: price 900 ms, of 2000. At most 1 call.

    404 when pricing says 404. 409 when pricing says 409. 422 when pricing says 422.
    """
    identity = call.caller(Identity)
    async with call.sources() as source:
        price = source.required(
            up.set_price(send_price(request), request.sku),
            cap_ms=900,
            on_status={404: 404, 409: 409, 422: 422},
        )
    return SetPrice200(build_price(price.value, identity))


def send_price(request: SetPriceRequest) -> found.SentPrice:
    """Build what `price` is sent, which validates it; what is absent stays absent."""
    return found.SentPrice(
        amount=request.body.amount,
        currency=request.body.currency,
        reason=request.body.reason,
        note=request.body.note,
        override=request.body.override,
    )


def build_price(price: found.Price, identity: Identity) -> Price:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Price(
        amount=price.amount,
        currency=price.currency,
        list_price=price.list_price,
        wholesale=MISSING if not identity.has_role("buying", "finance") else price.wholesale,
        valid_until=price.valid_until,
    )
