# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `updateProduct`: join the sources, then build the answer."""

from ..answers import EditedProduct, UpdateProduct200, UpdateProductResponse
from ..models import UpdateProductRequest
from ..ports import UpdateProductUpstreams
from ..runtime.call import Call
from ..sources import update_product as found


async def update_product(
    request: UpdateProductRequest, up: UpdateProductUpstreams, call: Call
) -> UpdateProductResponse:
    """Waits: product 900 ms, of 2000. At most 1 call.

    422 when catalog says 400. 404 when catalog says 404. 412 when catalog says 412.
    """
    async with call.sources() as source:
        product = source.required(
            up.update_product(send_product(request), request.product_id, if_match=request.if_match),
            cap_ms=900,
            on_status={400: 422, 404: 404, 412: 412},
        )
    return UpdateProduct200(build_edited_product(product.value), e_tag=product.value.e_tag)


def send_product(request: UpdateProductRequest) -> found.SentProduct:
    """Build what `product` is sent, which validates it; what is absent stays absent."""
    return found.SentProduct(
        title=request.body.title,
        description_html=request.body.description_html,
        short_description=request.body.short_description,
        brand_name=request.body.brand_name,
        lifecycle=request.body.lifecycle,
    )


def build_edited_product(product: found.ProductAnswer) -> EditedProduct:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return EditedProduct(
        id=product.body.id,
        title=product.body.title,
        lifecycle=product.body.lifecycle,
        updated_at=product.body.updated_at,
    )
