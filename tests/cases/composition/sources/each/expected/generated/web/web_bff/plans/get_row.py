# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import each
from ..runtime.index import Index
from ..sources import get_row as found

# What stands in for an optional source that is missing.
RATINGS_FALLBACK: Index[str, found.Ratings] = Index()


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 5 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        ratings = source.after(row).optional(
            "stars",
            lambda row: each(
                row.items,
                lambda item: up.get_rating(item.product_id),
                lambda item: item.product_id,
                limit=4,
                at_once=2,
                partial=True,
            ),
            cap_ms=100,
            fallback=RATINGS_FALLBACK,
        )
    return GetRow200(build_row(row.value, ratings.value), missing=source.missing)


def build_row(row: found.Row, ratings: Index[str, found.Ratings]) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, ratings) for item in row.items])


def build_card(item: found.RowItem, ratings: Index[str, found.Ratings]) -> Card:
    """Build what is answered for one `item`."""
    rating = ratings.by(item.product_id)
    return Card(
        id=item.product_id, title=item.title, stars=MISSING if rating is MISSING else rating.average
    )
