# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to orders: Orders 5.4.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, json_bytes, query, segment


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


def create_order(body: Sendable, idempotency_key: str) -> UpstreamRequest:
    """POST /orders: Place an order."""
    return UpstreamRequest(
        method="POST",
        path="/orders",
        headers=headers(("Idempotency-Key", idempotency_key)),
        body=json_bytes(body),
        accepts=(201,),
    )


def get_order(order_id: str, *, customer_id: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /orders/{orderId}: Read one order."""
    return UpstreamRequest(
        method="GET", path=f"/orders/{segment(order_id)}", query=query(("customerId", customer_id))
    )
