# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 1."""

from pydantic import MISSING

from ..runtime.transport import UpstreamRequest
from ..runtime.upstream import headers, segment


def get_product(id: str, *, accept_language: str | MISSING = MISSING) -> UpstreamRequest:
    """GET /products/{id}: Read a product."""
    return UpstreamRequest(
        method="GET",
        path=f"/products/{segment(id)}",
        headers=headers(("Accept-Language", accept_language)),
    )
