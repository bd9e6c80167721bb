# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Answer `correctStock`: join the sources, then build the answer."""

from ..answers import AdjustmentBooked, CorrectStock201, CorrectStockResponse
from ..models import CorrectStockRequest
from ..ports import CorrectStockUpstreams
from ..runtime.call import Call
from ..sources import correct_stock as found


async def correct_stock(
    request: CorrectStockRequest, up: CorrectStockUpstreams, call: Call
) -> CorrectStockResponse:
    """Waits: inventory 900 ms, of 2000. At most 1 call.

    404 when inventory says 404. 409 when inventory says 409.
    """
    async with call.sources() as source:
        inventory = source.required(
            up.adjust_stock(send_inventory(request), request.sku),
            cap_ms=900,
            on_status={404: 404, 409: 409},
        )
    return CorrectStock201(build_adjustment_booked(inventory.value))


def send_inventory(request: CorrectStockRequest) -> found.SentInventory:
    """Build what `inventory` is sent, which validates it; what is absent stays absent."""
    return found.SentInventory(
        warehouse=request.body.warehouse,
        delta=request.body.delta,
        reason=request.body.reason,
        note=request.body.note,
    )


def build_adjustment_booked(inventory: found.Inventory) -> AdjustmentBooked:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return AdjustmentBooked(id=inventory.id, total=inventory.total, booked_at=inventory.booked_at)
