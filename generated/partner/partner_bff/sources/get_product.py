# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog, inventory, pricing


class Product(CamelBody):
    """A product as its page shows it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    updated_at: DateTime
    deleted: bool
    deleted_at: DateTime | None | MISSING = MISSING


class Price(Body):
    """A price that may be shown and charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Stock(Body):
    """The stock of one article over all warehouses."""

    available: bool


READ_PRODUCT = reader(Product)
READ_PRICE = reader(Price)
READ_STOCK = reader(Stock)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=400)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._inventory = services["inventory"]
        self._pricing = services["pricing"]

    def get_product(
        self, product_id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{productId}."""
        return self._catalog.fetch(
            catalog.get_product(product_id, accept_language=accept_language),
            READ_PRODUCT,
            source="product",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )

    def quote_price(self, sku: str, currency: str) -> Fetch[Price]:
        """Ask pricing for the source `price`: GET /prices/{sku}."""
        return self._pricing.fetch(
            pricing.quote_price(sku, currency),
            READ_PRICE,
            source="price",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask inventory for the source `stock`: GET /stock/{sku}."""
        return self._inventory.fetch(
            inventory.get_stock(sku),
            READ_STOCK,
            source="stock",
            max_body=2 * 1024 * 1024,
            retry=RETRY,
        )
