# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class CatalogBrand(Body):
    """`brand` of `Catalog`."""

    name: str


class Catalog(Body):
    """What is read of the source `catalog`."""

    id: str
    brand: CatalogBrand | None


READ_CATALOG = reader(Catalog)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Catalog]:
        """Ask catalog for the source `catalog`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_CATALOG, source="catalog")
