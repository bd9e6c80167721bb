"""What the shop does with bytes."""

from collections.abc import AsyncIterator

from web_bff.answers import (
    AddPhoto201,
    AddPhotoResponse,
    Content,
    ExportPrices200,
    ExportPricesResponse,
    GetInvoice200,
    GetInvoice404,
    GetInvoiceResponse,
    Made,
    PutImage204,
    PutImageResponse,
    problem,
)
from web_bff.ports import (
    AddPhotoRequest,
    AddPhotoUpstreams,
    Call,
    CatalogGetInvoice404,
    ExportPricesRequest,
    ExportPricesUpstreams,
    GetInvoiceRequest,
    GetInvoiceUpstreams,
    PutImageRequest,
    PutImageUpstreams,
)
from web_bff.runtime.file_part import FilePart
from web_bff.sends.stock import AddScanBody


async def get_invoice(
    request: GetInvoiceRequest, up: GetInvoiceUpstreams, call: Call
) -> GetInvoiceResponse:
    """Pass an invoice on; a copy is stamped, for which it is read whole."""
    found = await up.get_invoice(request.id)
    if isinstance(found, CatalogGetInvoice404):
        return GetInvoice404(problem(404, "no-such-invoice"))
    named = f'attachment; filename="{request.id}.pdf"'
    if request.copy is not True:
        return GetInvoice200(found.body, content_disposition=named)
    stamped = await found.body.read() + b"% copy\n"
    return GetInvoice200(Content(stamped, "application/pdf"), content_disposition=named)


async def put_image(
    request: PutImageRequest, up: PutImageUpstreams, call: Call
) -> PutImageResponse:
    """Send an image on while it comes."""
    await up.put_image(request.body, request.id)
    return PutImage204()


async def export_prices(
    request: ExportPricesRequest, up: ExportPricesUpstreams, call: Call
) -> ExportPricesResponse:
    """Write prices row by row."""

    async def rows() -> AsyncIterator[bytes]:
        yield b"sku,price\r\n"
        for number in range(request.rows):
            yield b"s-%d,%d\r\n" % (number, number)

    return ExportPrices200(Content(rows(), "text/csv; charset=utf-8"))


async def add_photo(
    request: AddPhotoRequest, up: AddPhotoUpstreams, call: Call
) -> AddPhotoResponse:
    """Send a file alone to one service, and with what was made of it to another."""
    photo = request.body.photo
    await up.put_image(photo, request.id)
    small = FilePart((await photo.read())[:4], media_type="image/png", filename="small.png")
    await up.add_scan(AddScanBody(scan=small, of=request.body.title))
    return AddPhoto201(Made(size=photo.size))
