# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `updateProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Product, UpdateProduct200, UpdateProductResponse
from ..models import UpdateProductRequest
from ..ports import UpdateProductUpstreams
from ..runtime.call import Call
from ..sources import update_product as found


async def update_product(
    request: UpdateProductRequest, up: UpdateProductUpstreams, call: Call
) -> UpdateProductResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.update_product(send_catalog(request), request.id), cap_ms=250)
    return UpdateProduct200(build_product(catalog.value))


def send_catalog(request: UpdateProductRequest) -> found.SentCatalog:
    """Build what `catalog` is sent, which validates it; what is absent stays absent."""
    return found.SentCatalog(
        title=request.body.title,
        stock=request.body.stock,
        note=request.body.note,
        size=(
            MISSING
            if request.body.size is MISSING
            else found.SentCatalogSize(width=request.body.size.width)
        ),
    )


def build_product(catalog: found.Catalog) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(id=catalog.id, title=catalog.title)
