# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getProduct`: the fields in use of what upstreams answer, and the calls."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.header import optional_header, required_header
from ..runtime.scalar import integer_of, text_of
from ..runtime.transport import UpstreamResponse
from ..runtime.upstream import Services
from ..upstreams import catalog, stock


class Product(Body):
    """What is read of the source `product`."""

    id: str
    title: str
    price: Annotated[float, Field(ge=0)]


class Stock(Body):
    """What is read of the source `stock`."""

    available: bool


READ_PRODUCT = reader(Product)
READ_STOCK = reader(Stock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """What is read of the answer of `product`: its body, and its headers in use."""

    body: Product
    x_sku: str
    x_revision: int | MISSING = MISSING
    content_language: str | MISSING = MISSING


def read_product(answer: UpstreamResponse) -> ProductAnswer:
    """Read an answer of `product`."""
    return ProductAnswer(
        body=READ_PRODUCT(answer.body),
        x_sku=required_header(answer, "X-Sku", text_of, {"pattern": "^[A-Z0-9]+$"}),
        x_revision=optional_header(
            answer, "X-Revision", integer_of, {"minimum": 1, "maximum": 2147483647}
        ),
        content_language=optional_header(answer, "Content-Language", text_of, {}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAnswer:
    """What is read of the answer of `stock`: its body, and its headers in use."""

    body: Stock
    x_warehouse: str | MISSING = MISSING


def read_stock(answer: UpstreamResponse) -> StockAnswer:
    """Read an answer of `stock`."""
    return StockAnswer(
        body=READ_STOCK(answer.body),
        x_warehouse=optional_header(answer, "X-Warehouse", text_of, {}),
    )


class GetProductCalls:
    """The calls of `getProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]
        self._stock = services["stock"]

    def get_product(
        self, id: str, *, accept_language: str | MISSING = MISSING
    ) -> Fetch[ProductAnswer]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        return self._catalog.fetch_answer(
            catalog.get_product(id, accept_language=accept_language), read_product, source="product"
        )

    def get_stock(self, sku: str) -> Fetch[StockAnswer]:
        """Ask stock for the source `stock`: GET /stock/{sku}."""
        return self._stock.fetch_answer(stock.get_stock(sku), read_stock, source="stock")
