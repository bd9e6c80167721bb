# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `exportPrices`: the fields in use of what upstreams answer, and the calls."""

from dataclasses import dataclass

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.header import required_header
from ..runtime.passing import Passed, pass_on
from ..runtime.scalar import text_of
from ..runtime.upstream import Services
from ..upstreams import catalog


class Product(Body):
    """What is read of the source `product`."""

    sku: str


READ_PRODUCT = reader(Product)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesAnswer:
    """What is read of the answer of `prices`: its body, and its headers in use."""

    body: Passed
    content_disposition: str


def read_prices(answer: Passed) -> PricesAnswer:
    """Read an answer of `prices`."""
    return PricesAnswer(
        body=answer,
        content_disposition=required_header(
            answer, "Content-Disposition", text_of, {"max_length": 200}
        ),
    )


class ExportPricesCalls:
    """The calls of `exportPrices`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_product(self, id: str) -> Fetch[Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch(catalog.get_product(id), READ_PRODUCT, source="product")

    def export_prices(self, sku: str) -> Fetch[PricesAnswer]:
        """Ask catalog for the source `prices`: GET /prices.csv."""
        return pass_on(
            self._catalog,
            catalog.export_prices(sku),
            read_prices,
            types=("text/csv",),
            source="prices",
            max_body=64 * 1024 * 1024,
        )
