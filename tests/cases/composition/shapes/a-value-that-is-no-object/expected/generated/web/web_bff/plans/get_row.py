# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import get_row as found


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 -> prices 250 ms, of 800. At most 2 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        prices = source.after(row).required(
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices(skus),
                found.prices_by_sku,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
    return GetRow200(build_row(row.value, prices.value))


def build_row(row: found.Row, prices: Index[str, found.PricesPrice]) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, prices) for item in row.items])


def build_card(item: found.RowItem, prices: Index[str, found.PricesPrice]) -> Card:
    """Build what is answered for one `item`."""
    price = prices.by(item.sku)
    return Card(
        id=item.product_id,
        title=item.title,
        price=MISSING if price is MISSING else Price(amount=price.amount, currency="EUR"),
    )
