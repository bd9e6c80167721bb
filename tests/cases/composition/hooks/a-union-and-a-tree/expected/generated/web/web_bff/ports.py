# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from .runtime.fetch import Fetch
from .sources import get_thing as get_thing_sources


class GetThingUpstreams(Protocol):
    """What `getThing` asks of upstreams, and nothing else."""

    def get_thing(self, id: str) -> Fetch[get_thing_sources.Thing]:
        """Ask things for the source `thing`: GET /things/{id}."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    def label(
        self,
        payment: get_thing_sources.ThingPaymentCard
        | get_thing_sources.ThingPaymentInvoice
        | get_thing_sources.ThingPaymentWallet,
        /,
    ) -> str:
        """Give `label` of `getThing`."""
        ...

    def depth(self, tree: get_thing_sources.ThingTree, /) -> int:
        """Give `depth` of `getThing`."""
        ...
