# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `placeOrder`: the team's function does."""

from .. import hooks
from ..answers import PlaceOrderResponse
from ..models import PlaceOrderRequest
from ..ports import PlaceOrderUpstreams
from ..runtime.call import Call
from ..runtime.hooked import answered


async def place_order(
    request: PlaceOrderRequest, up: PlaceOrderUpstreams, call: Call
) -> PlaceOrderResponse:
    """`place_order` of hooks answers, in 2960 ms at most.

    It may ask pricing.batchQuote, inventory.reserveStock, orders.createOrder,
    inventory.releaseStock. 422 when pricing says 422.
    """
    return await answered(hooks.place_order(request, up, call), PlaceOrderResponse, call)
