# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Part, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: product 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
    return GetProduct200(
        build_product(product.value, source.missing_names("parts")), missing=source.missing
    )


def build_product(product: found.Product, missing: list[str] | MISSING) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=product.id,
        parts=[Part(name=part.name, state=part.state) for part in product.parts],
        marks=product.marks,
        missing=missing,
    )
