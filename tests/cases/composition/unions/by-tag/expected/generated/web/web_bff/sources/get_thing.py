# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Sources of `getThing`: the fields in use of what upstreams answer, and the calls."""

from typing import Annotated, Literal

from pydantic import Field

from ..runtime.body import Body, CamelBody, Date, reader
from ..runtime.fetch import Fetch
from ..runtime.upstream import Services
from ..upstreams import things


class ThingsPaymentCard(CamelBody):
    """`payment` of `Things`, where it is `Card`."""

    method: Literal["card"]
    brand: str
    last_digits: str


class ThingsPaymentInvoice(CamelBody):
    """`payment` of `Things`, where it is `Invoice`."""

    method: Literal["invoice"]
    due_on: Date


class ThingsPaymentWallet(Body):
    """`payment` of `Things`, where it is `Wallet`."""

    method: Literal["wallet"]
    provider: str


class Things(Body):
    """What is read of the source `things`."""

    id: str
    payment: Annotated[
        ThingsPaymentCard | ThingsPaymentInvoice | ThingsPaymentWallet,
        Field(discriminator="method"),
    ]


READ_THINGS = reader(Things)


class GetThingCalls:
    """The calls of `getThing`: what is asked of which service, what is read of it."""

    def __init__(self, services: Services) -> None:
        self._things = services["things"]

    def get_thing(self, id: str) -> Fetch[Things]:
        """Ask things for the source `things`: GET /things/{id}."""
        return self._things.fetch(things.get_thing(id), READ_THINGS, source="things")
