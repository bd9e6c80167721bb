# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from ..answers import Card, GetThing200, GetThingResponse, Invoice
from ..models import GetThingRequest
from ..ports import GetThingUpstreams
from ..runtime.call import Call
from ..sources import get_thing as found


async def get_thing(
    request: GetThingRequest, up: GetThingUpstreams, call: Call
) -> GetThingResponse:
    """Waits: things 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        things = source.required(up.get_thing(request.id), cap_ms=250)
    return GetThing200(build_thing(things.value))


def build_thing(things: found.ThingsCard | found.ThingsInvoice) -> Card | Invoice:
    """Build `Card` or `Invoice`, by what `things` is."""
    if isinstance(things, found.ThingsCard):
        return Card(method=things.method, brand=things.brand, last_digits=things.last_digits)
    return Invoice(method=things.method, due_on=things.due_on)
