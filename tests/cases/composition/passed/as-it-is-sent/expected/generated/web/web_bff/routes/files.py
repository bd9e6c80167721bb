# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `files`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import ImportPricesResponse, PutImageResponse
from ..models import ImportPricesRequest, PutImageRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.incoming import IncomingBody
from ..runtime.parse import path_text
from ..runtime.serve import Operation, serve
from ..sources.import_prices import ImportPricesCalls
from ..sources.put_image import PutImageCalls

router = APIRouter()


PUT_IMAGE = Operation(
    name="putImage", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
PUT_IMAGE_BODY = IncomingBody(
    ("image/png", "image/webp"), max_bytes=64 * 1024 * 1024, within_ms=60_000
)


@serve(router, PUT_IMAGE, "PUT", "/products/{id}/image")
async def put_image(http: Request, call: Call) -> PutImageResponse:
    """Store the image of a product."""
    with Parsing(http):
        request = PutImageRequest(
            id=path_text(http, "id"), body=await PUT_IMAGE_BODY.read(http, call)
        )
    return await plans.put_image(request, PutImageCalls(services(http)), call)


IMPORT_PRICES = Operation(
    name="importPrices", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
IMPORT_PRICES_BODY = IncomingBody(("text/csv",))


@serve(router, IMPORT_PRICES, "POST", "/imports")
async def import_prices(http: Request, call: Call) -> ImportPricesResponse:
    """Import prices."""
    with Parsing(http):
        request = ImportPricesRequest(body=await IMPORT_PRICES_BODY.read_if_sent(http, call))
    return await plans.import_prices(request, ImportPricesCalls(services(http)), call)
