# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from pydantic import MISSING

from ..runtime.body import Body, NoValue, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog


class Catalog(Body):
    """What is read of the source `catalog`."""

    id: str
    successor: None
    former: list[None] | MISSING = MISSING
    season: NoValue | MISSING = MISSING
    seasons: list[NoValue] | MISSING = MISSING


READ_CATALOG = reader(Catalog)


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Catalog]:
        """Ask catalog for the source `catalog`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_CATALOG, source="catalog")
