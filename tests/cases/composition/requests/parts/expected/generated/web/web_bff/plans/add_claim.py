# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `addClaim`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import AddClaim201, AddClaimResponse
from ..models import AddClaimRequest
from ..ports import AddClaimUpstreams
from ..runtime.call import Call
from ..sources import add_claim as found


async def add_claim(
    request: AddClaimRequest, up: AddClaimUpstreams, call: Call
) -> AddClaimResponse:
    """Waits: stock 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        source.required(up.open_case(send_stock(request)), cap_ms=250)
    return AddClaim201()


def send_stock(request: AddClaimRequest) -> found.SentStock:
    """Build what `stock` is sent, which validates it; what is absent stays absent."""
    return found.SentStock(
        subject=request.body.title,
        weight=request.body.weight,
        picture=request.body.photo,
        documents=request.body.papers,
        by=found.SentStockBy(
            name=MISSING if request.body.from_ is MISSING else request.body.from_.name
        ),
    )
