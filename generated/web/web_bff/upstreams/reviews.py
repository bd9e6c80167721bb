# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to reviews: Reviews 1.11.0."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import query, segment


def list_reviews(
    product_id: str, *, limit: int | MISSING = MISSING, sort: str | MISSING = MISSING
) -> UpstreamRequest:
    """GET /products/{productId}/reviews: Read reviews of one product."""
    return UpstreamRequest(
        method="GET",
        path=f"/products/{segment(product_id)}/reviews",
        query=query(("limit", limit), ("sort", sort)),
    )
