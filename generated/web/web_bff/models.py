# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass

from pydantic import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductPageRequest:
    """What a client asks with `GET /products/{productId}`, within the contract."""

    product_id: str
    """The product, as in the address of its page."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str | MISSING
    """The languages that the reader wants, best first. Without a match, English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchProductsRequest:
    """What a client asks with `GET /search`, within the contract."""

    q: str
    """The words that were typed."""

    limit: int
    """The most products of one page."""

    category_id: str | MISSING
    """Only products of this category and those below it."""

    cursor: str | MISSING
    """The `nextCursor` of the page before."""

    accept_language: str | MISSING
    """The languages that the reader wants, best first. Without a match, English."""
