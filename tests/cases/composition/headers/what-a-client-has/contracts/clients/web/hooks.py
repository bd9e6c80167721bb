"""Labels are images."""

from web_bff.answers import GetLabel200, GetLabel304, GetLabelResponse
from web_bff.ports import Call, CatalogGetImage304, GetLabelRequest, GetLabelUpstreams


async def get_label(
    request: GetLabelRequest, up: GetLabelUpstreams, call: Call
) -> GetLabelResponse:
    """Pass the image on, unless the client has it."""
    found = await up.get_image(request.id, if_none_match=request.if_none_match)
    if isinstance(found, CatalogGetImage304):
        return GetLabel304()
    return GetLabel200(found.body, e_tag=found.e_tag)
