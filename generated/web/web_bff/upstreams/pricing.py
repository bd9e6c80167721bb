# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to pricing: Pricing 1.17.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, query, segment


def quote_price(
    sku: str, currency: str, *, customer_id: str | MISSING = MISSING
) -> UpstreamRequest:
    """GET /prices/{sku}: Quote the price of one article."""
    return UpstreamRequest(
        method="GET",
        path=f"/prices/{segment(sku)}",
        query=query(("currency", currency), ("customerId", customer_id)),
    )


def batch_quote(
    body: Sendable, currency: str, *, customer_id: str | MISSING = MISSING
) -> UpstreamRequest:
    """POST /quotes: Quote the prices of many articles."""
    return UpstreamRequest(
        method="POST",
        path="/quotes",
        query=query(("currency", currency), ("customerId", customer_id)),
        body=json_bytes(body),
        is_safe=True,
    )
