# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getRow`: join the sources, then build the answer."""

from typing import Literal

from pydantic import MISSING

from ..answers import Card, GetRow200, GetRowResponse, Row
from ..models import GetRowRequest
from ..ports import GetRowUpstreams
from ..runtime.call import Call
from ..sources import get_row as found

# What the values of one contract are called in the other.
KINDS: dict[str, Literal["similar", "extra"]] = {"SIMILAR": "similar", "ACCESSORY": "extra"}
CARDS_KIND: dict[str, Literal["similar", "extra"]] = {"SIMILAR": "similar", "ACCESSORY": "extra"}


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
    return GetRow200(build_row(row.value))


def build_row(row: found.Row) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(
        kinds=[
            KINDS[item.kind]
            for item in row.items
            if item.kind is not MISSING and item.kind is not None
        ],
        cards=[
            Card(
                id=item.product_id,
                title=item.title,
                kind=(
                    MISSING if item.kind is MISSING or item.kind is None else CARDS_KIND[item.kind]
                ),
            )
            for item in row.items
        ],
    )
