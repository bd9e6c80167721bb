# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch, each
from ..runtime.fetch import Fetch
from ..runtime.index import Index
from ..sources import get_row as found

# What stands in for an optional source that is missing.
PRICES_FALLBACK: Index[str, found.PricesPrice] = Index()
OFFERS_FALLBACK: Index[str, found.Offers] = Index()


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 10 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        prices = source.after(row).optional(
            "prices",
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices(skus),
                found.prices_by_sku,
                size=50,
                limit=50,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=PRICES_FALLBACK,
        )
        offers = source.after(row, prices).optional(
            "offers",
            lambda row, prices: each(
                row.items,
                lambda item: ask_offers(up, prices, item),
                lambda item: item.sku,
                limit=6,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=OFFERS_FALLBACK,
        )
        rating = source.after(row, prices).optional(
            "rating", lambda row, prices: ask_rating(up, prices, row), cap_ms=250
        )
        orders = source.after(row, prices).optional(
            "orders", lambda row, prices: ask_orders(up, prices, row, request), cap_ms=250
        )
    return GetRow200(
        build_row(row.value, offers.value, rating.value, orders.value), missing=source.missing
    )


def send_orders(
    row: found.Row, price: found.PricesPrice | MISSING, request: GetRowRequest
) -> found.SentOrders:
    """Build what `orders` is sent, which validates it; what is absent stays absent."""
    return found.SentOrders(
        sku=MISSING if not row.items else row.items[0].sku,
        amount=MISSING if price is MISSING else price.amount,
        by=request.product_id,
    )


def build_row(
    row: found.Row,
    offers: Index[str, found.Offers],
    rating: found.Rating | MISSING,
    orders: found.Orders | MISSING,
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, offers, rating, orders) for item in row.items])


def build_card(
    item: found.RowItem,
    offers: Index[str, found.Offers],
    rating: found.Rating | MISSING,
    orders: found.Orders | MISSING,
) -> Card:
    """Build what is answered for one `item`."""
    offer = offers.by(item.sku)
    return Card(
        id=item.product_id,
        title=item.title,
        price=MISSING if offer is MISSING else Price(amount=offer.amount, currency=offer.currency),
        stars=(
            rating.average
            if rating is not MISSING and rating.average is not MISSING
            else MISSING
            if orders is MISSING
            else orders.place
        ),
    )


def ask_offers(
    up: GetRowUpstreams, prices: Index[str, found.PricesPrice], item: found.RowItem
) -> Fetch[found.Offers]:
    """Ask for `offers`."""
    price = prices.by(item.sku)
    return up.get_offer(
        item.sku,
        0 if price is MISSING else price.amount,
        currency=MISSING if price is MISSING else price.currency,
    )


def ask_rating(
    up: GetRowUpstreams, prices: Index[str, found.PricesPrice], row: found.Row
) -> Fetch[found.Rating] | MISSING:
    """Ask for `rating`; MISSING where there is nothing to ask with."""
    price = prices.by(MISSING if not row.items else row.items[0].sku)
    return MISSING if price is MISSING else up.get_rating(price.sku)


def ask_orders(
    up: GetRowUpstreams,
    prices: Index[str, found.PricesPrice],
    row: found.Row,
    request: GetRowRequest,
) -> Fetch[found.Orders]:
    """Ask for `orders`."""
    price = prices.by(MISSING if not row.items else row.items[0].sku)
    return up.place_bid(send_orders(row, price, request))
