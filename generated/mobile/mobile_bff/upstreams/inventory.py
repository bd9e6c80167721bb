# made by bffgen from contracts/clients/mobile/composition.yaml; edits are lost
"""Requests to inventory: Inventory 3.6.0."""

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, segment


def get_stock(sku: str) -> UpstreamRequest:
    """GET /stock/{sku}: Read the stock of one article."""
    return UpstreamRequest(method="GET", path=f"/stock/{segment(sku)}")


def batch_get_stock(body: Sendable) -> UpstreamRequest:
    """POST /stock-queries: Read the stock of many articles."""
    return UpstreamRequest(
        method="POST", path="/stock-queries", body=json_bytes(body), is_safe=True
    )
