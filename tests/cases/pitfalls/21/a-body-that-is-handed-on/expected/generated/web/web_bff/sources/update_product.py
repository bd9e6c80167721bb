# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `updateProduct`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class Catalog(Body):
    """What is read of the source `catalog`."""

    id: str
    title: str


class SentCatalogSize(Body):
    """`size` of `SentCatalog`."""

    width: float


class SentCatalog(Body):
    """What the source `catalog` is sent."""

    title: Annotated[str, Field(max_length=80)] | MISSING = MISSING
    stock: int | MISSING = MISSING
    note: str | None | MISSING = MISSING
    size: SentCatalogSize | MISSING = MISSING


READ_CATALOG = reader(Catalog)


class UpdateProductCalls:
    """The calls of `updateProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def update_product(self, body: SentCatalog, id: str) -> Fetch[Catalog]:
        """Ask catalog for the source `catalog`: PATCH /products/{id}."""
        return self._catalog.fetch(catalog.update_product(body, id), READ_CATALOG, source="catalog")
