# made by bffgen from contracts/clients/web/openapi.yaml; edits are lost
"""Answer `hasOrder`: the team's function does."""

from .. import hooks
from ..answers import HasOrderResponse
from ..models import HasOrderRequest
from ..ports import HasOrderUpstreams
from ..runtime.call import Call
from ..runtime.hooked import answered


async def has_order(
    request: HasOrderRequest, up: HasOrderUpstreams, call: Call
) -> HasOrderResponse:
    """`has_order` of hooks answers, in 770 ms at most. It asks no upstream."""
    return await answered(hooks.has_order(request, up, call), HasOrderResponse, call)
