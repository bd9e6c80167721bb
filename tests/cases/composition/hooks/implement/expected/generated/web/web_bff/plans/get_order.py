# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getOrder`: the team's function does."""

from .. import hooks
from ..answers import GetOrderResponse
from ..models import GetOrderRequest
from ..ports import GetOrderUpstreams
from ..runtime.call import Call
from ..runtime.hooked import answered


async def get_order(
    request: GetOrderRequest, up: GetOrderUpstreams, call: Call
) -> GetOrderResponse:
    """`look_up` of hooks answers, in 470 ms at most.

    It may ask orders.getOrder, orders.getParcel. 404 when orders says 410.
    """
    return await answered(hooks.look_up(request, up, call), GetOrderResponse, call)
