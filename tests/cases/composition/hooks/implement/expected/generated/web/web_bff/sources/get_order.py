# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Calls of `getOrder`: what its hook may ask of which service."""

from typing import TypeAlias

from pydantic import MISSING

from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import orders
from ..uses.orders import (
    OrdersGetOrder200,
    OrdersGetOrder404,
    OrdersGetParcel200,
    OrdersGetParcel204,
)

OrdersGetOrder: TypeAlias = OrdersGetOrder200 | OrdersGetOrder404
OrdersGetParcel: TypeAlias = OrdersGetParcel200 | OrdersGetParcel204


class GetOrderCalls:
    """The upstreams of `getOrder` as its hook is handed them."""

    def __init__(self, services: Services) -> None:
        self._orders = services["orders"]

    def get_order(self, order_id: str) -> Fetch[OrdersGetOrder]:
        """Ask orders: GET /orders/{orderId}."""
        return self._orders.ask(
            orders.get_order(order_id), OrdersGetOrder200, OrdersGetOrder404, cap_ms=250
        )

    def get_parcel(
        self, order_id: str, *, language: str | MISSING = MISSING
    ) -> Fetch[OrdersGetParcel]:
        """Ask orders: GET /orders/{orderId}/parcel."""
        return self._orders.ask(
            orders.get_parcel(order_id, language=language),
            OrdersGetParcel200,
            OrdersGetParcel204,
            cap_ms=100,
            on_status={410: 404},
        )
