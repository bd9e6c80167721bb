# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getImage`: join the sources, then pass the body on."""

from ..answers import GetImage200, GetImageResponse
from ..models import GetImageRequest
from ..ports import GetImageUpstreams
from ..runtime.call import Call


async def get_image(
    request: GetImageRequest, up: GetImageUpstreams, call: Call
) -> GetImageResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call. 304 when catalog says 304."""
    async with call.sources() as source:
        catalog = source.required(
            up.get_image(
                request.id,
                if_none_match=request.if_none_match,
                if_modified_since=request.if_modified_since,
            ),
            cap_ms=250,
            on_status={304: 304},
        )
    return GetImage200(catalog.value.body, e_tag=catalog.value.e_tag)
