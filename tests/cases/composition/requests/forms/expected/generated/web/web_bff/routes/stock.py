# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `stock`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans
from ..answers import CountStockResponse
from ..models import Count, CountStockRequest
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.form_body import FormBody
from ..runtime.serve import Operation, serve
from ..sources.count_stock import CountStockCalls

router = APIRouter()


COUNT_STOCK = Operation(
    name="countStock", access=OPEN, budget_ms=800, reserve_ms=30, invalid_status=422
)
COUNT_STOCK_BODY = FormBody(Count, joined=("shops",), deep=("by",), max_bytes=4 * 1024)


@serve(router, COUNT_STOCK, "POST", "/stock")
async def count_stock(http: Request, call: Call) -> CountStockResponse:
    """Say how many there are."""
    with Parsing(http):
        request = CountStockRequest(body=await COUNT_STOCK_BODY.read(http, call))
    return await plans.count_stock(request, CountStockCalls(services(http)), call)
