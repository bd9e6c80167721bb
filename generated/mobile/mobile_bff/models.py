# made by bffgen from contracts/clients/mobile/openapi.yaml; edits are lost
"""Requests: what the edge has parsed, one class an operation, and the bodies that clients send."""

from dataclasses import dataclass

from pydantic import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProductsRequest:
    """What a client asks with `GET /v3/products`, within the contract."""

    q: str
    """The words that were typed."""

    limit: int
    """The most cards of one screen."""

    accept_language: str
    """The languages of the phone, best first. Without a match, English."""

    cursor: str | MISSING
    """The `next` of the screen before."""

    px: int | MISSING
    """The width of pictures on this screen in pixels; 320 when it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GetProductRequest:
    """What a client asks with `GET /v3/products/{id}`, within the contract."""

    id: str
    """The product."""

    accept_language: str
    """The languages of the phone, best first. Without a match, English."""

    px: int | MISSING
    """The width of pictures on this screen in pixels; 320 when it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMoreRequest:
    """What a client asks with `GET /v3/products/{id}/more`, within the contract."""

    id: str
    """The product."""
