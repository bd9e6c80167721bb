# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from .runtime.fetch import Fetch
from .sources import get_product_page as get_product_page_sources
from .sources import search_products as search_products_sources


class GetProductPageUpstreams(Protocol):
    """What `getProductPage` asks of upstreams, and nothing else."""

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        ...

    def quote_price(self, sku: str, currency: str) -> Fetch[get_product_page_sources.Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        ...

    def get_stock(self, sku: str) -> Fetch[get_product_page_sources.Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        ...

    def list_reviews(
        self, product_id: str, *, limit: int | MISSING = MISSING, sort: str | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Rating]:
        """Ask reviews for the source `rating`: GET /products/{productId}/reviews."""
        ...

    def get_gallery(
        self, product_id: str, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Gallery]:
        """Ask media for the source `gallery`: GET /galleries/{productId}."""
        ...


class SearchProductsUpstreams(Protocol):
    """What `searchProducts` asks of upstreams, and nothing else."""

    def search_products(
        self,
        q: str,
        *,
        category_id: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
        accept_language: str | MISSING = MISSING,
    ) -> Fetch[search_products_sources.Page]:
        """Ask catalog for the source `page`: GET /search."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    def price_label(self, amount: float, currency: str, /) -> str:
        """Give `price.label` of `getProductPage`."""
        ...
