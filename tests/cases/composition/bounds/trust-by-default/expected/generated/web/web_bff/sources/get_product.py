# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Literal

from pydantic import MISSING

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class ProductPart(Body):
    """An element of `parts` of `Product`."""

    name: str
    state: Literal["open", "sent"] | MISSING = MISSING


class Product(Body):
    """What is read of the source `product`."""

    id: str
    parts: list[ProductPart]
    marks: list[str] | MISSING = MISSING


READ_PRODUCT = reader(Product)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_PRODUCT, source="product")
