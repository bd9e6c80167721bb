# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 2.9.0."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, query, segment


def get_product(product_id: str, *, accept_language: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /products/{productId}: Read one product."""
    return UpstreamRequest(
        method="GET",
        path=f"/products/{segment(product_id)}",
        headers=headers(("Accept-Language", accept_language)),
    )


def search_products(
    q: str,
    *,
    category_id: str | MISSING = MISSING,
    cursor: str | MISSING = MISSING,
    limit: int | MISSING = MISSING,
    accept_language: str | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /search: Find products by words."""
    return UpstreamRequest(
        method="GET",
        path="/search",
        query=query(("q", q), ("categoryId", category_id), ("cursor", cursor), ("limit", limit)),
        headers=headers(("Accept-Language", accept_language)),
    )


def get_category(category_id: str, *, accept_language: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /categories/{categoryId}: Read a category with all that lies below it."""
    return UpstreamRequest(
        method="GET",
        path=f"/categories/{segment(category_id)}",
        headers=headers(("Accept-Language", accept_language)),
    )
