# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `checks`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import CheckProductResponse
from ..models import Check, CheckProductRequest
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.guard import EACH, Guard, Part
from ..runtime.json_body import JsonBody
from ..runtime.serve import Operation, serve
from ..sources.check_product import CheckProductCalls

router = APIRouter()


CHECK_PRODUCT = Operation(
    name="checkProduct",
    access=Secured(AllOf(Need(security.TOKEN))),
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
)
CHECK_PRODUCT_BODY = JsonBody(
    Check,
    guard=Guard(
        Part("urgent", scopes=("checks.urgent",)),
        Part("buyer", "cost centre", roles=("finance", "ops")),
        Part("wishes", EACH, "discount", roles=("ops",), scopes=("checks.discount",)),
    ),
)


@serve(router, CHECK_PRODUCT, "POST", "/checks")
async def check_product(http: Request, call: Call) -> CheckProductResponse:
    """Check what a customer wishes."""
    with Parsing(http):
        request = CheckProductRequest(body=await CHECK_PRODUCT_BODY.read(http, call))
    return await plans.check_product(request, CheckProductCalls(services(http)), call)
