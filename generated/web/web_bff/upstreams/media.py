# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to media: Media 4.1.0."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import query, segment


def get_gallery(
    product_id: str, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
) -> UpstreamRequest:
    """GET /galleries/{productId}: Read the pictures of one product."""
    return UpstreamRequest(
        method="GET",
        path=f"/galleries/{segment(product_id)}",
        query=query(("width", width), ("format", format)),
    )
