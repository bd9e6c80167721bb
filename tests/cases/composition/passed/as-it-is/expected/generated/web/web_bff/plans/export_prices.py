# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `exportPrices`: join the sources, then pass the body on."""

from ..answers import ExportPrices200, ExportPricesResponse
from ..models import ExportPricesRequest
from ..ports import ExportPricesUpstreams
from ..runtime.call import Call


async def export_prices(
    request: ExportPricesRequest, up: ExportPricesUpstreams, call: Call
) -> ExportPricesResponse:
    """Waits: product 250 -> prices 250 ms, of 800. At most 2 calls."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.id), cap_ms=250)
        prices = source.after(product).required(
            lambda product: up.export_prices(product.sku), cap_ms=250
        )
    return ExportPrices200(prices.value.body, content_disposition=prices.value.content_disposition)
