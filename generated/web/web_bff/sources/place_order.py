# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Calls of `placeOrder`: what its hook may ask of which service."""

from typing import TypeAlias

from pydantic import MISSING

from ..runtime.fetch import Fetch
from ..runtime.idempotency import forwarded
from ..runtime.upstream import Services
from ..sends import inventory as inventory_sends
from ..sends import orders as orders_sends
from ..sends import pricing as pricing_sends
from ..upstreams import inventory, orders, pricing
from ..uses.inventory import (
    InventoryReleaseStock204,
    InventoryReleaseStock404,
    InventoryReserveStock201,
    InventoryReserveStock404,
    InventoryReserveStock409,
)
from ..uses.orders import (
    OrdersCreateOrder201,
    OrdersCreateOrder402,
    OrdersCreateOrder409,
    OrdersCreateOrder422,
)
from ..uses.pricing import PricingBatchQuote200

PricingBatchQuote: TypeAlias = PricingBatchQuote200
InventoryReserveStock: TypeAlias = (
    InventoryReserveStock201 | InventoryReserveStock404 | InventoryReserveStock409
)
OrdersCreateOrder: TypeAlias = (
    OrdersCreateOrder201 | OrdersCreateOrder402 | OrdersCreateOrder409 | OrdersCreateOrder422
)
InventoryReleaseStock: TypeAlias = InventoryReleaseStock204 | InventoryReleaseStock404


class PlaceOrderCalls:
    """The upstreams of `placeOrder` as its hook is handed them."""

    def __init__(self, services: Services) -> None:
        self._inventory = services["inventory"]
        self._orders = services["orders"]
        self._pricing = services["pricing"]

    def batch_quote(
        self,
        body: pricing_sends.QuoteRequest,
        currency: str,
        *,
        customer_id: str | MISSING = MISSING,
    ) -> Fetch[PricingBatchQuote]:
        """Ask pricing: POST /quotes."""
        return self._pricing.ask(
            pricing.batch_quote(body, currency, customer_id=customer_id),
            PricingBatchQuote200,
            cap_ms=250,
            on_status={422: 422},
        )

    def reserve_stock(
        self, body: inventory_sends.SchemasReservationRequest
    ) -> Fetch[InventoryReserveStock]:
        """Ask inventory: POST /reservations."""
        return self._inventory.ask(
            inventory.reserve_stock(body, forwarded("inventory.reserveStock")),
            InventoryReserveStock201,
            InventoryReserveStock404,
            InventoryReserveStock409,
            cap_ms=500,
        )

    def create_order(self, body: orders_sends.SchemasNewOrder) -> Fetch[OrdersCreateOrder]:
        """Ask orders: POST /orders."""
        return self._orders.ask(
            orders.create_order(body, forwarded("orders.createOrder")),
            OrdersCreateOrder201,
            OrdersCreateOrder402,
            OrdersCreateOrder409,
            OrdersCreateOrder422,
            cap_ms=1500,
        )

    def release_stock(self, reservation_id: str) -> Fetch[InventoryReleaseStock]:
        """Ask inventory: DELETE /reservations/{reservationId}."""
        return self._inventory.ask(
            inventory.release_stock(reservation_id),
            InventoryReleaseStock204,
            InventoryReleaseStock404,
            cap_ms=500,
        )
