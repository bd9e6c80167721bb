# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Answer `listProducts`: join the sources, then build the answer."""

from collections.abc import Sequence

from pydantic import MISSING

from .. import hooks
from ..answers import ListProducts200, ListProductsResponse, ProductCard, ProductCards
from ..models import ListProductsRequest
from ..ports import ListProductsUpstreams
from ..runtime.call import Call
from ..runtime.fan_out import batch
from ..runtime.index import Index
from ..sources import list_products as found

# What stands in for an optional source that is missing.
PRICES_FALLBACK: Index[str, found.PricesItem] = Index()
STOCK_FALLBACK: Index[str, found.StockStockItem] = Index()
PICTURES_FALLBACK: Index[str, found.PicturesAsset] = Index()


async def list_products(
    request: ListProductsRequest, up: ListProductsUpstreams, call: Call
) -> ListProductsResponse:
    """Waits: page 180 ms, of 450. At most 4 calls. 400 when catalog says 400."""
    async with call.sources() as source:
        page = source.required(
            up.search_products(
                request.q,
                cursor=request.cursor,
                limit=request.limit,
                accept_language=request.accept_language,
            ),
            cap_ms=180,
            on_status={400: 400},
        )
        prices = source.after(page).optional(
            "prices",
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_quote(send_prices(skus), "EUR"),
                found.prices_by_sku,
                size=100,
                limit=24,
                at_once=4,
                partial=True,
            ),
            cap_ms=180,
            fallback=PRICES_FALLBACK,
        )
        stock = source.after(page).optional(
            "stock",
            lambda page: batch(
                [item.sku for item in page.items],
                lambda skus: up.batch_get_stock(send_stock(skus)),
                found.stock_by_sku,
                size=100,
                limit=24,
                at_once=4,
                partial=True,
            ),
            cap_ms=180,
            fallback=STOCK_FALLBACK,
        )
        pictures = source.after(page).optional(
            "images",
            lambda page: batch(
                [MISSING if not item.media_ids else item.media_ids[0] for item in page.items],
                lambda ids: up.batch_get_assets(
                    send_pictures(ids),
                    width=320 if request.px is MISSING else request.px,
                    format="avif",
                ),
                found.pictures_by_asset_id,
                size=50,
                limit=24,
                at_once=4,
                partial=True,
            ),
            cap_ms=180,
            fallback=PICTURES_FALLBACK,
        )
    return ListProducts200(
        build_product_cards(page.value, prices.value, stock.value, pictures.value),
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


def build_product_cards(
    page: found.Page,
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
    pictures: Index[str, found.PicturesAsset],
) -> ProductCards:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return ProductCards(
        cards=[build_product_card(p, pictures, prices, stock) for p in page.items[:24]],
        next=page.next_cursor,
    )


def build_product_card(
    p: found.PageItem,
    pictures: Index[str, found.PicturesAsset],
    prices: Index[str, found.PricesItem],
    stock: Index[str, found.StockStockItem],
) -> ProductCard:
    """Build what is answered for one `p`."""
    picture = pictures.by(MISSING if not p.media_ids else p.media_ids[0])
    price = prices.by(p.sku)
    stock_item = stock.by(p.sku)
    return ProductCard(
        id=p.id,
        name=p.title,
        image_url=MISSING if picture is MISSING else picture.url,
        price_minor=(
            MISSING if price is MISSING else hooks.to_minor_units(price.amount, price.currency)
        ),
        currency=MISSING if price is MISSING else price.currency,
        in_stock=MISSING if stock_item is MISSING else stock_item.available,
    )
