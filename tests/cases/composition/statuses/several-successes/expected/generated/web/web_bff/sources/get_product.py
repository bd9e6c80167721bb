# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from pydantic import MISSING

from ..runtime.body import Body, reader, reader_if_sent
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class Product(Body):
    """What is read of the source `product`."""

    id: str
    title: str


class Offer(Body):
    """What is read of the source `offer`."""

    percent: int


class Stock(Body):
    """What is read of the source `stock`."""

    count: int


READ_PRODUCT = reader(Product)
READ_OFFER = reader_if_sent(Offer)
READ_STOCK = reader(Stock)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_PRODUCT, source="product")

    def get_offer(self, id: str) -> Fetch[Offer | MISSING]:
        """Ask catalog for the source `offer`: GET /products/{id}/offer."""
        return self._catalog.fetch(catalog.get_offer(id), READ_OFFER, source="offer")

    def get_stock(self, id: str) -> Fetch[Stock]:
        """Ask catalog for the source `stock`: GET /stock/{id}."""
        return self._catalog.fetch(catalog.get_stock(id), READ_STOCK, source="stock")
