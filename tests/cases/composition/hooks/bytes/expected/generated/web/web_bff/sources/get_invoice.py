# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Calls of `getInvoice`: what its hook may ask of which service."""

from typing import TypeAlias

from ..runtime.asked_open import ask_open
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import catalog
from ..uses.catalog import CatalogGetInvoice200, CatalogGetInvoice404

CatalogGetInvoice: TypeAlias = CatalogGetInvoice200 | CatalogGetInvoice404


class GetInvoiceCalls:
    """The upstreams of `getInvoice` as its hook is handed them."""

    def __init__(self, services: Services) -> None:
        self._catalog = services["catalog"]

    def get_invoice(self, id: str) -> Fetch[CatalogGetInvoice]:
        """Ask catalog: GET /invoices/{id}."""
        return ask_open(
            self._catalog,
            catalog.get_invoice(id),
            CatalogGetInvoice200,
            CatalogGetInvoice404,
            cap_ms=250,
            max_body=4 * 1024 * 1024,
        )
