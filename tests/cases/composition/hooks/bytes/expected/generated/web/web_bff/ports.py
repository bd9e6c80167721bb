# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from . import answers
from .models import AddPhotoRequest as AddPhotoRequest
from .models import ExportPricesRequest as ExportPricesRequest
from .models import GetInvoiceRequest as GetInvoiceRequest
from .models import PutImageRequest as PutImageRequest
from .runtime.call import Call as Call
from .runtime.fetch import Fetch
from .runtime.fetch import UpstreamFailed as UpstreamFailed
from .runtime.transport import Sending
from .sends import stock as stock_sends
from .sources import add_photo as add_photo_sources
from .sources import get_invoice as get_invoice_sources
from .sources import put_image as put_image_sources
from .uses.catalog import CatalogGetInvoice200 as CatalogGetInvoice200
from .uses.catalog import CatalogGetInvoice404 as CatalogGetInvoice404
from .uses.catalog import CatalogPutImage204 as CatalogPutImage204
from .uses.stock import StockAddScan204 as StockAddScan204


class GetInvoiceUpstreams(Protocol):
    """What `getInvoice` asks of upstreams, and nothing else."""

    def get_invoice(self, id: str) -> Fetch[get_invoice_sources.CatalogGetInvoice]:
        """Ask catalog: GET /invoices/{id}."""
        ...


class PutImageUpstreams(Protocol):
    """What `putImage` asks of upstreams, and nothing else."""

    def put_image(self, body: Sending, id: str) -> Fetch[put_image_sources.CatalogPutImage]:
        """Ask catalog: PUT /images/{id}."""
        ...


class ExportPricesUpstreams(Protocol):
    """What `exportPrices` asks of upstreams: nothing."""


class AddPhotoUpstreams(Protocol):
    """What `addPhoto` asks of upstreams, and nothing else."""

    def put_image(self, body: Sending, id: str) -> Fetch[add_photo_sources.CatalogPutImage]:
        """Ask catalog: PUT /images/{id}."""
        ...

    def add_scan(self, body: stock_sends.AddScanBody) -> Fetch[add_photo_sources.StockAddScan]:
        """Ask stock: POST /scans."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    async def get_invoice(
        self, request: GetInvoiceRequest, up: GetInvoiceUpstreams, call: Call, /
    ) -> answers.GetInvoiceResponse:
        """Answer `getInvoice`: GET /invoices/{id}."""
        ...

    async def put_image(
        self, request: PutImageRequest, up: PutImageUpstreams, call: Call, /
    ) -> answers.PutImageResponse:
        """Answer `putImage`: PUT /images/{id}."""
        ...

    async def export_prices(
        self, request: ExportPricesRequest, up: ExportPricesUpstreams, call: Call, /
    ) -> answers.ExportPricesResponse:
        """Answer `exportPrices`: GET /prices."""
        ...

    async def add_photo(
        self, request: AddPhotoRequest, up: AddPhotoUpstreams, call: Call, /
    ) -> answers.AddPhotoResponse:
        """Answer `addPhoto`: POST /photos/{id}."""
        ...
