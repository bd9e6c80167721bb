# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to inventory: Inventory 3.6.0."""

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import json_bytes, segment


def get_stock(sku: str) -> UpstreamRequest:
    """GET /stock/{sku}: Read the stock of one article."""
    return UpstreamRequest(method="GET", path=f"/stock/{segment(sku)}")


def adjust_stock(body: Sendable, sku: str) -> UpstreamRequest:
    """POST /stock/{sku}/adjustments: Correct the count of one article in one warehouse."""
    return UpstreamRequest(
        method="POST",
        path=f"/stock/{segment(sku)}/adjustments",
        body=json_bytes(body),
        accepts=(201,),
    )


def release_stock(reservation_id: str) -> UpstreamRequest:
    """DELETE /reservations/{reservationId}: Give reserved pieces free again."""
    return UpstreamRequest(
        method="DELETE", path=f"/reservations/{segment(reservation_id)}", accepts=(204,)
    )
