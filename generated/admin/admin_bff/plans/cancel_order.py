# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `cancelOrder`: the team's function does."""

from .. import hooks
from ..answers import CancelOrderResponse
from ..models import CancelOrderRequest
from ..ports import CancelOrderUpstreams
from ..runtime.call import Call
from ..runtime.hooked import answered


async def cancel_order(
    request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call
) -> CancelOrderResponse:
    """`cancel_order` of hooks answers, in 4950 ms at most.

    It may ask orders.cancelOrder, inventory.releaseStock. 404 when orders says 404.
    """
    return await answered(hooks.cancel_order(request, up, call), CancelOrderResponse, call)
