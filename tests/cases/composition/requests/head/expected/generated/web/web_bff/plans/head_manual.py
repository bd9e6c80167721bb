# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `headManual`: join the sources, then build the answer."""

from ..answers import HeadManual200, HeadManualResponse
from ..models import HeadManualRequest
from ..ports import HeadManualUpstreams
from ..runtime.call import Call


async def head_manual(
    request: HeadManualRequest, up: HeadManualUpstreams, call: Call
) -> HeadManualResponse:
    """Waits: manual 250 ms, of 800. At most 1 call. 404 when catalog says 404."""
    async with call.sources() as source:
        manual = source.required(up.head_manual(request.id), cap_ms=250, on_status={404: 404})
    return HeadManual200(e_tag=manual.value.e_tag)
