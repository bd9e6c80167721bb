# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from ..answers import GetRow200, GetRowResponse, Image, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..sources import get_row as found


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: images 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        images = source.required(up.list_images(["front", "back"]), cap_ms=250)
    return GetRow200(build_row(images.value))


def build_row(images: dict[str, found.ImagesValue]) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(images={key: Image(url=image.url, alt=image.alt) for key, image in images.items()})
