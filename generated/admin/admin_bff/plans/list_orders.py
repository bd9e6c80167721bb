# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `listOrders`: join the sources, then build the answer."""

from ..answers import ListOrders200, ListOrdersBody, ListOrdersResponse, Money, OrderHead
from ..models import ListOrdersRequest
from ..ports import ListOrdersUpstreams
from ..runtime.call import Call
from ..sources import list_orders as found


async def list_orders(
    request: ListOrdersRequest, up: ListOrdersUpstreams, call: Call
) -> ListOrdersResponse:
    """Waits: orders 900 ms, of 5000. At most 1 call."""
    async with call.sources() as source:
        orders = source.required(
            up.list_orders(
                customer_id=request.customer_id,
                state=request.state,
                cursor=request.cursor,
                limit=request.limit,
            ),
            cap_ms=900,
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
                total=Money(amount=order.total.value, currency=order.total.currency),
            )
            for order in orders.orders
        ],
        next=orders.next,
    )
