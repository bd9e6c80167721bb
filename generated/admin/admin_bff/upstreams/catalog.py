# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Requests to catalog: Catalog 2.9.0."""

from pydantic import MISSING

from ..runtime.body import Sendable
from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, json_bytes, segment


def get_product(product_id: str, *, accept_language: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /products/{productId}: Read one product."""
    return UpstreamRequest(
        method="GET",
        path=f"/products/{segment(product_id)}",
        headers=headers(("Accept-Language", accept_language)),
    )


def update_product(
    body: Sendable, product_id: str, *, if_match: str | MISSING = MISSING
) -> UpstreamRequest:
    """PATCH /products/{productId}: Change some texts of a product."""
    return UpstreamRequest(
        method="PATCH",
        path=f"/products/{segment(product_id)}",
        headers=headers(("If-Match", if_match)),
        body=json_bytes(body),
    )
