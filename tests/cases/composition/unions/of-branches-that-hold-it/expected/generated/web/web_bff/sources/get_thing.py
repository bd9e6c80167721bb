# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getThing`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import things


class ThingsRootLeaf(Body):
    """`root` of `Things`, where it is `Leaf`."""

    kind: Literal["leaf"]
    text: Annotated[str, Field(max_length=9)]


class ThingsRootGroup(Body):
    """`root` of `Things`, where it is `Group`."""

    kind: Literal["group"]
    nodes: 'list[Annotated[ThingsRootLeaf | ThingsRootGroup, Field(discriminator="kind")]]'


class Things(Body):
    """What is read of the source `things`."""

    id: str
    root: Annotated[ThingsRootLeaf | ThingsRootGroup, Field(discriminator="kind")]


READ_THINGS = reader(Things)


class GetThingCalls:
    """The calls of `getThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def get_thing(self, id: str) -> Fetch[Things]:
        """Ask things for the source `things`: GET /things/{id}."""
        return self._things.fetch(things.get_thing(id), READ_THINGS, source="things")
