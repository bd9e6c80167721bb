# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from .. import hooks, results
from ..answers import Card, GetRow200, GetRowResponse, Price, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..runtime.computed import computed
from ..runtime.fan_out import batch
from ..runtime.fetch import Fetch
from ..runtime.index import Index, kept
from ..sources import get_row as found

# What stands in for an optional source that is missing.
LIKES_FALLBACK: Index[str, found.LikesPrice] = Index()


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 100 -> prices 100 -> basket 100 ms, of 800. At most 4 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=100)
        prices = source.after(row).required(
            lambda row: batch(
                [item.sku for item in row.items],
                lambda skus: up.list_prices_prices(skus),
                found.prices_by_sku,
                size=50,
                limit=50,
                at_once=4,
            ),
            cap_ms=100,
        )
        likes = source.after(row, prices).optional(
            "likes",
            lambda row, prices: batch(
                keys_of_likes(prices, row),
                lambda skus: ask_likes(up, prices, row, skus),
                found.likes_by_sku,
                size=50,
                limit=50,
                at_once=4,
                partial=True,
            ),
            cap_ms=100,
            fallback=LIKES_FALLBACK,
        )
        standing = source.after(row, prices).optional(
            "standing", lambda row, prices: ask_standing(prices, row, call), cap_ms=100
        )
        basket = source.after(row, prices).required(
            lambda row, prices: up.price_basket(send_basket(row, prices)), cap_ms=100
        )
    return GetRow200(
        build_row(row.value, likes.value, standing.value, basket.value), missing=source.missing
    )


def send_basket(row: found.Row, prices: Index[str, found.PricesPrice]) -> found.SentBasket:
    """Build what `basket` is sent, which validates it; what is absent stays absent."""
    return found.SentBasket(lines=kept(build_sent_basket_line(item, prices) for item in row.items))


def build_row(
    row: found.Row,
    likes: Index[str, found.LikesPrice],
    standing: results.Price | MISSING,
    basket: found.Basket,
) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(cards=[build_card(item, likes, standing, basket) for item in row.items])


def build_card(
    item: found.RowItem,
    likes: Index[str, found.LikesPrice],
    standing: results.Price | MISSING,
    basket: found.Basket,
) -> Card:
    """Build what is answered for one `item`."""
    like = likes.by(item.sku)
    return Card(
        id=item.product_id,
        title=item.title,
        price=(
            MISSING
            if standing is MISSING
            else Price(amount=standing.amount, currency=standing.currency)
        ),
        image_url=MISSING if like is MISSING else like.sku,
        stars=basket.total,
    )


def build_sent_basket_line(
    item: found.RowItem, prices: Index[str, found.PricesPrice]
) -> found.SentBasketLine | MISSING:
    """Build what is sent for one `item`; MISSING leaves it out."""
    price = prices.by(item.sku)
    if price is MISSING:
        return MISSING
    return found.SentBasketLine(amount=price.amount)


def ask_likes(
    up: GetRowUpstreams, prices: Index[str, found.PricesPrice], row: found.Row, skus: Sequence[str]
) -> Fetch[found.Likes]:
    """Ask for `likes`."""
    price = prices.by(MISSING if len(row.items) <= 1 else row.items[1].sku)
    return up.list_prices_likes(skus, currency=MISSING if price is MISSING else price.currency)


def keys_of_likes(prices: Index[str, found.PricesPrice], row: found.Row) -> Sequence[str]:
    """Give the keys that `likes` asks for."""
    price = prices.by(MISSING if not row.items else row.items[0].sku)
    return () if price is MISSING or price.likes is MISSING else price.likes


def ask_standing(
    prices: Index[str, found.PricesPrice], row: found.Row, call: Call
) -> Fetch[results.Price] | MISSING:
    """Compute `standing`; MISSING where there is nothing to compute with."""
    price = prices.by(MISSING if not row.items else row.items[0].sku)
    return (
        MISSING
        if price is MISSING or price.currency is MISSING
        else computed(
            "standing",
            hooks.standing,
            results.PRICE_TYPE,
            amount=price.amount,
            currency=price.currency,
            call=call,
        )
    )
