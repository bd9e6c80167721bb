# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from typing import Literal

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import each
from ..runtime.index import Index
from ..sources import get_row as found

# What stands in for an optional source that is missing.
RATINGS_FALLBACK: Index[str, found.Ratings] = Index()

# What the values of one contract are called in the other.
CARDS_KIND: dict[str, Literal["similar", "extra"]] = {"SIMILAR": "similar"}
SORT: dict[str, Literal["popular", "newest"]] = {"best": "popular", "new": "newest"}
DEEP: dict[str, Literal[False, True]] = {"flat": False, "deep": True}
BAND: dict[str, int | None] = {"SIMILAR": 1, "BUNDLE": 2, "ACCESSORY": None}
KIND: dict[str, Literal["close", "other"]] = {"SIMILAR": "close"}
SCALE: dict[str, Literal[10, 5]] = {"deep": 10}


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 10 calls."""
    async with call.sources() as source:
        row = source.required(
            up.for_product(
                request.product_id,
                SORT[request.order],
                deep=MISSING if request.depth is MISSING else DEEP[request.depth],
            ),
            cap_ms=250,
        )
        price = source.after(row).optional(
            "price",
            lambda row: (
                MISSING
                if not row.items or (band := BAND[row.items[0].kind]) is None
                else up.get_price(row.items[0].sku, band)
            ),
            cap_ms=250,
        )
        ratings = source.after(row).optional(
            "ratings",
            lambda row: each(
                row.items,
                lambda item: up.get_rating(
                    item.product_id,
                    KIND.get(item.kind, "other"),
                    scale=MISSING if request.depth is MISSING else SCALE.get(request.depth, 5),
                ),
                lambda item: item.product_id,
                limit=8,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=RATINGS_FALLBACK,
        )
    return GetRow200(build_row(row.value, price.value, ratings.value), missing=source.missing)


def build_row(
    row: found.Row, price: found.Price | MISSING, ratings: Index[str, found.Ratings]
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, ratings, price) for item in row.items])


def build_card(
    item: found.RowItem, ratings: Index[str, found.Ratings], price: found.Price | MISSING
) -> Card:
    """Build what is answered for one `item`."""
    rating = ratings.by(item.product_id)
    return Card(
        id=item.product_id,
        title=item.title,
        kind=CARDS_KIND.get(item.kind, "extra"),
        price=MISSING if price is MISSING else Price(amount=price.amount, currency=price.currency),
        stars=MISSING if rating is MISSING else rating.average,
    )
