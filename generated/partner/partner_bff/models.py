# made by bffgen from contracts/clients/partner/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import MISSING, Field

from .runtime.body import Body


class BatchGetProductsBody(Body, extra="forbid"):
    """The products to read."""

    ids: Annotated[
        list[Annotated[str, Field(max_length=64, min_length=1, pattern="^[a-z0-9-]+$")]],
        Field(max_length=100, min_length=1),
    ]
    """Ids of products, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProductsRequest:
    """What a client asks with `GET /v1/products`, within the contract."""

    limit: int
    """The most products of one page."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str
    """The header `Accept-Language`, handed on to upstreams matched to what upstreams speak."""

    updated_since: str | MISSING
    """Only products published at this instant or later; `synced_until` of the walk before."""

    cursor: str | MISSING
    """The `next_cursor` of the page before, with the other parameters as they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchGetProductsRequest:
    """What a client asks with `POST /v1/products/batch`, within the contract."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str
    """The header `Accept-Language`, handed on to upstreams matched to what upstreams speak."""

    body: BatchGetProductsBody
    """The products to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /v1/products/{product_id}`, within the contract."""

    product_id: str
    """The product."""

    currency: str
    """The currency of prices by its ISO 4217 code."""

    accept_language: str
    """The header `Accept-Language`, handed on to upstreams matched to what upstreams speak."""
