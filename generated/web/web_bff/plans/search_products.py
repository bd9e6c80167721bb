# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `searchProducts`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from ..answers import Money, ProductTile, SearchPage, SearchProducts200, SearchProductsResponse
from ..models import SearchProductsRequest
from ..ports import SearchProductsUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import search_products as found

# What stands in for an optional source that is missing.
PRICES_FALLBACK: Index[str, found.PricesItem] = Index()
STOCK_FALLBACK: Index[str, found.StockStockItem] = Index()
PICTURES_FALLBACK: Index[str, found.PicturesAsset] = Index()


async def search_products(
    request: SearchProductsRequest, up: SearchProductsUpstreams, call: Call
) -> SearchProductsResponse:
    """Waits: page 400 ms, of 800.

    At most 4 calls, 8 with those that are asked again. 400 when catalog says 400.
    """
    async with call.sources() as source:
        page = source.required(
            up.search_products(
                request.q,
                category_id=request.category_id,
                cursor=request.cursor,
                limit=request.limit,
                accept_language=request.accept_language,
            ),
            cap_ms=400,
            on_status={400: 400},
        )
        prices = source.after(page).optional(
            "prices",
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_quote(send_prices(skus), request.currency),
                found.prices_by_sku,
                size=100,
                limit=48,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=PRICES_FALLBACK,
        )
        stock = source.after(page).optional(
            "availability",
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_get_stock(send_stock(skus)),
                found.stock_by_sku,
                size=100,
                limit=48,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=STOCK_FALLBACK,
        )
        pictures = source.after(page).optional(
            "images",
            lambda page: batch(
                [MISSING if not item.media_ids else item.media_ids[0] for item in page.items],
                lambda ids: up.batch_get_assets(send_pictures(ids), width=320, format="webp"),
                found.pictures_by_asset_id,
                size=50,
                limit=48,
                at_once=4,
                partial=True,
            ),
            cap_ms=250,
            fallback=PICTURES_FALLBACK,
        )
    return SearchProducts200(
        build_search_page(page.value, prices.value, stock.value, pictures.value),
        missing=source.missing,
    )


def send_prices(skus: Sequence[str]) -> found.SentPrices:
    """Build what `prices` is sent, which validates it; what is absent stays absent."""
    return found.SentPrices(skus=list(skus))


def send_stock(skus: Sequence[str]) -> found.SentStock:
    """Build what `stock` is sent, which validates it; what is absent stays absent."""
    return found.SentStock(skus=list(skus))


def send_pictures(ids: Sequence[str]) -> found.SentPictures:
    """Build what `pictures` is sent, which validates it; what is absent stays absent."""
    return found.SentPictures(ids=list(ids))


def build_search_page(
    page: found.Page,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
    pictures: Index[str, found.PicturesAsset],
) -> SearchPage:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return SearchPage(
        items=[build_product_tile(hit, prices, stock, pictures) for hit in page.items],
        total=page.total,
        next_cursor=page.next_cursor,
    )


def build_product_tile(
    hit: found.PageItem,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
    pictures: Index[str, found.PicturesAsset],
) -> ProductTile:
    """Build what is answered for one `hit`."""
    price = prices.by(hit.sku)
    stock_item = stock.by(hit.sku)
    picture = pictures.by(MISSING if not hit.media_ids else hit.media_ids[0])
    return ProductTile(
        id=hit.id,
        title=hit.title,
        brand=MISSING if hit.brand is None else hit.brand.name,
        price=MISSING if price is MISSING else Money(amount=price.amount, currency=price.currency),
        in_stock=MISSING if stock_item is MISSING else stock_item.available,
        image_url=MISSING if picture is MISSING else picture.url,
    )
