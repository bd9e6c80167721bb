# made by bffgen from contracts/clients/admin/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import MISSING, Field

from .runtime.body import Body, CamelBody
from .runtime.counted import Counted


class ProductPatch(Counted, CamelBody, least=1, extra="forbid"):
    """What is to change, at least one member; what is left out stays as it is."""

    title: Annotated[str, Field(max_length=160, min_length=1)] | MISSING = MISSING
    """The new name."""

    description_html: Annotated[str, Field(max_length=20000)] | MISSING = MISSING
    """The new description."""

    short_description: Annotated[str, Field(max_length=280)] | MISSING = MISSING
    """The new short description."""

    brand_name: Annotated[str, Field(max_length=80, min_length=1)] | None | MISSING = MISSING
    """The new brand; null for goods without one."""

    lifecycle: Literal["PRELAUNCH", "ACTIVE", "RETIRED"] | MISSING = MISSING
    """The new state."""


class PriceChange(Body, extra="forbid"):
    """A new price."""

    amount: Annotated[float, Field(gt=0, le=1000000)]
    """Whole units of the currency."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """ISO 4217 code."""

    reason: Literal["CAMPAIGN", "CORRECTION", "COST", "CLEARANCE"]
    """Why."""

    note: Annotated[str, Field(max_length=500)] | MISSING = MISSING
    """A remark for the price history."""

    override: bool | MISSING = MISSING
    """Whether it also replaces a price that a campaign holds; only sent with the scope
    `pricing.override`.
    """


class Adjustment(Body, extra="forbid"):
    """A correction of a count."""

    warehouse: Annotated[str, Field(pattern="^[A-Z]{3}[0-9]$")]
    """The warehouse."""

    delta: Annotated[int, Field(ge=-1000, le=1000)]
    """Pieces found or missing."""

    reason: Literal["STOCKTAKING", "DAMAGED", "LOST", "FOUND"]
    """What happened."""

    note: Annotated[str, Field(max_length=500)] | MISSING = MISSING
    """A remark."""


class ModerateReviewBody(Body, extra="forbid"):
    """What is to become of a review."""

    decision: Literal["PUBLISHED", "REFUSED"]
    """PUBLISHED shows it to readers, REFUSED hides it."""

    reason: Annotated[str, Field(max_length=500, min_length=1)] | MISSING = MISSING
    """What the buyer is told."""


class Cancellation(Body, extra="forbid"):
    """Why an order is cancelled."""

    reason: Literal["CUSTOMER", "FRAUD", "OUT_OF_STOCK"]
    """On whose wish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /products/{productId}`, within the contract."""

    product_id: str
    """The product."""

    currency: str
    """The currency of the price by its ISO 4217 code."""

    accept_language: str
    """The header `Accept-Language`, handed on to upstreams matched to what upstreams speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateProductRequest:
    """What a client asks with `PATCH /products/{productId}`, within the contract."""

    product_id: str
    """The product."""

    body: ProductPatch
    """What is to change, at least one member; what is left out stays as it is."""

    if_match: str | MISSING
    """The version that the change was made on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPriceRequest:
    """What a client asks with `PUT /prices/{sku}`, within the contract."""

    sku: str
    """The article."""

    body: PriceChange
    """A new price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectStockRequest:
    """What a client asks with `POST /stock/{sku}/adjustments`, within the contract."""

    sku: str
    """The article."""

    body: Adjustment
    """A correction of a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReviewQueueRequest:
    """What a client asks with `GET /reviews/queue`, within the contract."""

    limit: int
    """The most reviews of one page."""

    cursor: str | MISSING
    """The `nextCursor` of the page before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerateReviewRequest:
    """What a client asks with `PUT /reviews/{reviewId}/decision`, within the contract."""

    review_id: str
    """The review."""

    body: ModerateReviewBody
    """What is to become of a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersRequest:
    """What a client asks with `GET /orders`, within the contract."""

    limit: int
    """The most orders of one page."""

    customer_id: str | MISSING
    """Whose orders."""

    state: str | MISSING
    """Only orders in this state."""

    cursor: str | MISSING
    """The `next` of the page before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrderRequest:
    """What a client asks with `GET /orders/{orderId}`, within the contract."""

    order_id: str
    """The order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderRequest:
    """What a client asks with `POST /orders/{orderId}/cancel`, within the contract."""

    order_id: str
    """The order."""

    idempotency_key: str
    """Names this attempt; sending it again does nothing more."""

    body: Cancellation
    """Why an order is cancelled."""
