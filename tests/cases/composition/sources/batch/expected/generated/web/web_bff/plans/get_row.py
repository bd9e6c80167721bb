# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index, kept
from ..sources import get_row as found

# What stands in for an optional source that is missing.
IMAGES_FALLBACK: Index[str, found.ImagesValue] = Index()


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 -> prices 250 ms, of 800. At most 4 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        prices = source.after(row).required(
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices(skus, currency="EUR"),
                found.prices_by_sku,
                size=100,
                limit=150,
                at_once=4,
            ),
            cap_ms=250,
        )
        images = source.after(row).optional(
            "images",
            lambda row: batch(
                [item.image_id for item in row.items],
                lambda ids: up.list_images(ids),
                found.images_by_key,
                size=20,
                limit=12,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=IMAGES_FALLBACK,
        )
    return GetRow200(build_row(row.value, prices.value, images.value), missing=source.missing)


def build_row(
    row: found.Row, prices: Index[str, found.PricesPrice], images: Index[str, found.ImagesValue]
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=kept((build_card(item, prices, images) for item in row.items), 8))


def build_card(
    item: found.RowItem,
    prices: Index[str, found.PricesPrice],
    images: Index[str, found.ImagesValue],
) -> Card | MISSING:
    """Build what is answered for one `item`; MISSING leaves it out."""
    price = prices.by(item.sku)
    image = images.by(item.image_id)
    if price is MISSING:
        return MISSING
    return Card(
        id=item.product_id,
        title=item.title,
        price=Price(amount=price.amount, currency=price.currency),
        image_url=MISSING if image is MISSING else image.url,
    )
