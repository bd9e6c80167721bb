# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `checks`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import CheckProductResponse
from ..models import Check, CheckProductRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.json_body import JsonBody
from ..runtime.serve import Operation, serve
from ..sources.check_product import CheckProductCalls

router = APIRouter()


CHECK_PRODUCT = Operation(
    name="checkProduct", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
CHECK_PRODUCT_BODY = JsonBody(
    Check,
    types=("application/json", "application/vnd.shop.v1+json"),
    max_bytes=16 * 1024,
    within_ms=2_000,
)


@serve(router, CHECK_PRODUCT, "POST", "/checks")
async def check_product(http: Request, call: Call) -> CheckProductResponse:
    """Check what a customer wishes."""
    with Parsing(http):
        request = CheckProductRequest(body=await CHECK_PRODUCT_BODY.read(http, call))
    return await plans.check_product(request, CheckProductCalls(services(http)), call)
