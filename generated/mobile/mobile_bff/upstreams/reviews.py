# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Requests to reviews: Reviews 1.11.0."""

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import segment


def get_summary(product_id: str) -> UpstreamRequest:
    """GET /products/{productId}/reviews/summary: Read the rating of one product."""
    return UpstreamRequest(method="GET", path=f"/products/{segment(product_id)}/reviews/summary")
