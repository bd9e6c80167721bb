# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from pydantic import MISSING

from ..runtime.body import Body, reader
from ..runtime.cache import Cached
from ..runtime.fetch import Fetch
from ..runtime.retry import Retry
from ..runtime.upstream import Services
from ..upstreams import catalog, stock


class Product(Body):
    """What is read of the source `product`."""

    id: str
    sku: str
    title: str
    price: float


class Stock(Body):
    """What is read of the source `stock`."""

    available: bool


READ_PRODUCT = reader(Product)
READ_STOCK = reader(Stock)
RETRY = Retry(attempts=1, when=("connect", 503), within_ms=150)
CACHE_PRODUCT = Cached(
    "getProduct.product",
    ttl_ms=60_000,
    revalidate_ms=30_000,
    if_error_ms=600_000,
    negative_ms=5_000,
    told_as="product",
    cap_ms=250,
)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._stock = services["stock"]

    def get_product(self, id: str, *, accept_language: str | MISSING = MISSING) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(
            catalog.get_product(id, accept_language=accept_language),
            READ_PRODUCT,
            source="product",
            retry=RETRY,
            cache=CACHE_PRODUCT,
        )

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask stock for the source `stock`: GET /stock/{sku}."""
        return self._stock.fetch(stock.get_stock(sku), READ_STOCK, source="stock")
