# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Requests to catalog: Catalog 1."""

from ..runtime.body import Sendable
from ..runtime.form_text import form_bytes
from ..runtime.transport import UpstreamRequest


def add_product(body: Sendable) -> UpstreamRequest:
    """POST /products: Add a product."""
    return UpstreamRequest(
        method="POST",
        path="/products",
        body=form_bytes(body, joined=("tags",), deep=("brand",)),
        media_type="application/x-www-form-urlencoded",
        accepts=(201,),
    )
