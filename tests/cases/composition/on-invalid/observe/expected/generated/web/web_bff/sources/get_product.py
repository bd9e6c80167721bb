# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body
from ..runtime.fetch import Fetch
from ..runtime.observed import observing
from ..runtime.upstream import Services
from ..upstreams import catalog


class ProductPart(Body):
    """An element of `parts` of `Product`."""

    name: Annotated[str, Field(min_length=1)]
    state: Literal["open", "sent"] | MISSING = MISSING


class Product(Body):
    """What is read of the source `product`."""

    id: Annotated[str, Field(max_length=8)]
    parts: Annotated[list[ProductPart], Field(min_length=1)]
    marks: Annotated[list[str], Field(min_length=1)] | MISSING = MISSING


READ_PRODUCT = observing(Product, source="product")


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_PRODUCT, source="product")
