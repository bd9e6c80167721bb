# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from .runtime.fetch import Fetch
from .sources import get_order as get_order_sources
from .sources import get_product as get_product_sources
from .sources import list_orders as list_orders_sources
from .sources import list_review_queue as list_review_queue_sources


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


class ListReviewQueueUpstreams(Protocol):
    """What `listReviewQueue` asks of upstreams, and nothing else."""

    def list_queue(
        self, *, cursor: str | MISSING = MISSING, limit: int | MISSING = MISSING
    ) -> Fetch[list_review_queue_sources.Reviews]:
        """Ask reviews for the source `reviews`: GET /moderation/queue."""
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
