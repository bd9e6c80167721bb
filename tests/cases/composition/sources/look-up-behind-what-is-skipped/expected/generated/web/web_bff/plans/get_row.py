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


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 -> prices 250 -> again 250 ms, of 800. At most 4 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        prices = source.after(row).required(
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices_prices(skus),
                found.prices_by_sku,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
        again = source.after(prices).required(
            lambda prices: batch(
                [price.sku for price in prices.elements],
                lambda skus: up.list_prices_again(skus),
                found.again_by_sku,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
        images = source.after(prices).required(
            lambda prices: batch(
                [price.sku for price in prices.elements],
                lambda ids: up.list_images(ids),
                found.images_by_key,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
    return GetRow200(build_row(row.value, prices.value, again.value, images.value))


def build_row(
    row: found.Row,
    prices: Index[str, found.PricesPrice],
    again: Index[str, found.AgainPrice],
    images: Index[str, found.ImagesValue],
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=kept(build_card(item, prices, again, images) for item in row.items))


def build_card(
    item: found.RowItem,
    prices: Index[str, found.PricesPrice],
    again: Index[str, found.AgainPrice],
    images: Index[str, found.ImagesValue],
) -> Card | MISSING:
    """Build what is answered for one `item`; MISSING leaves it out."""
    price = prices.by(item.sku)
    again_item = again.by(MISSING if price is MISSING else price.sku)
    image = images.by(MISSING if price is MISSING else price.sku)
    if price is MISSING or again_item is MISSING:
        return MISSING
    return Card(
        id=item.product_id,
        title=item.title,
        price=Price(amount=again_item.amount, currency=again_item.currency),
        image_url=MISSING if image is MISSING else image.url,
    )
