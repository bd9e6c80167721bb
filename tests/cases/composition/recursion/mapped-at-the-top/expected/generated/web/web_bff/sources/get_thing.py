# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getThing`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated

from pydantic import MISSING, Field

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import things


class ThingPart(Body):
    """An element of `parts` of `Thing`."""

    id: str
    label: Annotated[str, Field(max_length=40)]
    parts: "list[ThingPart]"
    origin: "ThingPart | None | MISSING" = MISSING


class Thing(Body):
    """What is read of the source `thing`."""

    id: str
    label: Annotated[str, Field(max_length=40)]
    parts: list[ThingPart]
    origin: ThingPart | None | MISSING = MISSING


READ_THING = reader(Thing)


class GetThingCalls:
    """The calls of `getThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def get_thing(self, id: str) -> Fetch[Thing]:
        """Ask things for the source `thing`: GET /things/{id}."""
        return self._things.fetch(things.get_thing(id), READ_THING, source="thing")
