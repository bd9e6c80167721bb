# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.header import optional_header
from ..runtime.scalar import text_of
from ..runtime.transport import UpstreamResponse
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, pricing


class ProductBrand(Body):
    """`brand` of `Product`."""

    name: Annotated[str, Field(max_length=80, min_length=1)]


class Product(CamelBody):
    """A product as its page shows it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    brand: ProductBrand | None
    category_id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"]
    updated_at: DateTime
    deleted: bool
    description_html: Annotated[str, Field(max_length=20000)]
    short_description: Annotated[str, Field(max_length=280)]
    attributes: dict[str, Annotated[str, Field(max_length=200, min_length=1)]]


class Price(CamelBody):
    """A price that may be shown and charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    list_price: Annotated[float, Field(ge=0, le=1000000)] | None
    wholesale: Annotated[float, Field(ge=0, le=1000000)] | MISSING = MISSING
    valid_until: DateTime


class StockWarehouse(Body):
    """The stock of one article in one warehouse."""

    code: Annotated[str, Field(pattern="^[A-Z]{3}[0-9]$")]
    quantity: Annotated[int, Field(ge=0, le=2147483647)]


class Stock(CamelBody):
    """The stock of one article over all warehouses."""

    total: Annotated[int, Field(ge=0, le=2147483647)]
    lead_time_days: Annotated[int, Field(ge=0, le=365)] | None | MISSING = MISSING
    warehouses: Annotated[list[StockWarehouse], Field(max_length=50)] | MISSING = MISSING


READ_PRODUCT = reader(Product)
READ_PRICE = reader(Price)
READ_STOCK = reader(Stock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """What is read of the answer of `product`: its body, and its headers in use."""

    body: Product
    e_tag: str | MISSING = MISSING


def read_product(answer: UpstreamResponse) -> ProductAnswer:
    """Read an answer of `product`."""
    return ProductAnswer(
        body=READ_PRODUCT(answer.body),
        e_tag=optional_header(answer, "ETag", text_of, {"max_length": 80}),
    )


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._pricing = services["pricing"]

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[ProductAnswer]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        return self._catalog.fetch_answer(
            catalog.get_product(product_id, accept_language=accept_language),
            read_product,
            source="product",
            max_body=1 * 1024 * 1024,
        )

    def quote_price(self, sku: str, currency: str) -> Fetch[Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        return self._pricing.fetch(
            pricing.quote_price(sku, currency), READ_PRICE, source="price", max_body=1 * 1024 * 1024
        )

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        return self._inventory.fetch(
            inventory.get_stock(sku), READ_STOCK, source="stock", max_body=1 * 1024 * 1024
        )
