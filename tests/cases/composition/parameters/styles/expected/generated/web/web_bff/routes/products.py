# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Routes of `products`: parse the request, call the plan, answer."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request

from .. import plans
from ..answers import ListProductsResponse
from ..models import Filter, ListProductsRequest, Point
from ..runtime.access import OPEN
from ..runtime.app import services
from ..runtime.caching import Caching
from ..runtime.call import Call
from ..runtime.faults import Parsing
from ..runtime.parameter import JsonParameter, ListParameter, ObjectParameter, ScalarParameter
from ..runtime.serve import Operation, serve
from ..sources.list_products import ListProductsCalls

router = APIRouter()


LIST_PRODUCTS = Operation(
    name="listProducts",
    access=OPEN,
    budget_ms=800,
    reserve_ms=30,
    invalid_status=422,
    caching=Caching(vary=("Cookie", "X-Fields")),
)
LIST_PRODUCTS_SHOPS = ListParameter[list[str]](
    Annotated[list[Annotated[str, Field(max_length=8)]], Field(max_length=5)], "path", "shops"
)
LIST_PRODUCTS_AREA = ListParameter[list[int]](
    list[int], "path", "area", style="matrix", explode=True
)
LIST_PRODUCTS_TAG = ListParameter[list[str]](
    Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=3)], "query", "tag"
)
LIST_PRODUCTS_SIZES = ListParameter[list[int]](
    list[Annotated[int, Field(ge=1)]], "query", "sizes", explode=False
)
LIST_PRODUCTS_BRANDS = ListParameter[list[str]](list[str], "query", "brands", style="pipeDelimited")
LIST_PRODUCTS_WORDS = ListParameter[list[str]](list[str], "query", "words", style="spaceDelimited")
LIST_PRODUCTS_FILTER = ObjectParameter[Filter](Filter, "query", "filter", style="deepObject")
LIST_PRODUCTS_WEIGHT = ScalarParameter[float | str](
    Annotated[float, Field(ge=0)] | Annotated[str, Field(max_length=3)], "query", "weight"
)
LIST_PRODUCTS_SALE = ScalarParameter[bool](bool, "query", "sale", default=False, allow_empty=True)
LIST_PRODUCTS_NEAR = JsonParameter[Point](Point, "query", "near")
LIST_PRODUCTS_X_FIELDS = ListParameter[list[Literal["title", "price"]]](
    list[Literal["title", "price"]], "header", "X-Fields", default=["title"]
)
LIST_PRODUCTS_SESSION = ScalarParameter[str](
    Annotated[str, Field(max_length=64)], "cookie", "session"
)
LIST_PRODUCTS_SEEN = ListParameter[list[str]](list[str], "cookie", "seen", explode=False)


@serve(router, LIST_PRODUCTS, "GET", "/shops/{shops}/areas/{area}/products")
async def list_products(http: Request, call: Call) -> ListProductsResponse:
    """List products."""
    with Parsing(http):
        request = ListProductsRequest(
            shops=LIST_PRODUCTS_SHOPS.read(http),
            area=LIST_PRODUCTS_AREA.read(http),
            tag=LIST_PRODUCTS_TAG.read_if_sent(http),
            sizes=LIST_PRODUCTS_SIZES.read_if_sent(http),
            brands=LIST_PRODUCTS_BRANDS.read_if_sent(http),
            words=LIST_PRODUCTS_WORDS.read_if_sent(http),
            filter=LIST_PRODUCTS_FILTER.read_if_sent(http),
            weight=LIST_PRODUCTS_WEIGHT.read_if_sent(http),
            sale=LIST_PRODUCTS_SALE.read(http),
            near=LIST_PRODUCTS_NEAR.read_if_sent(http),
            x_fields=LIST_PRODUCTS_X_FIELDS.read(http),
            session=LIST_PRODUCTS_SESSION.read_if_sent(http),
            seen=LIST_PRODUCTS_SEEN.read_if_sent(http),
        )
    return await plans.list_products(request, ListProductsCalls(services(http)), call)
