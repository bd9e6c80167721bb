# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 1."""

from pydantic import MISSING

from ..runtime.transport import Sending, UpstreamRequest
from ..runtime.upstream import segment


def put_image(body: Sending, id: str) -> UpstreamRequest:
    """PUT /products/{id}/image."""
    return UpstreamRequest(
        method="PUT", path=f"/products/{segment(id)}/image", sending=body, accepts=(204,)
    )


def import_prices(*, body: Sending | MISSING = MISSING) -> UpstreamRequest:
    """POST /imports."""
    return UpstreamRequest(method="POST", path="/imports", sending=body, accepts=(202,))
