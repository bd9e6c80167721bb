# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Answer `batchGetProducts`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from ..answers import BatchGetProducts200, BatchGetProductsResponse, Money, Product, ProductBatch
from ..models import BatchGetProductsRequest
from ..ports import BatchGetProductsUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import batch_get_products as found


async def batch_get_products(
    request: BatchGetProductsRequest, up: BatchGetProductsUpstreams, call: Call
) -> BatchGetProductsResponse:
    """Waits: found 800 -> prices 800 ms, of 2000.

    At most 3 calls, 6 with those that are asked again. 422 when pricing says 422.
    """
    async with call.sources() as source:
        found_ = source.required(
            batch(
                request.body.ids,
                lambda ids: up.batch_get_products(
                    send_found(ids), accept_language=request.accept_language
                ),
                found.found_by_id,
                size=100,
                at_once=4,
            ),
            cap_ms=800,
        )
        prices = source.after(found_).required(
            lambda found_: batch(
                [item.sku for item in found_.elements],
                lambda skus: up.batch_quote(send_prices(skus), request.currency),
                found.prices_by_sku,
                size=100,
                limit=100,
                at_once=4,
            ),
            cap_ms=800,
            on_status={422: 422},
        )
        stock = source.after(found_).required(
            lambda found_: batch(
                [item.sku for item in found_.elements],
                lambda skus: up.batch_get_stock(send_stock(skus)),
                found.stock_by_sku,
                size=100,
                limit=100,
                at_once=4,
            ),
            cap_ms=800,
        )
    return BatchGetProducts200(build_product_batch(found_.value, prices.value, stock.value))


def send_found(ids: Sequence[str]) -> found.SentFound:
    """Build what `found` is sent, which validates it; what is absent stays absent."""
    return found.SentFound(ids=list(ids))


def send_prices(skus: Sequence[str]) -> found.SentPrices:
    """Build what `prices` is sent, which validates it; what is absent stays absent."""
    return found.SentPrices(skus=list(skus))


def send_stock(skus: Sequence[str]) -> found.SentStock:
    """Build what `stock` is sent, which validates it; what is absent stays absent."""
    return found.SentStock(skus=list(skus))


def build_product_batch(
    found_: Index[str, found.FoundItem],
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
) -> ProductBatch:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ProductBatch(items=[build_product(p, prices, stock) for p in found_.elements[:100]])


def build_product(
    p: found.FoundItem,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
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
