# made by bffgen from contracts/clients/admin/composition.yaml; edits are lost
"""Sources of `correctStock`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, DateTime, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import inventory


class Inventory(CamelBody):
    """A correction as it was booked."""

    id: Annotated[int, Field(ge=1, le=9223372036854775807)]
    total: Annotated[int, Field(ge=0, le=2147483647)]
    booked_at: DateTime


class SentInventory(Body):
    """What the source `inventory` is sent."""

    warehouse: Annotated[str, Field(pattern="^[A-Z]{3}[0-9]$")]
    delta: Annotated[int, Field(ge=-10000, le=10000)]
    reason: Literal["STOCKTAKING", "DAMAGED", "LOST", "FOUND"]
    note: Annotated[str, Field(max_length=500)] | None | MISSING = MISSING


READ_INVENTORY = reader(Inventory)


class CorrectStockCalls:
    """The calls of `correctStock`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._inventory = services["inventory"]

    def adjust_stock(self, body: SentInventory, sku: str) -> Fetch[Inventory]:
        """Ask inventory for the source `inventory`: POST /stock/{sku}/adjustments."""
        return self._inventory.fetch(
            inventory.adjust_stock(body, sku),
            READ_INVENTORY,
            source="inventory",
            max_body=1 * 1024 * 1024,
        )
