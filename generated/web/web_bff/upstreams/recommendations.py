# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to recommendations: Recommendations 0.9.3."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import query, segment


def for_product(
    anchor_id: str, *, user_id: str | MISSING = MISSING, limit: int | MISSING = MISSING
) -> UpstreamRequest:
    """GET /v1/products/{anchorId}/recommendations: Recommend products that go with one."""
    return UpstreamRequest(
        method="GET",
        path=f"/v1/products/{segment(anchor_id)}/recommendations",
        query=query(("userId", user_id), ("limit", limit)),
    )
