# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getCategory`: join the sources, then build the answer."""

from ..answers import Category, GetCategory200, GetCategoryResponse
from ..models import GetCategoryRequest
from ..ports import GetCategoryUpstreams
from ..runtime.call import Call
from ..sources import get_category as found


async def get_category(
    request: GetCategoryRequest, up: GetCategoryUpstreams, call: Call
) -> GetCategoryResponse:
    """Waits: catalog 250 ms, of 3000.

    At most 1 call, 2 with those that are asked again. 404 when catalog says 404.
    """
    async with call.sources() as source:
        catalog = source.required(
            up.get_category(request.category_id, accept_language=request.accept_language),
            cap_ms=250,
            on_status={404: 404},
        )
    return GetCategory200(build_category(catalog.value))


def build_category(catalog: found.Catalog) -> Category:
    """Build a `Category`, those inside it included."""
    return Category(
        id=catalog.id,
        name=catalog.name,
        children=[build_category(child) for child in catalog.children],
    )
