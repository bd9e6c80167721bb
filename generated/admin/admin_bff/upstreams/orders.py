# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to orders: Orders 5.4.0."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, query, segment


def list_orders(
    *,
    customer_id: str | MISSING = MISSING,
    state: str | MISSING = MISSING,
    cursor: str | MISSING = MISSING,
    limit: int | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /orders: Read orders, newest first."""
    return UpstreamRequest(
        method="GET",
        path="/orders",
        query=query(
            ("customerId", customer_id), ("state", state), ("cursor", cursor), ("limit", limit)
        ),
    )


def get_order(order_id: str) -> UpstreamRequest:
    """GET /orders/{orderId}: Read one order."""
    return UpstreamRequest(method="GET", path=f"/orders/{segment(order_id)}")


def cancel_order(order_id: str, idempotency_key: str, reason: str) -> UpstreamRequest:
    """POST /orders/{orderId}/cancellation: Cancel an order that has not been sent."""
    return UpstreamRequest(
        method="POST",
        path=f"/orders/{segment(order_id)}/cancellation",
        query=query(("reason", reason)),
        headers=headers(("Idempotency-Key", idempotency_key)),
    )
