# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from ..answers import GetThing200, GetThingResponse, Thing
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
    return GetThing200(build_thing(things.value, request))


def build_thing(things: found.Things, request: GetThingRequest) -> Thing:
    """Build a `Thing`, those inside it included."""
    return Thing(
        id=things.id,
        name=things.label,
        address=request.id,
        parts=[build_thing(part, request) for part in things.parts],
    )
