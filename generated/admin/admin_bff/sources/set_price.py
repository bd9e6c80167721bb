# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `setPrice`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import pricing


class Price(CamelBody):
    """A price that may be shown and charged."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    list_price: Annotated[float, Field(ge=0, le=1000000)] | None
    wholesale: Annotated[float, Field(ge=0, le=1000000)] | MISSING = MISSING
    valid_until: DateTime


class SentPrice(Body):
    """What the source `price` is sent."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    reason: Literal["CAMPAIGN", "CORRECTION", "COST", "CLEARANCE"]
    note: Annotated[str, Field(max_length=500)] | None | MISSING = MISSING
    override: bool | MISSING = MISSING


READ_PRICE = reader(Price)


class SetPriceCalls:
    """The calls of `setPrice`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._pricing = services["pricing"]

    def set_price(self, body: SentPrice, sku: str) -> Fetch[Price]:
        """Ask pricing for the source `price`: PUT /prices/{sku}."""
        return self._pricing.fetch(
            pricing.set_price(body, sku), READ_PRICE, source="price", max_body=1 * 1024 * 1024
        )
