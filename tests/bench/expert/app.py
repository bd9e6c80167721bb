"""The mobile operation as an expert writes it by hand: the yardstick of the benchmark.

In:  UP_CATALOG, UP_PRICING, UP_INVENTORY, UP_REVIEWS, UP_MEDIA: base addresses of the upstreams.
Out: GET /v3/products/{id}, by tests/bench/workspace.
How: FastAPI and aiohttp; of each upstream body the fields in use alone; independent calls in
     parallel; caps and one deadline; an optional source that fails is left out. None of the other
     promises of a generated BFF: no breaker, slots, limits of bodies, BFF-Incomplete.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar
from urllib.parse import quote

import aiohttp
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

CATALOG, PRICING, INVENTORY, REVIEWS, MEDIA = (
    os.environ[f"UP_{name}"].rstrip("/")
    for name in ("CATALOG", "PRICING", "INVENTORY", "REVIEWS", "MEDIA")
)
BUDGET_S, CAP_S, SHORT_CAP_S = 4.97, 2.0, 2.0
PRODUCT_ID = re.compile(r"[a-z0-9-]{1,64}")
DIGITS = re.compile(r"[0-9]{1,4}")
NO_DECIMALS = frozenset({"JPY", "KRW", "ISK", "CLP", "VND"})


class Narrow(BaseModel):
    """The fields in use of a body; what else comes is skipped by the parser."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Brand(Narrow):
    """A brand."""

    name: str


class CatalogProduct(Narrow):
    """Of catalog.getProduct."""

    id: str
    sku: str
    title: str
    shortDescription: str
    brand: Brand | None
    mediaIds: list[str]


class Quote(Narrow):
    """Of pricing.quotePrice."""

    amount: float
    currency: str


class Stock(Narrow):
    """Of inventory.getStock."""

    available: bool


class Summary(Narrow):
    """Of reviews.getSummary."""

    average: float | None = None
    count: int


class Asset(Narrow):
    """Of media.getAsset."""

    url: str


class Product(Narrow):
    """The answer; None is left out."""

    id: str
    name: str
    brandName: str | None
    summary: str
    imageUrl: str | None
    priceMinor: int
    currency: str
    inStock: bool
    stars: float | None
    starCount: int


Body = TypeVar("Body", bound=Narrow)


class Refused(Exception):
    """An upstream answered with another status than 200."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


FAILURES = (Refused, TimeoutError, aiohttp.ClientError, ValidationError)


@asynccontextmanager
async def lifespan(running: FastAPI) -> AsyncIterator[None]:
    """Hold one session of connections while the app runs."""
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=64)
    jar = aiohttp.DummyCookieJar()  # no cookie of one caller travels with another's call
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as session:
        running.state.session = session
        yield


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def fetch(
    session: aiohttp.ClientSession, url: str, body: type[Body], cap_s: float, language: str | None
) -> Body:
    """Read one upstream body within its cap."""
    headers = {"Accept-Language": language} if language else None
    async with (
        asyncio.timeout(cap_s),
        session.get(url, headers=headers, allow_redirects=False) as response,
    ):
        content = await response.read()
        if response.status != 200:
            raise Refused(response.status)
        return body.model_validate_json(content)


async def attempt(
    session: aiohttp.ClientSession, url: str, body: type[Body], cap_s: float
) -> Body | None:
    """Read a body that the answer can do without."""
    try:
        return await fetch(session, url, body, cap_s, None)
    except FAILURES:
        return None


def problem(status: int, title: str) -> Response:
    """Write a problem by RFC 9457."""
    content = b'{"type":"about:blank","title":"%s","status":%d}' % (title.encode(), status)
    return Response(content, status, media_type="application/problem+json")


def minor_units(amount: float, currency: str) -> int:
    """Give an amount in cents, or whole units where the currency has no cents."""
    minor = Decimal(repr(amount)).scaleb(0 if currency in NO_DECIMALS else 2)
    return int(minor.quantize(Decimal(1), ROUND_HALF_UP))


async def gather_product(
    session: aiohttp.ClientSession, product_id: str, width: str, language: str | None
) -> Product:
    """Ask the upstreams, two rounds deep, and build the answer."""
    async with asyncio.timeout(BUDGET_S), asyncio.TaskGroup() as group:
        summary_url = f"{REVIEWS}/products/{product_id}/reviews/summary"
        rating_task = group.create_task(attempt(session, summary_url, Summary, SHORT_CAP_S))
        product_url = f"{CATALOG}/products/{product_id}"
        product = await fetch(session, product_url, CatalogProduct, CAP_S, language)
        sku = quote(product.sku, safe="")
        price_url = f"{PRICING}/prices/{sku}?currency=EUR"
        price_task = group.create_task(fetch(session, price_url, Quote, CAP_S, None))
        stock_task = group.create_task(
            attempt(session, f"{INVENTORY}/stock/{sku}", Stock, SHORT_CAP_S)
        )
        hero_task = None
        if product.mediaIds:
            asset_id = quote(product.mediaIds[0], safe="")
            asset_url = f"{MEDIA}/assets/{asset_id}?width={width}&format=avif"
            hero_task = group.create_task(attempt(session, asset_url, Asset, CAP_S))
    price, stock, rating = price_task.result(), stock_task.result(), rating_task.result()
    hero = hero_task.result() if hero_task else None
    return Product(
        id=product.id,
        name=product.title,
        brandName=product.brand.name if product.brand else None,
        summary=product.shortDescription,
        imageUrl=hero.url if hero else None,
        priceMinor=minor_units(price.amount, price.currency),
        currency=price.currency,
        inStock=stock.available if stock else True,
        stars=rating.average if rating else None,
        starCount=rating.count if rating else 0,
    )


@app.get("/v3/products/{product_id}", response_model=None)
async def get_product(request: Request) -> Response:
    """Answer with the product screen; parameters by hand, since injection costs more than they."""
    product_id = request.path_params["product_id"]
    width = request.query_params.get("px", "320")
    if PRODUCT_ID.fullmatch(product_id) is None:
        return problem(422, "Unprocessable Content")
    if DIGITS.fullmatch(width) is None or not 64 <= int(width) <= 1024:
        return problem(422, "Unprocessable Content")
    language = request.headers.get("accept-language")
    session: aiohttp.ClientSession = request.app.state.session
    try:
        answer = await gather_product(session, product_id, width, language)
    except TimeoutError:
        return problem(504, "Gateway Timeout")
    except ExceptionGroup as failures:
        first = failures.exceptions[0]
        if isinstance(first, Refused) and first.status == 404:
            return problem(404, "Not Found")
        if isinstance(first, TimeoutError):
            return problem(504, "Gateway Timeout")
        if isinstance(first, FAILURES):
            return problem(502, "Bad Gateway")
        raise
    content = answer.__pydantic_serializer__.to_json(answer, exclude_none=True)
    return Response(content, media_type="application/json")
