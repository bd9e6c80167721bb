# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from .. import hooks, results
from ..answers import GetProduct200, GetProductResponse, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..runtime.computed import computed


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 -> shown 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        shown = source.after(product).required(
            lambda product: computed(
                "shown", hooks.shown, results.SCHEMAS_PRODUCT_TYPE, product=product, call=call
            ),
            cap_ms=250,
        )
    return GetProduct200(build_product(shown.value))


def build_product(shown: results.SchemasProduct) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(id=shown.id, title=shown.title, price=shown.price, in_stock=True)
