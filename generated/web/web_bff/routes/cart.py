# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `cart`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import QuoteCartResponse
from ..models import QuoteCartBody, QuoteCartRequest
from ..runtime.app import services
from ..runtime.auth import UNKNOWN_CALLER, AllOf, Need, Secured
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.json_body import JsonBody
from ..runtime.parse import query_text
from ..runtime.serve import Operation, serve
from ..sources.quote_cart import QuoteCartCalls

router = APIRouter()


QUOTE_CART = Operation(
    name="quoteCart",
    access=Secured(UNKNOWN_CALLER, AllOf(Need(security.CUSTOMER))),
    budget_ms=600,
    reserve_ms=40,
    invalid_status=422,
)
QUOTE_CART_BODY = JsonBody(QuoteCartBody)


@serve(router, QUOTE_CART, "POST", "/cart/quote")
async def quote_cart(http: Request, call: Call) -> QuoteCartResponse:
    """Say what a cart costs now."""
    with Parsing(http):
        request = QuoteCartRequest(
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            body=await QUOTE_CART_BODY.read(http, call),
        )
    return await plans.quote_cart(request, QuoteCartCalls(services(http)), call)
