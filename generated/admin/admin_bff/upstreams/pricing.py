# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to pricing: Pricing 1.17.0."""

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, query, segment


def quote_price(sku: str, currency: str) -> UpstreamRequest:
    """GET /prices/{sku}: Quote the price of one article."""
    return UpstreamRequest(
        method="GET", path=f"/prices/{segment(sku)}", query=query(("currency", currency))
    )


def set_price(body: Sendable, sku: str) -> UpstreamRequest:
    """PUT /prices/{sku}: Set the price of one article in one currency."""
    return UpstreamRequest(method="PUT", path=f"/prices/{segment(sku)}", body=json_bytes(body))
