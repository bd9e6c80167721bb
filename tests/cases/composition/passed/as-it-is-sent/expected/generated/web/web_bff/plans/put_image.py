# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `putImage`: join the sources, then build the answer."""

from ..answers import PutImage204, PutImageResponse
from ..models import PutImageRequest
from ..ports import PutImageUpstreams
from ..runtime.call import Call


async def put_image(
    request: PutImageRequest, up: PutImageUpstreams, call: Call
) -> PutImageResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        source.required(up.put_image(request.body, request.id), cap_ms=60250)
    return PutImage204()
