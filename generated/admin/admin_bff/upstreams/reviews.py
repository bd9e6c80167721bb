# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to reviews: Reviews 1.11.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, query, segment


def list_queue(
    *, cursor: str | MISSING = MISSING, limit: int | MISSING = MISSING
) -> UpstreamRequest:
    """GET /moderation/queue: Read the reviews that wait to be checked."""
    return UpstreamRequest(
        method="GET", path="/moderation/queue", query=query(("cursor", cursor), ("limit", limit))
    )


def moderate_review(body: Sendable, review_id: str) -> UpstreamRequest:
    """PUT /moderation/reviews/{reviewId}: Decide on one review."""
    return UpstreamRequest(
        method="PUT", path=f"/moderation/reviews/{segment(review_id)}", body=json_bytes(body)
    )
