# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from ..answers import Card, GetThing200, GetThingResponse, Thing
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


def build_thing(things: found.Things) -> Thing:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Thing(
        id=things.id,
        payment=Card(
            method=things.payment.method,
            brand=things.payment.brand,
            last_digits=things.payment.last_digits,
        ),
    )
