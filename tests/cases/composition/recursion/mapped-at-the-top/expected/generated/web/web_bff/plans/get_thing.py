# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from pydantic import MISSING

from ..answers import GetThing200, GetThingResponse, Thing
from ..models import GetThingRequest
from ..ports import GetThingUpstreams
from ..runtime.call import Call
from ..sources import get_thing as found


async def get_thing(
    request: GetThingRequest, up: GetThingUpstreams, call: Call
) -> GetThingResponse:
    """Waits: thing 250 ms, of 1000. At most 1 call."""
    async with call.sources() as source:
        thing = source.required(up.get_thing(request.id), cap_ms=250)
    return GetThing200(build_thing(thing.value))


def build_thing(thing: found.Thing) -> Thing:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Thing(
        id=thing.id,
        label=thing.label if not thing.parts else thing.parts[0].label,
        parts=[build_thing_part(part) for part in thing.parts],
        origin=(
            MISSING
            if thing.origin is MISSING
            else None
            if thing.origin is None
            else build_thing_part(thing.origin)
        ),
    )


def build_thing_part(thing: found.ThingPart) -> Thing:
    """Build a `Thing`, those inside it included."""
    return Thing(
        id=thing.id,
        label=thing.label,
        parts=[build_thing_part(part) for part in thing.parts],
        origin=(
            MISSING
            if thing.origin is MISSING
            else None
            if thing.origin is None
            else build_thing_part(thing.origin)
        ),
    )
