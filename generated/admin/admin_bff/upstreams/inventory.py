# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to inventory: Inventory 3.6.0."""

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import segment


def get_stock(sku: str) -> UpstreamRequest:
    """GET /stock/{sku}: Read the stock of one article."""
    return UpstreamRequest(method="GET", path=f"/stock/{segment(sku)}")
