# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `getThing`: join the sources, then build the answer."""

from ..answers import GetThing200, GetThingResponse, Group, Leaf, Thing
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
    return Thing(id=things.id, root=build_node(things.root))


def build_node(node: found.ThingsRootLeaf | found.ThingsRootGroup) -> Leaf | Group:
    """Build `Leaf` or `Group`, by what `node` is."""
    if isinstance(node, found.ThingsRootLeaf):
        return Leaf(kind=node.kind, text=node.text)
    return Group(kind=node.kind, nodes=[build_node(node_) for node_ in node.nodes])
