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
from ..runtime.parameter import Parameter
from ..runtime.serve import Operation, serve
from ..runtime.style import JsonForm, ListForm, ObjectForm, ScalarForm
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
LIST_PRODUCTS_SHOPS = Parameter[list[str]](
    Annotated[list[Annotated[str, Field(max_length=8)]], Field(max_length=5)],
    ListForm("path", "shops"),
)
LIST_PRODUCTS_AREA = Parameter[list[int]](
    list[int], ListForm("path", "area", style="matrix", explode=True)
)
LIST_PRODUCTS_TAG = Parameter[list[str]](
    Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=3)],
    ListForm("query", "tag"),
)
LIST_PRODUCTS_SIZES = Parameter[list[int]](
    list[Annotated[int, Field(ge=1)]], ListForm("query", "sizes", explode=False)
)
LIST_PRODUCTS_BRANDS = Parameter[list[str]](
    list[str], ListForm("query", "brands", style="pipeDelimited")
)
LIST_PRODUCTS_WORDS = Parameter[list[str]](
    list[str], ListForm("query", "words", style="spaceDelimited")
)
LIST_PRODUCTS_FILTER = Parameter[Filter](Filter, ObjectForm("query", "filter", style="deepObject"))
LIST_PRODUCTS_WEIGHT = Parameter[float | str](
    Annotated[float, Field(ge=0)] | Annotated[str, Field(max_length=3)],
    ScalarForm("query", "weight"),
)
LIST_PRODUCTS_SALE = Parameter[bool](
    bool, ScalarForm("query", "sale", allow_empty=True), default=False
)
LIST_PRODUCTS_NEAR = Parameter[Point](Point, JsonForm("query", "near"))
LIST_PRODUCTS_X_FIELDS = Parameter[list[Literal["title", "price"]]](
    list[Literal["title", "price"]], ListForm("header", "X-Fields"), default=["title"]
)
LIST_PRODUCTS_SESSION = Parameter[str](
    Annotated[str, Field(max_length=64)], ScalarForm("cookie", "session")
)
LIST_PRODUCTS_SEEN = Parameter[list[str]](list[str], ListForm("cookie", "seen", explode=False))


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
