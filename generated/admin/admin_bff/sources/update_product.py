# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `updateProduct`: the fields in use of what upstreams answer, and the calls."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.header import optional_header
from ..runtime.scalar import text_of
from ..runtime.transport import UpstreamResponse
from ..runtime.upstream import Services
from ..upstreams import catalog


class Product(CamelBody):
    """A product as its page shows it."""

    id: Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]
    title: Annotated[str, Field(max_length=160, min_length=1)]
    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"]
    updated_at: DateTime


class SentProduct(CamelBody):
    """What the source `product` is sent."""

    title: Annotated[str, Field(max_length=160, min_length=1)] | MISSING = MISSING
    description_html: Annotated[str, Field(max_length=20000)] | MISSING = MISSING
    short_description: Annotated[str, Field(max_length=280)] | MISSING = MISSING
    brand_name: Annotated[str, Field(max_length=80, min_length=1)] | None | MISSING = MISSING
    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"] | MISSING = MISSING


READ_PRODUCT = reader(Product)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """What is read of the answer of `product`: its body, and its headers in use."""

    body: Product
    e_tag: str | MISSING = MISSING


def read_product(answer: UpstreamResponse) -> ProductAnswer:
    """Read an answer of `product`."""
    return ProductAnswer(
        body=READ_PRODUCT(answer.body),
        e_tag=optional_header(answer, "ETag", text_of, {"max_length": 80}),
    )


class UpdateProductCalls:
    """The calls of `updateProduct`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def update_product(
        self, body: SentProduct, product_id: str, *, if_match: str | MISSING = MISSING
    ) -> Fetch[ProductAnswer]:
        """Ask catalog for the source `product`: PATCH /products/{productId}."""
        return self._catalog.fetch_answer(
            catalog.update_product(body, product_id, if_match=if_match),
            read_product,
            source="product",
            max_body=1 * 1024 * 1024,
        )
