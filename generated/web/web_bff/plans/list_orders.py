# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listOrders`: join the sources, then build the answer."""

from ..answers import Charge, ListOrders200, ListOrdersBody, ListOrdersResponse, OrderHead
from ..identity import Identity
from ..models import ListOrdersRequest
from ..ports import ListOrdersUpstreams
from ..runtime.call import Call
from ..sources import list_orders as found


async def list_orders(
    request: ListOrdersRequest, up: ListOrdersUpstreams, call: Call
) -> ListOrdersResponse:
    """Waits: orders 250 ms, of 3000. At most 1 call, 2 with those that are asked again."""
    identity = call.caller(Identity)
    async with call.sources() as source:
        orders = source.required(
            up.list_orders(customer_id=identity.sub, cursor=request.cursor, limit=request.limit),
            cap_ms=250,
        )
    return ListOrders200(build_list_orders(orders.value))


def build_list_orders(orders: found.Orders) -> ListOrdersBody:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ListOrdersBody(
        orders=[
            OrderHead(
                id=order.id,
                state=order.state,
                placed_at=order.placed_at,
                total=Charge(amount=order.total.value, currency=order.total.currency),
            )
            for order in orders.orders
        ],
        next=orders.next,
    )
