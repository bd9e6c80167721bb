# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `quoteCart`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from .. import models
from ..answers import CartQuote, Money, QuoteCart200, QuoteCartResponse, QuotedLine
from ..identity import Identity
from ..models import QuoteCartRequest
from ..ports import QuoteCartUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import quote_cart as found


async def quote_cart(
    request: QuoteCartRequest, up: QuoteCartUpstreams, call: Call
) -> QuoteCartResponse:
    """Waits: prices 250 ms, of 600.

    At most 2 calls, 4 with those that are asked again. 422 when pricing says 422.
    """
    identity = call.known_caller(Identity)
    async with call.sources() as source:
        prices = source.required(
            batch(
                [line.sku for line in request.body.lines],
                lambda skus: up.batch_quote(
                    send_prices(skus),
                    request.currency,
                    customer_id=MISSING if identity is MISSING else identity.sub,
                ),
                found.prices_by_sku,
                size=100,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
            on_status={422: 422},
        )
        stock = source.required(
            batch(
                [line.sku for line in request.body.lines],
                lambda skus: up.batch_get_stock(send_stock(skus)),
                found.stock_by_sku,
                size=100,
                limit=50,
                at_once=4,
            ),
            cap_ms=250,
        )
    return QuoteCart200(build_cart_quote(prices.value, stock.value, request))


def send_prices(skus: Sequence[str]) -> found.SentPrices:
    """Build what `prices` is sent, which validates it; what is absent stays absent."""
    return found.SentPrices(skus=list(skus))


def send_stock(skus: Sequence[str]) -> found.SentStock:
    """Build what `stock` is sent, which validates it; what is absent stays absent."""
    return found.SentStock(skus=list(skus))


def build_cart_quote(
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
    request: QuoteCartRequest,
) -> CartQuote:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return CartQuote(
        lines=[build_quoted_line(line, prices, stock) for line in request.body.lines[:50]]
    )


def build_quoted_line(
    line: models.CartLine,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
) -> QuotedLine:
    """Build what is answered for one `line`."""
    price = prices.by(line.sku)
    stock_item = stock.by(line.sku)
    return QuotedLine(
        sku=line.sku,
        quantity=line.quantity,
        unit_price=(
            MISSING if price is MISSING else Money(amount=price.amount, currency=price.currency)
        ),
        in_stock=False if stock_item is MISSING else stock_item.available,
    )
