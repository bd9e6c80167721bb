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
CARDS_KIND: dict[int, Literal["similar", "extra"]] = {1: "similar", 2: "extra"}
CARDS_STARS: dict[bool, Literal[5, 0]] = {True: 5, False: 0}


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
    return GetRow200(build_row(row.value))


def build_row(row: found.Row) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(
        cards=[
            Card(
                id=item.product_id,
                title=item.title,
                kind=CARDS_KIND[item.kind],
                stars=MISSING if item.is_new is MISSING else CARDS_STARS[item.is_new],
            )
            for item in row.items
        ],
    )
