# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getOffer`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetOffer200, GetOfferResponse, Product
from ..identity import Identity
from ..models import GetOfferRequest
from ..ports import GetOfferUpstreams
from ..runtime.call import Call
from ..sources import get_offer as found


async def get_offer(
    request: GetOfferRequest, up: GetOfferUpstreams, call: Call
) -> GetOfferResponse:
    """Waits: product 250 ms, of 800. At most 2 calls."""
    identity = call.known_caller(Identity)
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        stock = source.after(product).optional(
            "stock",
            lambda product: (
                MISSING
                if identity is MISSING or not identity.has_scope("stock.read")
                else up.get_stock(product.sku)
            ),
            cap_ms=250,
        )
    return GetOffer200(build_product(product.value, stock.value, identity), missing=source.missing)


def build_product(
    product: found.Product, stock: found.Stock | MISSING, identity: Identity | MISSING
) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        title=product.title,
        price=(
            MISSING
            if identity is MISSING
            or not (identity.has_role("ops") or identity.has_scope("stock.read"))
            else product.price
        ),
        in_stock=(
            MISSING
            if identity is MISSING or not identity.has_scope("stock.read") or stock is MISSING
            else stock.available
        ),
        currency=MISSING if identity is MISSING else identity.claims.currency,
        reader=MISSING if identity is MISSING else identity.claims.https_shop_example_tier,
    )
