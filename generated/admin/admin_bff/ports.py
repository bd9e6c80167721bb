# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Literal, Protocol

from pydantic import MISSING

from . import answers
from .models import CancelOrderRequest as CancelOrderRequest
from .results import Restock as Restock
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .sources import cancel_order as cancel_order_sources
from .sources import correct_stock as correct_stock_sources
from .sources import get_order as get_order_sources
from .sources import get_product as get_product_sources
from .sources import list_orders as list_orders_sources
from .sources import list_review_queue as list_review_queue_sources
from .sources import moderate_review as moderate_review_sources
from .sources import set_price as set_price_sources
from .sources import update_product as update_product_sources
from .uses.inventory import InventoryReleaseStock204 as InventoryReleaseStock204
from .uses.inventory import InventoryReleaseStock404 as InventoryReleaseStock404
from .uses.orders import OrdersCancelOrder200 as OrdersCancelOrder200
from .uses.orders import OrdersCancelOrder409 as OrdersCancelOrder409


class GetProductUpstreams(Protocol):
    """What `getProduct` asks of upstreams, and nothing else."""

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[get_product_sources.ProductAnswer]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        ...

    def quote_price(self, sku: str, currency: str) -> Fetch[get_product_sources.Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        ...

    def get_stock(self, sku: str) -> Fetch[get_product_sources.Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        ...


class UpdateProductUpstreams(Protocol):
    """What `updateProduct` asks of upstreams, and nothing else."""

    def update_product(
        self,
        body: update_product_sources.SentProduct,
        product_id: str,
        *,
        if_match: str | MISSING = MISSING,
    ) -> Fetch[update_product_sources.ProductAnswer]:
        """Ask catalog for the source `product`: PATCH /products/{productId}."""
        ...


class SetPriceUpstreams(Protocol):
    """What `setPrice` asks of upstreams, and nothing else."""

    def set_price(
        self, body: set_price_sources.SentPrice, sku: str
    ) -> Fetch[set_price_sources.Price]:
        """Ask pricing for the source `price`: PUT /prices/{sku}."""
        ...


class CorrectStockUpstreams(Protocol):
    """What `correctStock` asks of upstreams, and nothing else."""

    def adjust_stock(
        self, body: correct_stock_sources.SentInventory, sku: str
    ) -> Fetch[correct_stock_sources.Inventory]:
        """Ask inventory for the source `inventory`: POST /stock/{sku}/adjustments."""
        ...


class ListReviewQueueUpstreams(Protocol):
    """What `listReviewQueue` asks of upstreams, and nothing else."""

    def list_queue(
        self, *, cursor: str | MISSING = MISSING, limit: int | MISSING = MISSING
    ) -> Fetch[list_review_queue_sources.Reviews]:
        """Ask reviews for the source `reviews`: GET /moderation/queue."""
        ...


class ModerateReviewUpstreams(Protocol):
    """What `moderateReview` asks of upstreams, and nothing else."""

    def moderate_review(
        self, body: moderate_review_sources.SentReviews, review_id: str
    ) -> Fetch[moderate_review_sources.Reviews]:
        """Ask reviews for the source `reviews`: PUT /moderation/reviews/{reviewId}."""
        ...


class ListOrdersUpstreams(Protocol):
    """What `listOrders` asks of upstreams, and nothing else."""

    def list_orders(
        self,
        *,
        customer_id: str | MISSING = MISSING,
        state: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
    ) -> Fetch[list_orders_sources.Orders]:
        """Ask orders for the source `orders`: GET /orders."""
        ...


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams, and nothing else."""

    def get_order(self, order_id: str) -> Fetch[get_order_sources.Orders]:
        """Ask orders for the source `orders`: GET /orders/{orderId}."""
        ...


class CancelOrderUpstreams(Protocol):
    """What `cancelOrder` asks of upstreams, and nothing else."""

    def cancel_order(
        self, order_id: str, reason: str
    ) -> Fetch[cancel_order_sources.OrdersCancelOrder]:
        """Ask orders: POST /orders/{orderId}/cancellation."""
        ...

    def release_stock(
        self, reservation_id: str
    ) -> Fetch[cancel_order_sources.InventoryReleaseStock]:
        """Ask inventory: DELETE /reservations/{reservationId}."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def restock(
        self,
        *,
        lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"],
        amount: float,
        free: int,
        lead_time_days: int | None | MISSING,
        call: Call,
    ) -> Restock:
        """Compute the source `restock` of `getProduct`."""
        ...

    async def cancel_order(
        self, request: CancelOrderRequest, up: CancelOrderUpstreams, call: Call, /
    ) -> answers.CancelOrderResponse:
        """Answer `cancelOrder`: POST /orders/{orderId}/cancel."""
        ...
