# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to media: Media 4.1.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, query


def batch_get_assets(
    body: Sendable, *, width: int | MISSING = MISSING, format: str | MISSING = MISSING
) -> UpstreamRequest:
    """POST /assets/batch: Read many pictures."""
    return UpstreamRequest(
        method="POST",
        path="/assets/batch",
        query=query(("width", width), ("format", format)),
        body=json_bytes(body),
        is_safe=True,
    )
