# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import AddProductResponse
from ..models import AddProductRequest, NewProduct
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.form_body import FormBody
from ..runtime.serve import Operation, serve
from ..sources.add_product import AddProductCalls

router = APIRouter()


ADD_PRODUCT = Operation(
    name="addProduct", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
ADD_PRODUCT_BODY = FormBody(NewProduct, json=("application/json",))


@serve(router, ADD_PRODUCT, "POST", "/products")
async def add_product(http: Request, call: Call) -> AddProductResponse:
    """Add a product."""
    with Parsing(http):
        request = AddProductRequest(body=await ADD_PRODUCT_BODY.read(http, call))
    return await plans.add_product(request, AddProductCalls(services(http)), call)
