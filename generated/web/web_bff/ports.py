# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from . import answers
from .models import PlaceOrderRequest as PlaceOrderRequest
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .sends import inventory as inventory_sends
from .sends import orders as orders_sends
from .sends import pricing as pricing_sends
from .sources import get_category as get_category_sources
from .sources import get_order as get_order_sources
from .sources import get_product_page as get_product_page_sources
from .sources import list_orders as list_orders_sources
from .sources import place_order as place_order_sources
from .sources import quote_cart as quote_cart_sources
from .sources import search_products as search_products_sources
from .uses.inventory import InventoryReleaseStock204 as InventoryReleaseStock204
from .uses.inventory import InventoryReleaseStock404 as InventoryReleaseStock404
from .uses.inventory import InventoryReserveStock201 as InventoryReserveStock201
from .uses.inventory import InventoryReserveStock404 as InventoryReserveStock404
from .uses.inventory import InventoryReserveStock409 as InventoryReserveStock409
from .uses.orders import OrdersCreateOrder201 as OrdersCreateOrder201
from .uses.orders import OrdersCreateOrder402 as OrdersCreateOrder402
from .uses.orders import OrdersCreateOrder409 as OrdersCreateOrder409
from .uses.orders import OrdersCreateOrder422 as OrdersCreateOrder422
from .uses.pricing import PricingBatchQuote200 as PricingBatchQuote200


class GetProductPageUpstreams(Protocol):
    """What `getProductPage` asks of upstreams, and nothing else."""

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        ...

    def quote_price(
        self, sku: str, currency: str, *, customer_id: str | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Price]:
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

    def batch_get_assets_gallery(
        self,
        body: get_product_page_sources.SentGallery,
        *,
        width: int | MISSING = MISSING,
        format: str | MISSING = MISSING,
    ) -> Fetch[get_product_page_sources.Gallery]:
        """Ask media for the source `gallery`: POST /assets/batch."""
        ...

    def for_product(
        self, anchor_id: str, *, user_id: str | MISSING = MISSING, limit: int | MISSING = MISSING
    ) -> Fetch[get_product_page_sources.Recs]:
        """Ask recommendations for the source `recs`: GET
        /v1/products/{anchorId}/recommendations.
        """
        ...

    def batch_quote(
        self,
        body: get_product_page_sources.SentRecPrices,
        currency: str,
        *,
        customer_id: str | MISSING = MISSING,
    ) -> Fetch[get_product_page_sources.RecPrices]:
        """Ask pricing for the source `rec_prices`: POST /quotes."""
        ...

    def batch_get_assets_rec_images(
        self,
        body: get_product_page_sources.SentRecImages,
        *,
        width: int | MISSING = MISSING,
        format: str | MISSING = MISSING,
    ) -> Fetch[get_product_page_sources.RecImages]:
        """Ask media for the source `rec_images`: POST /assets/batch."""
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

    def batch_quote(
        self, body: search_products_sources.SentPrices, currency: str
    ) -> Fetch[search_products_sources.Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        ...

    def batch_get_stock(
        self, body: search_products_sources.SentStock
    ) -> Fetch[search_products_sources.Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        ...

    def batch_get_assets(
        self,
        body: search_products_sources.SentPictures,
        *,
        width: int | MISSING = MISSING,
        format: str | MISSING = MISSING,
    ) -> Fetch[search_products_sources.Pictures]:
        """Ask media for the source `pictures`: POST /assets/batch."""
        ...


class GetCategoryUpstreams(Protocol):
    """What `getCategory` asks of upstreams, and nothing else."""

    def get_category(
        self, category_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[get_category_sources.Catalog]:
        """Ask catalog for the source `catalog`: GET /categories/{categoryId}."""
        ...


class QuoteCartUpstreams(Protocol):
    """What `quoteCart` asks of upstreams, and nothing else."""

    def batch_quote(
        self,
        body: quote_cart_sources.SentPrices,
        currency: str,
        *,
        customer_id: str | MISSING = MISSING,
    ) -> Fetch[quote_cart_sources.Prices]:
        """Ask pricing for the source `prices`: POST /quotes."""
        ...

    def batch_get_stock(
        self, body: quote_cart_sources.SentStock
    ) -> Fetch[quote_cart_sources.Stock]:
        """Ask inventory for the source `stock`: POST /stock-queries."""
        ...


class ListOrdersUpstreams(Protocol):
    """What `listOrders` asks of upstreams, and nothing else."""

    def list_orders(
        self,
        *,
        customer_id: str | MISSING = MISSING,
        cursor: str | MISSING = MISSING,
        limit: int | MISSING = MISSING,
    ) -> Fetch[list_orders_sources.Orders]:
        """Ask orders for the source `orders`: GET /orders."""
        ...


class PlaceOrderUpstreams(Protocol):
    """What `placeOrder` asks of upstreams, and nothing else."""

    def batch_quote(
        self,
        body: pricing_sends.QuoteRequest,
        currency: str,
        *,
        customer_id: str | MISSING = MISSING,
    ) -> Fetch[place_order_sources.PricingBatchQuote]:
        """Ask pricing: POST /quotes."""
        ...

    def reserve_stock(
        self, body: inventory_sends.SchemasReservationRequest
    ) -> Fetch[place_order_sources.InventoryReserveStock]:
        """Ask inventory: POST /reservations."""
        ...

    def create_order(
        self, body: orders_sends.SchemasNewOrder
    ) -> Fetch[place_order_sources.OrdersCreateOrder]:
        """Ask orders: POST /orders."""
        ...

    def release_stock(
        self, reservation_id: str
    ) -> Fetch[place_order_sources.InventoryReleaseStock]:
        """Ask inventory: DELETE /reservations/{reservationId}."""
        ...


class GetOrderUpstreams(Protocol):
    """What `getOrder` asks of upstreams, and nothing else."""

    def get_order(
        self, order_id: str, *, customer_id: str | MISSING = MISSING
    ) -> Fetch[get_order_sources.Orders]:
        """Ask orders for the source `orders`: GET /orders/{orderId}."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    def price_label(self, amount: float, currency: str, /) -> str:
        """Give `price.label` of `getProductPage`."""
        ...

    async def place_order(
        self, request: PlaceOrderRequest, up: PlaceOrderUpstreams, call: Call, /
    ) -> answers.PlaceOrderResponse:
        """Answer `placeOrder`: POST /orders."""
        ...
