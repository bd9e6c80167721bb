# made by bffgen from contracts/clients/admin/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass

from pydantic import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /products/{productId}`, within the contract."""

    product_id: str
    """The product."""

    currency: str
    """The currency of the price by its ISO 4217 code."""

    accept_language: str | MISSING
    """The header `Accept-Language`, handed on to upstreams as it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReviewQueueRequest:
    """What a client asks with `GET /reviews/queue`, within the contract."""

    limit: int
    """The most reviews of one page."""

    cursor: str | MISSING
    """The `nextCursor` of the page before."""


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
