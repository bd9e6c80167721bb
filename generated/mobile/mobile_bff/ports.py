# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from .runtime.fetch import Fetch
from .sources import get_product as get_product_sources
from .sources import list_more as list_more_sources
from .sources import list_products as list_products_sources


class ListProductsUpstreams(Protocol):
    """What `listProducts` asks of upstreams, and nothing else."""

    def search_products(
        self,
        q: str,
        *,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[list_products_sources.Page]:
        """Ask catalog for the source `page`: GET /search."""
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

    def batch_get_assets(
        self,
        body: list_products_sources.SentPictures,
        *,
        width: int | MISSING = MISSING,
        format: str | MISSING = MISSING,
    ) -> Fetch[list_products_sources.Pictures]:
        """Ask media for the source `pictures`: POST /assets/batch."""
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

    def get_summary(self, product_id: str) -> Fetch[get_product_sources.Rating]:
        """Ask reviews for the source `rating`: GET /products/{productId}/reviews/summary."""
        ...

    def get_asset(
        self, asset_id: str, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
    ) -> Fetch[get_product_sources.Hero]:
        """Ask media for the source `hero`: GET /assets/{assetId}."""
        ...


class ListMoreUpstreams(Protocol):
    """What `listMore` asks of upstreams, and nothing else."""

    def for_product(
        self, anchor_id: str, *, limit: int | MISSING = MISSING
    ) -> Fetch[list_more_sources.Recs]:
        """Ask recommendations for the source `recs`: GET
        /v1/products/{anchorId}/recommendations.
        """
        ...

    def get_summary(self, product_id: str) -> Fetch[list_more_sources.Ratings]:
        """Ask reviews for the source `ratings`: GET /products/{productId}/reviews/summary."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    def to_minor_units(self, amount: float, currency: str, /) -> int:
        """Give `cards.priceMinor` of `listProducts` and `priceMinor` of `getProduct`."""
        ...
