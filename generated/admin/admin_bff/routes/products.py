# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from fastapi import APIRouter
from starlette.requests import Request

from .. import plans, security
from ..answers import (
    CorrectStockResponse,
    GetProductResponse,
    SetPriceResponse,
    UpdateProductResponse,
)
from ..models import (
    Adjustment,
    CorrectStockRequest,
    GetProductRequest,
    PriceChange,
    ProductPatch,
    SetPriceRequest,
    UpdateProductRequest,
)
from ..runtime.app import services
from ..runtime.auth import AllOf, Need, Secured
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.guard import Guard, Part
from ..runtime.json_body import JsonBody
from ..runtime.language import language
from ..runtime.parse import forwarded_text, header_text, path_text, query_text
from ..runtime.serve import Operation, serve
from ..sources.correct_stock import CorrectStockCalls
from ..sources.get_product import GetProductCalls
from ..sources.set_price import SetPriceCalls
from ..sources.update_product import UpdateProductCalls

router = APIRouter()


GET_PRODUCT = Operation(
    name="getProduct",
    access=Secured(AllOf(Need(security.STAFF, scopes=("catalog.read",)))),
    budget_ms=2000,
    reserve_ms=50,
    invalid_status=422,
    hook_fed=("Restock.pieces", "Restock.urgency"),
    caching=Caching(vary=("Accept-Language", "Authorization")),
)


@serve(router, GET_PRODUCT, "GET", "/products/{productId}")
async def get_product(http: Request, call: Call) -> GetProductResponse:
    """Look up a product with its price and its stock."""
    with Parsing(http):
        request = GetProductRequest(
            product_id=path_text(
                http, "productId", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            currency=query_text(http, "currency", pattern="^[A-Z]{3}$", default="EUR"),
            accept_language=language(
                forwarded_text(http, "Accept-Language", max_length=256), "en", "de", "fr"
            ),
        )
    return await plans.get_product(request, GetProductCalls(services(http)), call)


UPDATE_PRODUCT = Operation(
    name="updateProduct",
    access=Secured(AllOf(Need(security.STAFF, scopes=("catalog.write",)))),
    budget_ms=2000,
    reserve_ms=50,
    invalid_status=422,
)
UPDATE_PRODUCT_BODY = JsonBody(ProductPatch)


@serve(router, UPDATE_PRODUCT, "PATCH", "/products/{productId}")
async def update_product(http: Request, call: Call) -> UpdateProductResponse:
    """Change texts of a product."""
    with Parsing(http):
        request = UpdateProductRequest(
            product_id=path_text(
                http, "productId", min_length=1, max_length=64, pattern="^[a-z0-9-]+$"
            ),
            if_match=header_text(http, "If-Match", max_length=80),
            body=await UPDATE_PRODUCT_BODY.read(http, call),
        )
    return await plans.update_product(request, UpdateProductCalls(services(http)), call)


SET_PRICE = Operation(
    name="setPrice",
    access=Secured(AllOf(Need(security.STAFF, scopes=("pricing.write",)))),
    budget_ms=2000,
    reserve_ms=50,
    invalid_status=422,
)
SET_PRICE_BODY = JsonBody(PriceChange, guard=Guard(Part("override", scopes=("pricing.override",))))


@serve(router, SET_PRICE, "PUT", "/prices/{sku}")
async def set_price(http: Request, call: Call) -> SetPriceResponse:
    """Set the price of an article in one currency."""
    with Parsing(http):
        request = SetPriceRequest(
            sku=path_text(http, "sku", min_length=3, max_length=32, pattern="^[A-Z0-9-]+$"),
            body=await SET_PRICE_BODY.read(http, call),
        )
    return await plans.set_price(request, SetPriceCalls(services(http)), call)


CORRECT_STOCK = Operation(
    name="correctStock",
    access=Secured(AllOf(Need(security.STAFF, scopes=("stock.write",)))),
    budget_ms=2000,
    reserve_ms=50,
    invalid_status=422,
)
CORRECT_STOCK_BODY = JsonBody(Adjustment)


@serve(router, CORRECT_STOCK, "POST", "/stock/{sku}/adjustments")
async def correct_stock(http: Request, call: Call) -> CorrectStockResponse:
    """Correct the count of an article in one warehouse."""
    with Parsing(http):
        request = CorrectStockRequest(
            sku=path_text(http, "sku", min_length=3, max_length=32, pattern="^[A-Z0-9-]+$"),
            body=await CORRECT_STOCK_BODY.read(http, call),
        )
    return await plans.correct_stock(request, CorrectStockCalls(services(http)), call)
