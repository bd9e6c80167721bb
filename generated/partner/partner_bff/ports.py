# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from .runtime.fetch import Fetch
from .sources import batch_get_products as batch_get_products_sources
from .sources import get_product as get_product_sources
from .sources import list_products as list_products_sources


class ListProductsUpstreams(Protocol):
    """What `listProducts` asks of upstreams, and nothing else."""

    def list_products(
        self,
        *,
        updated_since: str | MISSING = MISSING,
        include_deleted: bool | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[list_products_sources.Page]:
        """Ask catalog for the source `page`: GET /products."""
        ...

    def batch_quote(
        self, body: list_products_sources.SentPrices, currency: str
    ) -> Fetch[list_products_sources.Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        ...

    def batch_get_stock(
        self, body: list_products_sources.SentStock
    ) -> Fetch[list_products_sources.Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        ...


class BatchGetProductsUpstreams(Protocol):
    """What `batchGetProducts` asks of upstreams, and nothing else."""

    def batch_get_products(
        self,
        body: batch_get_products_sources.SentFound,
        *,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[batch_get_products_sources.Found]:
        """Ask catalog for the source `found`: POST /products/batch."""
        ...

    def batch_quote(
        self, body: batch_get_products_sources.SentPrices, currency: str
    ) -> Fetch[batch_get_products_sources.Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        ...

    def batch_get_stock(
        self, body: batch_get_products_sources.SentStock
    ) -> Fetch[batch_get_products_sources.Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        ...


class GetProductUpstreams(Protocol):
    """What `getProduct` asks of upstreams, and nothing else."""

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[get_product_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        ...

    def quote_price(self, sku: str, currency: str) -> Fetch[get_product_sources.Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        ...

    def get_stock(self, sku: str) -> Fetch[get_product_sources.Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        ...
