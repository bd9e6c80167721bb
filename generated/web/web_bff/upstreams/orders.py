# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to orders: Orders 5.4.0."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import query, segment


def list_orders(
    *,
    customer_id: str | MISSING = MISSING,
    cursor: str | MISSING = MISSING,
    limit: int | MISSING = MISSING,
) -> UpstreamRequest:
    """GET /orders: Read orders, newest first."""
    return UpstreamRequest(
        method="GET",
        path="/orders",
        query=query(("customerId", customer_id), ("cursor", cursor), ("limit", limit)),
    )


def get_order(order_id: str, *, customer_id: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /orders/{orderId}: Read one order."""
    return UpstreamRequest(
        method="GET", path=f"/orders/{segment(order_id)}", query=query(("customerId", customer_id))
    )
