# made by bffgen from contracts/clients/partner/composition.yaml; edits are lost
"""Requests to catalog: Catalog 2.9.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, json_bytes, query, segment


def list_products(
    *,
    updated_since: str | MISSING = MISSING,
    include_deleted: bool | MISSING = MISSING,
    cursor: str | MISSING = MISSING,
    limit: int | MISSING = MISSING,
    accept_language: str | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /products: Read the range, or what of it has changed, page by page."""
    return UpstreamRequest(
        method="GET",
        path="/products",
        query=query(
            ("updatedSince", updated_since),
            ("includeDeleted", include_deleted),
            ("cursor", cursor),
            ("limit", limit),
        ),
        headers=headers(("Accept-Language", accept_language)),
    )


def batch_get_products(
    body: Sendable, *, accept_language: str | MISSING = MISSING
) -> UpstreamRequest:
    """POST /products/batch: Read many products at once."""
    return UpstreamRequest(
        method="POST",
        path="/products/batch",
        headers=headers(("Accept-Language", accept_language)),
        body=json_bytes(body),
        is_safe=True,
    )


def get_product(product_id: str, *, accept_language: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /products/{productId}: Read one product."""
    return UpstreamRequest(
        method="GET",
        path=f"/products/{segment(product_id)}",
        headers=headers(("Accept-Language", accept_language)),
    )
