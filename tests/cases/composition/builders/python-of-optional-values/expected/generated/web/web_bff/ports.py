# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Ports: what each operation asks of upstreams, and what the team's hooks must give."""

from typing import Protocol

from pydantic import MISSING

from .runtime.fetch import Fetch
from .sources import get_product as get_product_sources


class GetProductUpstreams(Protocol):
    """What `getProduct` asks of upstreams, and nothing else."""

    def get_product(self, id: str) -> Fetch[get_product_sources.Product]:
        """Ask catalog for the source `product`: GET /products/{id}."""
        ...


class Hooks(Protocol):
    """The functions that hooks.py must have; the team writes them."""

    def label(self, title: str, weight: float | MISSING, /) -> str:
        """Give `label` of `getProduct`."""
        ...

    def hint(self, weight: float, /) -> str:
        """Give `hint` of `getProduct`."""
        ...
