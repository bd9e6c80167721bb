# made by bffgen from contracts/clients/partner/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass

from pydantic import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /v1/products/{product_id}`, within the contract."""

    product_id: str
    """The product."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str | MISSING
    """The header `Accept-Language`, handed on to upstreams as it came."""
