# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Part, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index, kept
from ..sources import get_row as found


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 -> prices 250 ms, of 800. At most 3 calls."""
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
        parts = source.after(row).required(
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices_parts(skus),
                found.parts_by_sku,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
    return GetRow200(build_row(row.value, prices.value, parts.value))


def build_row(
    row: found.Row, prices: Index[str, found.PricesPrice], parts: Index[str, found.PartsPrice]
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, prices, parts) for item in row.items])


def build_card(
    item: found.RowItem, prices: Index[str, found.PricesPrice], parts: Index[str, found.PartsPrice]
) -> Card:
    """Build what is answered for one `item`."""
    price = prices.by(item.sku)
    return Card(
        id=item.product_id,
        title=item.title,
        price=MISSING if price is MISSING else Price(amount=price.amount, currency=price.currency),
        parts=(
            MISSING
            if item.parts is MISSING
            else kept(build_part(part, parts, item, price) for part in item.parts)
        ),
    )


def build_part(
    part: found.RowItemPart,
    parts: Index[str, found.PartsPrice],
    item: found.RowItem,
    price: found.PricesPrice | MISSING,
) -> Part | MISSING:
    """Build what is answered for one `part`; MISSING leaves it out."""
    part_ = parts.by(part.sku)
    if part_ is MISSING:
        return MISSING
    return Part(
        id=part.sku,
        of=item.sku,
        amount=part_.amount,
        whole=MISSING if price is MISSING else price.amount,
    )
