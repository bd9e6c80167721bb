# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from .runtime.body import Body, CamelBody


class CartLine(Body, extra="forbid"):
    """Pieces of one article."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """An article, as it goes into a cart."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""


class NewOrderLine(CamelBody, extra="forbid"):
    """Pieces of one article, at the price that the cart has shown."""

    sku: Annotated[str, Field(max_length=32, min_length=3, pattern="^[A-Z0-9-]+$")]
    """An article, as it goes into a cart."""

    quantity: Annotated[int, Field(ge=1, le=100)]
    """How many."""

    unit_price: Annotated[float, Field(gt=0, le=1000000)]
    """What one piece costs by the cart, in the currency of the order."""


class Address(CamelBody):
    """Where a parcel goes."""

    name: Annotated[str, Field(max_length=120, min_length=1)]
    """Who receives it."""

    street: Annotated[str, Field(max_length=160, min_length=1)]
    """Street and number."""

    postal_code: Annotated[str, Field(max_length=16, min_length=1)]
    """The postal code."""

    city: Annotated[str, Field(max_length=80, min_length=1)]
    """The town."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    """The country by its ISO 3166-1 alpha-2 code."""


class NewPayment(Body, extra="forbid"):
    """How it is to be paid; by a card that the payment form has turned into a token."""

    token: Annotated[str, Field(max_length=80, min_length=6)]
    """The token of the payment form."""

    holder: Annotated[str, Field(max_length=120, min_length=1)]
    """The name on the card."""


class QuoteCartBody(Body, extra="forbid"):
    """A cart."""

    lines: Annotated[list[CartLine], Field(max_length=50, min_length=1)]
    """What lies in it."""


class NewOrder(CamelBody, extra="forbid"):
    """An order to place."""

    lines: Annotated[list[NewOrderLine], Field(max_length=50, min_length=1)]
    """What is ordered, each article once."""

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    """In which currency; its ISO 4217 code."""

    ship_to: Address
    """Where a parcel goes."""

    payment: NewPayment
    """How it is to be paid; by a card that the payment form has turned into a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductPageRequest:
    """What a client asks with `GET /products/{productId}`, within the contract."""

    product_id: str
    """The product, as in the address of its page."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str
    """The languages that the reader wants, best first. Without a match, English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchProductsRequest:
    """What a client asks with `GET /search`, within the contract."""

    q: str
    """The words that were typed."""

    limit: int
    """The most products of one page."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str
    """The languages that the reader wants, best first. Without a match, English."""

    category_id: str | MISSING
    """Only products of this category and those below it."""

    cursor: str | MISSING
    """The `nextCursor` of the page before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetCategoryRequest:
    """What a client asks with `GET /categories/{categoryId}`, within the contract."""

    category_id: str
    """The department, by its name in addresses."""

    accept_language: str
    """The languages that the reader wants, best first. Without a match, English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCartRequest:
    """What a client asks with `POST /cart/quote`, within the contract."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    body: QuoteCartBody
    """A cart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersRequest:
    """What a client asks with `GET /orders`, within the contract."""

    limit: int
    """The most orders of one page."""

    cursor: str | MISSING
    """The `next` of the page before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrderRequest:
    """What a client asks with `POST /orders`, within the contract."""

    idempotency_key: str
    """Names this attempt; sending it again does nothing more."""

    body: NewOrder
    """An order to place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrderRequest:
    """What a client asks with `GET /orders/{orderId}`, within the contract."""

    order_id: str
    """The order."""
