# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetProduct200, GetProductResponse, Maker, Part, Product
from ..models import GetProductRequest
from ..ports import GetProductUpstreams
from ..runtime.call import Call
from ..sources import get_product as found


async def get_product(
    request: GetProductRequest, up: GetProductUpstreams, call: Call
) -> GetProductResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.get_product(request.id), cap_ms=250)
    return GetProduct200(build_product(catalog.value))


def build_product(catalog: found.Catalog) -> Product:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Product(
        id=catalog.id,
        maker=MISSING if catalog.maker is MISSING else Maker(name=catalog.maker.name),
        parts=[
            Part(
                code=part.code,
                maker=MISSING if part.maker is MISSING else Maker(name=part.maker.name),
            )
            for part in catalog.parts
        ],
    )
