# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `featuredProduct`: join the sources, then build the answer."""

from ..answers import FeaturedProduct200, FeaturedProductBody, FeaturedProductResponse, Product
from ..models import FeaturedProductRequest
from ..ports import FeaturedProductUpstreams
from ..runtime.call import Call
from ..sources import featured_product as found


async def featured_product(
    request: FeaturedProductRequest, up: FeaturedProductUpstreams, call: Call
) -> FeaturedProductResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.featured_product(), cap_ms=250)
    return FeaturedProduct200(build_featured_product(catalog.value))


def build_featured_product(catalog: found.Catalog | None) -> FeaturedProductBody:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return FeaturedProductBody(
        None if catalog is None else Product(id=catalog.id, title=catalog.title)
    )
