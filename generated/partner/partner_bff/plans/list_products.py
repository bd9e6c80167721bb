# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from ..answers import ListProducts200, ListProductsResponse, Money, Product, ProductPage
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import list_products as found


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: page 800 -> prices 800 ms, of 2000.

    At most 5 calls, 10 with those that are asked again.

    400 when catalog says 400. 410 when catalog says 410. 422 when pricing says 422.
    """
    cursor = call.opened(request.cursor)
    async with call.sources() as source:
        page = source.required(
            up.list_products(
                updated_since=request.updated_since,
                include_deleted=True,
                cursor=cursor,
                limit=request.limit,
                accept_language=request.accept_language,
            ),
            cap_ms=800,
            on_status={400: 400, 410: 410},
        )
        prices = source.after(page).required(
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_quote(send_prices(skus), request.currency),
                found.prices_by_sku,
                size=100,
                limit=200,
                at_once=4,
            ),
            cap_ms=800,
            on_status={422: 422},
        )
        stock = source.after(page).required(
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_get_stock(send_stock(skus)),
                found.stock_by_sku,
                size=100,
                limit=200,
                at_once=4,
            ),
            cap_ms=800,
        )
    next_cursor = call.sealed(page.value.next_cursor)
    return ListProducts200(
        build_product_page(page.value, prices.value, stock.value, next_cursor),
        next_cursor=next_cursor,
    )


def send_prices(skus: Sequence[str]) -> found.SentPrices:
    """Build what `prices` is sent, which validates it; what is absent stays absent."""
    return found.SentPrices(skus=list(skus))


def send_stock(skus: Sequence[str]) -> found.SentStock:
    """Build what `stock` is sent, which validates it; what is absent stays absent."""
    return found.SentStock(skus=list(skus))


def build_product_page(
    page: found.Page,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
    next_cursor: str | MISSING,
) -> ProductPage:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ProductPage(
        items=[build_product(p, prices, stock) for p in page.items[:200]],
        next_cursor=next_cursor,
        synced_until=page.as_of,
    )


def build_product(
    p: found.PageItem, prices: Index[str, found.PricesItem], stock: Index[str, found.StockStockItem]
) -> Product:
    """Build what is answered for one `p`."""
    price = prices.by(p.sku)
    stock_item = stock.by(p.sku)
    return Product(
        product_id=p.id,
        sku=p.sku,
        price=MISSING if price is MISSING else Money(amount=price.amount, currency=price.currency),
        available=False if stock_item is MISSING else stock_item.available,
        updated_at=p.updated_at,
        deleted=p.deleted,
        deleted_at=p.deleted_at,
    )
