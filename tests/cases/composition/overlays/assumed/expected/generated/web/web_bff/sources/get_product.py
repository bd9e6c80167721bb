# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
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
    count: Annotated[int, Field(ge=0)]


READ_PRODUCT = reader(Product)
READ_STOCK = reader(Stock)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._stock = services["stock"]

    def get_product(self, id: str) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_PRODUCT, source="product")

    def get_stock(self, sku: str) -> Fetch[Stock]:
        """Ask stock for the source `stock`: GET /stock/{sku}."""
        return self._stock.fetch(stock.get_stock(sku), READ_STOCK, source="stock")
