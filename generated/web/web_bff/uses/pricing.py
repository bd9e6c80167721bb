# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""What pricing answers to hooks, whole: Pricing 1.17.0."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime
from ..runtime.reply import Reply


class Quote(CamelBody):
    """A price that may be shown and charged."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """An article."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    """An amount in whole units of the currency; nothing is sold for nothing."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """A currency by its ISO 4217 code."""

    list_price: Annotated[float, Field(ge=0, le=1000000)] | None
    """The lowest price of the last 30 days, to be shown beside a reduced one; null when not
    reduced.
    """

    wholesale: Annotated[float, Field(ge=0, le=1000000)] | MISSING = MISSING
    """What dealers pay; left out for articles that are not sold to dealers. Not for the public."""

    valid_until: DateTime
    """Until when this price is charged."""


class QuoteList(Body):
    """Prices of articles."""

    items: Annotated[list[Quote], Field(max_length=100)]
    """The prices, in any order."""


@dataclass(frozen=True, slots=True)
class PricingBatchQuote200(Reply[QuoteList]):
    """The prices, in any order."""

    status: ClassVar[int] = 200
