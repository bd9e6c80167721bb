# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to inventory: Inventory 3.6.0."""

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, json_bytes, segment


def get_stock(sku: str) -> UpstreamRequest:
    """GET /stock/{sku}: Read the stock of one article."""
    return UpstreamRequest(method="GET", path=f"/stock/{segment(sku)}")


def batch_get_stock(body: Sendable) -> UpstreamRequest:
    """POST /stock-queries: Read the stock of many articles."""
    return UpstreamRequest(
        method="POST", path="/stock-queries", body=json_bytes(body), is_safe=True
    )


def reserve_stock(body: Sendable, idempotency_key: str) -> UpstreamRequest:
    """POST /reservations: Set pieces aside for an order."""
    return UpstreamRequest(
        method="POST",
        path="/reservations",
        headers=headers(("Idempotency-Key", idempotency_key)),
        body=json_bytes(body),
        accepts=(201,),
    )


def release_stock(reservation_id: str) -> UpstreamRequest:
    """DELETE /reservations/{reservationId}: Give reserved pieces free again."""
    return UpstreamRequest(
        method="DELETE", path=f"/reservations/{segment(reservation_id)}", accepts=(204,)
    )
