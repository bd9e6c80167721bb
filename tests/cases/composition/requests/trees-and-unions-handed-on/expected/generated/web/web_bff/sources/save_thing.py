# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `saveThing`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import MISSING, Field

from ..runtime.body import Body, CamelBody, Date
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services, nothing
from ..upstreams import things


class SentThingsPaymentCard(Body):
    """`payment` of `SentThings`."""

    method: Literal["card"]
    brand: str


class SentThingsPaymentInvoice(CamelBody):
    """`payment` of `SentThings`."""

    method: Literal["invoice"]
    due_on: Date


class SentThings(Body):
    """What the source `things` is sent."""

    name: Annotated[str, Field(max_length=40)]
    count: int | MISSING = MISSING
    payment: (
        Annotated[SentThingsPaymentCard | SentThingsPaymentInvoice, Field(discriminator="method")]
        | MISSING
    ) = MISSING
    parts: "list[SentThings] | MISSING" = MISSING


class SaveThingCalls:
    """The calls of `saveThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def save_thing(self, body: SentThings, id: str) -> Fetch[None]:
        """Ask things for the source `things`: POST /things/{id}."""
        return self._things.fetch(things.save_thing(body, id), nothing, source="things")
