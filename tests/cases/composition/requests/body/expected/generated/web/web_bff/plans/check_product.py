# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `checkProduct`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import Checked, CheckProduct200, CheckProductResponse, Wish
from ..models import CheckProductRequest
from ..ports import CheckProductUpstreams
from ..runtime.call import Call
from ..sources import check_product as found


async def check_product(
    request: CheckProductRequest, up: CheckProductUpstreams, call: Call
) -> CheckProductResponse:
    """Waits: product 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        product = source.required(up.get_product(request.body.product.id), cap_ms=250)
    return CheckProduct200(build_checked(product.value, request))


def build_checked(product: found.Product, request: CheckProductRequest) -> Checked:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Checked(
        id=product.id,
        note=request.body.note,
        colours=[wish.colour for wish in request.body.wishes],
        wishes=[
            Wish(colour=wish.colour, count=1 if wish.count is MISSING else wish.count)
            for wish in request.body.wishes[:2]
        ],
    )
