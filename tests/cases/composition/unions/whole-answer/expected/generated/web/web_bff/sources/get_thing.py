# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getThing`: the fields in use of what upstreams answer, and the calls."""

from collections.abc import Callable
from typing import Literal

from ..runtime.body import CamelBody, Date, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import things


class ThingsCard(CamelBody):
    """What is read of the source `things`, where it is `Card`."""

    method: Literal["card"]
    brand: str
    last_digits: str


class ThingsInvoice(CamelBody):
    """What is read of the source `things`, where it is `Invoice`."""

    method: Literal["invoice"]
    due_on: Date


READ_THINGS: Callable[[bytes], ThingsCard | ThingsInvoice] = reader(ThingsCard | ThingsInvoice)


class GetThingCalls:
    """The calls of `getThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def get_thing(self, id: str) -> Fetch[ThingsCard | ThingsInvoice]:
        """Ask things for the source `things`: GET /things/{id}."""
        return self._things.fetch(things.get_thing(id), READ_THINGS, source="things")
