# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Calls of `cancelOrder`: what its hook may ask of which service."""

from typing import TypeAlias

from pydantic import MISSING

from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..sends import orders as orders_sends
from ..upstreams import orders
from ..uses.orders import OrdersCancelOrder204, OrdersCancelOrder409, OrdersMarkOrder204

OrdersCancelOrder: TypeAlias = OrdersCancelOrder204 | OrdersCancelOrder409
OrdersMarkOrder: TypeAlias = OrdersMarkOrder204


class CancelOrderCalls:
    """The upstreams of `cancelOrder` as its hook is handed them."""

    def __init__(self, services: Services) -> None:
        self._orders = services["orders"]

    def cancel_order(
        self, body: orders_sends.Cancellation, order_id: str
    ) -> Fetch[OrdersCancelOrder]:
        """Ask orders: POST /orders/{orderId}/cancel."""
        return self._orders.ask(
            orders.cancel_order(body, order_id),
            OrdersCancelOrder204,
            OrdersCancelOrder409,
            cap_ms=700,
        )

    def mark_order(
        self, order_id: str, *, body: list[str] | MISSING = MISSING
    ) -> Fetch[OrdersMarkOrder]:
        """Ask orders: PUT /orders/{orderId}/mark."""
        return self._orders.ask(
            orders.mark_order(order_id, body=body), OrdersMarkOrder204, cap_ms=700
        )
