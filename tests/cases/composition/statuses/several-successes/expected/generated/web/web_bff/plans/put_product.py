# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `putProduct`: join the sources, then build the answer."""

from ..answers import Changed, PutProduct200, PutProductResponse, Waiting
from ..models import PutProductRequest
from ..ports import PutProductUpstreams
from ..runtime.call import Call
from ..sources import put_product as found


async def put_product(
    request: PutProductRequest, up: PutProductUpstreams, call: Call
) -> PutProductResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.put_product(request.id), cap_ms=250)
    return PutProduct200(build_outcome(catalog.value))


def build_outcome(catalog: found.CatalogProduct | found.CatalogJob) -> Changed | Waiting:
    """Build `Changed` or `Waiting`, by what `catalog` is."""
    if isinstance(catalog, found.CatalogProduct):
        return Changed(id=catalog.id, title=catalog.title)
    return Waiting(job=catalog.job)
