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
KIND: dict[str, Literal["close", "other"]] = {"SIMILAR": "close"}
SECOND_KIND: dict[str, Literal["other", "close"]] = {
    "SIMILAR": "other",
    "ACCESSORY": "close",
    "BUNDLE": "close",
}


async def get_row(request: GetRowRequest, up: GetRowUpstreams, call: Call) -> GetRowResponse:
    """Waits: row 250 ms, of 800. At most 3 calls."""
    async with call.sources() as source:
        row = source.required(up.for_product(request.product_id), cap_ms=250)
        first = source.after(row).optional(
            "first",
            lambda row: (
                MISSING
                if not row.items
                else up.get_rating_first(request.product_id, KIND.get(row.items[0].kind, "other"))
            ),
            cap_ms=250,
        )
        second = source.after(row).optional(
            "second",
            lambda row: (
                MISSING
                if len(row.items) <= 1
                else up.get_rating_second(request.product_id, SECOND_KIND[row.items[1].kind])
            ),
            cap_ms=250,
        )
    return GetRow200(build_row(row.value, first.value, second.value), missing=source.missing)


def build_row(row: found.Row, first: found.First | MISSING, second: found.Second | MISSING) -> Row:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Row(
        cards=[
            Card(
                id=item.product_id,
                title=item.title,
                stars=(
                    first.average
                    if first is not MISSING and first.average is not MISSING
                    else MISSING
                    if second is MISSING
                    else second.average
                ),
            )
            for item in row.items
        ],
    )
