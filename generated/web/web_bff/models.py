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
    """The currency of the price by its ISO 4217 code."""

    accept_language: str | MISSING
    """The languages that the reader wants, best first. Without a match, English."""
