# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getThing`: the fields in use of what upstreams answer, and the calls."""

from pydantic import MISSING

from ..runtime.body import Body, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import things


class ThingsPartsValue(Body):
    """A value of `parts` of `Things`."""

    count: int
    of: "Things | MISSING" = MISSING


class Things(Body):
    """What is read of the source `things`."""

    id: str
    parts: dict[str, ThingsPartsValue]


READ_THINGS = reader(Things)


class GetThingCalls:
    """The calls of `getThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def get_thing(self, id: str) -> Fetch[Things]:
        """Ask things for the source `things`: GET /things/{id}."""
        return self._things.fetch(things.get_thing(id), READ_THINGS, source="things")
