# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Calls of `cancelOrder`: what its hook may ask of which service."""

from typing import TypeAlias

from ..runtime.fetch import Fetch
from ..runtime.idempotency import forwarded
from ..runtime.upstream import Services
from ..upstreams import inventory, orders
from ..uses.inventory import InventoryReleaseStock204, InventoryReleaseStock404
from ..uses.orders import OrdersCancelOrder200, OrdersCancelOrder409

OrdersCancelOrder: TypeAlias = OrdersCancelOrder200 | OrdersCancelOrder409
InventoryReleaseStock: TypeAlias = InventoryReleaseStock204 | InventoryReleaseStock404


class CancelOrderCalls:
    """The upstreams of `cancelOrder` as its hook is handed them."""

    def __init__(self, services: Services) -> None:
        self._inventory = services["inventory"]
        self._orders = services["orders"]

    def cancel_order(self, order_id: str, reason: str) -> Fetch[OrdersCancelOrder]:
        """Ask orders: POST /orders/{orderId}/cancellation."""
        return self._orders.ask(
            orders.cancel_order(order_id, forwarded("orders.cancelOrder"), reason),
            OrdersCancelOrder200,
            OrdersCancelOrder409,
            cap_ms=2000,
            max_body=1 * 1024 * 1024,
            on_status={404: 404},
        )

    def release_stock(self, reservation_id: str) -> Fetch[InventoryReleaseStock]:
        """Ask inventory: DELETE /reservations/{reservationId}."""
        return self._inventory.ask(
            inventory.release_stock(reservation_id),
            InventoryReleaseStock204,
            InventoryReleaseStock404,
            cap_ms=2000,
            max_body=1 * 1024 * 1024,
        )
